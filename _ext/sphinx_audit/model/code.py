"""The code of plans: how far it is verified, and what is known of it without that."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from typing import NamedTuple


class Depth(StrEnum):
    """How far code is verified; each level includes those before it."""

    SKIP = "skip"
    PARSE = "parse"
    CHECK = "check"
    APPLY = "apply"
    RUN = "run"

    @property
    def rank(self) -> int:
        return list(Depth).index(self)

    @property
    def first(self) -> tuple[Depth, ...]:
        """The levels up to this one, which are gone through in turn."""
        return tuple(Depth)[1 : self.rank + 1]


class CodeFlaw(NamedTuple):
    """What a parser said of a block while its page was read."""

    code: str
    level: str
    message: str
    line: int
    path: str
    """The file, if it is not the page's own, as in a place."""


class Code(NamedTuple):
    """What is known of the code of a finding's plan."""

    finding: str
    digest: str
    """Of all its blocks."""
    readers: tuple[str, ...] = ()
    """What read it, with versions: another one may find something else."""
    flaws: tuple[CodeFlaw, ...] = ()
    migrates: bool = False
    """Whether it changes a database: what depends on it is applied after it."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a record of verification says of a plan."""

    reached: Depth | None
    """The deepest level that passed with all before it; None if not even the first."""
    asked: Depth
    """The deepest level that was tried."""
    why: str = ""
    """Why it came no further than it did."""
    on: str = ""
    """The day, as the record has it."""
    code: str = ""
    """The digest of the code that was verified."""
    tools: tuple[str, ...] = ()
    """The tools that were asked, with versions."""
    stale: bool = False
    """Whether the code is another one now."""

    @property
    def said(self) -> str:
        """The level with what lessens it, for plain text."""
        reached = str(self.reached) if self.reached else "not verified"
        less = "stale" if self.stale else self.why
        return f"{reached} ({less})" if less else reached
