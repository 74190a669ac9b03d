"""Codes of drift, what a rule is, and what it finds."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from typing import TYPE_CHECKING

from ...model import Place as At
from ...model.problem import Level, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..said import Place

__all__ = ["Code", "Contradiction", "Level", "Problem", "Rule", "found", "named"]


class Code(StrEnum):
    """The codes; the text behind each is its row in the reference."""

    UNREADABLE = "unreadable", "A file cannot be read."
    SKIPPED = "skipped", "Files of a folder are no Markdown."
    EMPTY = "empty", "A file is empty."
    ENCODING = "encoding", "A file is not in UTF-8."
    MOJIBAKE = "mojibake", "Text was decoded wrongly once, such as UTF-8 as Latin-1."
    FRONT_MATTER = "front_matter", "The front matter is no YAML."
    MARK_LEARNT = "learnt_mark", "A mark is read as the words beside it say."
    MARK_UNKNOWN = "unknown_mark", "Nobody says what a mark means."
    UNREAD_VALUE = "unread_value", "Nobody can tell what a value means."
    OUTSIDE_TABLE = "outside_table", "A cell stands outside the columns of its table."
    BROKEN_TABLE = "broken_table", "A table is shown as text."
    NO_STATUS = "no_status", "A row has no status, others of its table have one."
    EMPHASIS = "emphasis", "Bold type is opened and never closed."
    OPEN_FENCE = "open_fence", "A code fence is never closed."
    NESTED_FENCE = "nested_fence", "A code fence is ended by one inside it."
    LEFT_OVER = "left_over", "Words of a template were not replaced."
    LINK = "missing_file", "A link leads to a file that is not there."
    STATUS = "status_differs", "Two places give one finding or phase two states."
    PRIORITY = "priority_differs", "Two places give one finding two priorities."
    SEVERITY = "severity_differs", "Two places give one finding two severities."
    EFFORT = "effort_differs", "Two places give one finding two efforts."
    PHASE = "phase_differs", "Two places put one finding into two phases."
    TITLE = "title_differs", "Two places give one finding or phase two titles."
    DEPENDS = "depends_differs", "Two places give one finding other dependencies."
    OWNER = "owner_differs", "Two places give one finding two owners."
    DUE = "due_differs", "Two places give one finding two due dates."
    REUSED_ID = "reused_id", "One id is used for two things."
    ID_CASE = "id_case", "Two ids differ in nothing but capitals."
    ID_FORM = "id_form", "A form of ids leaves out kinds of findings that are in use."
    TWO_PLANS = "two_plans", "Two documents are the plan of one finding."
    COUNT = "count_differs", "A typed number and the counted one differ."
    VANISHED = "vanished", "One register lists a finding, another does not."
    RANGE = "range_member", "A range of ids has members that nobody defines."
    OPEN_BOXES = "open_boxes", "Something is said to be done, and its boxes are open."
    OPEN_MEMBERS = "open_members", "A phase is said to be done, a finding of it is not."
    UNSIGNED_GATE = "unsigned_gate", "A gate is said to be passed, without who or when."
    UNSIGNED = "unsigned_approval", "A document is approved by nobody."
    EMPTY_PHASE = "empty_phase", "A phase has no finding."
    PHASE_PRIORITY = "phase_priority", "A finding is more urgent than its phase."
    PHASE_ORDER = "phase_order", "Phases are drawn in a row here, side by side there."
    NO_GATE = "no_gate", "A phase has no gate, another has one."
    SECTION = "section_missing", "A plan lacks a section of the template."
    RENAMED = "section_renamed", "A section of a plan has a name of its own."
    TEMPLATE = "template_differs", "Two documents name a section differently."
    ENVIRONMENT = "environment_differs", "Two documents set a variable differently."
    COMMAND = "command_differs", "One command is written with other options."
    PRODUCTION = "production_test", "Tests run against production."
    CREDENTIALS = "credentials", "An address holds a password."

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Code:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member


@dc.dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule as the reference and SARIF describe it.

    *wrong* are documents that break it and *right* the same put right: both are tests.
    Several documents are parted by lines of `=== NAME`.
    """

    fault: Code
    level: Level
    why: str
    """What goes wrong for readers where it does not hold, in a sentence."""
    remedy: str
    """What to do, in a sentence."""
    wrong: str = ""
    right: str = ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Problem):
    """A problem that several places make together; *also* are all but its own."""

    also: tuple[At, ...] = ()


MOST = 50
"""Places that are named of one problem: nobody looks at more."""


def found(
    code: str, message: str, places: Sequence[Place], ids: Iterable[str]
) -> Contradiction:
    """Return a problem at the first of its places."""
    first, *others = (
        At(docname=at.file, line=at.line, path=at.file)
        for at in list(dict.fromkeys(places))[:MOST]
    )
    return Contradiction(
        fault=code, message=message, place=first, ids=tuple(ids), also=tuple(others)
    )


def named(places: Sequence[Place], near: Place | None = None, most: int = 3) -> str:
    """Name places by file and line; those of the file of *near* by line alone."""
    given = list(dict.fromkeys(places))
    same = near.file if near else None
    parts = [f"line {at.line}" if at.file == same else str(at) for at in given[:most]]
    if len(given) > most:
        parts.append(f"{len(given) - most} more")
    return ", ".join(parts)
