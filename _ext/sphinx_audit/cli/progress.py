"""How far a command is, on a terminal."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

OFTEN = 0.1
"""Seconds between two numbers: a terminal is slower than most files."""


def counted(items: Iterator[T], total: int) -> Iterator[T]:
    """Yield items, and tell a terminal how many of all files they are."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    last = 0.0
    for number, item in enumerate(items, start=1):
        if shown and (now := time.monotonic()) - last > OFTEN:
            last = now
            text = f"\rreading {min(number, total)} of {total}"
            print(text, end="", file=sys.stderr, flush=True)
        yield item
    if last:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
