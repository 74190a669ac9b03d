"""Blocks as harmless MyST.

A document is written anew: no line passes through as it is, so that nothing can mean
more to MyST than it meant to its author.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .blocks import LISTS
from .inline import safe
from .listings import code, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .blocks import Block
    from .links import Definitions


DEEPEST = 8
"""Lists and quotes in each other, below which their text is shown as it was written."""


def written(
    found: Sequence[Block], definitions: Definitions, depth: int = 0
) -> list[str]:
    """Return the lines of blocks, a blank one between each two."""
    made: list[str] = []
    for block in found:
        lines = WRITERS.get(block.kind, as_source)(block, definitions, depth)
        if lines:
            made += ["", *lines] if made else lines
    return made


def paragraph(block: Block, definitions: Definitions, depth: int) -> list[str]:
    return safe(block.text, definitions).split("\n")


def heading(block: Block, definitions: Definitions, depth: int) -> list[str]:
    """Return a mark and the words; one inside of a list or quote is but bold."""
    bare = re.sub(r"^\*\*([^*]+)\*\*$", r"\1", block.text.strip())
    words = one_line(bare, definitions)
    if depth:
        return [f"**{words.replace('**', '')}**"] if words.strip() else []
    return [f"\ue004{block.level} {words}"]


def one_line(text: str, definitions: Definitions) -> str:
    return safe(" ".join(text.split("\n")), definitions)


def fence(block: Block, definitions: Definitions, depth: int) -> list[str]:
    return listing(block, depth)


def html(block: Block, definitions: Definitions, depth: int) -> list[str]:
    return code(block.text, "html")


def indented(block: Block, definitions: Definitions, depth: int) -> list[str]:
    return code(block.text, "text")


def front(block: Block, definitions: Definitions, depth: int) -> list[str]:
    return code(block.text, "yaml")


def quote(block: Block, definitions: Definitions, depth: int) -> list[str]:
    if depth >= DEEPEST or not block.children:
        return as_source(block, definitions, depth)
    inside = written(block.children, definitions, depth + 1)
    return [f"> {line}".rstrip() for line in inside]


def bullets(block: Block, definitions: Definitions, depth: int) -> list[str]:
    if depth >= DEEPEST:
        return as_source(block, definitions, depth)
    made: list[str] = []
    for number, item in enumerate(block.children, block.start):
        mark = f"{number}." if block.kind == "ordered_list" else "-"
        inside = item_lines(item, definitions, depth + 1) or [""]
        if mark == "-" and inside[0] and not inside[0].replace("-", "").strip():
            mark = "+"  # three hyphens in a row would be a line across the page
        if made and not tight(block):
            made.append("")
        made += hung(mark, inside)
    return made


def tight(listed: Block) -> bool:
    return all(c.tight for i in listed.children for c in i.children)


def item_lines(item: Block, definitions: Definitions, depth: int) -> list[str]:
    """Return what is in an item; nested lists follow their words at once."""
    made: list[str] = []
    for child in item.children:
        lines = WRITERS.get(child.kind, as_source)(child, definitions, depth)
        close = child.kind in LISTS and made and item.children[0].tight
        if lines:
            made += lines if close or not made else ["", *lines]
    return made


def hung(mark: str, lines: Sequence[str]) -> list[str]:
    """Return lines behind a mark, those that follow under the first one's words."""
    room = " " * (len(mark) + 1)
    rest = [f"{room}{line}" if line else "" for line in lines[1:]]
    return [f"{mark} {lines[0]}".rstrip(), *rest]


def table(block: Block, definitions: Definitions, depth: int) -> list[str]:
    """Return a table whose header is as wide as its widest row."""
    width = max(len(row.children) for row in block.children)
    made = []
    for row in block.children:
        said = [in_cell(cell.text, definitions) for cell in row.children]
        made.append(f"| {' | '.join(said + [''] * (width - len(said)))} |")
    made.insert(1, f"|{'---|' * width}")
    return made


def in_cell(text: str, definitions: Definitions) -> str:
    return one_line(text, definitions).replace("|", "\\|")


def rule(block: Block, definitions: Definitions, depth: int) -> list[str]:
    """Leave a line across the page out: docutils refuses it where a section ends."""
    return []


def as_source(block: Block, definitions: Definitions, depth: int) -> list[str]:
    return code(block.text, "text") if block.text.strip() else []


WRITERS = {
    "paragraph": paragraph,
    "heading": heading,
    "fence": fence,
    "code_block": indented,
    "html_block": html,
    "front_matter": front,
    "blockquote": quote,
    "bullet_list": bullets,
    "ordered_list": bullets,
    "table": table,
    "hr": rule,
}
