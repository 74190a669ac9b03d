"""What archives and auditors need of a PDF: data, sheets to sign, fonts, standards."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from pypdf import PdfReader
from sphinx.errors import ConfigError

from conftest import CONF, warnings_of
from handbook_reader import links, outline, pdf, words
from projects import TWO_PHASES, finding, phase
from sealing import approval
from sphinx_audit.exchange.builder import schema
from sphinx_audit.exchange.table import HEADS, harmless

if TYPE_CHECKING:
    from conftest import Build

CHECKED = """
```{checklist} SI-001-ci Validation
:mandatory:

- [x] races {by}`ci` {on}`2026-01-02` {evidence}`reports/race.txt`
- [ ] rollback
```
"""
PROJECT = TWO_PHASES | {
    "conf.py": CONF
    + 'language = "en"\n'
    + 'suppress_warnings = ["audit.open_items", "audit.missing_evidence"]\n',
    "p2a.md": phase("2A", gate="Lead, Security"),
    "SI-001.md": finding(
        "SI-001", title="=cmd()", effort="3-4 days", status="implemented"
    )
    + CHECKED,
}


@pytest.fixture(scope="module")
def book(
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> PdfReader:
    folder = tmp_path_factory.mktemp("archive")
    for name, text in PROJECT.items():
        (folder / name).write_text(text, "utf-8")
    from sphinx.testing.util import SphinxTestApp  # noqa: PLC0415 - has side effects

    plans = SphinxTestApp("audit-json", srcdir=folder)
    plans.build()
    with (folder / "p2a.md").open("a") as page:
        page.write(approval(plans, commit="5515aa0a"))
    plans.cleanup()
    app = SphinxTestApp("handbook", srcdir=folder)
    try:
        app.build()
        assert warnings_of(app) == []
        return pdf(app)
    finally:
        app.cleanup()


def sheet(book: PdfReader, title: str) -> str:
    """Return the text of the page of a heading, by the outline."""
    for item in flat(book.outline):
        if item.title == title:  # type: ignore[attr-defined]  # pypdf's own
            number = book.get_destination_page_number(item)  # type: ignore[arg-type]
            assert number is not None
            return " ".join(book.pages[number].extract_text().split())
    raise AssertionError(title)


def flat(items: object) -> list[object]:
    if not isinstance(items, list):
        return [items]
    return [found for item in items for found in flat(item)]


def test_the_register_is_attached_as_data_that_fits_its_schema(book: PdfReader) -> None:
    data = json.loads(book.attachments["findings.json"][0])
    jsonschema.validate(data, json.loads(schema()))
    assert [f["id"] for f in data["findings"]] == ["BL-006", "SI-001", "SI-002"]


def test_the_table_for_spreadsheets_computes_nothing(book: PdfReader) -> None:
    text = book.attachments["findings.csv"][0].decode()
    head, *rows = csv.reader(io.StringIO(text))
    assert tuple(head) == HEADS
    assert [row[1] for row in rows] == ["'=cmd()", "A title", "A title"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_compute_is_text(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless(f"1{start}") == f"1{start}"


def test_document_control_has_the_sums_of_what_is_attached(book: PdfReader) -> None:
    said = sheet(book, "Document control").replace(" ", "")
    for content in (files[0] for files in book.attachments.values()):
        assert hashlib.sha256(content).hexdigest() in said


def test_the_summary_counts_what_the_register_holds(book: PdfReader) -> None:
    said = sheet(book, "Executive summary")
    for words_ in (
        "1 of 3 findings are done", "2A: Foundation", "1 of 2", "0 of 1",
        "What holds the work up", "SI-002: A title", "What can start now",
    ):  # fmt: skip
        assert words_ in said


def test_a_sheet_shows_who_signed_and_leaves_lines_for_who_has_not(
    book: PdfReader,
) -> None:
    said = sheet(book, "Sign-off of phase 2A: Foundation")
    for words_ in (
        "1 of 2 mandatory checklist items ticked", "Recorded decisions", "Ada",
        "2026-01-01", "5515aa0a", "approved",
    ):  # fmt: skip
        assert words_ in said
    recorded, open_ = said.split("To be signed")
    assert "Security Decision" in open_
    assert "Lead Decision" not in open_
    assert "Lead" in recorded


def test_evidence_is_listed_with_who_recorded_it(book: PdfReader) -> None:
    said = sheet(book, "Evidence")
    assert "SI-001 races reports/race.txt missing reports/race.txt does" in said
    assert "does not exist ci, 2026-01-02" in said


def test_register_lies_on_its_side_and_leads_to_the_plans(book: PdfReader) -> None:
    at = next(
        n for n, p in enumerate(book.pages, 1) if p.mediabox.width > p.mediabox.height
    )
    said = " ".join(book.pages[at - 1].extract_text().split())
    assert "SI-001 =cmd() 2A" in said
    goals = {goal for where, goal in links(book) if where == at}
    assert len(goals) == 3


def test_the_index_names_findings_by_id_and_title_with_their_page(
    book: PdfReader,
) -> None:
    said = sheet(book, "Index")
    number = next(
        n for n, p in enumerate(book.pages, 1)
        if p.extract_text().count("BL-006: A title") > 1
    )  # fmt: skip
    assert f"BL-006 A title {number}" in said
    assert f"A title (BL-006) {number}" in said


def test_a_step_down_names_its_cause_and_the_line(build: Build) -> None:
    raw = "# Top\n\nWords.\n\n```{rubric} bare\n```\n"
    conf = CONF + STRANGER
    app = build({"conf.py": conf, "index.md": raw}, "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:5: WARNING: handbook.pdf reaches a-3b, not ua-1")
    assert "[audit.pdf_standard]" in said
    assert "alt" in said
    assert "Standards PDF/A-3B checked by Typst" in words(pdf(app))


STRANGER = """
from docutils import nodes

def visit(self, node):
    svg = '<svg xmlns=\\\\"http://www.w3.org/2000/svg\\\\"><rect/></svg>'
    self.body.append(f'#image(bytes("{svg}"), format: "svg");')
    raise nodes.SkipNode

def setup(app):
    app.add_node(nodes.rubric, override=True, handbook=(visit, None))
"""
CJK = "# 監査\n\n漢字 かな 한국어。\n"


def test_a_font_is_added_by_naming_its_package(build: Build) -> None:
    app = build({"index.md": CJK}, "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:1: WARNING: no font has ")
    assert "no font has 査 (U+67FB), 監 (U+76E3), 。 (U+3002) in line 3, " in said
    assert "漢 (U+6F22) in line 3, 국 (U+AD6D) in line 3 and 2 more, " in said
    asked = CONF + 'audit_handbook_fonts = ["manimgx-fonts-cjk"]\n'
    app = build({"conf.py": asked}, "handbook")
    assert warnings_of(app) == []
    assert "漢字 かな 한국어。" in words(pdf(app))


def test_letters_of_one_script_are_all_in_the_font_that_was_added(build: Build) -> None:
    asked = CONF + 'audit_handbook_fonts = ["manimgx-fonts-cjk"]\n'
    drawn = "```{mermaid}\nflowchart LR\n a[監査] --> b\n```\n"
    app = build({"conf.py": asked, "index.md": f"# Top\n\nの\n\n{drawn}"}, "handbook")
    assert warnings_of(app) == []
    assert {name for name, said in fonts(pdf(app)) if "の" in said} == {
        "NotoSansCJKjp-Thin"  # as the variable font calls itself in each weight
    }
    app = build({"index.md": f"# Top\n\n{drawn}\n"}, "handbook-typst")
    (picture,) = Path(app.outdir).rglob("*.svg")
    assert "font-variation-settings='\"wght\" 400'" in picture.read_text("utf-8")


def fonts(book: PdfReader) -> list[tuple[str, str]]:
    """Return each piece of text with the font it is set in."""
    found: list[tuple[str, str]] = []

    def see(text: str, _cm: object, _tm: object, font: object, _size: object) -> None:
        name = str(font["/BaseFont"]) if isinstance(font, dict) else ""
        found.append((name.partition("+")[2], text))

    for page in book.pages:
        page.extract_text(visitor_text=see)
    return found


def test_a_digit_in_a_key_is_one_sign(build: Build) -> None:
    app = build({"index.md": "# Top\n\nStep 1\ufe0f\u20e3 and 1.\n"}, "handbook")
    assert warnings_of(app) == []
    said = fonts(pdf(app))
    assert any("1" in text and name == "NotoEmoji-Regular" for name, text in said)
    assert any("1" in text and name == "IBMPlexSans-Regular" for name, text in said)


def test_a_private_character_is_a_number_and_costs_no_standard(build: Build) -> None:
    app = build({"index.md": "# Top\n\nWords.\n\nIcon \ue000.\n"}, "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:5: WARNING: no font has \ue000 (U+E000)")
    assert "U+E000" in words(pdf(app))
    assert "PDF/UA-1" in words(pdf(app))


@pytest.mark.parametrize("mark", ["\u07eb", "\u1ac2", "\u1a6e", "\U00010f50"])
def test_a_mark_that_fits_no_letter_is_a_number_and_costs_no_standard(
    build: Build, mark: str
) -> None:
    page = f"# Top\n\nx{mark}y 1{mark} \u07ca{mark} नि ที่ שָׁ e\u0301\n"
    app = build({"index.md": page}, "handbook")
    (said,) = warnings_of(app)
    assert f"(U+{ord(mark):04X})" in said
    assert "(U+093F)" not in said
    assert f"U+{ord(mark):X}" in words(pdf(app))


ICONS = (  # a font with nothing but U+E900
    b"c-oDT%}T>S6ot=Z(pF1R7e!r0aG|IuDxy%(g$M;vXdghwB(_4*gtUd~%0&^Eu6zm?K7>mjL$Gx(Z"
    b"lv|3NlX1Hc!xXO?@V%kW*`8haSaLMxVXB$_>o%%!~)e*(^Wn)?IQV(yjgNC&l7J~_vB~tTG>|CS!"
    b"bUi9_U+T3aPZbVf;d$FT1sdeh7=--;$G#XDZAhLw*X`RSh3H667(mQBkhFbFlYH{v-#!SFKs~-~!"
    b"Nm@)E*c=_{uFcruxLhm<Y+G***MX)uz|VvYYuqr1($#dAwGdzpq!^c0Q%L?_y>ysX7rNU-03*wj$"
    b"GO9R?mBhBb{HmEJ>*|?i5YlidaTq4ZW?MC~I7|fC3y@pftr)Q3hIblho<C8||d;=WCIYjslgXvSG"
    b"C{FftcA}3{NwZQEYnZ@v94A9PZ+ew#!7kMu6(A229xAA!02?LL;Xony^Jc#r&xNL6Fd4o8O{GkY"
)


def test_a_private_character_of_an_added_font_is_shown(build: Build) -> None:
    app = build({"index.md": "# Top\n", "icons/read.me": ""}, "handbook-typst")
    folder = Path(app.srcdir) / "icons"
    (folder / "icons.ttf").write_bytes(zlib.decompress(base64.b85decode(ICONS)))
    pages = {
        "conf.py": CONF + 'audit_handbook_fonts = ["icons"]\n',
        "index.md": "# Top\n\nWords.\n\nIcon \ue900, not \ue000.\n",
    }
    app = build(pages, "handbook")
    number, standard = warnings_of(app)
    assert number.startswith("index.md:5: WARNING: no font has \ue000 (U+E000),")
    assert standard.startswith("index.md:5: WARNING: handbook.pdf reaches a-3b, not")
    assert ("Icons", "\ue900") in [(n, t.strip()) for n, t in fonts(pdf(app))]


def test_a_byte_order_mark_costs_no_standard(build: Build) -> None:
    drawn = "```{mermaid}\nflowchart LR\n a[o\ufeffne] --> b\n```\n"
    page = f"# T\ufeffop\n\nwor\ufeffds `co\ufeffde`\n\n{drawn}"
    app = build({"index.md": page}, "handbook")
    assert warnings_of(app) == []
    assert "words code" in words(pdf(app))


def test_a_font_package_that_is_none_stops_the_handbook(build: Build) -> None:
    conf = CONF + 'audit_handbook_fonts = ["manimgx-fonts-xyz"]\n'
    with pytest.raises(ConfigError, match="manimgx-fonts-xyz"):
        build({"conf.py": conf, "index.md": "# Top\n"}, "handbook")
    conf = CONF + 'audit_handbook_fonts = ["_empty"]\n'
    with pytest.raises(ConfigError, match="no font is in '_empty'"):
        build({"conf.py": conf, "_empty/x.txt": ""}, "handbook")


def test_the_handbook_of_this_repository_keeps_its_promises(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    places = ("-c", ".", "-d", str(tmp_path / "doctrees"), "source", str(tmp_path))
    command = [sys.executable, "-m", "sphinx", "-qW", "-b", "handbook", *places]
    subprocess.run(command, cwd=root, check=True)
    book = PdfReader(tmp_path / "handbook.pdf")
    data = json.loads(book.attachments["findings.json"][0])
    marks, text = "\n".join(outline(book)), words(book)
    for found in data["findings"]:
        assert f"{found['id']}: {found['title']}" in marks
        assert text.count(found["id"]) > 3
    for group in data["phases"]:
        assert f"Sign-off of phase {group['id']}" in marks
    xmp = book.xmp_metadata
    assert xmp is not None
    assert "<pdfuaid:part>1" in xmp.rdf_root.toxml()
    assert len(links(book)) > 500
