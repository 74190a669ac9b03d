"""The ``checklist`` directive: items with state, who, when and evidence."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.util.nodes import make_id

from ..model import Checklist, Item, ItemState
from ..placeholders import checklist_head, computed
from ..report import Fault
from ..store import store_of
from . import values
from .base import IdDirective

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from docutils.nodes import Element, Node

    from .values import Fact

FACTS: dict[str, Fact] = {
    "mandatory": values.flag_of("Whether the gate asks for its items."),
    "finding": values.text_of("Whose it is; else that of the section or page."),
    "phase": values.text_of("The phase it belongs to as a whole."),
    "evidence": values.flag_of("Whether a ticked item needs evidence."),
}

MARK = re.compile(r"\[(?P<mark>.{1,3}?)\]\s+")
MARKS = {
    " ": ItemState.OPEN,
    "x": ItemState.DONE,
    "X": ItemState.DONE,
    "-": ItemState.NOT_APPLICABLE,
}
BOXES = {ItemState.OPEN: "☐", ItemState.DONE: "☑", ItemState.NOT_APPLICABLE: "☒"}
CLASSES = {
    ItemState.OPEN: "audit-item-open",
    ItemState.DONE: "audit-item-done",
    ItemState.NOT_APPLICABLE: "audit-item-na",
}


LISTS = (nodes.bullet_list, nodes.enumerated_list)


class ChecklistDirective(IdDirective):
    """``{checklist} SI-001-ci CI/CD validation`` with a list of ``[ ]`` items."""

    example = "SI-001-ci"
    summary = "Holds a list of items that start with `[ ]`, `[x]` or `[-]`."
    facts: ClassVar[Mapping[str, Fact]] = FACTS

    def define(self, id_: str, title: str, body: list[Node]) -> list[Node]:
        box = nodes.container("", classes=["audit-checklist"])
        anchor = make_id(self.env, self.state.document, "audit-checklist", id_)
        box["ids"].append(anchor)
        self.state.document.note_explicit_target(box)
        items = tuple(i for n in outer_lists(body) for i in self.items(n))
        if not items:
            self.problem(
                Fault.EMPTY_CHECKLIST,
                f"checklist {id_} has no items, such as - [ ] tested",
            )
        page = store_of(self.env).page(self.docname)
        box += self.adopt(
            checklist_head(
                "", checklist=id_, docname=self.docname, record=len(page.checklists)
            )
        )
        box.extend(body)
        page.checklists.append(
            Checklist(
                id=id_,
                title=title,
                place=self.place(),
                anchor=anchor,
                finding=self.fact("finding", ""),
                phase=self.fact("phase", ""),
                mandatory=self.fact("mandatory", False),
                items=items,
            )
        )
        return [self.adopt(box)]

    def items(self, listed: Element) -> Iterator[Item]:
        """Yield the items of a list, and turn their marks into boxes."""
        listed["classes"] = ["audit-items"]
        for entry in listed.findall(nodes.list_item, descend=True):
            if entry.parent is listed:
                yield self.item(entry)

    def item(self, entry: Element) -> Item:
        first = first_words(entry)
        state = self.take_mark(first)
        at = self.place_of(first)
        if state is None:
            said = " ".join((first.astext() or entry.astext()).split())
            self.problem(
                Fault.BAD_ITEM,
                "a checklist item starts with [ ] open, [x] done or [-] not applicable",
                at=at,
                text=said[:60],
            )
            state = ItemState.OPEN
        entry["classes"] = ["audit-item", CLASSES[state]]
        nested = tuple(
            i for n in entry.children if isinstance(n, LISTS) for i in self.items(n)
        )
        box = nodes.inline("", f"{BOXES[state]} ", classes=["audit-mark"])
        first.insert(0, box)
        item = Item(text=text_of(first), state=state, place=at, items=nested)
        return self.with_record(item, first)

    def take_mark(self, paragraph: Element) -> ItemState | None:
        """Remove the mark at the start, also one the task list extension drew."""
        start = paragraph[0] if paragraph.children else None
        if isinstance(start, nodes.raw) and "checkbox" in start.astext():
            paragraph.remove(start)
            box = start.astext().replace("checkbox", "")
            strip_left(paragraph)
            return ItemState.DONE if "checked" in box else ItemState.OPEN
        if not isinstance(start, nodes.Text):
            return None
        match = MARK.match(start.astext())
        if match is None or match["mark"] not in MARKS:
            return None
        paragraph.replace(start, nodes.Text(start.astext()[match.end() :]))
        return MARKS[match["mark"]]

    def with_record(self, item: Item, paragraph: Element) -> Item:
        """Add who, when and evidence, as the roles in the item state them."""
        said = {
            kind: tuple(
                n.get("audit_said", n.astext())
                for n in paragraph.findall(nodes.inline)
                if f"audit-{kind}" in n["classes"]
            )
            for kind in ("by", "on", "evidence", "evidence-needed")
        }
        on: dt.date | None = None
        for text in said["on"]:
            try:
                on = values.date(text)
            except ValueError as error:
                self.problem(Fault.BAD_VALUE, f"on: {error}", at=item.place)
        return dc.replace(
            item,
            by=", ".join(said["by"]),
            on=on,
            evidence=said["evidence"],
            needs_evidence=bool(said["evidence-needed"])
            or self.fact("evidence", False),
        )


def first_words(entry: Element) -> Element:
    """Return the paragraph that begins an item; one of code or a list gets one."""
    first = entry[0] if entry.children else None
    if isinstance(first, nodes.paragraph):
        return first
    made = nodes.paragraph()
    entry.insert(0, made)
    return made


def outer_lists(body: Iterable[Node]) -> Iterator[Element]:
    """Yield the lists of a content that are not inside another list."""
    for node in body:
        if isinstance(node, LISTS):
            yield node
        elif isinstance(node, nodes.Element):
            yield from outer_lists(node.children)


def text_of(paragraph: Element) -> str:
    """Return an item's words without box, who, when and evidence."""
    parts = [
        f"{{{child['kind']}}}`{child['target']}`"
        if isinstance(child, computed)
        else child.astext()
        for child in paragraph.children
        if not (isinstance(child, nodes.inline) and RECORD & set(child["classes"]))
    ]
    return " ".join("".join(parts).split())


RECORD = {
    "audit-mark",
    "audit-by",
    "audit-on",
    "audit-evidence",
    "audit-evidence-needed",
}


def strip_left(paragraph: Element) -> None:
    if paragraph.children and isinstance(paragraph[0], nodes.Text):
        paragraph.replace(paragraph[0], nodes.Text(paragraph[0].astext().lstrip()))
