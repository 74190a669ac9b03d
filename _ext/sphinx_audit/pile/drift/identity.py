"""Ids that stand for two things, and things with two ids or two plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ...model.words import few, natural
from .facts import grouped
from .meanings import apart
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Statement
    from .pile import Pile
    from .rule import Problem

RULES = (
    Rule(
        fault=Code.REUSED_ID,
        level=Level.ERROR,
        why="Whoever follows the id finds another problem than was meant.",
        remedy="Give one of the two a new id, and say so where the old one stood.",
        wrong="- **XX-001**: Pool exhaustion\n\n=== other.md\n"
        "- **XX-001**: Redundant contracts\n",
        right="- **XX-001**: Pool exhaustion\n\n=== other.md\n"
        "- **XX-002**: Redundant contracts\n",
    ),
    Rule(
        fault=Code.ID_CASE,
        level=Level.WARNING,
        why="Searches and links take them for two findings.",
        remedy="Write the id the same way everywhere.",
        wrong="| Id | Status |\n|---|---|\n| XX-001 | Open |\n| xx-001 | Open |\n",
        right="| Id | Status |\n|---|---|\n| XX-001 | Open |\n| XX-002 | Open |\n",
    ),
    Rule(
        fault=Code.TWO_PLANS,
        level=Level.ERROR,
        why="Nobody knows which of the two is to be followed.",
        remedy="Merge them, or give one the id of the finding it is about.",
        wrong="# XX-001: Pool exhaustion\n\n=== other.md\n# XX-001: Pool exhaustion\n",
        right="# XX-001: Pool exhaustion\n\n=== other.md\n# XX-002: Pool monitoring\n",
    ),
)


def check(pile: Pile) -> Iterator[Problem]:
    for about, all_ in sorted(pile.about("title").items(), key=lambda i: natural(i[0])):
        if about and not about.startswith(PHASE):
            yield from reused(about, all_)
    yield from capitals(pile)
    yield from plans(pile)


def reused(about: str, all_: list[Statement]) -> Iterator[Problem]:
    groups = grouped("title", all_)
    things = apart([*groups])
    if len(things) < 2:
        return
    of_thing = [[s for title in thing for s in groups[title]] for thing in things]
    first = of_thing[0][0]
    others = [
        f"{group[0].words!r} in {named([s.place for s in group], first.place)}"
        for group in of_thing[1:]
    ]
    message = f"{about} is {first.words!r} here, but {few(others, ', and ')}"
    places = [group[0].place for group in of_thing]
    places += [s.place for group in of_thing for s in group]
    yield found(Code.REUSED_ID, message, places, (about, *sorted(groups)))


def capitals(pile: Pile) -> Iterator[Problem]:
    spelt: dict[str, list[str]] = {}
    for id_ in pile.defined:
        spelt.setdefault(id_.casefold(), []).append(id_)
    for ids in spelt.values():
        if len(ids) > 1:
            first, *others = ids
            at = [pile.defined[id_] for id_ in ids]
            told = ", ".join(
                f"{id_} in {named([pile.defined[id_]], at[0])}" for id_ in others
            )
            message = f"{first} is written {told} as well"
            yield found(Code.ID_CASE, message, at, sorted(ids))


def plans(pile: Pile) -> Iterator[Problem]:
    files: dict[str, list[Statement]] = {}
    for one in pile.summaries:
        if one.plan and not one.record and one.plan in one.listed:
            files.setdefault(one.plan, []).append(one.listed[one.plan])
    for id_, all_ in files.items():
        if len(all_) > 1:
            first, *others = (s.place for s in all_)
            message = f"this is the plan of {id_}, and so is {named(others)}"
            places = [first, *others]
            yield found(
                Code.TWO_PLANS, message, places, (id_, *(p.file for p in places))
            )
