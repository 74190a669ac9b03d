"""Where the audit stands: findings by state and by priority, effort, items."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..model import Priority, Progress, State, Total
from .parts import _, badge, card, facts, paragraph, progress, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Finding
    from .context import Context
    from .parts import Piece, Table


ORDER = (
    State.DONE,
    State.IN_PROGRESS,
    State.READY,
    State.BLOCKED,
    State.SET_ASIDE,
)


def overview(findings: Sequence[Finding], context: Context) -> list[Piece]:
    """Return the figures of *findings*, and who has which state by priority."""
    register = context.register
    if not findings:
        return [paragraph(_("No finding matches."), classes=["audit-none"])]
    lists = [c for f in findings for c in register.checklists_of(f.id)]
    items = sum((c.progress for c in lists), Progress())
    states = Counter(register.state(f) for f in findings)
    badges = [
        badge(f"{state.mark} {states[state]} {state.value}", f"state-{state.slug}")
        for state in ORDER[:-1]
    ]
    rows = [
        (_("Findings done"), progress(register.progress(findings))),
        (_("Effort"), text(str(Total.of(f.effort for f in findings)))),
        (_("Left"), text(str(register.left(findings)))),
        (_("Checklist items"), progress(items) if lists else []),
    ]
    return [card("progress", badges, facts(rows)), by_priority(findings, context)]


def by_priority(findings: Sequence[Finding], context: Context) -> Table:
    """Return the counts: a row for each priority in use, a column for each state."""
    register = context.register
    counts = Counter((f.priority, register.state(f)) for f in findings)
    states = [s for s in ORDER if any(state is s for _priority, state in counts)]
    priorities: list[Priority | None] = [*Priority, None]
    used = [p for p in priorities if any(priority is p for priority, _state in counts)]
    rows = [
        [
            [badge(p.value, f"priority-{p}")] if p else text(_("none")),
            *(text(str(counts[p, s] or "–")) for s in states),
            text(str(sum(counts[p, s] for s in states))),
        ]
        for p in used
    ]
    total = [
        text(_("all")),
        *(text(str(sum(counts[p, s] for p in used))) for s in states),
    ]
    rows.append([*total, text(str(len(findings)))])
    heads = [_("Priority"), *(f"{s.mark} {s.value}" for s in states), _("All")]
    widths = [14, *(14 for _s in states), 8]
    return table(heads, widths, rows, "audit-counts")
