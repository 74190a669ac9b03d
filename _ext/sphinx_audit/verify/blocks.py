"""The code blocks of plans as plain data, each with its place in a file."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from hashlib import blake2b

from ..model.code import Depth
from ..model.problem import Level
from .codec import as_text, document, items

__all__ = ["Block", "Depth", "Heading", "Plan", "Role", "Trouble"]

VERSION = 1
"""Raise when a key of blocks.json changes its meaning or goes."""

FILE = "blocks.json"


class Role(StrEnum):
    """What a block is for in its plan."""

    UP = "up"
    DOWN = "down"
    SERVICE = "service"
    TEST = "test"
    FRAGMENT = "fragment"
    OTHER = "other"


@dc.dataclass(frozen=True, kw_only=True)
class Block:
    """Code as a page shows it, and where each line of it stands."""

    page: str
    path: str
    """The file that holds the text, from the folder of the sources, with slashes."""
    line: int
    """The line of the first line of code, from 1."""
    columns: tuple[int, ...] = ()
    """How many characters stand before each line of code: quotes, lists, indents.

    The last one holds for all lines that follow.  It is less than nothing where tabs of
    the file have become more blanks in the code.
    """
    exact: bool = True
    """Whether the text was found there; else *line* is where its directive stands."""
    language: str = ""
    name: str = ""
    """The file it is, as a first line, a caption or an included file says."""
    role: Role = Role.OTHER
    depth: Depth = Depth.RUN
    """How far it may be verified, whatever is asked for."""
    fails: bool = False
    """Whether it must not pass: an example of what goes wrong."""
    text: str = ""
    """The code; each line ends in a newline."""
    sections: tuple[str, ...] = ()
    """The headings around it, the page's own first."""

    @property
    def digest(self) -> str:
        """Tell this code from any other, wherever it stands."""
        told = (self.language, self.name, self.role, self.depth, self.fails, self.text)
        return digest(*map(str, told))

    def at(self, line: int, column: int = 1) -> tuple[int, int]:
        """Return where a line and a column of the code, from 1, stand in the file."""
        line = max(1, line)
        if not self.exact:
            return self.line, 1
        known = self.columns[line - 1 : line] or self.columns[-1:] or (0,)
        return self.line + line - 1, max(1, max(1, column) + known[0])

    def at_offset(self, offset: int) -> tuple[int, int]:
        """Return where a character of the code, from 0, stands in the file."""
        head = self.text[: max(0, offset)]
        return self.at(head.count("\n") + 1, len(head) - head.rfind("\n"))


@dc.dataclass(frozen=True, kw_only=True)
class Heading:
    """A section of a plan."""

    title: str
    path: str
    line: int
    filled: bool = True


@dc.dataclass(frozen=True, kw_only=True)
class Trouble:
    """What reading the page told of a plan, such as a fence that is never closed."""

    code: str
    message: str
    path: str
    line: int
    level: Level = Level.ERROR


@dc.dataclass(frozen=True, kw_only=True)
class Plan:
    """The code of a finding, in the order of its page."""

    id: str
    """The finding; of a page without one its name."""
    title: str = ""
    page: str = ""
    path: str = ""
    line: int = 1
    depends: tuple[str, ...] = ()
    """All plans that must be applied before it, in the order in which to do so."""
    blocks: tuple[Block, ...] = ()
    sections: tuple[Heading, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def digest(self) -> str:
        """Tell the code of this plan, which is what is verified, from any other."""
        return digest(*(b.digest for b in self.blocks))

    @property
    def migrates(self) -> bool:
        """Whether it changes a database."""
        return bool(self.of(Role.UP))

    def of(self, *roles: Role) -> tuple[Block, ...]:
        """Return its blocks of some roles, without those that are to be skipped."""
        rest = (b for b in self.blocks if b.depth is not Depth.SKIP)
        return tuple(b for b in rest if b.role in roles)


def digest(*texts: str) -> str:
    """Return one short digest of texts; where one ends makes a difference."""
    found = blake2b(digest_size=16)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        found.update(f"{len(data)}:".encode() + data)
    return found.hexdigest()


def written(plans: tuple[Plan, ...]) -> str:
    """Return blocks.json."""
    return as_text(VERSION, indent=None, plans=plans)


def read_plans(text: str) -> tuple[Plan, ...]:
    """Return the plans of a blocks.json; raises FormatError."""
    data = document(text, VERSION, FILE)
    found = items(Plan, data.get("plans"), "plans")
    return tuple(plan for plan in found if isinstance(plan, Plan))
