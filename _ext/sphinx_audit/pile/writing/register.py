"""What the documents say of each finding and phase, by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ...model.words import names
from ..said import NOT_OURS, PATTERN, Shape
from .blocks import parse
from .checklists import as_checklists, is_tasks
from .cleaning import clean, safe_text
from .facts import GATE, usable
from .harmless import written
from .told import Told, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..said import Statement
    from .report import Report


SKIPPED = (NOT_OURS - {GATE}) | {"item"}


class Register:
    """Findings and phases as the documents tell of them, by id without its case."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.told: dict[str, Told] = {}
        self.known: set[str] = set()
        """Findings that have a section of their own."""
        self.documents = 0

    def add(self, statements: Iterable[Statement]) -> None:
        """Take the statements of one more document."""
        for one in statements:
            if one.fact in SKIPPED or not one.about:
                continue
            if one.fact == GATE and not usable(one):
                continue
            told = self.named(one)
            if one.fact == "ours":
                told.ours = True
            elif usable(one):
                told.add(one, self.documents)
            elif not one.about.startswith((PHASE, PATTERN)):
                self.report.not_understood(one)
                if one.shape is Shape.RECORD:
                    self.report.note(one.about, one.fact, carried(one), one.place)
        self.documents += 1

    def know(self, about: str) -> None:
        self.told.setdefault(about.casefold(), Told(about))
        self.known.add(about.casefold())

    def named(self, one: Statement) -> Told:
        told = self.told.setdefault(one.about.casefold(), Told(one.about))
        if told.id != one.about:
            self.report.spelt(one, told.id)
        return told

    def twice(self) -> Iterator[tuple[Told, Statement, Statement]]:
        """Yield ids to which one table or one list of headings gives two titles."""
        for told in self.findings():
            first: dict[tuple[int, Shape], Statement] = {}
            for document, one in told.facts.get("title", ()):
                if one.shape in {Shape.TABLE, Shape.HEADING}:
                    other = first.setdefault((document, one.shape), one)
                    if same(other.value) != same(one.value):
                        yield told, other, one

    def settle_arrows(self) -> None:
        """Keep the dependencies that arrows draw where no word says any."""
        for told in self.told.values():
            arrows, sure = told.drawn()
            if not arrows:
                continue
            kept = [] if sure else [a for a in arrows if not self.needs(a[1])]
            told.facts["depends"] = sure or kept
            if not told.facts["depends"]:
                del told.facts["depends"]
            for _, one in kept:
                self.report.by_arrow(one)

    def needs(self, arrow: Statement) -> bool:
        """Tell whether words say the contrary of an arrow."""
        other = self.get(arrow.value)
        sure = other.drawn()[1] if other else []
        return any(arrow.about in names(one.value) for _, one in sure)

    def get(self, id_: str) -> Told | None:
        return self.told.get(id_.casefold())

    def findings(self) -> list[Told]:
        """Return those of which more is told than that others need them."""
        return [
            t
            for key, t in self.told.items()
            if not t.id.startswith((PHASE, PATTERN))
            and (t.facts.keys() - {"depends"} or key in self.known)
        ]

    def homeless(self) -> Iterator[Statement]:
        """Yield the decisions on gates of phases that nothing else tells of."""
        phases = self.phases()
        for told in self.told.values():
            if told.id.removeprefix(PHASE) not in phases:
                yield from told.all_said("signoff")

    def patterns(self) -> dict[str, Told]:
        """Return the reusable solutions by their ids."""
        found = (t for t in self.told.values() if t.id.startswith(PATTERN))
        return {t.id.removeprefix(PATTERN): t for t in found}

    def phases(self) -> dict[str, list[Told]]:
        """Return the findings of each phase, phases in the order they are named.

        A phase without any is one only where our own export tells of it.
        """
        found: dict[str, list[Told]] = {}
        for told in self.findings():
            if phase := told.value("phase"):
                found.setdefault(phase, []).append(told)
        for told in self.told.values():
            if told.ours and told.id.startswith(PHASE):
                found.setdefault(told.id.removeprefix(PHASE), [])
        return found


def carried(one: Statement) -> str:
    """Return words of a record; those of several lines are Markdown."""
    words = one.words
    if "\n" not in words:
        return safe_text(words)
    parsed = parse([clean(line) for line in words.split("\n")])
    if len(parsed.blocks) == 1 and all(map(is_tasks, parsed.blocks[0].children)):
        return "\n".join(as_checklists(parsed.blocks[0], one.about, one.fact, parsed))
    return "\n".join(written(parsed.blocks, parsed.definitions, depth=1))
