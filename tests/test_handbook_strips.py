"""Tall charts are cut into columns, so that their words can be read in print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conftest import warnings_of
from handbook_reader import pdf, words
from handbook_sample import page
from sphinx_audit.draw import printed
from sphinx_audit.draw.mermaid import draw
from sphinx_audit.handbook import strips

if TYPE_CHECKING:
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
