"""What Markdown says: its tables, lists, fields, headings, boxes and diagrams."""

from __future__ import annotations

from .reading import read_text

__all__ = ["read_text"]
