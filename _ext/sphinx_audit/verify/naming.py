"""What a block is, as its first line, its caption, its heading and its classes say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ..model.words import hint
from .blocks import Depth, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGES = {
    "postgres": "sql", "postgresql": "sql", "plpgsql": "sql", "pgsql": "sql",
    "golang": "go", "sh": "bash", "shell": "bash", "zsh": "bash",
    "py": "python", "python3": "python", "yml": "yaml", "none": "", "default": "",
}  # fmt: skip
"""Other names of the languages that are looked at."""

FILE_LINE = re.compile(
    r"\A(?:#![^\n]*\n)?\s*(?:--|//|#|/\*)[ \t]*[Ff]ile(?:name)?:[ \t]*"
    r"([\w./@+\[\]-]{1,300})(?=\s|\*/|\Z)"
)
PATH = re.compile(r"[\w.@+-]*(?:/[\w.@+-]+)*(?:/[\w.@+-]+|\.[A-Za-z]\w*)")
ROLLBACK = re.compile(
    r"roll(?:ing)?[\s_-]*back|(?:^|[._/-])down(?:[._/-]|$)", re.IGNORECASE
)
MIGRATION = re.compile(r"migrat|schema|database|\bddl\b", re.IGNORECASE)
QUERY = re.compile(
    r"(?>\s+|--[^\n]*\n|/\*(?>.*?\*/))*+(?:select|with|explain|show|values|table)\b",
    re.IGNORECASE | re.DOTALL,
)
PACKAGE = re.compile(r"^[ \t]*package[ \t]+\w", re.MULTILINE)

LONGEST = 300
"""Characters of a caption that may be a path."""

MARK = "verify-"
"""What begins the classes by which an author says how to verify a block."""


class Marks(NamedTuple):
    """What the classes of a block say."""

    role: Role | None = None
    depth: Depth | None = None
    fails: bool = False
    unknown: tuple[str, ...] = ()
    """What is wrong with others that begin alike, with the nearest right one."""


def language_of(name: str) -> str:
    word = name.strip().lower()
    return LANGUAGES.get(word, word)


def name_of(text: str, caption: str, source: str = "") -> str:
    """Return the file that a block is, if it says so."""
    if told := FILE_LINE.match(text):
        return told[1]
    words = caption[:LONGEST].strip().strip("`")
    return words if PATH.fullmatch(words) else source


def marks_in(classes: Sequence[str]) -> Marks:
    """Read the classes of a block, such as ``verify-check`` or ``verify-down``."""
    found, known = Marks(), {*Depth, *Role, "fails"}
    for word in (c.removeprefix(MARK) for c in classes if c.startswith(MARK)):
        if word in {*Depth}:
            found = found._replace(depth=Depth(word))
        elif word in {*Role}:
            found = found._replace(role=Role(word))
        elif word == "fails":
            found = found._replace(fails=True)
        else:
            said = f"no block is {MARK}{word}{hint(word, sorted(known))}"
            found = found._replace(unknown=(*found.unknown, said))
    return found


def role_of(language: str, name: str, sections: Sequence[str], text: str) -> Role:
    """Return what a block is for, by its name, else by the headings around it."""
    if language == "sql":
        near = sections[-1] if sections else ""
        if ROLLBACK.search(name or near):
            return Role.DOWN
        unsaid = not name and not any(map(MIGRATION.search, sections[1:]))
        return Role.FRAGMENT if unsaid and QUERY.match(text) else Role.UP
    if language == "go":
        if name.endswith("_test.go"):
            return Role.TEST
        return Role.SERVICE if PACKAGE.search(text) else Role.FRAGMENT
    return Role.OTHER
