"""The processes below one, as Linux tells them."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def descendants(of: int) -> list[int]:
    """Return all processes that one started, and those that these did."""
    found: list[int] = []
    waiting = [of]
    while waiting:
        one = waiting.pop()
        waiting += _children(one)
        found.append(one)
    return found[1:]


def _children(of: int) -> list[int]:
    """Return those that one started; it, or a thread of it, may end meanwhile."""
    found: list[int] = []
    with suppress(OSError):
        for thread in Path(f"/proc/{of}/task").iterdir():
            with suppress(OSError):
                text = (thread / "children").read_text("ascii")
                found += map(int, text.split())
    return found


def held(process: int) -> int:
    """Return the bytes of memory that a process holds."""
    try:
        text = Path(f"/proc/{process}/statm").read_text("ascii")
        return int(text.split()[1]) * PAGE
    except (OSError, IndexError, ValueError):
        return 0


def kill_all(of: int, *, reap: bool = True) -> None:
    """End what one started, until there is nothing more."""
    while below := descendants(of):
        for one in below:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(one, signal.SIGKILL)
        if not reap:
            return
        with suppress(ChildProcessError):
            while os.waitpid(-1, 0)[0]:
                pass
