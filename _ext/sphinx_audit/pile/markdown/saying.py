"""What is collected while a document is read, and how a fact is stated."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..said import Fence, Link, Place, Section, Shape, Statement, Trouble
from ..words import folded
from .values import NOTHING, value_of

if TYPE_CHECKING:
    from ..profile import Profile
    from .subject import Subject


@dataclass(slots=True)
class Notes:
    """What a document says so far."""

    file: str
    profile: Profile
    statements: list[Statement] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unknown: dict[str, Place] = field(default_factory=dict)
    """Marks that no legend knows, each where it is met first."""

    def at(self, line: int) -> Place:
        return Place(self.file, line)

    def trouble(self, line: int, text: str, code: str) -> None:
        self.troubles.append(Trouble(self.at(line), text, code))

    def say(
        self, about: str, fact: str, words: str, line: int, shape: Shape, value: str
    ) -> None:
        at = self.at(line)
        self.statements.append(Statement(about, fact, words, value, at, shape))

    def state(self, about: str, fact: str, words: str, line: int, shape: Shape) -> None:
        """State a fact in words of the pile; nothing where there are none."""
        if folded(words) in NOTHING and not (fact == "depends" and words.strip()):
            return
        self.say(about, fact, words, line, shape, value_of(fact, words, self.profile))

    def about(self, subject: Subject, line: int, shape: Shape) -> None:
        """State what a heading, an item or a node says of its subject."""
        if subject.title:
            self.state(subject.about, "title", subject.title, line, shape)
        if subject.priority:
            self.state(subject.about, "priority", subject.priority, line, shape)
        if subject.state:
            self.state(subject.about, "status", subject.state, line, shape)
        elif subject.mark and not self.profile.wish.search(subject.title):
            self.mark(subject, line, shape)

    def mark(self, subject: Subject, line: int, shape: Shape) -> None:
        value = self.profile.legend.get(subject.mark)
        if value:
            self.say(subject.about, "status", subject.mark, line, shape, value)
        elif value is None:
            self.unknown.setdefault(subject.mark, self.at(line))
            self.say(subject.about, "status", subject.mark, line, shape, "")
