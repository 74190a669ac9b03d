"""Approvals as ``sphinx-audit sign`` writes them, for projects given as text."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from typing import TYPE_CHECKING

from sphinx_audit.cli.signing.insert import Found, written
from sphinx_audit.model import Decision, Place, SignOff
from sphinx_audit.model.fingerprint import scope_of
from sphinx_audit.model.manifest import (
    Manifest,
    fingerprint,
    name_of,
    said_by,
    write_manifest,
)
from sphinx_audit.outside import texts_of_phases
from sphinx_audit.store import register_of

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

FENCE = Found(start=0, end=0, lead="", fence="```", prefix="")


def approval(
    app: SphinxTestApp, phase: str = "2A", role: str = "Lead", commit: str = ""
) -> str:
    """Return a sign-off of the plans as *app* read them, and write its record."""
    said = SignOff(
        phase=phase,
        decision=Decision.APPROVED,
        place=Place(docname="", line=0),
        anchor="",
        by="Ada",
        role=role,
        on=dt.date(2026, 1, 1),
        commit=commit,
    )
    known = register_of(app.env)
    scope = scope_of(phase, known, texts_of_phases([phase], known, app.env))
    record = write_manifest(Manifest(said=said_by(said), scope=scope))
    path = app.srcdir / "signoffs" / name_of(said)
    path.parent.mkdir(exist_ok=True)
    path.write_text(record, "utf-8")
    said = dc.replace(said, fingerprint=fingerprint(record.encode()))
    return "\n" + "\n".join(written(said, FENCE)) + "\n"
