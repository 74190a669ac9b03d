"""What a rule is, and what it looks at."""

from __future__ import annotations

import dataclasses as dc
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.problem import Level, Problem
from ..settings import Settings

if TYPE_CHECKING:
    from ..model import Register
    from ..report import Fault

__all__ = ["Level", "Problem", "Rule", "Subject"]


@dc.dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule as the reference, ``check`` and SARIF describe it.

    *wrong* is a page that breaks it and *right* the same put right: both are tests.
    """

    fault: Fault
    level: Level
    """Unless the project's settings say otherwise."""
    why: str
    """What goes wrong for readers where it does not hold, in a sentence."""
    remedy: str
    """What to do, in a sentence."""
    wrong: str = ""
    right: str = ""
    dated: bool = False
    """Whether it is looked at only as of a date."""


@dc.dataclass(frozen=True, eq=False, kw_only=True)
class Subject:
    """What the rules look at: the register as of its date, and the project's rules."""

    register: Register
    settings: Settings = dc.field(default_factory=Settings)
    root: Path = Path()
    """The folder of conf.py."""
