"""Pieces as they stand on a page: heading levels, references, ids and links settled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import marks
from .cleaning import begun
from .codespans import as_code
from .links import LATER, PICTURE, in_words, written
from .ways import way

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .report import Report


@dataclass(slots=True)
class Page:
    """What must be known of a page to write pieces on it."""

    path: str
    about: str = ""
    other: bool = False
    """Whether it is of neither a finding nor a phase."""
    members: frozenset[str] = frozenset()
    """Findings that it shows by itself."""
    taken: set[str] = field(default_factory=set)
    """Ids of its checklists."""


@dataclass(slots=True)
class Settler:
    """Writes pieces on pages; *defined* are the findings that have one."""

    defined: dict[str, str]
    link: Callable[[str, str, str], str | None]
    """Where a link of a file leads from a page: (target, file, path of the page)."""
    labels: Mapping[tuple[str, int], str]
    """The targets of headings, by their files and lines."""
    report: Report

    def settle(
        self, lines: Sequence[str], file: str, page: Page, top: int
    ) -> list[str]:
        """Return the lines of one file's pieces, whose highest heading is *top*."""
        own = marks.HEADING if page.other else marks.GONE
        lines = [own + s[1:] if s.startswith(marks.OWN) else s for s in lines]
        kept = set(map(id, self.headings(lines, file, page)))
        made: list[str] = []
        above: list[int] = []
        for line in lines:
            start = line[:1]
            if start == marks.HEADING and self.labels:
                self.target(line, file, made)
            if start == marks.HEADING and id(line) in kept:
                level, _, words = marks.read_heading(line)
                while above and above[-1] >= level:
                    above.pop()
                above.append(level)
                bare = PICTURE.sub(lambda m: in_words(m["alt"], m["target"]), words)
                made.append(f"{'#' * min(6, top + len(above) - 1)} {bare}")
            elif start == marks.REFERENCE and (said := self.reference(line, page)):
                made.append(said)
            elif start in {marks.HEADING, marks.GONE, marks.REFERENCE}:
                if made and not made[-1]:
                    made.pop()
            elif marks.CHECKLIST in line:
                made.append(self.checklist(line, page))
            else:
                made.append(line)
        while made and not made[0]:
            made.pop(0)
        return self.links(made, file, page)

    def target(self, line: str, file: str, made: list[str]) -> None:
        """Write the target that links to a heading need, which stays without it."""
        _, number, _ = marks.read_heading(line)
        if name := self.labels.get((file, number)):
            made += ["", f"({name})="] if made and made[-1] else [f"({name})="]

    def headings(self, lines: Sequence[str], file: str, page: Page) -> list[str]:
        """Return the headings to keep: not those from below which all facts went."""
        kept: list[str] = []
        below: list[tuple[int, bool, bool]] = []
        text = gone = False
        for line in reversed(lines):
            start = line[:1]
            if start == marks.HEADING:
                level, number, words = marks.read_heading(line)
                while below and below[-1][0] > level:
                    _, inside, lost = below.pop()
                    text, gone = text or inside, gone or lost
                if text or not gone:
                    kept.append(line)
                else:
                    self.report.emptied(file, number, words)
                below.append((level, text or not gone, gone))
                text = gone = False
            elif start == marks.GONE or (
                start == marks.REFERENCE and not self.reference(line, page)
            ):
                gone = True
            elif line:
                text = True
        return kept

    def reference(self, mark: str, page: Page) -> str:
        id_ = self.defined.get(mark[1:].casefold())
        if id_ is None or id_ == page.about or id_ in page.members:
            return ""
        return f"- {{finding}}`{id_}`"

    def checklist(self, line: str, page: Page) -> str:
        """Give a checklist an id: that of its owner, and words of its title."""
        _, _, title = line.partition(marks.CHECKLIST)
        words = "-".join(re.findall(r"[a-z0-9]+", title.lower())[:4]) or "checklist"
        owner = re.sub(r"[^\w.&+-]+", "-", page.about)
        base = found = f"{owner}-{words}"
        number = 1
        while found in page.taken:
            number += 1
            found = f"{base}-{number}"
        page.taken.add(found)
        return line.replace(marks.CHECKLIST, found)

    def links(self, lines: list[str], file: str, page: Page) -> list[str]:
        text = "\n".join(lines)
        if "\ue009" in text:
            text = PICTURE.sub(lambda m: shown(m, page.path), text)
        if "\ue000" not in text:
            return text.split("\n")

        def settled(match: re.Match[str]) -> str:
            label, target, title = match["label"], match["target"], match["title"]
            if (where := self.link(target, file, page.path)) is not None:
                return written(label, where, title)
            self.report.unlinked(file, target)
            said = f'{target} "{title}"' if title else target
            return f"{begun(label)} ({as_code(said)})" if said else begun(label)

        return LATER.sub(settled, text).split("\n")


def shown(match: re.Match[str], page: str) -> str:
    """Return a picture as a page shows it."""
    return f"!{written(match['alt'], way(page, match['path']), match['title'])}"
