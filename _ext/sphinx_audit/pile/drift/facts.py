"""Facts of one finding that differ between two places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ...model.words import few, natural
from ..said import Shape
from .meanings import MANY, apart
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..said import Statement
    from .pile import Pile
    from .rule import Problem

ONE = "| Id | {0} |\n|---|---|\n| XX-001 | {1} |\n"


def rule(code: Code, level: Level, column: str, values: tuple[str, str]) -> Rule:
    first, other = (ONE.format(column, value) for value in values)
    return Rule(
        fault=code,
        level=level,
        why=f"Who reads the one place acts on another {column.lower()} than who reads "
        "the other.",
        remedy="State it in one place, and take it out or correct it in all others.",
        wrong=f"{first}\n=== other.md\n{other}",
        right=f"{first}\n=== other.md\n{first}",
    )


RULES = (
    rule(Code.STATUS, Level.ERROR, "Status", ("Completed", "In progress")),
    rule(Code.PRIORITY, Level.ERROR, "Priority", ("High", "Low")),
    rule(Code.SEVERITY, Level.ERROR, "Severity", ("High", "Low")),
    rule(Code.EFFORT, Level.WARNING, "Effort", ("2 days", "3-4 days")),
    rule(Code.PHASE, Level.ERROR, "Phase", ("2A", "2B")),
    rule(Code.TITLE, Level.NOTE, "Title", ("Pool exhaustion", "Pool monitoring")),
    rule(Code.DEPENDS, Level.ERROR, "Depends on", ("XX-002", "XX-003")),
    rule(Code.OWNER, Level.WARNING, "Owner", ("Ada", "Bob")),
    rule(Code.DUE, Level.WARNING, "Due", ("2026-01-31", "2026-03-31")),
)

CODES = {
    "status": Code.STATUS,
    "priority": Code.PRIORITY,
    "severity": Code.SEVERITY,
    "effort": Code.EFFORT,
    "phase": Code.PHASE,
    "title": Code.TITLE,
    "depends": Code.DEPENDS,
    "owner": Code.OWNER,
    "due": Code.DUE,
}


def check(pile: Pile) -> Iterator[Problem]:
    for fact, code in CODES.items():
        for about, all_ in sorted(
            pile.about(fact).items(), key=lambda i: natural(i[0])
        ):
            groups = grouped(fact, all_)
            if len(groups) > 1 and about:
                if fact == "title" and nested_or_reused([*groups], about):
                    continue
                yield differs(code, fact, about, groups)


def grouped(fact: str, all_: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Group statements that mean the same, in the order of the first of each."""
    if fact == "depends":
        return dependencies(all_)
    groups: dict[str, list[Statement]] = {}
    for one in all_:
        if one.value:
            groups.setdefault(key(fact, one.value), []).append(one)
    return groups


def key(fact: str, value: str) -> str:
    match fact:
        case "status":
            return "implemented" if value == "verified" else value
        case "title" | "owner":
            return " ".join(re.findall(r"\w+", value.casefold().replace("&", "and")))
        case _:
            return value


def dependencies(all_: Iterable[Statement]) -> dict[str, list[Statement]]:
    """Group whole sets of dependencies: edges of one diagram are one set."""
    sets: dict[tuple[str, Shape, int], list[Statement]] = {}
    for one in all_:
        if one.value:
            drawn = one.shape is Shape.DIAGRAM
            where = (one.place.file, one.shape, 0 if drawn else one.place.line)
            sets.setdefault(where, []).append(one)
    groups: dict[str, list[Statement]] = {}
    for given in sets.values():
        ids = {part for one in given for part in one.value.split(", ")} - {"none"}
        groups.setdefault(", ".join(sorted(ids, key=natural)), []).extend(given)
    return groups


def nested_or_reused(titles: list[str], about: str) -> bool:
    """Tell whether titles are one in full and in short, or of things of two kinds."""
    if about.startswith(PHASE):
        return False
    sets = [set(title.split()) for title in titles[:MANY]]
    nested = all(a <= b or b <= a for n, a in enumerate(sets) for b in sets[:n])
    return nested or len(apart(titles)) > 1


def differs(
    code: Code, fact: str, about: str, groups: dict[str, list[Statement]]
) -> Problem:
    """Say which values there are, each with where it stands."""
    lists = sorted(groups.values(), key=lambda g: g[0].shape is Shape.RECORD)
    (first, *_), *others = lists
    here = f"{fact} of {about} is {said(fact, lists[0])} here"
    parts = [
        f"{said(fact, one)} in {named([s.place for s in one], first.place)}"
        for one in others
    ]
    message = f"{here}, but {few(parts, ', and ')}"
    places = [first.place, *(one[0].place for one in others)]
    places += [s.place for one in lists for s in one[1:]]
    return found(code, message, places, (about, *sorted(groups)))


def said(fact: str, group: list[Statement]) -> str:
    if fact == "depends":
        given = (part for one in group for part in one.value.split(", "))
        return repr(", ".join(dict.fromkeys(given)))
    words = group[0].words
    return repr(words if words.strip() else group[0].value)
