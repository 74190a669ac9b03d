"""Facts as badges and links of the template: one word, one colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import State
from .source import array, string
from .write.audit import HUES

if TYPE_CHECKING:
    from collections import Counter

    from ..model import Finding, Gate, Phase, Register

SHOWN = (State.DONE, State.IN_PROGRESS, State.READY, State.BLOCKED)
"""The states that count, in the order in which a chart shows them."""


def key_of(thing: Finding | Phase) -> str:
    """Return what the label of a finding or phase is known by."""
    return f"{thing.place.docname}#{thing.anchor}"


def tone(words: str, kind: str) -> str:
    hue, filled = HUES.get(kind, ("grey", False))
    return f"({string(words)}, {string(hue)}, {str(filled).lower()})"


def priority(finding: Finding) -> str:
    if finding.priority is None:
        return "none"
    return tone(finding.priority.value, f"priority-{finding.priority.value}")


def status(finding: Finding) -> str:
    return tone(finding.status.value, f"status-{finding.status.value}")


def state(finding: Finding, register: Register) -> str:
    found = register.state(finding)
    return tone(f"{found.mark} {found.value}", f"state-{found.slug}")


def gate(found: Gate) -> str:
    slug = found.state.value.replace(" ", "-")
    return tone(found.state.value, f"gate-{slug}")


def hue(found: State) -> str:
    return HUES.get(f"state-{found.slug}", ("grey", False))[0]


def stack(states: Counter[State]) -> str:
    """Return how many findings are in which state, for a bar."""
    return array(f"({states[s]}, {string(hue(s))})" for s in SHOWN)
