"""One PDF: what it is about, its pages and its parts."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from .wanted import OF_KIND, Wanted

if TYPE_CHECKING:
    from .chapters import Entry


@dc.dataclass(frozen=True, kw_only=True)
class Book:
    """One PDF."""

    name: str
    """The file's name without its suffix."""
    root: str
    """The page it starts from; those of its contents tree follow."""
    title: str
    kind: str
    """What the cover calls it, in a few words."""
    subtitle: str | None = None
    depth: int = 2
    """Levels of headings in the contents."""
    sections: bool = True
    """Whether the contents name sections, or only pages and findings."""
    entries: tuple[Entry, ...] = ()
    phases: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    """Ids of what it is about, in the order of the work; set aside ones come last."""
    wanted: Wanted = dc.field(default_factory=Wanted)

    @property
    def docnames(self) -> set[str]:
        return {entry.docname for entry in self.entries}

    @property
    def parts(self) -> tuple[str, ...]:
        return self.wanted.parts or OF_KIND[self.wanted.kind]
