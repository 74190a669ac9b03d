"""The table of phases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Total
from .gates import gate_badge
from .parts import Link, _, paragraph, progress, table, text
from .phase_cards import phase_badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Finding, Phase
    from .context import Context
    from .parts import Piece

WIDTHS = (28, 16, 14, 14, 14, 20)


def phase_index(findings: Sequence[Finding], context: Context) -> list[Piece]:
    """Return one row for each phase that has one of *findings*, counting just those."""
    register = context.register
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.phase, []).append(finding)
    rows = [
        phase_row(register.phases[p], groups[p], context)
        for p in register.phases
        if p in groups
    ]
    if not rows:
        return [paragraph(_("No phase matches."), classes=["audit-none"])]
    heads = [_("Phase"), _("Status"), _("Done"), _("Effort"), _("Left"), _("Gate")]
    return [table(heads, WIDTHS, rows, "audit-phases")]


def phase_row(
    phase: Phase, members: Sequence[Finding], context: Context
) -> list[Sequence[Piece]]:
    register = context.register
    return [
        [Link("phase", phase.id, f"{phase.id}: {phase.title}")],
        [phase_badge(register.phase_status(phase.id))],
        progress(register.progress(members)),
        text(str(Total.of(f.effort for f in members))),
        text(str(register.left(members))),
        [gate_badge(register.gates[phase.id])],
    ]
