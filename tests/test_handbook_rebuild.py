"""Work already done is not done again, and a rebuild equals a fresh build."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import CONF, warnings_of
from projects import TWO_PHASES, finding, phase
from sphinx_audit.handbook.books import books
from sphinx_audit.handbook.pages import translate

if TYPE_CHECKING:
    import pytest
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build
    from sphinx_audit.handbook.builder import HandbookTypstBuilder
    from sphinx_audit.handbook.pages import Page

WHOLE, FIRST, SECOND = "handbook", "phase-2A-foundation", "phase-2B-security"


def made(app: SphinxTestApp) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in Path(app.outdir).glob("*.pdf")}


def age(app: SphinxTestApp) -> None:
    """Make every file of the output old, so that a new one can be told."""
    for path in Path(app.outdir).rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))


def fresh(app: SphinxTestApp) -> set[str]:
    """Return what was written since, PDFs and sources of books and pages."""
    files = [p for p in Path(app.outdir).rglob("*") if p.suffix in {".pdf", ".typ"}]
    return {p.name for p in files if p.stat().st_mtime > 1_000_000_001}


def test_each_phase_has_a_booklet_beside_the_whole_handbook(build: Build) -> None:
    app = build(TWO_PHASES, "handbook-typst")
    assert [book.name for book in books(app)] == [WHOLE, FIRST, SECOND]
    whole, first, _ = books(app)
    assert [entry.docname for entry in first.entries] == ["p2a", "SI-001", "SI-002"]
    assert whole.docnames == set(app.env.found_docs) - {"index"}  # a list of pages
    assert [entry.level for entry in whole.entries[:3]] == [1, 2, 2]


def test_a_build_without_a_change_writes_nothing(build: Build) -> None:
    app = build(TWO_PHASES, "handbook")
    age(app)
    app = build({}, "handbook")
    assert fresh(app) == set()
    assert "typesetting" not in app.status.getvalue()


def test_an_edit_typesets_only_the_books_that_show_it(build: Build) -> None:
    before = made(build(TWO_PHASES, "handbook"))
    age(build({}, "handbook"))
    new = finding("BL-006", phase="2B", depends="phase 2A", body="Other words.")
    app = build({"BL-006.md": new}, "handbook")
    # the sources of a book hold the sums of what is attached
    bound = {
        f"{name}.{suffix}" for name in (WHOLE, SECOND) for suffix in ("typ", "pdf")
    }
    assert fresh(app) == {"BL-006.typ", *bound}
    assert made(app)[FIRST] == before[FIRST]


def test_a_rebuilt_handbook_equals_a_fresh_one(
    build: Build, tmp_path: Path, make_app: object
) -> None:
    build(TWO_PHASES, "handbook")
    new = finding("SI-001", title="Another title", status="open")
    app = build({"SI-001.md": new}, "handbook")
    rebuilt = made(app)
    assert callable(make_app)
    again = make_app(
        "handbook", srcdir=Path(app.srcdir), builddir=tmp_path / "elsewhere"
    )
    again.build()
    assert made(again) == rebuilt


def test_the_booklet_of_a_phase_that_is_gone_goes_too(build: Build) -> None:
    build(TWO_PHASES, "handbook")
    app = build({"p2b.md": phase("2B", "Renamed", after="2A")}, "handbook")
    assert set(made(app)) == {WHOLE, FIRST, "phase-2B-renamed"}


def test_a_date_is_printed_only_if_given(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    app = build({"index.md": "# Top\n"}, "handbook-typst")
    main = Path(app.outdir, f"{WHOLE}.typ")
    assert "1970" not in main.read_text("utf-8").replace("datetime(year: 1970", "")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    build({}, "handbook-typst")
    assert '("Date", "2026-01-01")' in main.read_text("utf-8")


def test_a_booklet_holds_findings_that_stand_elsewhere(build: Build) -> None:
    pages = {
        "index.md": "# Top\n\n```{toctree}\np2a\nSI-001\n```\n",
        "p2a.md": phase("2A", toctree="off"),
        "SI-001.md": finding("SI-001"),
    }
    _, booklet = books(build(pages, "handbook-typst"))
    assert [entry.docname for entry in booklet.entries] == ["p2a", "SI-001"]


def test_an_edit_translates_only_the_pages_that_show_it(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(TWO_PHASES, "handbook-typst")
    translated: list[str] = []

    def noting(builder: HandbookTypstBuilder, docname: str, section: str) -> Page:
        translated.append(docname)
        return translate(builder, docname, section)

    monkeypatch.setattr("sphinx_audit.handbook.library.translate", noting)
    new = finding("BL-006", phase="2B", depends="phase 2A", body="Other words.")
    app = build({"BL-006.md": new}, "handbook-typst")
    assert translated == ["BL-006"]
    Path(app.outdir, "pages", "other.typ").unlink()  # of what is kept, one is lost
    build({"BL-006.md": TWO_PHASES["BL-006.md"]}, "handbook-typst")
    assert translated == ["BL-006", "BL-006", "other"]


def test_a_font_that_is_added_reaches_pages_that_nobody_edited(build: Build) -> None:
    conf = CONF + 'project = "Sample"\n'
    page = "# Top\n\n```{mermaid}\nflowchart LR\n  A[漢字] --> B\n```\n"
    app = build({"conf.py": conf, "index.md": page}, "handbook-typst")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:4: WARNING: no font has 字 (U+5B57), 漢 (U+6F22)")
    assert "漢" not in drawings(app)
    more = 'audit_handbook_fonts = ["manimgx-fonts-cjk"]\n'
    app = build({"conf.py": conf + more}, "handbook-typst")
    assert warnings_of(app) == []
    assert "漢" in drawings(app)


def drawings(app: SphinxTestApp) -> str:
    return "".join(p.read_text("utf-8") for p in Path(app.outdir, "images").iterdir())
