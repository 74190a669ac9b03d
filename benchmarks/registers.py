"""Generated projects: the same prose for each of the tools that are compared."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Literal, NamedTuple

import dialects

if TYPE_CHECKING:
    from pathlib import Path

Tool = Literal["ours", "plain", "stemmer", "needs"]
PHASES = 10
WORDS = [
    *("cache", "pool", "state", "query", "token", "retry", "queue", "schema", "index"),
    *("lock", "event", "config", "export", "quota", "worker", "batch", "campaign"),
]
SECTIONS = ("Problem", "Cause", "Database migration", "Code", "Tests", "Rollback")
UP = "```sql\nBEGIN;\nCREATE TABLE t{n} (id UUID PRIMARY KEY, a INT);\nCOMMIT;\n```\n"
DOWN = "```sql\nDROP TABLE t{n};\n```\n"


class Layout(NamedTuple):
    """Where the findings stand: in a contents tree or outside, and in which theme."""

    name: str
    theme: str
    listed: bool


APART = Layout("apart", "furo", listed=False)
LISTED = Layout("listed", "furo", listed=True)


def id_of(number: int) -> str:
    return f"SI-{number:04d}"


def prose(number: int) -> str:
    """Return six sections of some 90 lines, the same for each *number*."""
    chance = random.Random(number)
    parts = []
    for section in SECTIONS:
        words = [" ".join(chance.choices(WORDS, k=45)).capitalize() for _ in range(2)]
        parts += [f"## {section}\n", *(f"{w}.\n" for w in words)]
        if section == "Database migration":
            parts.append(UP.format(n=number))
        if section == "Tests":
            items = (f"- test {n} of {chance.choice(WORDS)}" for n in range(8))
            parts.append("\n".join(items) + "\n")
    return "\n".join([*parts, DOWN.format(n=number)])


def facts(number: int, count: int) -> dict[str, str]:
    """Return phase, priority, status and dependencies, the same for each *number*.

    What is needed comes before, and the first third is done: no rule is broken.
    """
    chance = random.Random(-1 - number)
    near = range(max(0, number - 20), number)
    needs = sorted(chance.sample(near, min(len(near), chance.choice([0, 1, 1, 2, 3]))))
    return {
        "title": f"Finding {number} of the audit",
        "phase": str(number * PHASES // count),
        "priority": chance.choice(["critical", "high", "medium", "low"]),
        "status": "implemented" if number < count // 3 else "open",
        "effort": "1-3 days",
        "depends": ", ".join(map(id_of, needs)),
    }


class Project:
    """A register as one tool takes it, written to a folder and edited there."""

    def __init__(self, root: Path, tool: Tool, layout: Layout, count: int) -> None:
        self.root, self.tool, self.layout, self.count = root, tool, layout, count
        self.dialect = dialects.DIALECTS[tool]
        self.edited = count // 2
        self.changes: dict[str, str] = {}
        self.more = ""

    def pages(self) -> dict[str, str]:
        phases = "\n".join(f"p{n}" for n in range(PHASES))
        found = {
            "conf.py": self.dialect.conf(self.layout.theme, listed=self.layout.listed),
            "index.md": f"# Top\n\n{self.dialect.overview}\n"
            f"```{{toctree}}\n{phases}\nregister\n```\n",
            "register.md": f"# Register\n\n{self.dialect.register}\n",
        }
        for n in range(PHASES):
            found[f"p{n}.md"] = self.phase(n)
        return found | {f"plans/{id_of(n)}.md": self.plan(n) for n in range(self.count)}

    def phase(self, number: int) -> str:
        """Return a phase's page; ours lists its plans by itself."""
        members = [n for n in range(self.count) if n * PHASES // self.count == number]
        said = self.dialect.phase(number, listed=self.layout.listed)
        tree = "\n".join(f"plans/{id_of(n)}" for n in members)
        if not self.layout.listed or self.dialect.lists_by_itself:
            return f"# Phase {number}: Title\n\n{said}\n"
        return f"# Phase {number}: Title\n\n{said}\n```{{toctree}}\n{tree}\n```\n"

    def plan(self, number: int) -> str:
        own = number == self.edited
        stated = facts(number, self.count) | (self.changes if own else {})
        head = "" if self.layout.listed else "---\norphan: true\n---\n"
        title = f"# {id_of(number)}: {stated['title']}\n\n"
        more = self.more if own else ""
        said = self.dialect.finding(id_of(number), stated)
        return f"{head}{title}{said}\n{prose(number)}{more}"

    def write(self) -> None:
        for name, text in self.pages().items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def edit(self, what: str) -> None:
        """Change the prose, the status or the title of one finding, again and again."""
        if what == "prose":
            self.more += "\nOne more sentence.\n"
        elif what == "title":
            self.changes["title"] = self.changes.get("title", "Another") + " name"
        else:
            self.changes["status"] = self.other_status()
        page = self.root / "plans" / f"{id_of(self.edited)}.md"
        page.write_text(self.plan(self.edited), "utf-8")

    def other_status(self) -> str:
        stated = facts(self.edited, self.count) | self.changes
        return "implemented" if stated["status"] == "open" else "open"
