"""Markdown of strangers as a tree of blocks, each with its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from ..tokens import tokens
from .links import Definition, Definitions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

LISTS = frozenset({"bullet_list", "ordered_list"})

TASK = re.compile(r"\[(?P<mark>[ xX-])\]\s+(?=\S)")


@dataclass(slots=True)
class Block:
    """One block; lines count from 1, *last* is the last one.

    *kind* is a token's type without ``_open``.
    """

    kind: str
    first: int
    last: int
    text: str = ""
    info: str = ""
    marks: str = ""  # of a fence
    level: int = 0  # of a heading
    start: int = 1  # of an ordered list
    tight: bool = True
    children: list[Block] = field(default_factory=list)

    @property
    def lines(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(slots=True)
class Parsed:
    """The blocks of a document, and where its references lead, with their lines."""

    blocks: list[Block]
    definitions: Definitions
    spans: dict[str, range]


def parse(lines: Sequence[str]) -> Parsed:
    found_tokens, references = tokens("\n".join(lines), True)
    found, spans = Definitions(), {}
    for label, told in references.items():
        found[label] = Definition(str(told["href"]), str(told["title"]))
        lines_of = cast("list[int]", told["map"])
        spans[label] = range(lines_of[0] + 1, lines_of[1] + 1)
    return Parsed(list(blocks(iter(found_tokens), lines)), found, spans)


def blocks(found: Iterator[Token], lines: Sequence[str]) -> Iterator[Block]:
    """Yield the blocks up to the end of the one that holds them."""
    for token in found:
        if token.nesting < 0:
            return
        first, last = token.map or (0, 0)
        block = Block(token.type.removesuffix("_open"), first + 1, last)
        block.info, block.marks = token.info.strip(), token.markup
        block.text = token.content
        if token.type == "heading_open":
            block.level = int(token.tag[1])
            block.text = next(found).content
            next(found)
        elif token.type == "paragraph_open":
            block.text, block.tight = next(found).content, token.hidden
            next(found)
        elif token.type == "table_open":
            block.last = last
            block.children = list(rows(found, lines))
        elif token.nesting > 0:
            block.start = int(token.attrGet("start") or 1)
            block.children = list(blocks(found, lines))
            block.text = "\n".join(lines[first:last])
        yield trimmed(block, lines)


def trimmed(block: Block, lines: Sequence[str]) -> Block:
    """Leave blank lines at the end of a list to nobody."""
    while block.last > block.first and not lines[block.last - 1].strip():
        block.last -= 1
    return block


def rows(tokens: Iterator[Token], lines: Sequence[str]) -> Iterator[Block]:
    """Yield a row each, from its line: the parser drops cells beyond the header."""
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "tr_open" and token.map:
            number = token.map[0]
            row = Block("row", number + 1, number + 1)
            row.children = [
                Block("cell", number + 1, number + 1, text=cell)
                for cell in cells(lines[number])
            ]
            yield row


def cells(line: str) -> list[str]:
    """Split a row at its bars; a bar behind a backslash is a character."""
    bare = re.sub(r"^[\s>]*(?:(?:[-*+]|\d+[.)])\s+(?=\|))?", "", line).rstrip()
    found = [c.strip().replace("\\|", "|") for c in re.split(r"(?<!\\)\|", bare)]
    if len(found) > 1 and not found[0]:
        found = found[1:]
    if len(found) > 1 and not found[-1]:
        found.pop()
    return found
