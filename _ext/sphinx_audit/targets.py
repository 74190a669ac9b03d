"""What can be linked to: the place, the name and the title behind an id."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .model import Checklist, Finding, Pattern, Phase, Register


class Target(NamedTuple):
    """Where a reference goes, and what it says there."""

    docname: str
    anchor: str
    name: str
    title: str

    @property
    def text(self) -> str:
        return f"{self.name}: {self.title}" if self.title != self.name else self.name


SEARCH_PRIORITY = {"finding": 0, "phase": 0, "pattern": 1, "checklist": 2}
"""Of Sphinx's search: 0 first, 1 as usual, 2 last."""


def things(
    register: Register, kind: str
) -> Mapping[str, Finding | Phase | Checklist | Pattern]:
    """Return the things of a kind by id."""
    groups: dict[str, Mapping[str, Finding | Phase | Checklist | Pattern]] = {
        "finding": register.findings,
        "phase": register.phases,
        "checklist": register.checklists,
        "pattern": register.patterns,
    }
    return groups[kind]


def find(register: Register, kind: str, id_: str) -> Target | None:
    """Return where the thing of this kind and id stands; former ids work too."""
    known = things(register, kind)
    thing = known.get(register.canonical(id_) if kind == "finding" else id_)
    if thing is None:
        return None
    name = f"Phase {thing.id}" if kind == "phase" else thing.id
    return Target(thing.place.docname, thing.anchor, name, thing.title or name)


def all_targets(register: Register) -> Iterable[tuple[str, str, Target]]:
    """Yield the kind, the id and the target of everything."""
    for kind in SEARCH_PRIORITY:
        for id_ in things(register, kind):
            if (target := find(register, kind, id_)) is not None:
                yield kind, id_, target
