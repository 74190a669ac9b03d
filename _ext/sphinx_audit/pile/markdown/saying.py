"""What is collected while a document is read, and how a fact is stated."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..profile import DATES
from ..said import Fence, Link, Place, Section, Shape, Statement, Trouble
from ..words import effort, folded
from .ranges import expanded

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..profile import Profile
    from .subject import Subject

NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "tbd", "tba", "?", "todo"})
CVSS = re.compile(r"CVSS:\d\.\d/[\w:/.-]+")

REFER = ("related", "supersedes", "duplicates")
"""Facts that name other findings."""

FORMS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y")


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


def value_of(fact: str, words: str, profile: Profile) -> str:
    """Return words of the pile in our vocabulary, or nothing."""
    readers: dict[str, Callable[[str], str]] = {
        "status": profile.status_of,
        "priority": profile.priority_of,
        "severity": lambda text: severity(text, profile),
        "effort": effort,
        "phase": lambda text: phase_of(text, profile),
        "depends": lambda text: depends(text, profile),
        **dict.fromkeys(REFER, lambda text: ", ".join(profile.ids_in(text))),
        **dict.fromkeys(DATES, date),
    }
    reader = readers.get(fact)
    return reader(words) if reader else words


def severity(words: str, profile: Profile) -> str:
    """Return a severity by its word; a CVSS vector is one as it stands."""
    return words if CVSS.fullmatch(words) else profile.priority_of(words)


def phase_of(words: str, profile: Profile) -> str:
    """Return the phase of `2A Foundation` or `Phase 2A`, if it is one."""
    found = profile.phases_in(words)
    if not found and (match := profile.one_phase.match(words.strip())):
        found = [match[0].upper()]
    return found[0] if len(found) == 1 else ""


def depends(words: str, profile: Profile) -> str:
    """Return findings and phases in their order, or `none`."""
    if folded(words).startswith("none") or folded(words) in NOTHING:
        return "none"
    outside = re.sub(r"(?i)(phases?\s[^()]*)\([^()]*\)", r"\1", words)
    found = [
        (match.start(), f"{PHASE}{id_}")
        for match in profile.phases.finditer(outside)
        for id_ in profile.phases_in(match[0])
    ]
    ids = profile.ids.finditer(outside)
    found += [(match.start(), match[0]) for match in ids if profile.is_id(match[0])]
    for said, members in expanded(outside, profile):
        found += [(outside.index(said), id_) for id_ in members]
    found.sort(key=itemgetter(0))
    return ", ".join(dict.fromkeys(id_ for _, id_ in found))


def date(words: str) -> str:
    """Return a date as ISO has it, where day and month cannot be mistaken."""
    bare = words.strip(" .,;*_")
    for form in FORMS:
        try:
            return dt.datetime.strptime(bare, form).date().isoformat()
        except ValueError:
            continue
    return ""
