"""What of Markdown does not mean what it looks like."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from ...model.section import LEFT
from ...read.fences import FENCE
from ..said import Link
from .inline import CODE, LONG
from .tables import split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from .blocks import Block
    from .saying import Notes

LOOSE = re.compile(
    r"(?:^|(?<=[\s(|]))\*\*(?=\S)|(?<=\S)\*\*(?=$|[\s.,;:)|])|^\*\*\s|\s\*\*$"
)
TARGET = re.compile(r"\]\(\s*<?(?P<target>[^()\s<>]+(?:\([^()\s]*\))?)")


@lru_cache(maxsize=1)
def inline() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("strikethrough")


def emphasis(text: str, line: int, notes: Notes) -> None:
    """Note bold type that is opened and never closed: its stars stay visible."""
    if text.count("**") % 2 == 0 or CODE.sub("", text).count("**") % 2 == 0:
        return
    tokens = inline().parseInline(text[:LONG])
    for found in leftovers(tokens):
        at = line + found
        notes.trouble(at, "bold type is opened and never closed", "emphasis")
        return


def leftovers(tokens: Sequence[Token]) -> list[int]:
    """Return the lines, from 0, of stars that no emphasis took."""
    lines, number = [], 0
    for token in tokens[0].children or () if tokens else ():
        if token.type in {"softbreak", "hardbreak"}:
            number += 1
        elif token.type == "text" and LOOSE.search(token.content):
            lines.append(number)
    return lines


def cells(lines: Sequence[str], first: int, last: int, notes: Notes) -> None:
    for number in range(first, last + 1):
        if "**" in lines[number - 1]:
            for cell in split(lines[number - 1]):
                emphasis(cell, number, notes)


def fence(block: Block, lines: Sequence[str], notes: Notes) -> None:
    """Note a fence that is never closed, or that holds another of its own length."""
    if not block.marks:
        return
    inside = lines[block.first : block.last]
    last = inside[-1].strip(" \t>") if inside else ""
    if not last.startswith(block.marks) or last.strip(block.marks[0]):
        notes.trouble(block.first, "this fence is never closed", "open_fence")
        return
    for number, line in enumerate(inside[:-1], start=block.first + 1):
        match = FENCE.match(line)
        if match and match["run"].startswith(block.marks) and match["info"].strip():
            text = (
                f"this fence is still open in line {number}, where another begins, "
                "and the end of that one ends it"
            )
            notes.trouble(block.first, text, "nested_fence")
            return


CUES = ("[", "???", "TBD", "TBA", "TODO", "FIXME", "XXX", "orem ipsum")


def may_be_left(text: str) -> bool:
    """Tell, quickly, whether a text may hold words of a template."""
    return any(cue in text for cue in CUES)


def words_left(line: str, number: int, notes: Notes) -> None:
    """Note words of a template that nobody replaced."""
    if not may_be_left(line):
        return
    for match in LEFT.finditer(CODE.sub(" ", line[:LONG])):
        text = f"{match[0]!r} is left of a template"
        notes.trouble(number, text, "left_over")


def links(line: str, number: int, notes: Notes) -> None:
    if "](" in line:
        bare = CODE.sub(lambda m: " " * len(m[0]), line[:LONG])
        for match in TARGET.finditer(bare):
            notes.links.append(Link(match["target"], notes.at(number)))
