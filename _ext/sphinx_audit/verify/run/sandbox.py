"""A test program in its place: no network, no home, and only scratch to write to."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, NamedTuple

from .. import confine

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1 << 20
MEMORY = 1024 * MIB
SCRATCH = 64 * MIB
SPARE = 5.0
"""Seconds after its own limit in which a program may say what it was doing."""

LIMITS = {
    "RLIMIT_CORE": 0,
    "RLIMIT_FSIZE": 32 * MIB,
    "RLIMIT_NOFILE": 256,
    "RLIMIT_NPROC": 512,
}
ENV = {"TZ": "UTC", "GORACE": "atexit_sleep_ms=100"}
"""Of races: it would wait a second at the end of each program, for late ones."""

FIRST_USER, USERS, SANDBOXES = 0x7000_0000, 1 << 16, 1 << 8
COUNT = itertools.count()
"""A user of its own for each: what one uses up must not be missed by another."""

READ = 2_000_000
"""Characters of what a program says that are read, from its begin and its end."""


class Ran(NamedTuple):
    """How a test program ended, and what it said."""

    ended: confine.Ended
    said: str


def run(
    program: Path, folder: Path, place: Path, seconds: float, only: str = ""
) -> Ran:
    """Run a test program, or *only* some of its tests; raises ConfinementError.

    *place* is a folder for what the sandbox needs; it is seen by nobody.
    """
    view, output = place / "view", place / "output"
    view.mkdir(exist_ok=True)
    command = [str(program), "-test.v", "-test.paniconexit0"]
    command += [f"-test.timeout={seconds:g}s"]
    command += [f"-test.run={only}"] if only else []
    spec = confine.Spec(
        steps=[command],
        view=str(view),
        env={"PATH": os.defpath, "HOME": "/tmp", "TMPDIR": "/tmp", **ENV},
        user=FIRST_USER + os.getpid() % USERS * SANDBOXES + next(COUNT) % SANDBOXES,
        folder=str(folder),
        readable=[str(folder), str(program)],
        scratch={"/tmp": SCRATCH},
        limits=LIMITS | {"RLIMIT_CPU": int(seconds * (os.cpu_count() or 1) + SPARE)},
        memory=MEMORY,
        output=str(output),
    )
    ended = confine.start(spec).wait(seconds + SPARE)
    return Ran(ended, text_of(output))


def text_of(output: Path) -> str:
    """Return what a file holds, of a long one both ends."""
    with output.open("rb") as file:
        begin = file.read(READ)
        size = output.stat().st_size
        if size > 2 * READ:
            file.seek(size - READ)
            begin += b"\n"
        return (begin + file.read()).decode("utf-8", "replace")
