"""What is reported, and where the files of it are."""

from __future__ import annotations

import dataclasses as dc
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from ...model.problem import Level
from ...pile.drift.rule import Contradiction

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ...model import Place
    from ...model.baseline import Entry
    from ...model.verdict import Cover, Judged


class Fault(Protocol):
    """A code, with the sentence of its row in the reference."""

    @property
    def meaning(self) -> str: ...


class Rule(Protocol):
    """A rule, of a handbook or of drift, as a report describes it."""

    @property
    def fault(self) -> Fault: ...
    @property
    def why(self) -> str: ...
    @property
    def remedy(self) -> str: ...
    @property
    def wrong(self) -> str: ...
    @property
    def right(self) -> str: ...


@dc.dataclass(frozen=True, kw_only=True)
class Report:
    """The problems that were asked for, as of a day."""

    judged: Sequence[Judged]
    gone: Sequence[Entry]
    """Entries of the baseline that no longer occur."""
    rules: Mapping[str, Rule]
    today: dt.date | None
    """The as-of date; None where nothing depends on one."""
    levels: Mapping[str, Level]
    """The level of each rule in this project."""
    files: Mapping[str, Path]
    """The source of each page."""
    source: Path
    root: Path
    """The top of the repository, to which paths are relative."""
    fail_on: Level | None
    """The level that makes the command fail; None for never."""
    since: str = ""

    @property
    def new(self) -> list[Judged]:
        return [one for one in self.judged if one.cover is None]

    @property
    def failing(self) -> list[Judged]:
        return [one for one in self.new if self.fails(one)]

    def fails(self, one: Judged) -> bool:
        least = self.fail_on
        known = one.cover is not None or least is None
        return not known and one.level.rank <= (least or Level.ERROR).rank

    def count(self, cover: Cover) -> int:
        return sum(one.cover is cover for one in self.judged)

    def file(self, one: Judged) -> Path:
        """Return the file of a problem: its page, or what is included there."""
        return self.file_at(one.problem.place)

    def file_at(self, place: Place) -> Path:
        if place.path:
            return (self.source / place.path).resolve()
        return self.files.get(place.docname, self.source / place.docname)

    def uri(self, one: Judged) -> str:
        """Return the path of a problem's file from the top of the repository."""
        return self.uri_at(one.problem.place)

    def uri_at(self, place: Place) -> str:
        key = (place.docname, place.path)
        if key not in self._uris:  # a page has many problems, and paths are slow
            path = self.file_at(place)
            inside = path.is_relative_to(self.root)
            said = path.relative_to(self.root) if inside else path
            self._uris[key] = said.as_posix()
        return self._uris[key]

    @cached_property
    def _uris(self) -> dict[tuple[str, str], str]:
        return {}

    def line(self, one: Judged) -> int:
        """Return the line of a problem; what is known of a page alone is its first."""
        return max(one.problem.place.line, 1)

    def also(self, one: Judged) -> list[tuple[str, int]]:
        """Return the files and lines of the other places of a contradiction."""
        problem = one.problem
        places = problem.also if isinstance(problem, Contradiction) else ()
        return [(self.uri_at(at), max(at.line, 1)) for at in places]


def root_of(folder: Path) -> Path:
    """Return the top of the repository around a folder, or the folder."""
    for path in (folder, *folder.parents):
        if (path / ".git").exists():
            return path
    return folder
