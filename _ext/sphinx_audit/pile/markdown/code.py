"""Commands and environment variables that a document tells its readers to use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..said import Shape
from .inline import codes

if TYPE_CHECKING:
    from .saying import Notes

SHELLS = frozenset(
    {"bash", "sh", "shell", "zsh", "console", "shell-session", "env", "dotenv"}
)
PROGRAMS = frozenset(
    {
        "ansible-playbook",
        "bundle",
        "cargo",
        "composer",
        "curl",
        "docker",
        "docker-compose",
        "dotnet",
        "eslint",
        "git",
        "go",
        "golangci-lint",
        "gradle",
        "helm",
        "jest",
        "kubectl",
        "make",
        "mvn",
        "mypy",
        "mysql",
        "npm",
        "npx",
        "php",
        "phpunit",
        "pnpm",
        "poetry",
        "psql",
        "pytest",
        "python",
        "python3",
        "rake",
        "rspec",
        "ruff",
        "terraform",
        "tox",
        "uv",
        "yarn",
    }
)
VARIABLE = re.compile(
    r"(?:export\s+|set\s+|ENV\s+)?(?P<name>[A-Z][A-Z0-9_]*)=(?P<value>.*)$"
)
WORD = re.compile(r"[a-z][\w.:-]*$")


def read_shell(text: str, first: int, notes: Notes) -> None:
    """State variables and commands of a fence; its text begins on a line."""
    pending, start = "", first
    for number, raw in enumerate(text.split("\n"), start=first):
        line = raw.strip().removeprefix("$ ")
        if not pending:
            start = number
        if line.endswith("\\"):
            pending += line[:-1] + " "
            continue
        whole, pending = pending + line, ""
        if not whole or whole.startswith("#"):
            continue
        if match := VARIABLE.match(whole):
            read_variable(match, start, notes)
        else:
            read_command(whole, start, notes, Shape.CODE)


def read_variable(match: re.Match[str], line: int, notes: Notes) -> None:
    value = match["value"].split(" #")[0].strip().strip("\"'")
    notes.say(match["name"], "environment", match[0], line, Shape.CODE, value)


def read_spans(line: str, number: int, notes: Notes) -> None:
    """State the commands that stand in the text."""
    if "`" in line:
        for code in codes(line):
            if " " in code and code.split(" ", 1)[0] in PROGRAMS:
                read_command(code, number, notes, Shape.PROSE)


def read_command(text: str, line: int, notes: Notes, shape: Shape) -> None:
    words = text.split(" #", maxsplit=1)[0].split()
    while words and VARIABLE.match(words[0]):
        words.pop(0)
    if not words or words[0] not in PROGRAMS:
        return
    name = " ".join(words[:2] if len(words) > 1 and WORD.match(words[1]) else words[:1])
    notes.say(name, "command", text, line, shape, " ".join(words))
