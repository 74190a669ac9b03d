"""Numbers of findings that somebody typed, counted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import Priority
from ...model.finding import PHASE
from ...model.words import few
from ..said import Shape
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..said import Statement
    from .pile import Pile
    from .rule import Problem

TABLE = (
    "| Id | Status |\n|---|---|\n| XX-001 | Completed |\n| XX-002 | Open |\n"
    "| XX-003 | Open |\n"
)
RULES = (
    Rule(
        fault=Code.COUNT,
        level=Level.ERROR,
        why="Progress is reported by numbers that nothing in the document bears out.",
        remedy="Correct the number or what it counts; better, leave it to be computed.",
        wrong=f"{TABLE}\nThese are **2 completed findings**.\n",
        right=f"{TABLE}\nThis is **1 completed finding**.\n",
    ),
)
DONE = frozenset({"implemented", "verified"})
WAYS = (
    ("its tables", frozenset({Shape.TABLE, Shape.RECORD})),
    ("its diagrams", frozenset({Shape.DIAGRAM})),
    (
        "its text",
        frozenset({Shape.LIST, Shape.HEADING, Shape.FIELD, Shape.FRONT_MATTER}),
    ),
)
Ids = dict[str, "Statement"]


def check(pile: Pile) -> Iterator[Problem]:
    claims = [s for all_ in pile.about("count").values() for s in all_]
    files = {claim.place.file for claim in claims}
    by_file: dict[str, list[Statement]] = {}
    for one in pile.statements:
        if one.place.file in files and not one.about.startswith(PHASE) and one.about:
            by_file.setdefault(one.place.file, []).append(one)
    told: dict[tuple[str, str, str], list[Statement]] = {}
    for claim in claims:
        told.setdefault((claim.place.file, claim.about, claim.value), []).append(claim)
    for (file, about, value), same in told.items():
        stated = by_file.get(file, ())
        scopes = [inside(stated, about), stated] if about else [stated]
        yield from compared(same, value, scopes)


def inside(statements: Sequence[Statement], about: str) -> Sequence[Statement]:
    """Return what is said of the findings of a phase."""
    phase = about.removeprefix(PHASE)
    ids = {s.about for s in statements if s.fact == "phase" and s.value == phase}
    return [s for s in statements if s.about in ids]


def compared(
    claims: Sequence[Statement], value: str, scopes: Sequence[Sequence[Statement]]
) -> Iterator[Problem]:
    """Yield a problem where one way of telling adds up to another number.

    What stands below the heading of a phase may be meant of the phase or of all.
    """
    what, _, number = value.partition("=")
    wrong: list[tuple[str, Ids]] = []
    for stated in scopes:
        told = [(name, ids) for name, ids in ways(what, stated) if ids]
        wrong = wrong or [(name, ids) for name, ids in told if len(ids) != int(number)]
        if told and all(len(ids) == int(number) for _, ids in told):
            return
    if wrong:
        yield differs(claims, what, wrong)


def ways(what: str, stated: Sequence[Statement]) -> list[tuple[str, Ids]]:
    if what in {"remaining", "findings"}:
        return [("it", everything(what, stated))]
    return [(name, of_way(what, stated, shapes)) for name, shapes in WAYS]


def differs(
    claims: Sequence[Statement], what: str, wrong: Sequence[tuple[str, Ids]]
) -> Problem:
    first = claims[0]
    parts = [
        f"{name} {verb(name)} {len(ids)}: {few(list(ids), most=8)} "
        f"({named([s.place for s in ids.values()], first.place, 1)})"
        for name, ids in wrong
    ]
    others = [c.place for c in claims[1:]]
    again = f" (and in {named(others, first.place)})" if others else ""
    message = f"{first.words!r} is said here{again}, but {'; '.join(parts)}"
    places = [first.place, *others, *(next(iter(i.values())).place for _, i in wrong)]
    return found(Code.COUNT, message, places, (first.place.file, first.about, what))


def verb(name: str) -> str:
    return "lists" if name == "it" else "have" if name.endswith("s") else "has"


def everything(what: str, stated: Sequence[Statement]) -> Ids:
    """Return all findings of a document, or those that are not done."""
    done = {s.about for s in stated if s.fact == "status" and s.value in DONE}
    ids: Ids = {}
    for one in stated:
        if one.fact in {"title", "phase", "status"}:
            ids.setdefault(one.about, one)
    return {i: s for i, s in ids.items() if what == "findings" or i not in done}


def of_way(what: str, stated: Sequence[Statement], shapes: frozenset[Shape]) -> Ids:
    """Return those to which one way of telling gives a status or a priority."""
    fact = "priority" if what in set(map(str, Priority)) else "status"
    ids: Ids = {}
    for one in stated:
        same = one.value == what or (what in DONE and one.value in DONE)
        if one.fact == fact and same and one.shape in shapes:
            ids.setdefault(one.about, one)
    return ids
