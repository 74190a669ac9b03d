"""A project with every kind of node: written, or dropped for a reason."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
import sphinx.addnodes
from docutils import nodes
from docutils.utils import new_document
from sphinx.testing.util import SphinxTestApp

from conftest import warnings_of
from handbook_kinds import copy_kinds
from handbook_reader import links, outline, pdf, words
from sphinx_audit.handbook.registry import WRITERS
from sphinx_audit.handbook.translator import Translator
from sphinx_audit.handbook.write.structure import nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PdfReader

DROPPED = {
    "colspec": "read where the table is written",
    "comment": "is for authors",
    "decoration": "the book has headers and footers of its own",
    "footer": "the book has footers of its own",
    "header": "the book has headers of its own",
    "highlightlang": "only tells how to highlight what follows",
    "index": "stands in the index at the back of the book",
    "meta": "is for search engines",
    "pending": "is left by a transform that found nothing to do",
    "substitution_definition": "shown where it is used",
    "system_message": "has been a warning of the build",
    "tabular_col_spec": "is for LaTeX",
    "toctree": "the book has contents of its own",
}
WORDLESS = {"document", "raw", "transition"}  # raw text is for another builder
STRANGERS_TO_US = {  # of other extensions
    "autosummary_toc", "sd_tab_input", "sphinxvideo", "viewcode_anchor",
}  # fmt: skip
ABSTRACT = {
    "Element", "FixedTextElement", "PureTextElement", "TextElement",
    "_desc_classes_injector", "desc_sig_element", "translatable",
}  # fmt: skip
NOT_IN_A_RESOLVED_TREE = {
    "address", "author", "authors", "contact", "copyright", "date", "docinfo",
    "organization", "revision", "status", "version",  # Sphinx makes metadata of these
    "acronym", "generated", "citation_reference",  # become other nodes in Sphinx
    "start_of_file",  # of the singlehtml builder
    "pending_xref", "pending_xref_condition", "only",  # resolved
    "problematic", "substitution_reference",  # mistakes
    "desc_classname", "desc_type",  # of former domains
}  # fmt: skip


def kinds(module: object) -> set[str]:
    return {
        name
        for name, cls in vars(module).items()
        if isinstance(cls, type) and issubclass(cls, nodes.Element)
    }


KINDS = (kinds(nodes) | kinds(sphinx.addnodes)) - ABSTRACT


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SphinxTestApp]:
    folder = tmp_path_factory.mktemp("kinds")
    copy_kinds(folder)
    app = SphinxTestApp("handbook", srcdir=folder, freshenv=True)
    app.build()
    yield app
    app.cleanup()


@pytest.fixture(scope="module", autouse=True)
def said(app: SphinxTestApp) -> list[str]:
    """Return the warnings of the build, before any test adds to them."""
    return warnings_of(app)


@pytest.fixture(scope="module")
def book(app: SphinxTestApp) -> PdfReader:
    return pdf(app)


def test_each_kind_is_written_or_dropped_for_a_reason(app: SphinxTestApp) -> None:
    silent = {name for name, writer in WRITERS.items() if writer is nothing}
    assert silent == DROPPED.keys() | STRANGERS_TO_US
    unknown = (n for n in KINDS if WRITERS.keys().isdisjoint(ancestors(n)))
    assert set(unknown) == set()


def ancestors(name: str) -> set[str]:
    return {cls.__name__ for cls in of(name).__mro__}


def of(name: str) -> type[nodes.Element]:
    found = getattr(nodes, name, None) or getattr(sphinx.addnodes, name)
    assert isinstance(found, type)
    assert issubclass(found, nodes.Element)
    return found


def test_the_project_has_each_kind(app: SphinxTestApp) -> None:
    met = {
        type(node).__name__
        for name in app.env.found_docs
        for node in app.env.get_and_resolve_doctree(
            name, app.builder, tags=app.tags
        ).findall()
    }
    assert KINDS - met - DROPPED.keys() == NOT_IN_A_RESOLVED_TREE


def test_no_kind_loses_its_words_wherever_it_stands(app: SphinxTestApp) -> None:
    kept = {name for name in KINDS - DROPPED.keys() if "kept" in written(app, name)}
    assert KINDS - DROPPED.keys() - kept == WORDLESS


def written(app: SphinxTestApp, name: str) -> str:
    """Return what becomes of a kind that stands alone, with words in it."""
    document = new_document("x")
    document["docname"] = "index"
    kind = of(name)
    match name:
        case "image":
            document += nodes.image(uri="gone", alt="kept")
        case "desc_inline":
            document += sphinx.addnodes.desc_inline("py", "", "kept")
        case _ if issubclass(kind, nodes.TextElement):
            document += kind("", "kept")
        case _:
            document += kind("", nodes.paragraph("", "kept"))
    translator = app.builder.create_translator(document, app.builder)
    assert isinstance(translator, Translator)
    return translator.page()


def test_the_project_prints_with_one_warning_for_each_loss(said: list[str]) -> None:
    losses = [w for w in said if "audit.glyph" not in w]
    assert [re.sub(r"^(\S+?:)\d+:.*\[", r"\1 [", w) for w in losses] == [
        "blocks.rst: [audit.formula]",
        "blocks.rst: [audit.diagram]",
    ]


def test_the_words_of_each_kind_are_in_the_book(book: PdfReader) -> None:
    text = words(book)
    for said in (
        "CI (continuous integration)", "File ‣ Open", "PEP 8", "from the prolog",
        "A quotation of several words.", "— The author", "A pull-quote.",
        "term two : classifier", "--long=VALUE", "Meaning of the entry.",
        "Something removed.", "is located in blocks.rst, line",
        "Shown only in a PDF.", "parsed literal text", '>>> print("doctest")',
        "digraph { a -> b; }", "two rows", "both columns of it", "inner table",
        "The caption of it.", "And a legend.", "Body of two", "A footer",
        "In the first tab.", "In the second tab.", "Its content, too.", "primary",
        "A button", "HTML title", "spinner",
        "async pkg.mod.f(a, b=1, *args, key: int = 0) → str", "jsf(a[, b[, c]])",
        "generic[T, *Ts](x: T) → list[T]", "text of level 9", "item 10", "number 10",
        "Third, with a list", "A cited work, 2024.", "Καλημέρα κόσμε", "Привет мир",
        "გამარჯობა",
    ):  # fmt: skip
        assert said.casefold() in text.casefold(), said
    assert "Shown only in HTML." not in text
    assert "raw html" not in text
    assert "raw typst" not in text


def test_marks_stand_for_boxes(book: PdfReader) -> None:
    text = words(book)
    for item in ("☑ done", "☐ open", "☐ inner open"):
        assert item in text


def test_numbers_are_those_of_the_site(app: SphinxTestApp, book: PdfReader) -> None:
    site = SphinxTestApp("html", srcdir=app.srcdir, builddir=app.outdir.parent / "site")
    site.build()
    pages = (site.outdir / f"{name}.html" for name in sorted(site.env.found_docs))
    html = "\n".join(page.read_text("utf-8") for page in pages)
    site.cleanup()
    text = words(book)
    captions = re.findall(
        r'caption-number">(.*?)</span>.*?caption-text">(.*?)</span>', html
    )
    sections = re.findall(r'section-number">([\d.]+)\. </span>(.*?)<', html)
    assert len(captions) >= 9
    assert len(sections) >= 9
    for number, name in [*captions, *sections]:
        said = f"{plain(number)} {plain(name)}"
        assert said in text, said
    bookmarks = {line.strip() for line in outline(book)}
    assert {f"{plain(n)} {plain(name)}" for n, name in sections} <= bookmarks
    equations = re.findall(r'class="eqno">\((.*?)\)', html)
    assert equations == ["2.1", "1", "2"]
    assert text.count("(2.1)") == 2  # at the equation, and where it is referred to
    for number in equations:
        assert f"({number})" in text


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<.*?>", "", html)).replace("\xa0", " ").split())


def test_each_link_leads_somewhere(book: PdfReader) -> None:
    goals = [goal for _, goal in links(book)]
    assert {g for g in goals if isinstance(g, str)} >= {
        "https://example.org", "https://example.org/anon", "mailto:mail@example.org",
        "https://example.org/q?a=b&c=d", "https://peps.python.org/pep-0008/",
    }  # fmt: skip
    assert len([g for g in goals if isinstance(g, int)]) > 30
