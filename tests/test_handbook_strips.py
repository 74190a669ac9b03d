"""Tall charts are cut into columns, so that their words can be read in print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from handbook_reader import pdf, words
from handbook_sample import page
from sphinx_audit.draw import fit, printed
from sphinx_audit.draw.mermaid import draw
from sphinx_audit.handbook import strips
from sphinx_audit.handbook.rooms import READABLE, fitted, rooms_on
from sphinx_audit.handbook.wanted import PAPERS

if TYPE_CHECKING:
    from pypdf import PageObject

    from conftest import Build

STEPS = 24
CHAIN = "flowchart TD\n" + "\n".join(
    f'  subgraph G{group}["Group {group}"]\n'
    + "\n".join(f'    N{n}["Step {n:02}"]' for n in range(group * 6, group * 6 + 6))
    + "\n  end"
    for group in range(STEPS // 6)
)
CHAIN += "".join(f"\n  N{n} -->|to {n + 1}| N{n + 1}" for n in range(STEPS - 1))


def test_a_cut_goes_through_no_node_no_word_and_no_frame() -> None:
    drawing = draw(CHAIN)
    parts = strips.plan(drawing, 4)
    assert len(parts) == 4
    assert (parts[0].top, parts[-1].bottom) == (0, drawing.height)
    for strip in parts[1:]:
        for box in printed.boxes(drawing.svg):
            assert not box.y < strip.top < box.y + box.height
        for y in re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>(?:Group|to)', drawing.svg):
            assert not float(y) - 12 < strip.top < float(y) + 4
    _, tallest = strips.size(drawing, parts)
    assert tallest < drawing.height / 3


def test_the_parts_show_every_word_once_and_their_nodes_lie_in_them() -> None:
    drawing = draw(CHAIN)
    parts = strips.plan(drawing, 3)
    picture = printed.for_print(drawing)
    joined = strips.joined(picture, drawing, parts)
    said = [f"Step {n:02}" for n in range(STEPS)]
    said += [f"to {n}" for n in range(1, STEPS)] + ["Group 0", "Group 3"]

    def found(word: str, text: str) -> int:
        return text.count(f">{word}<")

    assert [word for word in said if found(word, joined) != found(word, picture)] == []
    width, height = strips.size(drawing, parts)
    boxes = list(strips.boxes(picture, parts))
    assert len(boxes) == STEPS
    assert all(box.x + box.width <= width for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= height for box in boxes)


def test_a_chart_without_a_gap_stays_whole() -> None:
    drawing = draw("flowchart LR\n  A --> B --> C")
    assert len(strips.plan(drawing, 3)) == 1


def test_a_long_chain_can_be_read_in_print_unless_its_author_refuses(
    build: Build,
) -> None:
    fence = f"```{{mermaid}}\n:fit: as-authored\n\n{CHAIN}\n```\n"
    app = build(page(f"# Top\n\n```mermaid\n{CHAIN}\n```\n\n{fence}"), "handbook")
    assert warnings_of(app) == []
    assert words(pdf(app)).count("Step 11") == 2
    source = (app.outdir / ".typst" / "pages" / "index.typ").read_text("utf-8")
    sizes = re.findall(r"svg\", ([\d.]+)pt, ([\d.]+)pt", source)
    (wide, high), (narrow, tall) = [(float(w), float(h)) for w, h in sizes]
    assert wide > high / 3
    assert narrow < tall / 10


PEOPLE = "sequenceDiagram\n" + "".join(
    f"  participant P{n} as Participant of name {n}\n" for n in range(9)
)
PEOPLE += "".join(f"  P{n}->>P{n + 1}: message\n" for n in range(8))


def test_a_heading_goes_with_its_diagram_to_a_page_that_lies(build: Build) -> None:
    text = f"# Top\n\nWords.\n\n## Who speaks\n\n```mermaid\n{PEOPLE}```\n\nBehind.\n"
    book = pdf(build(page(text), "handbook"))
    (lying,) = (p for p in book.pages if p.mediabox.width > p.mediabox.height)
    assert "Who speaks" in lying.extract_text()
    assert "Behind." not in lying.extract_text()
    assert words(book).count("Who speaks") == 2  # in the contents, too


def test_a_wide_diagram_in_a_box_has_the_room_of_the_box(build: Build) -> None:
    text = f"# Top\n\n:::{{note}}\nWords.\n```mermaid\n{PEOPLE}```\n:::\n"
    book = pdf(build(page(text), "handbook"))
    assert "Participant of name 8" in words(book)
    assert {p.mediabox.width < p.mediabox.height for p in book.pages} == {True}


LARGE = "flowchart LR\n" + "".join(
    f'  N{n}["{n:02} {"word " * 5}"]\n' for n in range(40)
)
LARGE += "".join(f"  N{n} --> N{n * 2 + 1}\n" for n in range(10))


def test_a_diagram_too_large_for_a_page_goes_on_where_its_text_can_be_read() -> None:
    found = fitted(LARGE, rooms_on("a4"), turn=True, alone=True)
    assert found.pages
    assert found.points >= READABLE
    assert len(found.strips) > 1
    boxed = fitted(LARGE, rooms_on("a4"), turn=True, alone=False)
    assert (boxed.pages, boxed.room.lying) == (False, False)


@pytest.mark.parametrize("papers", [*[(name,) for name in PAPERS], tuple(PAPERS)])
def test_it_is_read_below_its_heading_on_every_paper(
    build: Build, papers: tuple[str, ...]
) -> None:
    pages = page(f"# Top\n\nWords.\n\n## Large\n\n```mermaid\n{LARGE}```\n\nEnd.\n")
    tables = [{"paper": name, "file": name} for name in papers]
    pages["conf.py"] += f"audit_handbooks = {tables}\n"
    app = build(pages, "handbook")
    for name in papers:
        sheets = [(drawn_in(sheet), sheet) for sheet in pdf(app, name).pages]
        first, *_ = (sheet for drawn, sheet in sheets if drawn)
        assert "Large" in first.extract_text()
        assert min(size for drawn, _ in sheets for size in drawn) >= READABLE


def drawn_in(sheet: PageObject) -> set[float]:
    """Return the points of labels in drawings, the only thing that is scaled."""
    scales: set[float] = set()
    sheet.extract_text(
        visitor_operand_before=lambda _op, _args, matrix, _text: scales.add(matrix[0])
    )
    return {fit.LABEL * scale for scale in scales if 0 < scale < 1}


def test_a_chapter_that_begins_with_a_wide_diagram_begins_lying(build: Build) -> None:
    book = pdf(build(page(f"# Top\n\n```mermaid\n{PEOPLE}```\n\nEnd.\n"), "handbook"))
    lying, last = book.pages[-2:]
    assert lying.mediabox.width > lying.mediabox.height
    assert lying.extract_text().count("Top") == 2  # in the head, too
    assert "End." in last.extract_text()
    assert "Contents" in book.pages[-3].extract_text()
