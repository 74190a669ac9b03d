"""Text from anywhere is in the PDF as it was written, whatever Typst makes of such."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sphinx import addnodes
from sphinx.testing.util import SphinxTestApp

from handbook_reader import alternatives, links
from handbook_sample import page
from sphinx_audit.handbook import typeset
from sphinx_audit.handbook.assemble import page_source
from sphinx_audit.handbook.translator import Translator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


MAIN = """\
#import "/template/handbook.typ": *
#import "/pages/fuzz.typ": page
#set document(title: "Fuzz", date: datetime(year: 2026, month: 1, day: 1))
#set text(font: sans, lang: "en")
#page((labels: (:), sections: true))
"""
HOSTILE = "#[](){}\\\"'`$*_=+-/<>@~;:,.%&|^!?\n\t\r\x07\x1b\x7f\x85\x9bax1é "
# Marks of this test, docutils' own mark, a hyphen that shows at the end of a line only.
MARKS = "«»\x00\xad"
ANY = st.characters(max_codepoint=255, exclude_characters=MARKS)
WRITTEN = st.text(st.one_of(st.sampled_from(HOSTILE), ANY))
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def paragraph(words: str) -> nodes.paragraph:
    return nodes.paragraph("", words)


def cell(words: str) -> nodes.entry:
    return nodes.entry("", paragraph(words))


def table(words: str) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(2)), cols=2)
    group += nodes.thead("", nodes.row("", cell(words), cell("b")))
    group += nodes.tbody("", nodes.row("", cell("a"), cell(words)))
    return nodes.table("", nodes.title("", words), group)


PLACES: dict[str, Callable[[str], nodes.Element]] = {
    "title": lambda s: nodes.section("", nodes.title("", s), ids=["a"]),
    "paragraph": paragraph,
    "strong": lambda s: nodes.paragraph("", "", nodes.strong("", s)),
    "literal": lambda s: nodes.paragraph("", "", nodes.literal("", s)),
    "code": lambda s: nodes.literal_block("", s, language="python"),
    "wrapped code": lambda s: nodes.literal_block("", s + "x" * 120),
    "table": table,
    "list": lambda s: nodes.bullet_list("", nodes.list_item("", paragraph(s))),
    "term": lambda s: nodes.definition_list("", nodes.definition_list_item(
        "", nodes.term("", s), nodes.definition("", paragraph(s)))),
    "field": lambda s: nodes.field_list("", nodes.field(
        "", nodes.field_name("", s), nodes.field_body("", paragraph(s)))),
    "admonition": lambda s: nodes.admonition("", nodes.title("", s), paragraph(s)),
    "caption": lambda s: nodes.figure(
        "", paragraph("x"), nodes.caption("", s), nodes.legend("", paragraph(s))),
    "lost image": lambda s: nodes.paragraph("", "", nodes.image(uri="gone", alt=s)),
    "link": lambda s: nodes.paragraph(
        "", "", nodes.reference("", s, refuri=f"https://example.org/{s}")),
    "quotation": lambda s: nodes.block_quote(
        "", paragraph(s), nodes.attribution("", s)),
    "lines": lambda s: nodes.line_block("", nodes.line("", s)),
    "option": lambda s: nodes.option_list("", nodes.option_list_item(
        "", nodes.option_group("", nodes.option("", nodes.option_string("", s))),
        nodes.description("", paragraph(s)))),
    "signature": lambda s: addnodes.desc_signature("", "", addnodes.desc_name("", s)),
    "abbreviation": lambda s: nodes.paragraph(
        "", "", nodes.abbreviation("", "x", explanation=s)),
    "formula": lambda s: nodes.math_block("", "\\unknown " + s),
    "unknown": lambda s: Unknown("", paragraph(s)),
}  # fmt: skip


class Unknown(nodes.Element):
    pass


class Press(NamedTuple):
    """Prints a tree of nodes and returns what a reader finds."""

    app: SphinxTestApp

    def print(self, document: nodes.document) -> PdfReader:
        document["docname"] = "index"
        translator = self.app.builder.create_translator(document, self.app.builder)
        assert isinstance(translator, Translator)
        folder: Path = self.app.outdir
        source = page_source(translator.page())
        (folder / "pages/fuzz.typ").write_text(source, "utf-8", newline="")
        (folder / "fuzz.typ").write_text(MAIN, "utf-8")
        result = typeset.typeset(folder / "fuzz.typ", folder / "fuzz.pdf")
        assert result.reached
        return PdfReader(folder / "fuzz.pdf")


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    folder = tmp_path_factory.mktemp("fuzz")
    for name, text in page("# Top\n").items():
        (folder / name).write_text(text, "utf-8")
    app = SphinxTestApp("handbook-typst", srcdir=folder)
    app.build()
    yield Press(app)
    app.cleanup()


def shown(written: str) -> str:
    """Return what is seen of a text, blanks and breaks of lines aside."""
    lines = re.sub("\r\n|[\r\x85]", "\n", written)
    return "".join(CONTROL.sub("\ufffd", lines).split())


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
@given(st.lists(WRITTEN, min_size=len(PLACES), max_size=len(PLACES)))
def test_text_in_every_place_prints_as_it_is(press: Press, written: list[str]) -> None:
    document = new_document("x")
    for at, (make, words) in enumerate(zip(PLACES.values(), written, strict=True)):
        document += make(f"«{at}«{words}»")
    said = "".join(
        "".join(s.extract_text() for s in press.print(document).pages).split()
    )
    for at, (place, words) in enumerate(zip(PLACES, written, strict=True)):
        kept = shown(words)
        near = said.partition(f"«{at}«")[2]
        assert near.partition("»")[0] == kept, place


@settings(max_examples=12, deadline=None)
@given(st.lists(WRITTEN, min_size=1, max_size=12))
def test_a_link_leads_where_it_says(press: Press, written: list[str]) -> None:
    uris = ["https://example.org/?" + "".join(words.split()) for words in written]
    document = new_document("x")
    for uri in uris:
        document += nodes.paragraph("", "", nodes.reference("", "x", refuri=uri))
    goals = [goal for _, goal in links(press.print(document))]
    assert [unquote(str(goal)) for goal in goals] == [unquote(uri) for uri in uris]
    assert all(str(goal).isascii() for goal in goals)


@settings(max_examples=12, deadline=None)
@given(st.lists(WRITTEN.filter(str.strip), min_size=1, max_size=8))
def test_a_picture_is_described_as_its_author_did(
    press: Press, written: list[str]
) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (press.app.srcdir / "p.svg").write_text(svg)
    document = new_document("x")
    for words in written:
        press.app.builder.images["p.svg"] = "p.svg"
        document += nodes.image(uri="p.svg", alt=words)
    found = alternatives(press.print(document))
    assert ["".join(alt.split()) for alt in found] == [shown(w) for w in written]
