"""Nothing is lost where a page ends, whatever holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinxcontrib.mermaid import mermaid

from handbook_pages import CONF, PICTURES, Writer
from handbook_reader import pdf, placed

if TYPE_CHECKING:
    from pypdf import PdfReader

    from conftest import Build

MANY = " ".join(f"word{n}" for n in range(300))
CODE = "\n".join(f"line{n} {'some code ' * 150}" for n in range(5))
FIGURE = f":::{{figure}} tall.svg\n\n{MANY}\n\nA legend.\n:::"
CHART = "flowchart TD\n" + "".join(f"  A --> B{n} --> C{n}\n" for n in range(2))
CHART = f"```{{mermaid}}\n{CHART}```"


def cell(inside: str, *, head: bool = False) -> str:
    body = inside.replace("\n", "\n    ")
    option = ":header-rows: 1\n" if head else ""
    cells = f"* - {body}\n  - x\n  - y\n* - x\n  - x\n  - y\n"
    return f"::::{{list-table}}\n{option}\n{cells}::::"


def card(inside: str) -> str:
    return f"::::{{card}} A card\n\n{inside}\n::::"


def checklist(inside: str) -> str:
    body = inside.replace("\n", "\n  ")
    return f"::::{{checklist}} C-1\n\n- [ ] open\n\n  {body}\n::::"


def left(book: PdfReader) -> list[str]:
    """Return the pieces of text that do not begin on their page."""
    return [
        text
        for sheet in book.pages
        for x, y, text in placed(sheet)
        if not (0 < x < sheet.mediabox.width and 0 < y < sheet.mediabox.height)
    ]


@pytest.mark.parametrize(
    "text",
    [
        card(f"{CHART}\n\n" * 8),
        card("```text\n" + "code\n" * 12 + "```\n\n" + f"{CHART}\n\n" * 7),
        cell(f"{CHART}\n\n" * 8 + MANY, head=True),
        cell(f"```text\n{CODE}\n```"),
        cell(f"```text\n{CODE}\n```\n\n{FIGURE}"),
        FIGURE,
        checklist(f"{CHART}\n\n" * 8),
    ],
)
def test_what_is_higher_than_a_page_goes_on(build: Build, text: str) -> None:
    pages = {"conf.py": CONF, "index.md": f"# Top\n\n{text}\n\nThe end.\n"}
    book = pdf(build(pages | PICTURES, "handbook"))
    assert left(book) == []
    assert "The end." in book.pages[-1].extract_text()


@pytest.mark.parametrize("seed", range(2))
def test_every_word_of_any_page_is_there(build: Build, seed: int) -> None:
    writers = [Writer(seed * 100 + n) for n in range(8)]
    named = {f"p{n}": writer.page() for n, writer in enumerate(writers)}
    index = "# Top\n\n```{toctree}\n" + "\n".join(named) + "\n```\n"
    files = {f"{name}.md": text for name, text in named.items()}
    books = [
        {"kind": "whole", "file": name, "exclude": [n for n in named if n != name]}
        for name in named
    ]
    conf = f"{CONF}audit_handbooks = {books}\n"
    app = build({"conf.py": conf, "index.md": index, **files, **PICTURES}, "handbook")
    for name, writer in zip(named, writers, strict=True):
        read = app.env.get_doctree(name)
        said = read.astext() + "".join(n["code"] for n in read.findall(mermaid))
        words = [word for word in writer.words if word in said]
        assert len(words) > 0.9 * len(writer.words)
        book = pdf(app, name)
        assert left(book) == []
        shown = "".join("".join(p.extract_text().split()) for p in book.pages)
        assert [word for word in words if word not in shown] == [], name
