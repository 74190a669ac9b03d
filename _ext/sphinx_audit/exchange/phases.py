"""What tables and documents say of a phase."""

from __future__ import annotations

PHASE_FACTS = ("id", "title", "order", "after", "gate", "start", "end")
