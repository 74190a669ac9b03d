"""Claims that something is done, against boxes and findings that are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ...model.words import few, natural
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Statement
    from .pile import Pile
    from .rule import Problem

BOXES = "# XX-001: Pool\n\n**Status**: Completed\n\n- [{}] tests pass\n"
MEMBERS = "## Phase 2A (COMPLETE)\n\n- **XX-001**: Pool - {}\n"
RULES = (
    Rule(
        fault=Code.OPEN_BOXES,
        level=Level.ERROR,
        why="What was to be checked before it is done was not checked.",
        remedy="Tick what was checked, or set the status back.",
        wrong=BOXES.format(" "),
        right=BOXES.format("x"),
    ),
    Rule(
        fault=Code.OPEN_MEMBERS,
        level=Level.ERROR,
        why="The next phase starts on work that is not there.",
        remedy="Correct the phase or the finding; better, let the phase be computed.",
        wrong=MEMBERS.format("IN PROGRESS"),
        right=MEMBERS.format("COMPLETED"),
    ),
)
DONE = frozenset({"implemented", "verified"})
NOT_DONE = frozenset({"open", "in-progress"})


def check(pile: Pile) -> Iterator[Problem]:
    statuses = pile.about("status")
    for about, all_ in sorted(statuses.items(), key=lambda i: natural(i[0])):
        claim = next((s for s in all_ if s.value in DONE), None)
        if claim is not None:
            yield from boxes(claim, pile)
            if about.startswith(PHASE):
                yield from members(claim, statuses, pile)


def boxes(claim: Statement, pile: Pile) -> Iterator[Problem]:
    items = pile.about("item").get(claim.about, ())
    left = [s for s in items if s.value == "open"]
    if left:
        message = (
            f"{claim.about} is said to be {claim.words!r} here, but {len(left)} of "
            f"{len(items)} boxes are open, from {named([left[0].place], claim.place)}"
        )
        places = [claim.place, left[0].place]
        yield found(Code.OPEN_BOXES, message, places, (claim.about,))


def members(
    claim: Statement, statuses: dict[str, list[Statement]], pile: Pile
) -> Iterator[Problem]:
    phase = claim.about.removeprefix(PHASE)
    left = [
        next(s for s in statuses[id_] if s.value in NOT_DONE)
        for id_ in pile.members.get(phase, {})
        if any(s.value in NOT_DONE for s in statuses.get(id_, ()))
    ]
    if left:
        told = [
            f"{s.about} is {s.words!r} in {named([s.place], claim.place)}" for s in left
        ]
        message = (
            f"{claim.about} is said to be {claim.words!r} here, but {few(told, most=4)}"
        )
        places = [claim.place, *(s.place for s in left)]
        ids = (claim.about, *(s.about for s in left))
        yield found(Code.OPEN_MEMBERS, message, places, ids)
