"""The register as needs.json, as sphinx-needs writes and imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.finding import PHASE
from .codec import facts
from .document import as_text
from .estimate import written
from .table import value

if TYPE_CHECKING:
    from ..model import Finding, Phase
    from .codec import Json
    from .document import Audit

TEXTS = ("depends", "suppress")
"""Lists that are texts there: links to needs have no words such as ``phase 2A``."""

ELSEWHERE = (*TEXTS, "place", "anchor", "summary", "effort",
             "listed", "explicit", "toctree")  # fmt: skip
"""Facts under other names, and what is known of a page alone."""


def as_needs(audit: Audit, program: str) -> str:
    """Return one version with findings and phases as needs; *program* is ours.

    What is not stated is left out, as under ``needs_json_remove_defaults``.
    """
    register = audit.register
    needs = {p.id: phase_need(p) for p in register.phases.values()}
    needs |= {f.id: need(f) for f in register.findings.values()}
    version = {
        "creator": {"program": "sphinx-audit", "version": program},
        "needs": needs,
        "needs_amount": len(needs),
    }
    release = audit.release or "0"  # a version needs a name
    return as_text(
        {
            "project": audit.project,
            "current_version": release,
            "versions": {release: version},
        }
    )


def need(finding: Finding) -> Json:
    return {
        **head("finding", finding),
        **named(finding),
        **({"effort": written(finding.effort)} if finding.effort else {}),
        **{n: text for n in TEXTS if (text := value(getattr(finding, n)))},
        "links": [d.removeprefix(PHASE) for d in finding.depends],
        "content": finding.summary,
    }


def phase_need(phase: Phase) -> Json:
    return {**head("phase", phase), **named(phase), "links": list(phase.after)}


def head(kind: str, thing: Finding | Phase) -> Json:
    return {"id": thing.id, "type": kind, "docname": thing.place.docname}


def named(thing: Finding | Phase) -> Json:
    """Return facts by names that filters of sphinx-needs can use."""
    found = facts(thing, without=ELSEWHERE)
    return {name.replace("-", "_"): value for name, value in found.items()}
