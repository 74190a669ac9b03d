"""Findings that one register lists and another does not, and ranges of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.words import few, natural
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Place, Statement
    from .pile import Pile, Summary
    from .rule import Problem

THREE = "- **XX-001**: Pool\n- **XX-002**: Cache\n- **XX-003**: Lock\n"
FOUR = f"{THREE}- **XX-004**: Queue\n"
RULES = (
    Rule(
        fault=Code.VANISHED,
        level=Level.WARNING,
        why="A finding that is dropped without a word may never be fixed.",
        remedy="List it, or say in the register why it is no longer there.",
        wrong=f"{FOUR}\n=== other.md\n{THREE}",
        right=f"{FOUR}\n=== other.md\n{FOUR}",
    ),
    Rule(
        fault=Code.RANGE,
        level=Level.WARNING,
        why="Work is counted of which nobody says what it is.",
        remedy="List each member with its title, or correct the range.",
        wrong="- **XX-001**: Pool\n\nLeft are XX-002 to XX-004.\n",
        right="- **XX-001**: Pool\n- **XX-002**: Cache\n- **XX-003**: Lock\n\n"
        "Left are XX-001 to XX-003.\n",
    ),
)


def check(pile: Pile) -> Iterator[Problem]:
    yield from vanished(pile)
    yield from ranges(pile)


MOST = 20
"""Registers that are compared: a pile in which each document is one has none."""


def registers_of(pile: Pile) -> list[Summary]:
    """Return the documents that list nearly all, so that what they lack is missing."""
    all_ = [one for one in pile.summaries if one.register]
    largest = max((len(one.listed) for one in all_), default=0)
    return [r for r in all_ if r.record or len(r.listed) * 3 >= largest][:MOST]


def vanished(pile: Pile) -> Iterator[Problem]:
    registers = registers_of(pile)
    for id_, home in sorted(homes(pile).items(), key=lambda i: natural(i[0])):
        without = [r for r in registers if id_ not in r.listed and akin(r, home)]
        if without:
            files = [r.file for r in without]
            more = f", which lists {len(without[0].listed)}" if len(files) == 1 else ""
            message = f"{id_} is listed here, and not in {few(files, most=4)}{more}"
            places = [home.listed[id_].place, *(starts(r) for r in without)]
            yield found(Code.VANISHED, message, places, (id_, *files))


def homes(pile: Pile) -> dict[str, Summary]:
    """Return the document that lists each finding first, or is its plan."""
    result: dict[str, Summary] = {}
    for one in pile.summaries:
        for id_ in one.listed:
            if one.register or one.plan == id_:
                result.setdefault(id_, one)
    return result


def akin(register: Summary, other: Summary) -> bool:
    """Tell whether a register is of the same audit: it lists something of the other."""
    if register.record or other.plan:
        return True
    return not register.listed.keys().isdisjoint(other.listed)


def starts(register: Summary) -> Place:
    return min(s.place for s in register.listed.values())


def ranges(pile: Pile) -> Iterator[Problem]:
    told: dict[str, list[Statement]] = {}
    for all_ in pile.about("range").values():
        for one in all_:
            told.setdefault(one.value, []).append(one)
    for value, same in told.items():
        missing = [id_ for id_ in value.split(", ") if id_ not in pile.defined]
        if missing:
            first = same[0]
            others = named([s.place for s in same[1:]], first.place)
            also = f" (and in {others})" if others else ""
            whom = few(missing) if len(missing) <= value.count(", ") else "its members"
            message = f"{first.words!r} stands here{also}; nobody says what {whom} are"
            yield found(Code.RANGE, message, [s.place for s in same], (value,))
