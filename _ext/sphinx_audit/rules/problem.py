"""What a rule reports."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..model import Place
    from ..report import Fault


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A rule that does not hold at a place."""

    fault: Fault
    message: str
    place: Place
