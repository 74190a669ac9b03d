"""The executive summary: what the register says, in figures and charts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from ..model import Priority, State, Total
from ..model.blockers import blockers
from ..model.effort import HOURS
from . import tones
from .source import array, call, record, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Finding, Phase
    from ..model.blockers import Blocker
    from .binding import Binding

_ = get_translation("audit")
FEW = 8
"""Rows of a list that must be read in a minute."""


def summary(bound: Binding) -> str:
    """Return the summary; a book about nothing has none."""
    if not bound.counted:
        return ""
    held = _held(bound)
    more = len(held) - FEW
    left = _("… and {0} more").format(more)
    efforts, most = _efforts(bound)
    data = record(
        lead=string(_lead(bound)),
        tiles=array(_tiles(bound)),
        states=array(_states(bound)),
        phases=array(_phases(bound)),
        priorities=array(_priorities(bound)),
        efforts=array(efforts),
        most=f"{most:g}",
        blockers=array(_blocker(bound, b) for b in held[:FEW]),
        more_blockers=string(left) if more > 0 else "none",
        ready=array(_ready(bound)),
    )
    return call("summary", "book", data)


def _lead(bound: Binding) -> str:
    progress = bound.register.progress(bound.counted)
    states = Counter(map(bound.register.state, bound.counted))
    left = bound.register.left(bound.counted)
    said = _("{0} of {1} findings are done.").format(progress.done, progress.total)
    if left.effort.high:
        said += " " + _("What is left takes {0}.").format(left)
    if ready := states[State.READY]:
        return f"{said} " + _("{0} can start now.").format(ready)
    if states[State.BLOCKED]:
        waiting = _("Nothing can start now: {0} wait for others.")
        return f"{said} " + waiting.format(states[State.BLOCKED])
    return said


def _tiles(bound: Binding) -> Iterator[str]:
    register = bound.register
    progress = register.progress(bound.counted)
    states = Counter(map(register.state, bound.counted))
    whole = Total.of(f.effort for f in bound.counted)
    yield _tile(_("Done"), str(progress.done), _("of {0} findings"), progress.total)
    yield _tile(
        _("Effort left"), _days(register.left(bound.counted)), _("of {0}"), _days(whole)
    )
    waits = _("waiting; {0} ready")
    yield _tile(_("Blocked"), str(states[State.BLOCKED]), waits, states[State.READY])
    if bound.phases:
        passed = sum(register.gates[p.id].state.passed for p in bound.phases)
        of = _("of {0} phases")
        yield _tile(_("Gates passed"), str(passed), of, len(bound.phases))


def _tile(name: str, value: str, note: str, number: object) -> str:
    return array(map(string, (name, value, note.format(number))))


def _days(total: Total) -> str:
    """Return a sum short enough for a tile."""
    low, high = (hours / HOURS["d"] for hours in (total.effort.low, total.effort.high))
    if not high and total.unknown:
        return "–"
    span = f"{low:g}" if low == high else f"{low:g}–{high:g}"
    return f"{span} d"


def _states(bound: Binding) -> Iterator[str]:
    states = Counter(map(bound.register.state, bound.counted))
    for s in tones.SHOWN:
        words = f"{string(s.mark)}, {string(s.value)}, {states[s]}"
        yield f"({words}, {string(tones.hue(s))})"


def _group(bound: Binding, findings: list[Finding]) -> dict[str, str]:
    register = bound.register
    progress = register.progress(findings)
    return {
        "states": tones.stack(Counter(map(register.state, findings))),
        "done": string(_("{0} of {1}").format(progress.done, progress.total)),
        "left": string(str(register.left(findings))),
    }


def _phases(bound: Binding) -> Iterator[str]:
    for phase in bound.phases:
        if members := bound.members(phase):
            yield record(
                key=string(tones.key_of(phase)),
                name=string(_name(phase)),
                gate=tones.gate(bound.register.gates[phase.id]),
                **_group(bound, members),
            )


def _name(phase: Phase) -> str:
    return f"{phase.id}: {phase.title}" if phase.title else phase.id


def _priorities(bound: Binding) -> Iterator[str]:
    for level in (*Priority, None):
        if found := [f for f in bound.counted if f.priority is level]:
            name = tones.priority(found[0])
            yield record(name=name, **_group(bound, found))


def _efforts(bound: Binding) -> tuple[list[str], float]:
    """Return the range of work left in each phase, in days, and the largest.

    One alone has nothing to be compared with: the table of the phases has it in words.
    """
    rows, most = [], 0.0
    for phase in bound.phases:
        left = bound.register.left(bound.members(phase))
        low, high = (h / HOURS["d"] for h in (left.effort.low, left.effort.high))
        most = max(most, high)
        if high:
            name, said = string(_name(phase)), string(str(left))
            rows.append(f"({name}, {low:g}, {high:g}, {said})")
    return rows if len(rows) > 1 else [], most


def _held(bound: Binding) -> list[Blocker]:
    """Return what holds up work that this book is about, the worst first."""
    waiting = {
        f"{reason.cause} {reason.id}"
        for f in bound.counted
        for reason in bound.register.standings[f.id].reasons
    }
    every = blockers(bound.register)
    if len(bound.counted) == len(bound.register.counted):
        return every
    return [b for b in every if f"{b.kind} {b.id}" in waiting]


def _blocker(bound: Binding, found: Blocker) -> str:
    register = bound.register
    kinds = {"gate": _("Gate of phase {0}"), "phase": _("Phase {0}")}
    name = kinds.get(found.kind, "{0}").format(found.id)
    thing = register.findings.get(found.id) or register.phases.get(found.id)
    key = tones.key_of(thing) if thing else ""
    title = f": {found.title}" if found.title else ""
    asks = "; ".join(found.asks)
    return array(map(string, (name + title, key, asks, str(found.holds))))


def _ready(bound: Binding) -> Iterable[str]:
    ready = [f for f in bound.counted if bound.register.state(f) is State.READY]
    for f in ready[:FEW]:
        yield record(
            key=string(tones.key_of(f)),
            id=string(f.id),
            title=string(f.title),
            priority=tones.priority(f),
            effort=string(str(f.effort or "–")),
        )
