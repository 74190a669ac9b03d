"""Boxes to tick, as checklists that their finding or phase owns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from . import marks
from .blocks import LISTS, TASK, Block
from .harmless import written
from .listings import fenced

if TYPE_CHECKING:
    from .blocks import Parsed

MANDATORY = re.compile(r"\b(?:mandatory|required|must)\b", re.IGNORECASE)


def is_tasks(item: Block) -> bool:
    """Tell whether an item begins with a box."""
    first = item.children[0] if item.children else None
    return bool(first and first.kind == "paragraph" and TASK.match(first.text))


def as_checklists(part: Block, about: str, heading: str, parsed: Parsed) -> list[str]:
    """Return the directive around a list, all of whose items have boxes."""
    for item in part.children:
        item.children = [plain(child) for child in item.children]
    title = re.sub(r"[\W_]+", " ", heading.replace("(mandatory)", "")).strip()
    title = title or "Checklist"
    options = (
        [f":phase: {about.removeprefix(PHASE)}"] if about.startswith(PHASE) else []
    )
    if MANDATORY.search(heading):
        options.append(":mandatory:")
    inside = [*map(with_roles, written([part], parsed.definitions))]
    head = f"{{checklist}} {marks.CHECKLIST} {title}".rstrip()
    return fenced(head, [*options, "", *inside] if options else ["", *inside])


RECORD = re.compile(
    r"(?P<item>\s*- \[[ xX-]\] .*) \("
    r"(?P<said>(?:by|on|evidence): [^`(){};\\]+"
    r"(?:; (?:by|on|evidence): [^`(){};\\]+)*)\)"
)
"""Who did it, when and what shows it, as our own exports and careful people write."""


def with_roles(line: str) -> str:
    """Return an item with its record as the roles that the directive reads."""
    match = RECORD.fullmatch(line)
    if match is None:
        return line
    said = (part.partition(": ") for part in match["said"].split("; "))
    roles = " ".join(f"{{{name}}}`{value.strip()}`" for name, _, value in said)
    return f"{match['item']} {roles}"


def plain(child: Block) -> Block:
    """Put a list in a quote unless all its items have boxes: it holds no items."""
    if child.kind not in LISTS:
        return child
    if all(map(is_tasks, child.children)):
        for item in child.children:
            item.children = [plain(c) for c in item.children]
        return child
    return Block("blockquote", child.first, child.last, child.text, children=[child])
