"""Tables: what their columns say of the finding of each row, and what falls outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Shape
from ..words import folded
from .inline import plain
from .subject import Subject, subject
from .values import NOTHING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .saying import Notes

PIPE = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
QUOTED = re.compile(r"^[ \t>]*")
INTERPRETED = frozenset({"id", "document"})


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Context:
    """Where a table stands: below the heading of a finding or of a phase."""

    about: str = ""
    phase: str = ""


def split(line: str) -> list[str]:
    """Return the cells of a row as GitHub's Markdown has them."""
    bare = QUOTED.sub("", line).strip()
    cells = PIPE.split(bare)
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip() and bare.endswith("|"):
        cells = cells[:-1]
    return [c.replace("\\|", "|").strip() for c in cells]


def read_table(
    lines: Sequence[str], first: int, last: int, around: Context, notes: Notes
) -> None:
    """State what the table between two lines says."""
    header = [plain(c) for c in split(lines[first - 1])]
    rows = [Row(n, split(lines[n - 1])) for n in range(first + 2, last + 1)]
    rows = [row for row in rows if any(row.cells)]
    outside(header, rows, notes)
    facts = notes.profile.columns(header)
    if around.about and pairs(header, facts, rows, notes):
        rows.insert(0, Row(first, header))
        for row in rows:
            fact = notes.profile.fact(plain(row.cells[0]))
            if fact and fact not in INTERPRETED and len(row.cells) > 1:
                words = plain(row.cells[1])
                notes.state(around.about, fact, words, row.line, Shape.TABLE)
        return
    stated = [read_row(row, facts, len(header), around, notes) for row in rows]
    silent(rows, stated, notes)


def pairs(header: list[str], facts: list[str], rows: list[Row], notes: Notes) -> bool:
    """Tell whether a table gives names in its first column, values in the second."""
    if len(header) != 2 or "id" in facts:
        return False
    named = sum(
        bool(row.cells and notes.profile.fact(plain(row.cells[0]))) for row in rows
    )
    return named * 2 > len(rows)


def outside(header: list[str], rows: list[Row], notes: Notes) -> None:
    for row in rows:
        extra = [plain(c) for c in row.cells[len(header) :]]
        if any(extra):
            text = (
                f"{', '.join(repr(c) for c in extra if c)} stands outside the "
                f"{len(header)} columns of the table, so no page shows it"
            )
            notes.trouble(row.line, text, "outside_table")


def read_row(
    row: Row, facts: list[str], wide: int, around: Context, notes: Notes
) -> tuple[str, bool]:
    """State what a row says; return whom it is about, and whether it has a status."""
    whom, at = whose(row, facts, notes)
    if whom is None:
        return "", False
    about, status = whom.about, bool(whom.state or whom.mark)
    notes.about(whom, row.line, Shape.TABLE)
    for n, cell in enumerate(row.cells):
        words = plain(cell)
        if n == at or not words:
            continue
        fact = facts[n] if n < len(facts) else ""
        if n >= wide and notes.profile.status_of(words):
            fact = "status"
        if not fact or fact in INTERPRETED:
            continue
        if fact == "title":
            said = subject(cell, notes.profile)
            words = said.title if said and said.about == about else words
            if whom.title:
                continue
        status = status or (fact == "status" and folded(words) not in NOTHING)
        value(about, fact, words, row.line, notes)
    if around.phase and "phase" not in facts and not about.startswith(PHASE):
        notes.say(about, "phase", around.phase, row.line, Shape.TABLE, around.phase)
    return about, status


def value(about: str, fact: str, words: str, line: int, notes: Notes) -> None:
    """State a cell; one of marks alone is what the legend says."""
    bare = words.replace("\ufe0f", "")
    if fact == "status" and bare in notes.profile.legend:
        notes.mark(Subject(about, mark=bare), line, Shape.TABLE)
    else:
        notes.state(about, fact, words, line, Shape.TABLE)


def whose(row: Row, facts: list[str], notes: Notes) -> tuple[Subject | None, int]:
    """Return whom a row is about, and the cell that says it."""
    places = [facts.index("id")] if "id" in facts else []
    if "phase" in facts and not places:
        places.append(facts.index("phase"))
    for n in (*places, 0, 1):
        if n < len(row.cells) and (whom := subject(row.cells[n], notes.profile)):
            if whom.about.startswith(PHASE) and n not in places and n:
                continue
            return whom, n
    for n in places:
        if n < len(row.cells) and (whom := loose(row.cells[n], facts[n], notes)):
            return whom, n
    return None, -1


def loose(cell: str, fact: str, notes: Notes) -> Subject | None:
    """Return whom a cell of the right column names in small letters, or a phase."""
    words = plain(cell)
    if fact == "phase":
        match = notes.profile.one_phase.match(words)
        title = words[match.end() :].strip(" :–—-()") if match else ""
        return Subject(f"{PHASE}{match[0].upper()}", title) if match else None
    found = subject(words.upper(), notes.profile)
    if found is None or found.title:
        return None
    return Subject(words[: len(found.about)])


def silent(rows: list[Row], stated: list[tuple[str, bool]], notes: Notes) -> None:
    """Note rows without a status where others of the table have one."""
    about = [whom for whom, _ in stated]
    if any(status for whom, status in stated if not whom.startswith(PHASE)):
        for row, (whom, status) in zip(rows, stated, strict=True):
            if whom and not status and about.count(whom) == 1:
                text = f"the row of {whom} has no status, others of its table have one"
                notes.trouble(row.line, text, "no_status")


def table_lines(lines: list[tuple[int, str]]) -> tuple[int, int] | None:
    """Return the lines of what was meant as a table, if a paragraph is one."""
    for n, (number, line) in enumerate(lines[:-1]):
        if "|" in line and "|" in lines[n + 1][1] and RULE.match(lines[n + 1][1]):
            return number, lines[-1][0]
    return None
