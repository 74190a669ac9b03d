"""Markdown as a row of blocks with their lines; cheap, as nothing inline is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from ..tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

PIECE = 20_000
"""Lines above which a text is parsed in pieces: tokens take many times their room."""


class Kind(Enum):
    HEADING = auto()
    ITEM = auto()  # the first paragraph of an item of a list
    TEXT = auto()
    TABLE = auto()
    CODE = auto()
    FRONT = auto()
    HTML = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """*first* and *last* are lines from 1; *depth* is that of lists around it."""

    kind: Kind
    first: int
    last: int
    text: str = ""
    level: int = 0
    depth: int = 0
    number: str = ""  # of an item of an ordered list
    info: str = ""
    marks: str = ""

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The lines of its text with their numbers."""
        return list(enumerate(self.text.split("\n"), start=self.first))


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    for start, end in pieces(lines):
        text = "\n".join(lines[start:end])
        yield from of_tokens(tokens(text, start == 0).tokens, start)


def of_tokens(found: Sequence[Token], before: int) -> Iterator[Block]:
    depth, level, item, number, table = 0, 0, False, "", False
    for token in found:
        first, last = token.map or (0, 0)
        span = (before + first + 1, before + last)
        match token.type:
            case "list_item_open":
                depth, item, number = depth + 1, True, token.info
            case "list_item_close":
                depth, item = depth - 1, False
            case "heading_open":
                level = int(token.tag[1]) if token.level == 0 else 0
            case "heading_close":
                level = 0
            case "table_open":
                table = True
                yield Block(Kind.TABLE, *span, depth=depth)
            case "table_close":
                table = False
            case "inline" if not table:
                kind = Kind.HEADING if level else Kind.ITEM if item else Kind.TEXT
                yield Block(kind, *span, token.content, level, depth, number)
                item, number = False, ""
            case "fence" | "code_block":
                info = token.info.strip()
                yield Block(
                    Kind.CODE,
                    *span,
                    token.content,
                    depth=depth,
                    info=info,
                    marks=token.markup,
                )
            case "front_matter":
                yield Block(Kind.FRONT, *span, token.content)
            case "html_block":
                yield Block(Kind.HTML, *span, token.content, depth=depth)
            case _:
                pass


FENCE = re.compile(r" {0,3}(?P<run>`{3,}|~{3,})(?P<info>.*)$")
HEADING = re.compile(r"#{1,6}[ \t]")


def pieces(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where to cut a long text: before headings, else gaps, outside of fences."""
    start, fence = 0, ""
    if len(lines) > PIECE:
        for number, line in enumerate(lines):
            if match := FENCE.match(line):
                run, info = match["run"], match["info"].strip()
                if not fence:
                    fence = run if "`" not in info or run[0] == "~" else ""
                elif run.startswith(fence) and not info:
                    fence = ""
            room = 1 if HEADING.match(line) else 0 if line.strip() else 2
            if not fence and room and number - start >= room * PIECE:
                yield start, number
                start = number
    yield start, len(lines)
