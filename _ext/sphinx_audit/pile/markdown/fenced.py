"""Fences: diagrams, trees of files and shell scripts; all others state nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..said import Fence, Shape
from . import arrows, claims, code, diagrams, troubles
from .ranges import expanded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .blocks import Block
    from .saying import Notes

PLAIN = frozenset({"", "text", "txt", "tree"})

DRAWN = PLAIN | {"ascii", "diagram", "dot", "graphviz", "plantuml", "puml", "d2"}
"""Languages in which an arrow between two ids is one."""


def read_code(block: Block, lines: Sequence[str], notes: Notes) -> None:
    fence = Fence(block.first, block.last, block.info, block.marks)
    notes.fences.append(fence)
    troubles.fence(block, lines, notes)
    name = block.info.split(" ", 1)[0].strip("{}").lower()
    first = block.first + bool(block.marks)
    if name == "mermaid":
        diagrams.read_mermaid(block.text, first, notes)
        for number, line in enumerate(block.text.split("\n"), start=first):
            claimed_in_nodes(line, number, notes)
    elif name in code.SHELLS:
        code.read_shell(block.text, first, notes)
    elif name in DRAWN and arrows.MAY.search(block.text):
        for number, line in enumerate(block.text.split("\n"), start=first):
            arrows.read_arrows(line, number, "", notes)
    if name in PLAIN and diagrams.TREE.search(block.text):
        diagrams.read_tree(block.text, first, notes)


def claimed_in_nodes(line: str, number: int, notes: Notes) -> None:
    for label in diagrams.LABEL.findall(line):
        text = label.strip('" ')
        claims.gates(text, number, "", notes, Shape.DIAGRAM)
        for words, ids in expanded(text, notes.profile):
            notes.say("", "range", words, number, Shape.DIAGRAM, ", ".join(ids))
