"""Patterns: solutions that plans reuse."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .finding import Place


@dc.dataclass(frozen=True, kw_only=True)
class Pattern:
    """A reusable solution; who uses it is computed."""

    id: str
    title: str
    place: Place
    anchor: str
    phase: str = ""
    proposed_for: tuple[str, ...] = ()
    source: str = ""
