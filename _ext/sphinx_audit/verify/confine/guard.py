"""The program beside a confined one: it puts it into its place, and ends it.

Run by itself, with nothing but the standard library: it starts at once, and forks.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import time
from contextlib import suppress
from typing import NoReturn

from . import inside, kernel
from .processes import descendants, held, kill_all
from .spec import Spec


class EndedError(BaseException):
    """Who started us is gone."""


OFTEN = 0.05
"""Seconds between two looks at the memory, or for an end that no event tells."""


def main() -> NoReturn:
    spec = Spec(**json.loads(line()))
    parent = int(sys.argv[2])
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kernel.control(kernel.DEATH_SIGNAL, signal.SIGTERM)
    kernel.control(kernel.SUBREAPER, 1)
    try:
        if os.getppid() == parent:  # else it died before the kernel was asked
            say(run(spec))
    except EndedError:
        shutil.rmtree(spec.remove or os.devnull, ignore_errors=True)
    os._exit(0)


def line() -> bytes:
    """Read a line, and not more: the end of the input is waited for later."""
    found = b""
    while not found.endswith(b"\n"):
        more = os.read(0, 1 << 16)
        if not more:
            os._exit(0)
        found += more
    return found


def stop(number: int, frame: object) -> NoReturn:
    raise EndedError


def say(told: dict[str, object]) -> None:
    with suppress(OSError):
        os.write(1, json.dumps(told).encode() + b"\n")


def run(spec: Spec) -> dict[str, object]:
    try:
        shared = inside.namespaces(required=spec.required)
    except OSError as error:
        return {"refused": f"this machine gives no namespaces ({error.strerror})"}
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        os.close(told)
        inside.become(spec, shared, tell)
    os.close(tell)
    try:
        with os.fdopen(told, "rb") as pipe:
            first = json.loads(pipe.readline() or b'{"refused": "it ended at once"}')
        if "refused" in first:
            return first  # type: ignore[no-any-return]  # we wrote it
        say(first)
        return watch(child, spec)
    finally:
        kill_all(os.getpid())


def watch(child: int, spec: Spec) -> dict[str, object]:
    """Return how the program ended: by itself, by too much memory, or by our end."""
    events = {0}
    if hasattr(os, "pidfd_open"):
        events.add(os.pidfd_open(child))
    every = OFTEN if spec.memory or len(events) < 2 else 60.0
    why = ""
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return ended(status, why)
        ready, _, _ = select.select(events, [], [], every)
        if 0 in ready and not os.read(0, 1):
            say(ended(finish(child, spec.grace), why))
            raise EndedError
        if spec.memory and sum(map(held, descendants(os.getpid()))) > spec.memory:
            why = f"it held more than {spec.memory >> 20} MiB of memory"
            kill_all(os.getpid(), reap=False)


def finish(child: int, grace: float) -> int:
    """End a program, politely if there is time; return its status."""
    end = time.monotonic() + grace
    if grace:
        os.kill(child, signal.SIGINT)
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def ended(status: int, why: str) -> dict[str, object]:
    if os.WIFSIGNALED(status):
        return {"signal": os.WTERMSIG(status), "why": why}
    return {"code": os.WEXITSTATUS(status), "why": why}
