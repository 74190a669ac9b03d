"""What must hold across pages: one module a family."""

from __future__ import annotations

from .registry import FAMILIES, RULES, problems
from .speaking import setup
from .verdicts import inputs, verdict_of

__all__ = ["FAMILIES", "RULES", "inputs", "problems", "setup", "verdict_of"]
