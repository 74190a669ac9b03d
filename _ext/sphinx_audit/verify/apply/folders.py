"""The folder of a server: in memory if there is room, and never left behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = "audit-pg-"
MEMORY = Path("/dev/shm")
ROOM = 512 << 20
"""Bytes that must be free in memory to use it."""

LONGEST = 80
"""Characters of a folder in which a socket can have a name."""


def new() -> tuple[Path, int]:
    """Return a new folder and a lock in it, held as long as the number is open."""
    for parent in parents():
        with suppress(OSError):
            sweep(parent)
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
            return folder, locked(folder)
    raise OSError(0, "no temporary folder can be written to")


def parents() -> list[Path]:
    found = [MEMORY] if roomy() else []
    temporary = Path(tempfile.gettempdir())
    return [*found, temporary if len(str(temporary)) < LONGEST else Path("/tmp")]


def roomy() -> bool:
    try:
        return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    except OSError:
        return False


def locked(folder: Path) -> int:
    number = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return number


def sweep(parent: Path, prefix: str = PREFIX) -> None:
    """Remove folders that nobody holds: who would have was ended by force."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            number = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
            try:
                if fcntl is not None:
                    fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(number)
