"""Items of lists: those about a finding, and boxes to tick."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Shape
from .blocks import Block, Kind
from .inline import plain
from .lines import read_fields, read_inline
from .subject import Subject, subject

if TYPE_CHECKING:
    from .saying import Notes
    from .where import Where

BOX = re.compile(r"\[(?P<mark>[ xX~-])\]\s+(?P<text>.*)", re.DOTALL)
STATES = {" ": "open", "x": "done", "X": "done", "~": "not applicable"}


def read_item(block: Block, where: Where, notes: Notes) -> bool:
    """Read a box, or an item that begins with a finding; tell whether it is one."""
    if box := BOX.match(block.text):
        where.items.append("")
        read_box(box, block, where, notes)
        return True
    first, _, rest = block.text.partition("\n")
    whom = subject(first, notes.profile)
    where.items.append(whom.about if whom else "")
    if whom is None:
        return False
    about_item(whom, block.first, where, notes)
    read_inline(block, where, notes, Shape.LIST)
    if rest:
        below = Block(Kind.TEXT, block.first + 1, block.last, rest)
        read_fields(below, where, notes)
    return True


def about_item(whom: Subject, line: int, where: Where, notes: Notes) -> None:
    """State what an item says of its finding, unless it is a wish."""
    if whom.mark and not whom.state and notes.profile.wish.search(where.titles):
        whom = Subject(whom.about, whom.title, priority=whom.priority)
    notes.about(whom, line, Shape.LIST)
    where.placed(whom.about, line, Shape.LIST)


def read_box(box: re.Match[str], block: Block, where: Where, notes: Notes) -> None:
    words = plain(box["text"].replace("\n", " "))
    state = STATES.get(box["mark"], "not applicable")
    about, line = where.about, block.first
    whom = subject(words, notes.profile)
    if whom and not whom.about.startswith(PHASE):
        rest = words.partition(whom.about)[2].lstrip()
        if not rest or rest[0] in ":–—-":
            ticked(whom, state, line, where, notes)
    if about and not (whom and whom.about == about):
        notes.say(about, "item", words, line, Shape.TASK, state)
    read_inline(block, where, notes, Shape.TASK)


def ticked(whom: Subject, state: str, line: int, where: Where, notes: Notes) -> None:
    """State a finding that stands behind a box; ticked, it is done.

    In the plan of another it is only named, as in the middle of a sentence.
    """
    around = where.about
    if not around or around.startswith(PHASE):
        told = Subject(whom.about, whom.title, priority=whom.priority)
        notes.about(told, line, Shape.TASK)
        where.placed(whom.about, line, Shape.TASK)
        if state == "open":
            notes.say(whom.about, "status", "[ ]", line, Shape.TASK, "open")
    if state == "done":
        notes.say(whom.about, "status", "[x]", line, Shape.TASK, "implemented")
