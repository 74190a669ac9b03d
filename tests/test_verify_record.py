"""The record of this handbook's own code: committed, fresh, and nobody's machine."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from conftest import warnings_of
from projects import phase
from sites import ROOT, SOURCE, handbook
from sphinx_audit.model.code import Depth
from sphinx_audit.verify.results import read_results, recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Build
    from sites import Site

__all__ = ["handbook"]

RECORD = ROOT / "audit-verified.json"
PAGE = "phase_2a_foundation/SI-001"
FACT = re.compile(r"<dt[^>]*>Code.*?</dt>\s*<dd[^>]*>(.*?)</dd>", re.DOTALL)
WORDS = {
    *("version", "on", "reports", "plan", "page", "code", "results", "depth"),
    *("outcome", "passed", "tools", "SI-001", PAGE, *map(str, Depth)),
    *("go", "postgast", "squawk", "postgres", "race detector", ""),
}
OTHER = re.compile(r"[0-9a-f]{32}|\d{4}-\d\d-\d\d|\d+(\.\d+)+")
"""Digests, days and versions."""

TOLD = r"verified: run {}2025-06-23, code [0-9a-f]{{8}}, go 1\.\d+"


def told(page: Path) -> str:
    """Return what the card of a page says of its code."""
    found = FACT.search(page.read_text("utf-8"))
    return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


def texts(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        data = [*data, *data.values()]
    if isinstance(data, list):
        for one in data:
            yield from texts(one)
    elif isinstance(data, str):
        yield data


def test_the_handbook_shows_that_its_plan_is_verified(handbook: Site) -> None:
    assert re.match(TOLD.format(""), told(handbook.pages[f"{PAGE}.html"]))


def test_a_changed_block_makes_it_stale_on_its_page_and_in_the_pdf(
    build: Build,
) -> None:
    text = (SOURCE / f"{PAGE}.md").read_text("utf-8")
    plain = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", text)  # no links
    pages = {
        "index.md": "# Top\n\n```{toctree}\np2a\nSI-001\n```\n",
        "p2a.md": phase("2A"),
        "SI-001.md": plain,
        "audit-verified.json": RECORD.read_text("utf-8"),
    }
    app = build(pages)
    assert re.match(TOLD.format(""), told(app.outdir / "SI-001.html"))
    edited = plain.replace("COMMIT;", "COMMIT ;", 1)
    app = build({"SI-001.md": edited})
    why = r", stale \(the code changed since\) "
    assert re.match(
        TOLD.replace("run {}", "run{}").format(why), told(app.outdir / "SI-001.html")
    )
    assert any("SI-001.md:3: WARNING: the code of" in w for w in warnings_of(app))
    app = build({}, builder="handbook-typst")
    typst = "".join(p.read_text("utf-8") for p in sorted(app.outdir.rglob("*.typ")))
    assert "verified: run, stale" in typst


def test_it_is_what_the_command_writes_and_names_no_machine() -> None:
    text = RECORD.read_text("utf-8")
    results = read_results(text)
    assert recorded(results) == text
    assert [(r.plan, r.reached) for r in results.reports] == [("SI-001", Depth.RUN)]
    rest = set(texts(json.loads(text))) - WORDS
    assert {one for one in rest if not OTHER.fullmatch(one)} == set()
