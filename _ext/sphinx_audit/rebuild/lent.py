"""What stands behind each key of what a page shows of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.query import count, read_count

if TYPE_CHECKING:
    from ..model import Finding, Register

ALL = "register"
"""The key of a page that shows a view: any fact may matter to it."""


def lent(key: str, docname: str, register: Register, whole: str) -> object:
    """Return what stands behind a key, as something whose text changes with it."""
    if key == ALL:
        return whole
    kind, _, id_ = key.partition(":")
    if kind == "near":
        return near(id_, docname, register)
    if kind == "depends":
        return needed(id_, register)
    if kind == "count":
        asked = read_count(id_)
        return count(asked, register), asked.query.unknown_phases(register)
    if kind == "users":
        return used(id_, register)
    groups: dict[str, Any] = {
        "finding": register.findings,
        "phase": register.phases,
        "checklist": register.checklists,
        "pattern": register.patterns,
    }
    chosen = [groups[kind]] if kind in groups else list(groups.values())
    things = [g.get(register.canonical(id_)) or g.get(id_) for g in chosen]
    return [(t.id, t.title, t.place.docname, t.anchor) for t in things if t]


def needed(id_: str, register: Register) -> object:
    """Return what a sentence on the dependencies of a finding shows."""
    finding = register.findings.get(register.canonical(id_))
    if finding is None:
        return None
    ids, phases = finding.needed_findings, finding.needed_phases
    return [
        finding.depends,
        [lent(f"finding:{i}", "", register, "") for i in ids],
        [lent(f"phase:{p}", "", register, "") for p in phases],
    ]


def used(id_: str, register: Register) -> object:
    """Return what the card of a pattern shows of others."""
    pattern = register.patterns.get(id_)
    if pattern is None:
        return None
    ids = (*pattern.proposed_for, *register.users.get(id_, ()))
    return (
        pattern.place.docname,
        [lent(f"finding:{i}", "", register, "") for i in ids],
        lent(f"phase:{pattern.phase}", "", register, ""),
    )


def near(id_: str, docname: str, register: Register) -> object:
    """Return everything the card and the graph of a finding show of others."""
    finding = register.findings.get(id_)
    if finding is None:
        return None
    linked = [
        *register.needs(finding),
        *register.dependents.get(id_, ()),
        *register.successors(id_),
        *finding.related,
        *finding.supersedes,
        *finding.duplicates,
    ]
    elsewhere = finding.place.docname != docname  # and here for a second time
    return [
        (finding.place.docname, finding.place.line if elsewhere else 0),
        register.standings[id_],
        [of_finding(i, finding, register) for i in linked],
        lent(f"phase:{finding.phase}", "", register, ""),
        [of_phase(p, register) for p in finding.needed_phases],
        [(p, register.patterns.get(p)) for p in finding.uses],
        [(c.id, c.title, c.anchor, c.progress) for c in register.checklists_of(id_)],
    ]


def of_finding(id_: str, finding: Finding, register: Register) -> object:
    """Return what a box or a link of another finding shows, and through whom."""
    other = register.findings.get(register.canonical(id_))
    if other is None:
        return id_
    home = register.phases.get(other.phase)
    named = map(register.canonical, other.needed_findings)
    return (
        (other.id, other.title, other.place.docname, other.anchor),
        (register.state(other), finding.id in named),
        home and (home.id, home.place.docname, home.anchor),
    )


def of_phase(id_: str, register: Register) -> object:
    phase = register.phases.get(id_)
    if phase is None:
        return id_
    states = sorted(register.states(id_).items())
    return phase.id, phase.title, phase.place.docname, phase.anchor, states
