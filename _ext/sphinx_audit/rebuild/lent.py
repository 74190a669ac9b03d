"""What stands behind each key of what a page shows of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.query import count, read_count
from ..show.cells import dependencies
from ..show.context import Context
from .spelling import spelled

if TYPE_CHECKING:
    from ..model import Register


def lent(key: str, register: Register) -> object:
    """Return what stands behind a key, as something whose text changes with it."""
    kind, _, id_ = key.partition(":")
    if kind == "depends":
        return needed(id_, register)
    if kind == "evidence":
        return register.survey.evidence.get(id_)
    if kind == "count":
        asked = read_count(id_)
        return count(asked, register), asked.query.unknown_phases(register)
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
    context = Context(register=register, docname="", html=False, pictures=False)
    return finding and spelled(dependencies(finding, context), register)
