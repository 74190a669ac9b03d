"""What is collected while a file of data is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...model import Priority, Status
from ..markdown.values import value_of
from ..said import NOT_OURS, Document, Place, Shape, Statement, Trouble

if TYPE_CHECKING:
    from ..profile import Profile

OURS = "ours"
"""The statement that no other source need be named."""

EXACT = frozenset(Status) | frozenset(Priority)


@dataclass(slots=True)
class Records:
    """The statements of a file; *part* names a sheet of it."""

    file: str
    profile: Profile
    part: str = ""
    statements: list[Statement] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    mended: list[Trouble] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    """The line of each id, in small letters."""

    def at(self, line: int) -> Place:
        return Place(f"{self.file} [{self.part}]" if self.part else self.file, line)

    def say(self, about: str, fact: str, words: object, line: int) -> None:
        """State a fact in words of the source; nothing where there are none."""
        text = told(words)
        if text:
            self.exactly(about, fact, text, self.value(fact, text), line)

    def exactly(self, about: str, fact: str, words: str, value: str, line: int) -> None:
        at = self.at(line)
        self.statements.append(Statement(about, fact, words, value, at, Shape.RECORD))

    def value(self, fact: str, text: str) -> str:
        """Return what words mean; ours mean what they say."""
        if fact in {"status", "priority"} and text in EXACT:
            return text
        if fact == "phase" and re.fullmatch(r"[\w.+-]+", text):
            return text
        if fact in {"severity", "evidence"}:
            return text
        if fact in {"depends", "related", "supersedes", "duplicates"}:
            return re.sub(r"\s*[;,\n]\s*", ", ", text)
        return value_of(fact, text, self.profile)

    def ours(self, about: str, line: int) -> None:
        """Say that our own export tells all of a finding, its source too."""
        self.exactly(about, OURS, "", "", line)

    def also(self, about: str, name: str, words: object, line: int) -> None:
        """Note what is none of our facts, under the name that its source has for it."""
        text = told(words)
        if text:
            name = name.capitalize() if name in NOT_OURS or name == "item" else name
            self.exactly(about, name, text, text, line)

    def new(self, id_: str, line: int) -> str:
        """Return an id as a word; a second finding with it is a trouble."""
        word = re.sub(r"[^\w.&+-]+", "-", id_.strip()).strip("-")
        if word != id_.strip():
            self.trouble(line, f"{id_!r} cannot be an id; it becomes {word}", "guessed")
        first = self.ids.setdefault(word.casefold(), line)
        if first != line:
            text = f"{word} stands for a finding in line {first}, and for another here"
            self.trouble(line, text, "twice")
        return word

    def trouble(self, line: int, text: str, code: str) -> None:
        self.troubles.append(Trouble(self.at(line), text, code))

    def refuse(self, text: str) -> None:
        self.trouble(1, text, "unreadable")

    def left(self, line: int, text: str) -> None:
        """Say what is in no page."""
        self.trouble(line, text, "left_out")

    def document(self) -> Document:
        return Document(
            file=self.file,
            statements=tuple(self.statements),
            repaired=tuple(m.text for m in self.mended),
            troubles=(*self.mended, *self.troubles),
        )


def told(value: object) -> str:
    """Return a value of JSON or of a cell as text."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, list):
        return ", ".join(t for v in value if (t := told(v)))
    if isinstance(value, dict):
        return ", ".join(f"{k}: {t}" for k, v in value.items() if (t := told(v)))
    return str(value).strip()
