"""Content nested deeper than Typst can go keeps its words and its links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from handbook_reader import links, pdf, words
from handbook_sample import page

if TYPE_CHECKING:
    from conftest import Build

TREE = "# Top\n\n```{toctree}\ndeep\n```\n"
NESTS = {
    "notes": ".. note::\n\n   ",
    "lists": "*  ",
    "fields": ":name: x\n\n   ",
    "terms": "term\n   ",
    "tables": ".. list-table::\n\n   * - ",
    "figures": ".. figure:: none.png\n\n   caption\n\n   ",
}


def nested(opening: str, depth: int) -> str:
    """Put something into itself; each level has words of its own, the last a label."""
    inside = "|end|\n\n.. _the-end:\n\nThe very end."
    indent = opening.rpartition("\n")[2]
    for level in reversed(range(depth)):
        lines = f"level-{level}.\n\n{inside}".splitlines()
        rest = "\n".join(f"{' ' * len(indent)}{line}".rstrip() for line in lines[1:])
        inside = f"{opening}{lines[0]}\n{rest}"
    return (
        f"Deep\n====\n\n.. |end| replace:: inside\n\n:ref:`to it <the-end>`\n\n{inside}"
    )


@pytest.mark.parametrize("opening", NESTS.values(), ids=NESTS)
def test_what_is_nested_without_end_keeps_words_and_links(
    build: Build, opening: str
) -> None:
    depth = 20 if "table" in opening else 40  # Sphinx itself stores no deeper tables
    deep = nested(opening, depth)
    quiet = {"suppress_warnings": ["image.not_readable"]}
    app = build(page(TREE) | {"deep.rst": deep}, "handbook", confoverrides=quiet)
    (said,) = warnings_of(app)
    assert said.startswith("deep.rst:")
    assert said.endswith("[audit.depth]")
    shown = words(pdf(app))
    for level in range(depth):
        assert f"level-{level}." in shown
    assert "The very end." in shown
    texts = [sheet.extract_text() for sheet in pdf(app).pages]
    start, end = (
        next(at for at, text in enumerate(texts, 1) if said in text)
        for said in ("to it", "The very end.")
    )
    assert (start, end) in links(pdf(app))


def test_a_dozen_levels_are_no_reason_to_warn(build: Build) -> None:
    app = build(page(TREE) | {"deep.rst": nested("*  ", 12)}, "handbook")
    assert warnings_of(app) == []


def test_drop_downs_in_each_other_are_as_deep_as_two_boxes_each(build: Build) -> None:
    text = "The very end."
    for level in range(20):
        fence = ":" * (level + 3)
        text = f"{fence}{{dropdown}} level-{level}.\n{text}\n{fence}"
    app = build(page(f"# Top\n\n{text}\n"), "handbook")
    (said,) = warnings_of(app)
    assert said.endswith("[audit.depth]")
    shown = words(pdf(app))
    assert all(f"level-{level}." in shown for level in range(20))
    assert "The very end." in shown
