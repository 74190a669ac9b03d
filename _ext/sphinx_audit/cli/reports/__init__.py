"""What ``check`` found, in the formats of people and of other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .data import as_json
from .github import as_github
from .junit import as_junit
from .report import Report
from .sarif import as_sarif

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "Report"]

FORMATS: dict[str, Callable[[Report], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
"""The formats for machines; that for people needs to know the screen."""
