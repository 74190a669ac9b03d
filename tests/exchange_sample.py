"""A project that states every fact once, and a small register for the command line."""

from __future__ import annotations

import datetime as dt

from projects import finding, phase
from sphinx_audit.exchange import Audit
from sphinx_audit.model import (
    Checklist,
    Effort,
    Finding,
    Item,
    ItemState,
    Page,
    Phase,
    Place,
    Priority,
    Register,
    Status,
)
from sphinx_audit.model.manifest import Manifest, fingerprint, write_manifest

CHECKLIST = """
```{checklist} SI-1-ci CI validation
:mandatory:

- [x] Tests pass {by}`ci` {on}`2026-02-01` {evidence}`index.md#L1`
  - [-] On Windows (not applicable: servers run Linux)
- [ ] Rollback tested
```
"""

MANIFEST = write_manifest(
    Manifest(
        said={
            "phase": "2A",
            "decision": "rejected",
            "by": "Dana Lead",
            "role": "Lead",
            "on": "2026-02-20",
            "conditions": "none",
            "expires": "2027-01-01",
        },
        scope={},
    )
)

SIGNOFF = """
```{signoff} 2A
:decision: rejected
:by: Dana Lead
:role: Lead
:on: 2026-02-20
:commit: 5515aa0a
:conditions: none
:expires: 2027-01-01
:fingerprint: {fingerprint}
:evidence: https://example.org/minutes
:source: minutes
```
"""

EVERY_FACT = {
    "category": "Structure",
    "priority": "critical",
    "status": "verified",
    "effort": "3-4 days",
    "owner": "backend",
    "assignee": "Ann",
    "reviewer": "Bob",
    "fixed-by": "Ann",
    "verified-by": "Cy",
    "detected": "2026-01-01",
    "due": "2026-03-01",
    "started": "2026-01-02",
    "fixed": "2026-01-20",
    "verified": "2026-01-30",
    "severity": "CVSS:3.1/AV:N",
    "controls": "CWE-362, ISO 27001",
    "source": "register, line 17",
    "supersedes": "SI-9",
    "related": "BL-6",
    "uses": "row-claim",
    "evidence": "index.md, https://example.org/1",
    "tags": "db, go",
    "aliases": "OLD-1",
    "suppress": "no_owner (a pool, as agreed; until 2026-12-31), open_items (by hand)",
}

RICH = {
    "index.md": "# Top\n\n```{toctree}\np2a\np2b\npatterns\n```\n",
    "p2a.md": phase("2A", order="1", gate="Lead", start="2026-01-01", end="2026-02-28")
    + SIGNOFF.replace("{fingerprint}", fingerprint(MANIFEST.encode())),
    "signoffs/2a-lead-2026-02-20.json": MANIFEST,
    "p2b.md": phase("2B", "Security „ä“ ✓", after="2A", toctree="off")
    + "\n```{toctree}\nBL-6\n```\n",
    "patterns.md": "# row-claim: Claim a row\n\n```{pattern} row-claim\n:phase: 2A\n"
    ":for: SI-1\n:source: plan\n```\n",
    "SI-1.md": finding("SI-1", "Boundaries", "A *summary*.", **EVERY_FACT) + CHECKLIST,
    "SI-2.md": finding(
        "SI-2",
        status="accepted",
        reason="Cheap",
        approved_by="Dana",
        expires="2026-06-30",
    ),
    "SI-9.md": finding("SI-9", status="duplicate", duplicates="SI-1"),
    "BL-6.md": finding("BL-6", phase="2B", depends="SI-1, phase 2A", effort="6h"),
}


def small() -> Audit:
    """Return two phases: the first in work, the second behind its gate."""
    pages = {
        "p2a": Page(phases=[phase_of("2A", "Foundation", gate=("Lead",))]),
        "p2b": Page(phases=[phase_of("2B", "Security", after=("2A",))]),
        "SI-1": Page(findings=[SI_1], checklists=[SI_1_CI]),
        "SI-2": Page(findings=[SI_2]),
        "BL-6": Page(findings=[BL_6, BL_7]),
    }
    register = Register(pages, today=dt.date(2026, 2, 1))
    return Audit(project="Sample", release="1.0", register=register)


def at(docname: str) -> Place:
    return Place(docname=docname, line=3)


def phase_of(
    id_: str, title: str, after: tuple[str, ...] = (), gate: tuple[str, ...] = ()
) -> Phase:
    return Phase(
        id=id_,
        title=title,
        place=at(id_),
        anchor=f"phase-{id_}",
        after=after,
        gate=gate,
    )


SI_1 = Finding(
    id="SI-1",
    title="Transaction boundaries",
    place=at("SI-1"),
    anchor="finding-SI-1",
    phase="2A",
    priority=Priority.CRITICAL,
    status=Status.IMPLEMENTED,
    effort=Effort(low=24, high=32),
    owner="backend",
    aliases=("OLD-1",),
    summary="Boundaries differ from one operation to the next.",
)

SI_2 = Finding(
    id="SI-2",
    title="State kept twice – 状態管理",
    place=at("SI-2"),
    anchor="finding-SI-2",
    phase="2A",
    priority=Priority.HIGH,
    depends=("SI-1",),
    effort=Effort(low=4, high=6),
    due=dt.date(2026, 3, 1),
    tags=("db", "go"),
)

BL_6 = Finding(
    id="BL-6",
    title="Audit log",
    place=at("BL-6"),
    anchor="finding-BL-6",
    phase="2B",
    depends=("SI-2",),
    owner="security",
)

BL_7 = Finding(
    id="BL-7",
    title="Old",
    place=at("BL-6"),
    anchor="finding-BL-7",
    phase="2B",
    status=Status.DEFERRED,
)

SI_1_CI = Checklist(
    id="SI-1-ci",
    title="CI validation",
    place=at("SI-1"),
    anchor="checklist-SI-1-ci",
    finding="SI-1",
    mandatory=True,
    items=(
        Item(
            text="Tests pass",
            state=ItemState.DONE,
            place=at("SI-1"),
            by="ci",
            on=dt.date(2026, 1, 20),
            evidence=("reports/race.txt",),
            items=(
                Item(
                    text="On Windows",
                    state=ItemState.NOT_APPLICABLE,
                    place=at("SI-1"),
                ),
            ),
        ),
        Item(text="Rollback tested", state=ItemState.OPEN, place=at("SI-1")),
    ),
)
