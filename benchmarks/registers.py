"""Generated projects: the same prose with findings, and as plain Sphinx."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PHASES = 10
WORDS = [
    "cache",
    "pool",
    "state",
    "query",
    "token",
    "retry",
    "queue",
    "schema",
    "index",
    "lock",
    "event",
    "config",
    "export",
    "quota",
    "worker",
    "batch",
    "campaign",
]
SECTIONS = ("Problem", "Cause", "Database migration", "Code", "Tests", "Rollback")
SQL = "```sql\nBEGIN;\nCREATE TABLE t{n} (id UUID PRIMARY KEY, a INT);\nCOMMIT;\n```\n"


def prose(number: int) -> str:
    """Return six sections of some 90 lines, the same for each *number*."""
    chance = random.Random(number)
    parts = []
    for section in SECTIONS:
        words = [" ".join(chance.choices(WORDS, k=45)).capitalize() for _ in range(2)]
        parts += [f"## {section}\n", *(f"{w}.\n" for w in words)]
        if section == "Database migration":
            parts.append(SQL.format(n=number))
        if section == "Tests":
            items = (f"- test {n} of {chance.choice(WORDS)}" for n in range(8))
            parts.append("\n".join(items) + "\n")
    return "\n".join(parts)


def facts(number: int, count: int, chance: random.Random) -> str:
    near = range(max(0, number - 20), number)
    needs = sorted(chance.sample(near, min(len(near), chance.choice([0, 1, 1, 2, 3]))))
    depends = ", ".join(f"SI-{n:04d}" for n in needs)
    options = {
        "phase": str(number * PHASES // count),
        "priority": chance.choice(["critical", "high", "medium", "low"]),
        "status": chance.choice(["open", "open", "implemented"]),
        "effort": "1-3 days",
        "depends": depends,
    }
    lines = "".join(f":{name}: {value}\n" for name, value in options.items() if value)
    return f"```{{finding}} SI-{number:04d}\n{lines}\nIts summary.\n```\n"


def write(root: Path, count: int, *, findings: bool) -> None:
    """Write a project of *count* pages outside of any contents tree."""
    extensions = ["myst_parser", *(["sphinx_audit"] if findings else [])]
    conf = f'extensions = {extensions}\nhtml_theme = "basic"\nproject = "Sample"\n'
    views = (
        "```{progress}\n```\n\n```{phase-index}\n```\n\n```{dependency-graph}\n```\n"
    )
    table = "```{finding-table}\n```\n"
    phases = "\n".join(f"p{n}" for n in range(PHASES))
    pages = {
        "conf.py": conf,
        "index.md": f"# Top\n\n{views if findings else 'Text.'}\n"
        f"```{{toctree}}\n{phases}\nregister\n```\n",
        "register.md": f"# Register\n\n{table if findings else 'Text.'}\n",
    }
    for n in range(PHASES):
        phase = f"```{{phase}} {n}\n:toctree: off\n```\n" if findings else "Text.\n"
        pages[f"p{n}.md"] = f"# Phase {n}: Title\n\n{phase}"
    chance = random.Random(1)
    for n in range(count):
        stated = facts(n, count, chance) if findings else "Its summary.\n"
        head = f"---\norphan: true\n---\n# SI-{n:04d}: Finding {n} of the audit\n\n"
        pages[f"plans/SI-{n:04d}.md"] = f"{head}{stated}\n{prose(n)}"
    for name, text in pages.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
