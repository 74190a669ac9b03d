"""What the lines of any block may hold: fields, claims, code, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..said import Shape
from . import arrows, claims, code, fields, troubles
from .inline import plain
from .ranges import expanded

if TYPE_CHECKING:
    from .blocks import Block
    from .saying import Notes
    from .where import Where


def read_fields(
    block: Block, where: Where, notes: Notes, shape: Shape = Shape.FIELD
) -> None:
    for number, line in block.lines:
        fields.read_line(line, number, where.about, notes, shape)
        claims.approvals(line, number, notes)


def read_inline(block: Block, where: Where, notes: Notes, shape: Shape) -> None:
    """Look for what any line may hold, line by line only where something is."""
    text = block.text
    troubles.emphasis(text, block.first, notes)
    if claims.may_claim(text):
        heading = shape is Shape.HEADING
        for number, line in block.lines:
            claims.read_claims(line, number, where.phase, notes, shape, heading)
            if block.number or shape is Shape.LIST:
                members(line, number, where, notes)
    if shape is not Shape.HEADING and arrows.MAY.search(text):
        for number, line in block.lines:
            arrows.read_arrows(line, number, where.titles, notes)
    if "`" in text:
        for number, line in block.lines:
            code.read_spans(line, number, notes)
    if "](" in text:
        for number, line in block.lines:
            troubles.links(line, number, notes)
    if troubles.may_be_left(text):
        for number, line in block.lines:
            troubles.words_left(line, number, notes)


def members(line: str, number: int, where: Where, notes: Notes) -> None:
    """State the phase of all members of a range that an item lists."""
    for _, ids in expanded(plain(line), notes.profile):
        for id_ in ids:
            where.placed(id_, number, Shape.LIST)
