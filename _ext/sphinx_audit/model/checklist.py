"""Checklists and their items."""

from __future__ import annotations

import dataclasses as dc
import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from .finding import Place


class ItemState(StrEnum):
    """What is known of an item."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not applicable"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to check."""

    text: str
    state: ItemState
    place: Place
    by: str = ""
    on: dt.date | None = None
    evidence: tuple[str, ...] = ()
    needs_evidence: bool = False
    items: tuple[Item, ...] = ()

    @property
    def lacks_evidence(self) -> bool:
        """Whether it is ticked without the evidence it asks for."""
        return (
            self.state is ItemState.DONE and self.needs_evidence and not self.evidence
        )

    @property
    def reason(self) -> str:
        """Why it does not apply: the parenthesis at its end."""
        match = REASON.search(self.text)
        said = NOT_APPLICABLE.sub("", match["said"]).strip() if match else ""
        return said if any(c.isalnum() for c in said) else ""


REASON = re.compile(r"\((?P<said>[^()]*(?:\([^()]*\)[^()]*)*)\)\W*$")
NOT_APPLICABLE = re.compile(r"^\s*(?:not applicable|n/?a)\b\s*[:;,–—-]?", re.IGNORECASE)


@dc.dataclass(frozen=True, kw_only=True)
class Checklist:
    """A list of items that belongs to a finding or to a phase."""

    id: str
    title: str
    place: Place
    anchor: str
    finding: str = ""
    phase: str = ""
    mandatory: bool = False
    items: tuple[Item, ...] = ()

    @property
    def progress(self) -> Progress:
        return Progress.of(flat(self.items))


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of a number of things are done; those that do not apply are left out."""

    done: int = 0
    total: int = 0

    @classmethod
    def of(cls, items: Iterable[Item]) -> Progress:
        states = [i.state for i in items if i.state is not ItemState.NOT_APPLICABLE]
        return cls(done=states.count(ItemState.DONE), total=len(states))

    def __add__(self, other: Progress) -> Progress:
        return Progress(done=self.done + other.done, total=self.total + other.total)

    @property
    def share(self) -> float:
        """The part that is done, 0 to 1; nothing to do counts as nothing done."""
        return self.done / self.total if self.total else 0.0


def flat(items: Iterable[Item]) -> Iterator[Item]:
    """Yield all items, each before the ones nested in it."""
    for item in items:
        yield item
        yield from flat(item.items)
