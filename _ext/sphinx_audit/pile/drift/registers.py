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


def vanished(pile: Pile) -> Iterator[Problem]:
    registers = [one for one in pile.summaries if one.register]
    for id_, at in sorted(first_places(pile).items(), key=lambda i: natural(i[0])):
        without = [
            r for r in registers if id_ not in r.listed and r.file != at.place.file
        ]
        comparable = [r for r in without if r.record or akin(r, at, pile)]
        if comparable:
            files = [r.file for r in comparable]
            count = len(comparable[0].listed)
            more = f", which lists {count}" if len(files) == 1 else ""
            message = f"{id_} is listed here, and not in {few(files, most=4)}{more}"
            places = [at.place, *(starts(r) for r in comparable)]
            yield found(Code.VANISHED, message, places, (id_, *files))


def first_places(pile: Pile) -> dict[str, Statement]:
    result: dict[str, Statement] = {}
    for one in pile.summaries:
        for id_, statement in one.listed.items():
            if one.register or one.plan == id_:
                result.setdefault(id_, statement)
    return result


def akin(register: Summary, at: Statement, pile: Pile) -> bool:
    """Tell whether a register lists anything of the document that a finding is in."""
    other = next(s for s in pile.summaries if s.file == at.place.file)
    return bool(other.plan) or bool(register.listed.keys() & other.listed.keys())


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
            what = (
                "none of them"
                if len(missing) == value.count(", ") + 1
                else few(missing)
            )
            message = (
                f"{first.words!r} is a range here{also}, but nobody says what {what} "
                f"{'is' if len(missing) == 1 or what == 'none of them' else 'are'}"
            )
            yield found(Code.RANGE, message, [s.place for s in same], (value,))
