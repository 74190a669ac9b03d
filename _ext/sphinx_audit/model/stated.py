"""What all pages state together, by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from .survey import Outside
from .words import natural

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from .checklist import Checklist
    from .finding import Finding
    from .page import Page
    from .pattern import Pattern
    from .phase import Phase, SignOff
    from .survey import Survey

T = TypeVar("T", "Finding", "Phase", "Checklist", "Pattern")


class Stated:
    """A read-only view of all pages; of two things with one id the first page's counts.

    Pages are taken in the order of their names, so that the order in which they were
    read cannot matter. *today* is the as-of date, without which nothing expires;
    *outside* tells what is known besides the pages.
    """

    def __init__(
        self,
        pages: Mapping[str, Page],
        today: dt.date | None = None,
        outside: Outside | None = None,
    ) -> None:
        self.pages = dict(sorted(pages.items()))
        self.today = today
        self.outside = outside or Outside()

    @cached_property
    def survey(self) -> Survey:
        """What was found of evidence and behind sign-offs."""
        return self.outside.survey(self)

    @cached_property
    def errors(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of what rules of level error find inside each phase."""
        return self.outside.errors(self)

    @cached_property
    def findings(self) -> dict[str, Finding]:
        return first(f for page in self.pages.values() for f in page.findings)

    @cached_property
    def phases(self) -> dict[str, Phase]:
        found = first(p for page in self.pages.values() for p in page.phases)
        ordered = sorted(
            found.values(), key=lambda p: (p.order is None, p.order or 0, natural(p.id))
        )
        return {p.id: p for p in ordered}

    @cached_property
    def checklists(self) -> dict[str, Checklist]:
        return first(c for page in self.pages.values() for c in page.checklists)

    @cached_property
    def patterns(self) -> dict[str, Pattern]:
        return first(p for page in self.pages.values() for p in page.patterns)

    @cached_property
    def signoffs(self) -> list[SignOff]:
        return [s for page in self.pages.values() for s in page.signoffs]

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Former ids of findings, with the present one."""
        return {a: f.id for f in self.findings.values() for a in f.aliases}

    def canonical(self, id_: str) -> str:
        return id_ if id_ in self.findings else self.aliases.get(id_, id_)


def first(things: Iterator[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        found.setdefault(thing.id, thing)
    return found
