"""The views: directives that show what is computed from the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import QueryError
from ..model.columns import COLUMNS, GROUPS
from ..model.problem import Level
from ..model.query import SORTS, read_query
from ..model.words import hint, names
from ..placeholders import view
from ..report import Fault
from . import values
from .base import AuditDirective
from .values import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from docutils.nodes import Node

    from ..model import Place


def columns(text: str) -> tuple[str, ...]:
    """Return names of columns; raises ValueError with the nearest valid one."""
    found = tuple(n.lower() for n in names(text))
    for name in found:
        if name not in COLUMNS:
            raise ValueError(f"no column {name!r}{hint(name, COLUMNS)}")
    if not found:
        raise ValueError("no column is named")
    return found


LIST = "values, with commas; `!` excludes"

QUERY: dict[str, Fact] = {
    "phase": Fact(values.words, LIST, "Findings of these phases."),
    "priority": Fact(values.words, LIST, "Of these priorities."),
    "status": Fact(values.words, LIST, "Of these statuses."),
    "state": Fact(values.words, LIST, "Of these states: `ready`, `blocked` …"),
    "owner": Fact(values.words, LIST, "With these owners or assignees."),
    "category": Fact(values.words, LIST, "Of these categories."),
    "tags": Fact(values.words, LIST, "With one of these tags."),
    "sort": Fact(
        values.words,
        ", ".join(f"`{s}`" for s in SORTS),
        "The order; `-` turns a key round.",
    ),
}

TABLE: dict[str, Fact] = {
    "columns": Fact(columns, ", ".join(f"`{c}`" for c in COLUMNS), "What to show."),
    "group-by": values.chosen_from(GROUPS, "A table for each value."),
}


class View(AuditDirective):
    """A view that takes the query options, and those of its kind."""

    kind: ClassVar[str]

    def make(self) -> list[Node]:
        shown = view("", *self.parse_content_to_nodes(), kind=self.kind)
        asked = {k: v for k, v in self.given.items() if isinstance(v, str)}
        asked = {k: v for k, v in asked.items() if k in QUERY}
        if self.block.argument:
            self.problem(
                Fault.BAD_QUERY,
                f"{self.kind} takes no argument; ask with options such as :phase: 2A",
                text=self.block.argument,
            )
        try:
            read_query(asked)
        except QueryError as error:
            self.problem(
                Fault.BAD_QUERY, f"{self.kind}: {error}", at=self.place_of_query()
            )
            return list(shown.children)
        shown["query"] = asked
        shown["options"] = {k: v for k, v in self.given.items() if k not in asked}
        return [self.adopt(shown)]

    def place_of_query(self) -> Place:
        lines = [o.line for o in self.block.options if o.name in QUERY]
        return self.place(self.first_line + lines[0] if lines else None)


class PhaseIndex(View):
    """One row a phase: status, progress, effort, gate."""

    kind = "phase-index"
    summary = "Shows a row for each phase: status, progress, effort, gate."
    facts: ClassVar[Mapping[str, Fact]] = QUERY


class FindingTable(View):
    """One row a finding."""

    kind = "finding-table"
    summary = "Shows a row for each finding."
    facts: ClassVar[Mapping[str, Fact]] = QUERY | TABLE


class DependencyGraph(View):
    """Who needs whom, as a picture and as a table."""

    kind = "dependency-graph"
    summary = "Shows who needs whom, as a picture and as a table."
    facts: ClassVar[Mapping[str, Fact]] = QUERY | {
        "layout": values.chosen_from(("dependencies", "phases"), "What leads the eye."),
        "title": values.text_of("What the picture is called."),
    }


class ChecklistTable(View):
    """One row a checklist."""

    kind = "checklist-table"
    summary = "Shows a row for each checklist, or for each open item."
    facts: ClassVar[Mapping[str, Fact]] = QUERY | {
        "open": values.flag_of("Whether to show open items and who owes them."),
    }


class GateTable(View):
    """One row a gate: its state, what it still asks, who decided."""

    kind = "gate-table"
    summary = "Shows a row for the gate of each phase: what it asks, who decided."
    facts: ClassVar[Mapping[str, Fact]] = QUERY


class ProgressView(View):
    """Where the audit stands: states, priorities and effort."""

    kind = "progress"
    summary = "Shows where the audit stands: states, priorities and effort."
    facts: ClassVar[Mapping[str, Fact]] = QUERY


def listed_of(valid: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    """Return a reader of a list of known words; raises ValueError for others."""

    def read(text: str) -> tuple[str, ...]:
        found = tuple(n.lower().replace("-", "_") for n in names(text))
        for name in found:
            if name not in valid:
                raise ValueError(f"{name!r} is unknown{hint(name, valid)}")
        return found

    return read


LEVELS = tuple(level for level in Level if level is not Level.OFF)


class ProblemTable(View):
    """One row a problem that the rules find."""

    kind = "problem-table"
    summary = "Shows a row for each problem that the rules find, known ones too."
    facts: ClassVar[Mapping[str, Fact]] = {
        "phase": values.list_of("Problems of these phases and their findings.", "ids"),
        "code": Fact(
            listed_of(tuple(Fault)), "codes, with commas", "Problems of these codes."
        ),
        "level": Fact(
            listed_of(LEVELS),
            ", ".join(f"`{level}`" for level in LEVELS),
            "Problems of these levels.",
        ),
    }


VIEWS = (
    PhaseIndex,
    FindingTable,
    DependencyGraph,
    ChecklistTable,
    GateTable,
    ProgressView,
    ProblemTable,
)
