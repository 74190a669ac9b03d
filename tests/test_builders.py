"""The whole handbook through every builder, each showing what the register computes."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from sites import Run, sphinx

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Site


PROGRESS = "19 of 26"
"""Findings done, on the first page: no page of the sources says how many."""
STATE = "✓ done"
ROW = ("BF-002: Additional Concurrency Hazards", "SI-001, SI-002")
"""A row of the table of phase 2A: a finding and what it depends on."""
AUTHORED = "Campaign operations set their transaction boundaries unevenly"


def squeezed(text: str) -> str:
    """Return text without white space, which each builder sets in its own way."""
    return re.sub(r"\s+", "", text)


def written(out: Path, pattern: str, markup: str) -> str:
    """Return the words of all files of a builder."""
    found = sorted(p for p in out.rglob(pattern) if "_static" not in p.parts)
    return re.sub(markup, "", "\n".join(p.read_text("utf-8") for p in found))


TAGS = r"<[^>]+>"
SHOWS = {
    "dirhtml": ("*.html", TAGS),
    "singlehtml": ("*.html", TAGS),
    "latex": (
        "*.tex",
        r"\\hyperref\[[^]]*\]|\\DUrole\{[^}]*\}|\\(?!check|sphinxhyphen)\w+|[{}\\()]",
    ),
    "text": ("*.txt", r"\A"),
    "man": ("*.1", r" \\%<[^>]*>|\\f[A-Z]|\\"),
    "epub": ("*.xhtml", TAGS),
    "texinfo": ("*.texi", r"@ref\{[^,}]*,,|\}"),
    "xml": ("*.xml", TAGS),
}
"""Where each builder writes words, and what between them is none."""
PICTURES = {
    "latex": ("*.pdf", b"%PDF"),
    "texinfo": ("*-figures/*.png", b"PNG"),
    "epub": ("**/*.xhtml", b'<svg class="pele'),
}
"""The files in which each builder shows the graphs, and how a picture begins."""
NOTHING = "no targets are out of date."
WHOLE = {"singlehtml", "latex", "man", "texinfo"}
"""Builders that write one file from all pages, and therefore always."""


@pytest.fixture
def after_html(handbook: Site, tmp_path: Path) -> Path:
    """Give what reading the handbook for HTML left behind, to a builder of its own."""
    return shutil.copytree(handbook.doctrees, tmp_path / "doctrees")


MARKS = ".audit-marks.json"
"""What is known of the last build: other builders share its doctrees."""


def files(out: Path) -> dict[str, bytes]:
    """Return all files but the packed e-book: Sphinx packs the time of each file."""
    found = (p for p in sorted(out.rglob("*")) if p.is_file() and p.suffix != ".epub")
    return {str(p.relative_to(out)): p.read_bytes() for p in found}


def pictures(out: Path, pattern: str, begin: bytes) -> int:
    return sum(file.read_bytes().count(begin) for file in out.glob(pattern))


def fine(run: Run) -> None:
    assert run.warnings == []
    assert run.code == 0


@pytest.mark.parametrize("builder", SHOWS)
def test_every_builder_shows_the_views(
    builder: str, tmp_path: Path, after_html: Path
) -> None:
    out = tmp_path / "out"
    first = sphinx(builder, out, after_html)
    fine(first)
    assert " 0 added, 0 changed, 0 removed" in first.said
    shown = squeezed(written(out, *SHOWS[builder]))
    for macro, sign in (("checkmark", "✓"), ("sphinxhyphen", "-")):
        shown = shown.replace(macro, sign)
    for words in (PROGRESS, STATE, *ROW, AUTHORED):
        assert squeezed(words) in shown
    if builder in PICTURES:
        assert pictures(out, *PICTURES[builder]) > 20
    if builder not in WHOLE:
        before = files(out)
        fine(again := sphinx(builder, out, after_html))
        assert files(out) == before
        assert NOTHING in again.said


def test_html_built_again_writes_no_page(handbook: Site, tmp_path: Path) -> None:
    doctrees = shutil.copytree(handbook.doctrees, tmp_path / "doctrees")
    out = shutil.copytree(handbook.html, tmp_path / "html")
    before = files(out)
    fine(run := sphinx("html", out, doctrees, "-A", "handbook_pdf=handbook.pdf"))
    assert NOTHING in run.said
    assert {**files(out), MARKS: b""} == {**before, MARKS: b""}


def test_catalogues_hold_what_authors_wrote_and_no_computed_words(
    tmp_path: Path,
) -> None:
    out, doctrees = tmp_path / "out", tmp_path / "doctrees"
    fine(sphinx("gettext", out, doctrees))
    words = "\n".join(p.read_text("utf-8") for p in out.rglob("*.pot"))
    said = " ".join(re.sub(r'"\n"', "", words).split())
    for words in (AUTHORED, "Problem statement", "zero data races"):
        assert words in said
    for words in (PROGRESS, "Findings done", "Needed by", "What SI-001 needs"):
        assert words not in said
    before = files(out)
    fine(sphinx("gettext", out, doctrees))
    assert files(out) == before
