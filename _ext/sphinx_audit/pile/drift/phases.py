"""Phases that do not fit their findings, or are told in another order elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model import Priority
from ...model.finding import PHASE
from ...model.words import few, natural
from ..said import Shape
from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Statement
    from .pile import Pile
    from .rule import Problem

DRAWN = "```mermaid\ngraph TD\n  A[Phase 2A: Base]\n  B[Phase 2B: Search]\n{}```\n"
MEMBERS = "  A --> C[XX-001: Pool]\n  B --> D[XX-002: Index]\n"
ROW = DRAWN.format(f"{MEMBERS}  A --> B\n")
GATES = "## Phase 2{}: Part\n\n- **XX-00{}**: Pool\n\n{}"
SIGNED = "The phase {} sign-off is required.\n"
RULES = (
    Rule(
        fault=Code.EMPTY_PHASE,
        level=Level.NOTE,
        why="Work is planned of which nobody says what it is for.",
        remedy="Say which findings are in it, or do not call it a phase.",
        wrong="## Phase 1: Setup\n\nText.\n\n## Phase 2: Base\n\n- **XX-001**: Pool\n",
        right="## Setup\n\nText.\n\n## Phase 2: Base\n\n- **XX-001**: Pool\n",
    ),
    Rule(
        fault=Code.PHASE_PRIORITY,
        level=Level.WARNING,
        why="Who plans by the phase leaves the most urgent finding for later.",
        remedy="Raise the phase, lower the finding, or move it to another phase.",
        wrong="## Phase 2A: Base - HIGH\n\n| Id | Priority |\n|---|---|\n"
        "| XX-001 | CRITICAL |\n",
        right="## Phase 2A: Base - HIGH\n\n| Id | Priority |\n|---|---|\n"
        "| XX-001 | HIGH |\n",
    ),
    Rule(
        fault=Code.PHASE_ORDER,
        level=Level.WARNING,
        why="Readers of one start what readers of the other wait with.",
        remedy="Draw the order in both, or leave it to one of them.",
        wrong=f"{ROW}\n=== other.md\n{DRAWN.format(MEMBERS)}",
        right=f"{ROW}\n=== other.md\n{ROW}",
    ),
    Rule(
        fault=Code.NO_GATE,
        level=Level.NOTE,
        why="Nobody knows whether a phase ends without one, or it was forgotten.",
        remedy="State the gate of each phase, or that it has none.",
        wrong=GATES.format("A", 1, SIGNED.format("2A")) + GATES.format("B", 2, ""),
        right=GATES.format("A", 1, SIGNED.format("2A"))
        + GATES.format("B", 2, SIGNED.format("2B")),
    ),
)


def check(pile: Pile) -> Iterator[Problem]:
    told = titled(pile)
    yield from empty(told, pile)
    yield from priorities(pile)
    yield from orders(pile)
    yield from gates(told, pile)


def titled(pile: Pile) -> dict[str, Statement]:
    """Return the phases of which somebody says what they are called."""
    named_ = pile.about("title").items()
    first = {about: all_[0] for about, all_ in named_ if about.startswith(PHASE)}
    return dict(sorted(first.items(), key=lambda i: natural(i[0])))


def empty(told: dict[str, Statement], pile: Pile) -> Iterator[Problem]:
    for about, one in told.items():
        if pile.members and about.removeprefix(PHASE) not in pile.members:
            message = f"{about} is {one.words!r} here, and no finding is in it"
            yield found(Code.EMPTY_PHASE, message, [one.place], (about,))


def priorities(pile: Pile) -> Iterator[Problem]:
    given = pile.about("priority")
    for about, all_ in given.items():
        stated = next((s for s in all_ if s.value), None)
        if stated is None or not about.startswith(PHASE):
            continue
        members = pile.members.get(about.removeprefix(PHASE), {})
        above = [s for id_ in members for s in given.get(id_, ()) if more(s, stated)]
        if above:
            parts = [
                f"{s.about} is {s.words!r} in {named([s.place], stated.place)}"
                for s in above
            ]
            message = f"{about} is {stated.words!r} here, but {few(parts, most=4)}"
            places = [stated.place, *(s.place for s in above)]
            ids = (about, *(s.about for s in above))
            yield found(Code.PHASE_PRIORITY, message, places, ids)


def more(one: Statement, other: Statement) -> bool:
    """Tell whether one is more urgent than the other."""
    return bool(one.value) and Priority(one.value).rank < Priority(other.value).rank


def orders(pile: Pile) -> Iterator[Problem]:
    """Compare drawings: phases in a row here, side by side there."""
    drawn: dict[str, dict[str, Statement]] = {}
    edges: dict[str, Statement] = {}
    for one in pile.statements:
        if one.shape is Shape.DIAGRAM and one.about.startswith(PHASE):
            drawn.setdefault(one.place.file, {}).setdefault(one.about, one)
            if one.fact == "depends":
                edges.setdefault(one.place.file, one)
    apart = [f for f, phases in drawn.items() if len(phases) > 1 and f not in edges]
    for file, edge in edges.items():
        others = [f for f in apart if len(drawn[f].keys() & drawn[file].keys()) > 1]
        if others:
            beside = [next(iter(drawn[f].values())).place for f in others]
            message = (
                f"phases are drawn one after the other here ({edge.words}), "
                f"but side by side in {named(beside)}"
            )
            ids = ("phases", file, *others)
            yield found(Code.PHASE_ORDER, message, [edge.place, *beside], ids)


def gates(told: dict[str, Statement], pile: Pile) -> Iterator[Problem]:
    """Name the phases without a gate, where another has one."""
    having = [s for a, all_ in pile.about("gate").items() if a in told for s in all_]
    with_members = (a for a in told if a.removeprefix(PHASE) in pile.members)
    having_none = [a for a in with_members if a not in {s.about for s in having}]
    if having and having_none:
        first = having[0]
        rest = few(having_none)
        message = f"{first.about} has a gate here, but none of {rest} is stated"
        places = [first.place, *(told[a].place for a in having_none)]
        yield found(Code.NO_GATE, message, places, (first.about, *having_none))
