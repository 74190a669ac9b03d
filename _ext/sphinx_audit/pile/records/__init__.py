"""Files that hold data: spreadsheets and the exports of other tools."""

from __future__ import annotations

from .reading import read_records

__all__ = ["read_records"]
