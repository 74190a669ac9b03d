"""A register as CSV: one plan a row, each mistake with its line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from ..exchange.codec import MOST_DAYS
from ..exchange.estimate import written
from ..exchange.table import COMPUTED, EFFORT, STATED, meant
from ..model import Effort
from ..model.effort import HOURS
from ..model.words import hint
from ..read.finding import FACTS
from .plan import Plan, evened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

OTHERS = ("effort", *EFFORT, *COMPUTED)
NEEDED = ("id", "title")
APART = (*NEEDED, "phase", "summary")
"""Columns that are no options of the directive, or are handled by themselves."""


class Row(NamedTuple):
    """A plan, and the line on which the file states it."""

    line: int
    plan: Plan


class Rows(NamedTuple):
    """What a file states, and what is wrong with it: lines with their mistakes."""

    rows: list[Row]
    mistakes: list[tuple[int, str]]


def read_rows(text: str, phase: str = "") -> Rows:
    """Return the plans of a CSV; *phase* is that of rows that name none."""
    found = Rows([], [])
    lines = numbered(text, found)
    if found.mistakes:
        return found
    if not lines:
        return Rows([], [(1, "the file is empty")])
    line, cells = lines[0]
    heads = [head(cell) for cell in cells]
    if wrong := wrong_heads(heads):
        return Rows([], [(line, wrong)])
    for line, cells in lines[1:]:
        read_row(line, heads, cells, phase, found)
    return found


def numbered(text: str, wrong: Rows) -> list[tuple[int, list[str]]]:
    """Return the rows that hold something, with the lines on which they begin."""
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)  # some spreadsheets write semicolons
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    found, start = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        wrong.mistakes.append((start, f"is no CSV: {error}"))
    return found


def head(cell: str) -> str:
    return "-".join(meant(cell).replace("_", " ").replace("-", " ").lower().split())


def wrong_heads(heads: Sequence[str]) -> str:
    known = (*STATED, *OTHERS)
    for name in heads:
        if name and name not in known:
            return f"no column {name!r} is known{hint(name, known)}"
        if name and heads.count(name) > 1:
            return f"column {name!r} stands there twice"
    missing = [name for name in NEEDED if name not in heads]
    return f"no column {missing[0]!r}" if missing else ""


def read_row(
    line: int, heads: Sequence[str], cells: Sequence[str], phase: str, found: Rows
) -> None:
    """Add a row's plan to what is found, or its mistakes."""
    values = {name: meant(cell) for name, cell in zip(heads, cells, strict=False)}
    wrong: list[str] = []
    if any(cell.strip() for cell in cells[len(heads) :]):
        wrong.append(f"has {len(cells)} cells, the head {len(heads)}")
    for name, value in values.items():
        try:
            values[name] = evened(value)
        except ValueError as error:
            wrong.append(f"{name} {error}")
    wrong += [f"has no {name}" for name in NEEDED if not values.get(name)]
    facts = facts_of(values, wrong.append)
    found.mistakes.extend((line, text) for text in wrong)
    if not wrong:
        plan = Plan(
            id=values["id"],
            title=values["title"],
            phase=values.get("phase") or phase,
            facts=facts,
            summary=values.get("summary", ""),
        )
        found.rows.append(Row(line, plan))


def facts_of(
    values: Mapping[str, str], complain: Callable[[str], object]
) -> dict[str, str]:
    """Return the options that a row states, in the order of the reference."""
    given = {n: values.get(n, "") for n in FACTS if n not in APART}
    if not given["effort"]:
        try:
            given["effort"] = effort_of(values)
        except ValueError as error:
            complain(str(error))
    for name, value in given.items():
        if value and (why := unreadable(name, value)):
            complain(f"{name}: {why}")
    return {name: value for name, value in given.items() if value}


def unreadable(name: str, value: str) -> str:
    """Return why the directive could not read the value of an option, or nothing."""
    try:
        FACTS[name].read(value)
    except ValueError as error:
        return str(error)
    return ""


def effort_of(values: Mapping[str, str]) -> str:
    """Return the estimate that two columns of days state."""
    low, high = (values.get(name, "") for name in EFFORT)
    if not low and not high:
        return ""
    try:
        least, most = float(low or high), float(high or low)
    except ValueError:
        raise ValueError(f"effort {low!r} to {high!r}: no numbers of days") from None
    if not 0 <= least <= most <= MOST_DAYS:  # also refuses NaN
        raise ValueError(f"effort {low!r} to {high!r}: not from low to high")
    return written(Effort(low=least * HOURS["d"], high=most * HOURS["d"]))
