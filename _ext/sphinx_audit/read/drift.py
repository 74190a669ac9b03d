"""The table of what ``sphinx-audit drift`` found, read from its report in JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.locale import get_translation

from ..model.problem import Level
from ..report import Fault
from .base import AuditDirective
from .values import Fact, list_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from docutils.nodes import Element, Node

_ = get_translation("audit")

Row = tuple[str, str, str, str]
"""Place, level, code and message."""
WIDTHS = (20, 9, 16, 55)
LEVELS = frozenset(str(v) for v in Level)


class NoReport(ValueError):  # noqa: N818 - becomes a problem of the page
    """The file is no report; the message says why."""


class DriftTable(AuditDirective):
    """One row a contradiction of a report that is kept beside the pages."""

    kind = "drift-table"
    summary = (
        "Shows a row for each contradiction of a report, the argument, which "
        "`sphinx-audit drift --format json --output FILE` makes."
    )
    facts: ClassVar[Mapping[str, Fact]] = {
        "code": list_of("Contradictions of these codes.", "codes"),
        "level": list_of("Contradictions of these levels.", "levels"),
    }

    def make(self) -> list[Node]:
        body = self.parse_content_to_nodes()
        try:
            rows = list(self.wanted(self.rows()))
        except NoReport as error:
            self.problem(Fault.BAD_VALUE, f"{self.kind}: {error}")
            return body
        if not rows:
            none = nodes.paragraph("", _("No such contradiction."))
            none["classes"].append("audit-none")
            return [self.adopt(none), *body]
        return [self.adopt(table(rows)), *body]

    def wanted(self, rows: Iterable[Row]) -> Iterator[Row]:
        none: tuple[str, ...] = ()
        codes, levels = set(self.fact("code", none)), set(self.fact("level", none))
        for row in rows:
            if (not levels or row[1] in levels) and (not codes or row[2] in codes):
                yield row

    def rows(self) -> list[Row]:
        """Return what the report says; raises NoReport."""
        name = self.block.argument.strip()
        if not name:
            raise NoReport("it needs the file of a report, such as drift.json")
        relative, whole = self.env.relfn2path(name)
        path = Path(whole).resolve()
        if not path.is_relative_to(Path(self.env.srcdir).resolve()):
            raise NoReport(f"{name} is not below the sources")
        self.env.note_dependency(relative)
        try:
            data = json.loads(path.read_text("utf-8"))
        except OSError as error:
            raise NoReport(f"{name}: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            raise NoReport(f"{name} is no report of drift: {error}") from error
        return rows_of(data, name)


def rows_of(data: object, name: str) -> list[Row]:
    problems = data.get("problems") if isinstance(data, dict) else None
    if not isinstance(problems, list):
        raise NoReport(f"{name} is no report of drift: it has no problems")
    return [row_of(one, f"{name}: problem {n}") for n, one in enumerate(problems, 1)]


def row_of(one: object, at: str) -> Row:
    told = one if isinstance(one, dict) else {}
    file, line, level = told.get("file"), told.get("line"), told.get("level")
    code, message = told.get("code"), told.get("message")
    if not isinstance(file, str) or not isinstance(line, int) or level not in LEVELS:
        raise NoReport(f"{at} has no file, line and level")
    if not isinstance(code, str) or not isinstance(message, str):
        raise NoReport(f"{at} has no code and message")
    return f"{file}:{line}", str(level), code, message


def table(rows: Sequence[Row]) -> Element:
    heads = (_("Place"), _("Level"), _("Code"), _("Contradiction"))
    group = nodes.tgroup("", cols=len(heads))
    group += [nodes.colspec("", colwidth=width) for width in WIDTHS]
    group += nodes.thead("", line([nodes.Text(head) for head in heads]))
    group += nodes.tbody("", *(line(cells(*row)) for row in rows))
    return nodes.table("", group, classes=["audit-drift"])


def cells(place: str, level: str, code: str, message: str) -> list[Node]:
    badge = ["audit-badge", f"audit-level-{level}"]
    return [
        nodes.Text(place),
        nodes.inline("", level, classes=badge),
        nodes.literal("", code),
        nodes.Text(message),
    ]


def line(inner: Sequence[Node]) -> Element:
    entries = (nodes.entry("", nodes.paragraph("", "", one)) for one in inner)
    return nodes.row("", *entries)
