"""What ``verify`` found, in the formats of people and of other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .machine import as_github, as_json
from .outcome import Outcome
from .sarif import as_sarif
from .suites import as_junit

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "Outcome"]

FORMATS: dict[str, Callable[[Outcome], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
"""The formats for machines; that for people needs to know the screen."""
