"""The heads of plans, phases, patterns and sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model import PhaseStatus, State, Total
from ..read.base import problem_note
from .cells import dependencies, phase_cell, ticked, waits
from .parts import (
    _,
    badge,
    card,
    facts,
    link,
    links,
    paragraph,
    priority_badge,
    progress,
    state_badge,
    status_badge,
    text,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element, Node

    from ..model import Finding, Gate, Phase
    from .context import Context

    Row = tuple[str, Sequence[Node]]

STATUS_STATE = {
    PhaseStatus.DONE: State.DONE,
    PhaseStatus.IN_PROGRESS: State.IN_PROGRESS,
    PhaseStatus.BLOCKED: State.BLOCKED,
    PhaseStatus.NOT_STARTED: State.READY,
}


def finding_card(node: Element, context: Context) -> list[Node]:
    finding = context.page(node["docname"]).findings[node["record"]]
    register = context.register
    first = register.findings[finding.id]
    notes: list[Node] = []
    if first.place != finding.place:
        where = f"{first.place.docname}, line {first.place.line}"
        notes.append(problem_note(_("%s is also defined in %s") % (finding.id, where)))
    standing = register.standings[finding.id]
    badges = [
        priority_badge(finding),
        status_badge(finding),
        state_badge(standing.state),
    ]
    rows = [
        (_("Phase"), phase_name(finding.phase, context)),
        (_("Category"), text(finding.category)),
        (_("Effort"), text(str(finding.effort or ""))),
        (_("Depends on"), dependencies(finding, context)),
        (_("Waits for"), waits(standing.reasons, context)),
        (_("Needed by"), needed_by(finding, context)),
        *people_and_dates(finding),
        *disposition(finding, context),
        (_("Uses"), patterns(finding, context)),
        (_("Checklist"), ticked(finding, context)),
        (_("Severity"), text(finding.severity)),
        (_("Controls"), text(", ".join(finding.controls))),
        (_("Evidence"), text(", ".join(finding.evidence))),
        (_("Tags"), text(", ".join(finding.tags))),
        (_("Former ids"), text(", ".join(finding.aliases))),
        (_("Source"), text(finding.source)),
    ]
    return [*notes, card("finding", badges, facts(rows), *node.children)]


def people_and_dates(finding: Finding) -> Iterator[Row]:
    yield _("Owner"), text(finding.owner)
    yield _("Assignee"), text(finding.assignee)
    yield _("Reviewer"), text(finding.reviewer)
    yield _("Fixed by"), text(finding.fixed_by)
    yield _("Verified by"), text(finding.verified_by)
    yield _("Detected"), day(finding.detected)
    yield _("Started"), day(finding.started)
    yield _("Due"), day(finding.due)
    yield _("Fixed"), day(finding.fixed)
    yield _("Verified"), day(finding.verified)


def disposition(finding: Finding, context: Context) -> Iterator[Row]:
    register, docname = context.register, context.docname
    yield _("Reason"), text(finding.reason)
    yield _("Approved by"), text(finding.approved_by)
    yield _("Expires"), day(finding.expires)
    yield _("Superseded by"), links(successors(finding, context), register, docname)
    yield _("Supersedes"), links(finding.supersedes, register, docname)
    yield _("Duplicate of"), links(finding.duplicates, register, docname)
    yield _("Related"), links(finding.related, register, docname)


def successors(finding: Finding, context: Context) -> list[str]:
    found = context.register.successors(finding.id)
    return [f for f in found if f not in finding.duplicates]


def needed_by(finding: Finding, context: Context) -> list[Node]:
    """Return who depends on a finding; a phase that is needed whole is said once."""
    register, docname = context.register, context.docname
    ids = register.dependents.get(finding.id, ())
    direct = [i for i in ids if names(register.findings[i], finding, context)]
    rest = len(ids) - len(direct)
    found = links(direct, register, docname)
    if rest:
        words = _("%(n)d more through phase %(phase)s") % {
            "n": rest,
            "phase": finding.phase,
        }
        found += [nodes.Text(f"; {words}" if found else words)]
    return found


def names(user: Finding, finding: Finding, context: Context) -> bool:
    return finding.id in map(context.register.canonical, user.needed_findings)


def patterns(finding: Finding, context: Context) -> list[Node]:
    found: list[Node] = []
    for id_ in finding.uses:
        pattern = context.register.patterns.get(id_)
        name = link("pattern", id_, pattern.title, context.docname) if pattern else None
        found += [nodes.Text(", "), name or nodes.Text(id_)]
    return found[1:]


def phase_name(phase: str, context: Context) -> list[Node]:
    known = context.register.phases.get(phase)
    if known is None:
        return text(phase)
    return [link("phase", phase, f"{phase}: {known.title}", context.docname)]


def day(date: dt.date | None) -> list[Node]:
    return text(date.isoformat() if date else "")


# -- phases


def phase_card(node: Element, context: Context) -> list[Node]:
    phase = context.page(node["docname"]).phases[node["record"]]
    register = context.register
    members = register.members(phase.id)
    status = register.phase_status(phase.id)
    gate = register.gates[phase.id]
    rows = [
        (_("Findings done"), progress(register.progress(members), html=context.html)),
        (
            _("Effort"),
            text(str(Total.of(f.effort for f in members)) if members else ""),
        ),
        (_("Left"), text(str(register.left(members)) if members else "")),
        (_("After"), after(phase, context)),
        (_("Start"), day(phase.start)),
        (_("End"), day(phase.end)),
    ]
    body = [facts(rows), *gate_conditions(gate), *node.children]
    return [card("phase", [phase_badge(status), gate_badge(gate)], *body)]


def phase_badge(status: PhaseStatus) -> Element:
    state = STATUS_STATE.get(status)
    if state is None:
        return badge(status.value, "state-set-aside")
    return badge(f"{state.mark} {status.value}", f"state-{state.slug}")


def gate_badge(gate: Gate) -> Element:
    slug = gate.state.value.replace(" ", "-")
    return badge(_("gate %s") % gate.state.value, f"gate-{slug}")


def after(phase: Phase, context: Context) -> list[Node]:
    found: list[Node] = []
    for id_ in phase.after:
        known = id_ in context.register.phases
        found.append(nodes.Text(", "))
        found.append(
            link("phase", id_, id_, context.docname) if known else nodes.Text(id_)
        )
    return found[1:]


def gate_conditions(gate: Gate) -> list[Node]:
    """Return what the gate asks, each condition with its box, and what was signed."""
    items = [
        nodes.list_item(
            "",
            paragraph(
                nodes.inline("", "☑ " if c.met else "☐ ", classes=["audit-mark"]),
                nodes.Text(c.text),
            ),
            classes=["audit-item", "audit-item-done" if c.met else "audit-item-open"],
        )
        for c in gate.conditions
    ]
    title = paragraph(
        nodes.Text(_("To pass the gate")), classes=["audit-checklist-title"]
    )
    listed = nodes.bullet_list("", *items, classes=["audit-items"])
    return [
        nodes.container("", title, listed, classes=["audit-checklist", "audit-gate"])
    ]


def pattern_card(node: Element, context: Context) -> list[Node]:
    pattern = context.page(node["docname"]).patterns[node["record"]]
    register, docname = context.register, context.docname
    users = register.users.get(pattern.id, ())
    rows: list[Row] = [
        (_("Id"), [nodes.literal("", pattern.id)]),
        (_("Phase"), phase_cell(pattern.phase, context)),
        (_("Proposed for"), links(pattern.proposed_for, register, docname)),
        (_("Used by"), links(users, register, docname) or text(_("no plan"))),
        (_("Source"), text(pattern.source)),
    ]
    return [card("pattern", [], facts(rows), *node.children)]


def signoff_card(node: Element, context: Context) -> list[Node]:
    signoff = context.page(node["docname"]).signoffs[node["record"]]
    missing = _("not recorded")
    decision = badge(signoff.decision.value, f"decision-{signoff.decision}")
    rows = [
        (_("Gate of"), phase_name(signoff.phase, context)),
        (_("By"), text(signoff.by or missing)),
        (_("Role"), text(signoff.role or missing)),
        (_("On"), day(signoff.on) or text(missing)),
        (_("Commit"), text(signoff.commit)),
        (_("Conditions"), text(signoff.conditions)),
        (_("Expires"), day(signoff.expires)),
        (_("Source"), text(signoff.source)),
    ]
    shown = card("signoff", [decision], facts(rows), *node.children)
    shown["ids"] = list(node["ids"])
    return [shown]
