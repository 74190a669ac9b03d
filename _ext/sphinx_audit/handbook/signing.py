"""The sheet on which the gate of a phase is signed: what is recorded, what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from ..model.gate import latest, signed
from . import tones
from .source import array, call, record, string

if TYPE_CHECKING:
    from ..model import Phase, Register, SignOff
    from .binding import Binding

_ = get_translation("audit")


def sheet(bound: Binding, phase: Phase, level: int) -> str:
    gate = bound.register.gates[phase.id]
    progress = bound.register.progress_of(phase.id)
    name = f"{phase.id}: {phase.title}" if phase.title else phase.id
    scope = _("{0} of {1} findings done").format(progress.done, progress.total)
    # what others must do before anybody signs
    conditions = (f"({string(c.said)}, {str(c.met).lower()})" for c in gate.conditions)
    return call(
        "signoff-sheet",
        "book",
        str(level),
        record(
            title=string(_("Sign-off of phase {0}").format(name)),
            gate=tones.gate(gate),
            scope=string(scope),
            conditions=array(conditions),
            recorded=array(map(_recorded, gate.signoffs)),
            roles=array(_unsigned(phase, gate.signoffs, bound.register)),
            of=string(" · ".join([bound.book.title, *_edition(bound)])),
        ),
    )


def _edition(bound: Binding) -> list[str]:
    return [f"{origin.name} {origin.value}" for origin in bound.origins]


def _unsigned(
    phase: Phase, signoffs: tuple[SignOff, ...], register: Register
) -> list[str]:
    """Return the roles that have not signed; without any, one whose name is left."""
    if phase.gate:
        return [string(r) for r in phase.gate if not signed(r, signoffs, register).met]
    passed = [s for s in latest(signoffs) if s.decision.passes]
    return [] if passed else ["none"]


def _recorded(signoff: SignOff) -> str:
    decision = signoff.decision.value
    facts = [
        (_("By"), signoff.by),
        (_("On"), signoff.on.isoformat() if signoff.on else ""),
        (_("Commit"), signoff.commit),
        (_("Conditions"), signoff.conditions),
        (_("Expires"), signoff.expires.isoformat() if signoff.expires else ""),
        (_("Fingerprint"), signoff.fingerprint),
        (_("Source"), signoff.source),
    ]
    return record(
        decision=tones.tone(decision, f"decision-{decision}"),
        role=string(signoff.role or _("role not recorded")),
        facts=array(f"({string(n)}, {string(v)})" for n, v in facts if v),
    )
