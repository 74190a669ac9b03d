"""``RESULTS.md``: every figure with its bar and the command that repeats it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import TYPE_CHECKING

import bars
from compare import COLD, UNCHANGED
from environments import NEEDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rows import Found, Row

COMMAND = "python benchmarks/run.py"
REPEAT = (
    "`make bench` repeats all of it, a command its own table; "
    "`python` is that of `.venv/bin`."
)
NAMES = ("sphinx", "myst-parser", "furo", "mermaid-render", "typst")
HEADS = {
    "apart": "Outside any contents tree, furo",
    "listed": "Every page in the contents tree, furo, `audit_sidebar`",
}
COLUMNS = ("step", "by", "CPU s", "× plain", "MB", "× plain", "read", "written")
TABLE = f"| {' | '.join(COLUMNS)} | right | bar |\n|{'---|' * (len(COLUMNS) + 2)}"


def report(found: Mapping[str, Found], note: str = "") -> str:
    """Return the whole text for what was measured, in the order of the experiments."""
    results = {name: one.rows for name, one in found.items()}
    said = ", ".join([*(f"{n} {version(n)}" for n in NAMES), NEEDS.replace("==", " ")])
    parts = [
        "# Measurements",
        f"Python {platform.python_version()}, {os.cpu_count()} cores; {said}.",
        revisions(found),
        *([note] if note else []),
        REPEAT,
    ]
    if "handbook" in results:
        parts.append(handbook(results["handbook"]))
    for layout in HEADS:
        parts += compared(layout, results)
    parts += reasons("\n".join(parts))
    parts += linear(results)
    for name, rows in results.items():
        if name.startswith("graphs-"):
            parts.append(graphs(name, rows))
    return "\n\n".join(parts) + "\n"


def revisions(found: Mapping[str, Found]) -> str:
    """Say which commit each experiment measured."""
    by: dict[str, list[str]] = {}
    for name, one in found.items():
        by.setdefault(one.revision, []).append(name)
    if len(by) == 1:
        return f"Sources of revision {next(iter(by))}."
    said = (f"{', '.join(names)}: {revision}" for revision, names in by.items())
    return f"Sources by revision: {'; '.join(said)}."


def handbook(rows: list[Row]) -> str:
    lines = [
        "## The handbook of this repository",
        "",
        f"User and system CPU, and the clock; least of 3 runs: `{COMMAND} handbook`.",
        "",
        "| what | CPU seconds | seconds | bar |",
        "|---|---|---|---|",
    ]
    for row in rows:
        bar = "; ".join(map(str, bars.of_handbook(row)))
        lines.append(f"| {row.step} | {row.cpu:.1f} | {row.wall or 0:.1f} | {bar} |")
    return "\n".join(lines)


def compared(layout: str, results: Mapping[str, list[Row]]) -> Iterator[str]:
    """Yield a heading, what is compared, and one table for each number of findings."""
    chosen = {n: rows for n, rows in results.items() if n.startswith(f"{layout}-")}
    if chosen:
        yield f"## {HEADS[layout]}"
        yield EXPLAINED[layout]
    for name, rows in chosen.items():
        count = int(name.split("-")[1])
        yield f"### {count:,} findings\n\n`{COMMAND} {name}`\n\n" + table(
            layout, count, rows
        )


def table(layout: str, count: int, rows: list[Row]) -> str:
    plain = {row.step: row for row in rows if row.tool == "plain"}
    lines = [TABLE]
    for row in rows:
        base = plain.get(row.step)
        over = [f"{row.cpu:.2f}", "–", f"{row.memory}", "–"]
        met = ""
        if base:
            over[1] = f"{row.cpu / base.cpu:.2f}"
            over[3] = f"{(row.memory or 0) / (base.memory or 1):.2f}"
        if base and row.tool == "ours":
            met = "; ".join(map(str, bars.against_plain(layout, count, row, base)))
        right = {None: "–", True: "yes", False: "**no**"}[row.right]
        cells = (row.step, row.tool, *over, row.read, row.written, right, met)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def reasons(said: str) -> Iterator[str]:
    """Yield why bars are missed, as profiles tell; only of those that are."""
    lines = [line for line in said.splitlines() if "**missed**" in line]
    found = [
        f"- {step}, {what}: {why}"
        for (step, what), why in MISSED.items()
        if any(line.startswith(f"| {step}") and missed(what, line) for line in lines)
    ]
    if found:
        yield "## Why bars are missed\n\n" + "\n".join(found)


def missed(what: str, line: str) -> bool:
    """Tell whether a line of a table misses the bar of this name."""
    bars_ = line.rpartition(" | ")[2].split(";")
    return any(what in bar and "**missed**" in bar for bar in bars_)


MISSED = {
    (COLD, "CPU"): "by a profile of 400 plans the views take most of the excess, and "
    "of them the engine for the overview graphs; then what makes rebuilds exact, the "
    "facts, sections and code of plans, and importing the extension.",
    (COLD, "memory"): "Mermaid's engine and the widths of its font take 20 MB of "
    "every build that draws a graph; at 1,000 findings the tables of the register "
    "and of the phases take another 12 for a while, and the collector, which looks "
    "less often than by default, leaves up to 11 lying.",
    (UNCHANGED, "CPU"): "importing the extension takes 0.1 to 0.15 s, of which "
    "making its data classes is a quarter; looking at each file and making the order "
    "of the work takes some hundredths.",
    ("prose", "CPU"): "the rules are asked again though no fact changed, which takes "
    "a twelfth of such a build; importing the extension, seeing what each page shows, "
    "and the larger environment take the rest.",
    ("status", "CPU"): "when a fact changes, the rules and what each head shows are "
    "asked again; and the register's tables and the graphs that show it are written, "
    "which plain Sphinx has none of.",
}
"""What profiles of the builds say, by step and bar."""


def linear(results: Mapping[str, list[Row]]) -> Iterator[str]:
    """Yield the cost per page at 4,000 findings over that at 500, if both are known."""
    names = [f"listed-{count}" for count in (bars.FEW, bars.MANY)]
    if not results.keys() >= set(names):
        return
    few, many = (
        next(r for r in results[name] if r.tool == "ours" and r.step == COLD)
        for name in names
    )
    said = "\n".join(f"- {bar}" for bar in bars.linear(few, many))
    counts = f"{bars.MANY:,} findings over {bars.FEW}"
    yield f"## Cost per page, {counts}\n\n`{COMMAND} {' '.join(names)}`\n\n{said}"


def graphs(name: str, rows: list[Row]) -> str:
    total = bars.Bar("CPU seconds together", sum(r.cpu for r in rows), bars.GRAPHS)
    lines = [
        f"## Overview graphs of {int(name.split('-')[1]):,} findings in 10 phases",
        "",
        f"Choosing, drawing and writing, CPU of one process: `{COMMAND} {name}`.",
        "",
        "| graph | CPU seconds |",
        "|---|---|",
        *(f"| {row.step} | {row.cpu:.2f} |" for row in rows),
        "",
        f"{total}.",
    ]
    return "\n".join(lines)


EXPLAINED = {
    "apart": (
        "The same prose: *ours* with all views (a card and a graph on every page, "
        "phase indexes, register, graph of phases), *plain* Sphinx as pip installs it, "
        "*stemmer*, the same with PyStemmer, which Sphinx uses for its search index "
        "where it is installed and which ours brings, and sphinx-*needs* with a "
        "register and one table a phase, without graphs.\n"
        "User CPU and peak memory of one process; the least of "
        "three runs up to 300 findings, of two up to 1,000, above that one run, in "
        "each of which every edit is made thrice.\n"
        "Ours and plain are built at the same time, as the others are, so that both "
        "meet the same noise of the machine.\n"
        "*Read* is the number of pages that Sphinx says it read, *written* that of "
        "HTML files with a new time.\n"
        "*Right*: ours equals a fresh build byte for byte; the register of "
        "sphinx-needs shows the edit."
    ),
    "listed": (
        "Plain Sphinx with furo grows with the square of the pages, so it is measured "
        "up to 800 and not above; nothing is extrapolated.\n"
        "The bar of 0.1 is for 1,000 findings, where plain furo is not measured; it is "
        "held against 800."
    ),
}
