"""Whatever tree of known nodes a stranger's extension makes, a PDF comes of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sphinx.addnodes as sphinx_nodes
from docutils import nodes
from docutils.utils import new_document

from sphinx_audit.handbook import typeset
from sphinx_audit.handbook.assemble import main_source, page_file, page_source
from sphinx_audit.handbook.binding import Binding
from sphinx_audit.handbook.books import Book
from sphinx_audit.handbook.chapters import Entry
from sphinx_audit.handbook.classes import classes
from sphinx_audit.handbook.files import put
from sphinx_audit.handbook.pages import Page
from sphinx_audit.store import register_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.testing.util import SphinxTestApp

    from conftest import Build
    from sphinx_audit.handbook.builder import HandbookTypstBuilder

WORDS = (
    "one",
    "#two",
    "three]",
    'four"',
    "a_rather_long_identifier.with/parts",
    "",
    "☑",
)
LEAVES = (
    nodes.literal, nodes.math, nodes.footnote_reference, nodes.abbreviation,
    nodes.problematic, nodes.target, nodes.inline, nodes.strong, nodes.superscript,
    sphinx_nodes.literal_strong, sphinx_nodes.desc_name, sphinx_nodes.manpage,
)  # fmt: skip
BOXES = (
    nodes.block_quote, nodes.note, nodes.admonition, nodes.topic, nodes.sidebar,
    nodes.container, nodes.compound, nodes.figure, nodes.legend, nodes.definition,
    nodes.list_item, nodes.footnote, nodes.citation, nodes.entry, nodes.row,
    nodes.bullet_list, nodes.enumerated_list, nodes.field_body, nodes.line_block,
    nodes.option_list, nodes.definition_list, nodes.field_list, nodes.table,
    nodes.tgroup, nodes.literal_block, nodes.paragraph, nodes.caption, nodes.title,
    sphinx_nodes.desc, sphinx_nodes.desc_content, sphinx_nodes.glossary,
    sphinx_nodes.hlist, sphinx_nodes.hlistcol, sphinx_nodes.versionmodified,
    sphinx_nodes.seealso, sphinx_nodes.productionlist, sphinx_nodes.only,
)  # fmt: skip
CLASSES = (
    "audit-card", "audit-checklist", "audit-items", "audit-facts", "audit-badges",
    "audit-badge", "audit-progress", "audit-mark", "audit-problem", "audit-alternative",
    "contains-task-list", "kbd", "guilabel", "sd-btn", "colwidths-given", "text-right",
)  # fmt: skip
COMPONENTS = ("grid-row", "card", "card-body", "card-title", "tab-item", "dropdown", "")


class Grower:
    """Grows trees by lot, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.count = 0

    def text(self) -> nodes.Text:
        self.count += 1
        return nodes.Text(f"word{self.count}. {self.lot.choice(WORDS)}")

    def ids(self) -> list[str]:
        self.count += 1
        return [f"id{self.count}"] if self.lot.random() < 0.3 else []

    def leaf(self) -> nodes.Node:
        if self.lot.random() < 0.5:
            return self.text()
        if self.lot.random() < 0.3:
            target = f"id{self.lot.randrange(1, 40)}"
            return nodes.reference("", "", self.text(), refid=target, ids=self.ids())
        made: nodes.Element = self.lot.choice(LEAVES)()
        made += self.text()
        return self.dressed(made)

    def dressed(self, node: nodes.Element) -> nodes.Element:
        node["ids"] = self.ids()
        node["classes"] = self.lot.choices(CLASSES, k=self.lot.choice((0, 0, 1, 2)))
        node["refid"] = f"id{self.lot.randrange(1, 40)}"
        if isinstance(node, nodes.container):
            node["design_component"] = self.lot.choice(COMPONENTS)
        return node

    def tree(self, depth: int) -> nodes.Node:
        if depth == 0 or self.lot.random() < 0.2:
            leaves = [self.leaf() for _ in range(self.lot.randrange(4))]
            return self.dressed(nodes.paragraph("", "", *leaves))
        if self.lot.random() < 0.15:
            return self.table(depth)
        made = self.dressed(self.lot.choice(BOXES)())
        made += [self.tree(depth - 1) for _ in range(self.lot.randrange(4))]
        return made

    def table(self, depth: int) -> nodes.table:
        columns = self.lot.randrange(1, 5)

        def rows() -> list[nodes.row]:
            return [
                nodes.row("", *(self.cell(depth - 1) for _ in range(columns)))
                for _ in range(self.lot.randrange(4))
            ]

        specs = [
            nodes.colspec(colwidth=self.lot.randrange(1, 40)) for _ in range(columns)
        ]
        parts: list[nodes.Node] = [nodes.tbody("", *rows())]
        if self.lot.random() < 0.5:
            parts.insert(0, nodes.thead("", *rows()))
        made = nodes.table("", nodes.tgroup("", *specs, *parts, cols=columns))
        self.dressed(made)
        return made

    def cell(self, depth: int) -> nodes.entry:
        return nodes.entry("", self.tree(depth))

    def document(self, name: str) -> nodes.document:
        made = new_document(name)
        made["docname"] = name
        section = nodes.section("", nodes.title("", "", self.leaf()), ids=[name])
        section += [self.tree(3) for _ in range(5)]
        made += section
        return made


def book_of(app: SphinxTestApp, documents: list[nodes.document]) -> Path:
    """Write the sources of a book of *documents*, and return its main file."""
    builder: HandbookTypstBuilder = app.builder  # type: ignore[assignment]  # ours here
    pages = {}
    for document in documents:
        translator = builder.create_translator(document, builder)
        source = translator.page()
        put(
            builder.sources / page_file(document["docname"]),
            page_source(source).encode(),
        )
        pages[document["docname"]] = Page("A title", source, translator.labels.of)
    entries = tuple(Entry(name, 1) for name in pages)
    book = Book(name="b", root="d0", title="T", kind="K", entries=entries)
    main = builder.sources / "b.typ"
    bound = Binding(book, register_of(app.env), pages, builder)
    put(main, main_source(bound, date=None, missing="", logo="").encode())
    return main


@pytest.mark.parametrize("seed", range(4))
def test_any_tree_of_known_nodes_becomes_a_pdf(
    build: Build, tmp_path: Path, seed: int
) -> None:
    app = build({"index.md": "# Top\n"}, "handbook-typst")
    grower = Grower(seed)
    documents = [grower.document(f"d{n}") for n in range(10)]
    said = {word for document in documents for word in spoken([document])}
    assert len(said) > 100
    output = tmp_path / "b.pdf"
    result = typeset.typeset(book_of(app, documents), output)
    assert result.refused == ()
    written = "".join(
        Path(app.outdir, page_file(document["docname"])).read_text("utf-8")
        for document in documents
    )
    assert [word for word in said if word not in written] == []


def spoken(children: Iterable[nodes.Node]) -> Iterator[str]:
    """Yield a word of each text, but for what stands beside a drawing."""
    for child in children:
        if isinstance(child, nodes.Text):
            yield child.astext().split()[0]
        elif "audit-alternative" not in classes(child):
            yield from spoken(child.children)
