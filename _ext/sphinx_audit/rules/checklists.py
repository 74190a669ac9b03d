"""Items of checklists say what they mean: why not, and nothing half done as done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import ItemState
from ..model.checklist import flat
from ..report import Fault
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Checklist, Item
    from .problem import Subject

LIST = "# X\n\n```{{checklist}} X\n\n- {}\n```\n"

RULES = (
    Rule(
        fault=Fault.UNREASONED_ITEM,
        level=Level.WARNING,
        why="An item that is left out without a word looks like one that was dodged.",
        remedy="Say why in parentheses at its end.",
        wrong=LIST.format("[-] No breaking change"),
        right=LIST.format("[-] No breaking change (not applicable: internal only)"),
    ),
    Rule(
        fault=Fault.HALF_DONE_ITEM,
        level=Level.WARNING,
        why="What is ticked while a part of it is open is not done.",
        remedy="Tick the parts, or take the tick of the whole away.",
        wrong=LIST.format("[x] Tested\n  - [ ] with load"),
        right=LIST.format("[x] Tested\n  - [x] with load"),
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    for checklist in register.checklists.values():
        owner = register.canonical(checklist.finding) or checklist.phase or checklist.id
        for item in flat(checklist.items):
            yield from flaws(item, checklist, owner)


def flaws(item: Item, checklist: Checklist, owner: str) -> Iterator[Problem]:
    fault, message = None, ""
    if item.state is ItemState.NOT_APPLICABLE and not item.reason:
        fault = Fault.UNREASONED_ITEM
        message = f"{checklist.id}: {item.text!r} does not apply, but why is not said"
    elif item.state is ItemState.DONE and any(
        part.state is ItemState.OPEN for part in flat(item.items)
    ):
        fault = Fault.HALF_DONE_ITEM
        message = f"{checklist.id}: {item.text!r} is ticked, but a part of it is open"
    if fault:
        yield Problem(
            fault=fault,
            message=message,
            place=item.place,
            ids=(owner, checklist.id, item.text),
        )
