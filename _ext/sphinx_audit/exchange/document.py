"""The register as one JSON document: what pages state, and apart what follows."""

from __future__ import annotations

import dataclasses as dc
import json
from collections import Counter
from typing import TYPE_CHECKING, cast

from ..model import Priority, Progress, State, Status, Total
from ..model.gate import latest
from ..model.survey import named_by
from .code import asked_of_code, code_of
from .codec import effort, facts, slug
from .seen import looks, signoff

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from ..model import (
        Checklist,
        Finding,
        Gate,
        Item,
        Pattern,
        Phase,
        Register,
    )
    from .codec import Json

VERSION = 1
"""Raise when a key changes its meaning or goes; a new optional key keeps it."""

SCHEMA = f"findings-{VERSION}.schema.json"
"""The name of the schema, in this package and beside every document."""


@dc.dataclass(frozen=True, kw_only=True)
class Audit:
    """What a document holds: the register of a project."""

    project: str
    release: str
    register: Register


def as_text(data: object) -> str:
    """Return *data* as the text of a file, the same in every run."""
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _head(audit: Audit) -> Json:
    release = {"release": audit.release} if audit.release else {}
    today = audit.register.today
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "project": {"name": audit.project} | release,
        "as-of": today.isoformat() if today else None,
    }


def document(audit: Audit) -> Json:
    """Return the findings.json of *audit*, in the order of its pages."""
    register = audit.register
    return (
        _head(audit)
        | {
            "totals": totals(register),
            "phases": [phase(p, register) for p in register.phases.values()],
            "findings": [finding(f, register) for f in register.findings.values()],
            "checklists": [
                checklist(c, register) for c in register.checklists.values()
            ],
            "patterns": [pattern(p, register) for p in register.patterns.values()],
            "signoffs": [signoff(s, register) for s in register.signoffs],
            "evidence": looks(register.survey.evidence),
        }
        | asked_of_code(register)
    )


def selected(audit: Audit, findings: Set[str], phases: Set[str]) -> Json:
    """Return what the findings.json of *audit* says of some findings and phases."""
    register = audit.register
    chosen = [f for f in register.findings.values() if f.id in findings]
    lists = [
        c for c in register.checklists.values()
        if c.phase in phases or register.canonical(c.finding) in findings
    ]  # fmt: skip
    signoffs = [s for s in register.signoffs if s.phase in phases]
    looked, named = register.survey.evidence, named_by(chosen, lists, signoffs)
    used = {pattern for f in chosen for pattern in f.uses}
    shown = [phase(p, register) for p in register.phases.values() if p.id in phases]
    for one in shown:
        computed = cast("dict[str, list[str]]", one["computed"])
        for key in ("members", "set-aside"):
            computed[key] = [id_ for id_ in computed[key] if id_ in findings]
    return _head(audit) | {
        "totals": totals(register, chosen),
        "phases": shown,
        "findings": [finding(f, register) for f in chosen],
        "checklists": [checklist(c, register) for c in lists],
        "patterns": [
            pattern(p, register) for p in register.patterns.values() if p.id in used
        ],
        "signoffs": [signoff(s, register) for s in signoffs],
        "evidence": looks({t: looked[t] for t in named if t in looked}),
    }


def finding(finding: Finding, register: Register) -> Json:
    standing = register.standings[finding.id]
    lists = register.checklists_of(finding.id)
    reasons = [
        {"cause": slug(r.cause), "id": r.id, "why": r.why} for r in standing.reasons
    ]
    return facts(finding) | {
        "computed": {
            "state": slug(standing.state),
            "reasons": reasons,
            "needs": register.names(finding),
            "needs-phases": list(dict.fromkeys(finding.needed_phases)),
            "needed-by": register.named_by(finding.id),
            "needed-through-phase": dict(register.through_phase(finding)),
            "checklists": [c.id for c in lists],
            "items": ticked(lists),
        }
        | code_of(finding.id, register)
    }


def phase(phase: Phase, register: Register) -> Json:
    members, errors = register.members(phase.id), register.errors.get(phase.id)
    return facts(phase, without=OF_THE_TREE) | {
        "computed": {
            "status": slug(register.phase_status(phase.id)),
            "members": [f.id for f in members],
            "set-aside": [f.id for f in register.set_aside(phase.id)],
            "findings": progress(register.progress(members)),
            "items": ticked(register.checklists_of_phase(phase.id)),
            "effort": total(Total.of(f.effort for f in members)),
            "left": total(register.left(members)),
            "gate": gate(register.gates[phase.id]),
        }
        | ({"errors": list(errors)} if errors else {})
    }


OF_THE_TREE = ("listed", "explicit")
"""Facts about a page's contents tree, not about the phase."""


def gate(gate: Gate) -> Json:
    """Return a gate with the decisions in force: each role's last word."""
    return {
        "state": slug(gate.state),
        "conditions": [
            {"text": c.text, "met": c.met} | ({"why": c.why} if c.why else {})
            for c in gate.conditions
        ],
        "decisions": [
            facts(s, without=("phase", "place", "anchor"))
            for s in latest(gate.signoffs)
        ],
    }


def checklist(checklist: Checklist, register: Register) -> Json:
    return facts(checklist, without=("items",)) | {
        "items": [item(i, register) for i in checklist.items],
        "computed": {"items": progress(checklist.progress)},
    }


def item(entry: Item, register: Register) -> Json:
    """Return an item; where its text names dependencies by a role, also filled in."""
    nested = {"items": [item(i, register) for i in entry.items]} if entry.items else {}
    filled = register.filled(entry.text)
    shown = {"filled": filled} if filled != entry.text else {}
    line = {"line": entry.place.line}
    return facts(entry, without=("place", "items")) | shown | line | nested


def pattern(pattern: Pattern, register: Register) -> Json:
    return facts(pattern) | {"computed": {"users": register.users.get(pattern.id, [])}}


def totals(register: Register, findings: Iterable[Finding] | None = None) -> Json:
    """Return sums over findings that are not set aside, and who is what."""
    every = register.findings.values() if findings is None else list(findings)
    counted = [f for f in every if not f.status.set_aside]
    states = Counter(register.state(f) for f in every)
    statuses = Counter(f.status for f in every)
    priorities = Counter(f.priority for f in counted)
    lists = [c for f in counted for c in register.checklists_of(f.id)]
    return {
        "findings": progress(register.progress(counted)),
        "items": ticked(lists),
        "effort": total(Total.of(f.effort for f in counted)),
        "left": total(register.left(counted)),
        "states": {slug(s): states[s] for s in State},
        "statuses": {slug(s): statuses[s] for s in Status},
        "priorities": {slug(p): priorities[p] for p in Priority}
        | {"none": priorities[None]},
    }


def ticked(lists: Iterable[Checklist]) -> Json:
    return progress(sum((c.progress for c in lists), Progress()))


def progress(progress: Progress) -> Json:
    return {"done": progress.done, "total": progress.total}


def total(total: Total) -> Json:
    """Return a sum; rounded, because sums of halves and thirds end in noise."""
    low, high = (round(hours, 6) for hours in (total.effort.low, total.effort.high))
    rounded = dc.replace(total.effort, low=low, high=high)
    return effort(rounded) | {"without-estimate": total.unknown, "text": str(total)}
