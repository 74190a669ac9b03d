"""What a test program says while it runs, read as what is wrong and where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 20
"""Faults of one program that are told."""

STARTS = re.compile(r"^=== (?:RUN|CONT|NAME)\s+(?P<test>\S+)")
ENDS = re.compile(r"^\s*--- (?P<how>PASS|FAIL|SKIP): (?P<test>\S+)")
LOGGED = re.compile(r"^\s+(?P<path>[^\s:]+\.go):(?P<line>\d+): (?P<said>.*)$")
FRAME = re.compile(r"^\s+(?P<path>\S+\.go):(?P<line>\d+)(?: \+0x[0-9a-f]+)?$")
PANIC = re.compile(r"^(?:panic|fatal error): (?P<said>.+?)(?: \[recovered.*)?$")
RACE = "WARNING: DATA RACE"
SLOW = re.compile(r"test timed out after \S+")


class Failure(NamedTuple):
    """Something wrong; without a path, at the test itself."""

    code: str
    message: str
    path: str = ""
    line: int = 1
    test: str = ""


class Read(NamedTuple):
    """What became of the tests, and all that is wrong."""

    ends: dict[str, str]
    failures: list[Failure]
    running: str = ""
    """The test that had begun and not ended."""


def read(text: str, ours: Callable[[str], object]) -> Read:
    """Read an output; *ours* tells whether a path is one of the plan's."""
    lines = text.splitlines()
    ends = {m["test"]: m["how"] for line in lines if (m := ENDS.match(line))}
    loud = [*panics(lines, ours), *races(lines, ours)]
    failures = [*loud, *logged(lines, ends, ours, quiet=bool(loud))]
    begun = [m["test"] for line in lines if (m := STARTS.match(line))]
    running = next((test for test in reversed(begun) if test not in ends), "")
    return Read(ends, failures[:MOST], running)


def logged(
    lines: list[str],
    ends: dict[str, str],
    ours: Callable[[str], object],
    *,
    quiet: bool,
) -> Iterator[Failure]:
    """Yield what failed tests say; one that says nothing is told unless *quiet*."""
    test, silent = "", {t for t, how in ends.items() if how == "FAIL"}
    for line in lines:
        if begun := STARTS.match(line):
            test = begun["test"]
        elif ends.get(test) == "FAIL" and (said := LOGGED.match(line)):
            if not ours(said["path"]):
                continue
            silent -= set(parents(test))
            message = f"{test}: {said['said']}"
            yield Failure("test", message, said["path"], int(said["line"]), test)
    for name in sorted(silent) if not quiet else ():
        if not any(other.startswith(f"{name}/") for other in silent):
            yield Failure("test", f"{name} fails", test=name)


def parents(test: str) -> Iterator[str]:
    """Yield a test and those it is a part of."""
    while test:
        yield test
        test = test.rpartition("/")[0]


def panics(lines: list[str], ours: Callable[[str], object]) -> Iterator[Failure]:
    for number, line in enumerate(lines):
        if found := PANIC.match(line):
            said = found["said"]
            path, at = frame(lines[number:], ours)
            late = SLOW.search(said)
            code = "timeout" if late else "test"
            message = late[0] if late else f"panic: {said}"
            yield Failure(code, message, path, at)
            return  # what follows is its trace


def races(lines: list[str], ours: Callable[[str], object]) -> Iterator[Failure]:
    for number, line in enumerate(lines):
        if line == RACE:
            path, at = frame(lines[number:], ours)
            how = lines[number + 1].partition(" at ")[0].lower()
            said = f"data race: a {how} beside another goroutine's access"
            yield Failure("data_race", said, path, at)


def frame(lines: list[str], ours: Callable[[str], object]) -> tuple[str, int]:
    """Return the first place in a trace that is the plan's."""
    for line in lines:
        if (found := FRAME.match(line)) and ours(found["path"]):
            return found["path"], int(found["line"])
    return "", 1
