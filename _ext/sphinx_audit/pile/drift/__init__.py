"""What documents say differently: rules in families, each with a stable code.

A family looks at one document while its text is at hand (`look`), or at what all
documents state together (`check`).
"""

from __future__ import annotations

from .finding import Drift, drift_of
from .registry import RULES

__all__ = ["RULES", "Drift", "drift_of"]
