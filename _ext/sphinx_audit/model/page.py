"""What one page of the sources states."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .checklist import Checklist
    from .code import Code
    from .finding import Finding
    from .pattern import Pattern
    from .phase import Phase, SignOff
    from .problem import Problem
    from .section import Section


@dc.dataclass(kw_only=True)
class Page:
    """The facts of one page, in the order in which it states them."""

    findings: list[Finding] = dc.field(default_factory=list)
    phases: list[Phase] = dc.field(default_factory=list)
    checklists: list[Checklist] = dc.field(default_factory=list)
    patterns: list[Pattern] = dc.field(default_factory=list)
    signoffs: list[SignOff] = dc.field(default_factory=list)
    sections: list[Section] = dc.field(default_factory=list)
    """The sections of the plans."""
    code: list[Code] = dc.field(default_factory=list)
    """What is known of the code of the plans that have any."""
    problems: list[Problem] = dc.field(default_factory=list)
    """What was wrong with the text when it was read."""
