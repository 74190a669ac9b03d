"""Programs of others, kept in a place without network, home or other people's files.

`start` begins one; a guard beside it, a small program of ours, puts it there and ends
it with us, whatever becomes of us. The layers are those the machine has: another user,
namespaces with a view of their own, Landlock, limits.
"""

from __future__ import annotations

import dataclasses as dc
import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from .spec import NOBODY, Spec

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOBODY", "Confined", "ConfinementError", "Ended", "Spec", "start"]

BOOT = "import sys; sys.path.append(sys.argv[1]); import confine.guard as g; g.main()"
"""Ours is found last: its names must not hide those of the standard library."""

SECONDS = 15.0


class ConfinementError(Exception):
    """A program could not be confined, and was not started; the message says why."""


@dc.dataclass(frozen=True, kw_only=True)
class Ended:
    """How a program ended."""

    code: int = 0
    signal: int = 0
    why: str = ""
    """Why the guard ended it, if it did."""


class Confined:
    """A program that was started."""

    def __init__(self, process: subprocess.Popen[bytes], layers: Sequence[str]) -> None:
        self.process = process
        self.layers = tuple(layers)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def wait(self, seconds: float) -> Ended:
        """Return how it ended; after too long it is ended."""
        try:
            self.process.wait(seconds)  # its input stays open: it is our sign of life
        except subprocess.TimeoutExpired:
            return dc.replace(self.stop(), why=f"it took longer than {seconds:g} s")
        return self.stop()

    def stop(self) -> Ended:
        """End it, and all it started."""
        try:
            out, _ = self.process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, _ = self.process.communicate()
        return ended(out)


def start(spec: Spec, keep: Sequence[int] = ()) -> Confined:
    """Start what *spec* says; raises ConfinementError.

    The guard holds the descriptors in *keep* open as long as the program lives.
    """
    place = str(Path(__file__).resolve().parent.parent)
    told = json.dumps(dc.asdict(spec))
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", BOOT, place, str(os.getpid())],
        bufsize=0,  # else the first line read would take along the last
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=tuple(keep),
    )
    with suppress(BrokenPipeError):
        if process.stdin and process.stdout:
            process.stdin.write(told.encode() + b"\n")
            process.stdin.flush()
            said = json.loads(process.stdout.readline() or b"{}")
            if "layers" in said:
                return Confined(process, said["layers"])
            process.communicate()
            raise ConfinementError(str(said.get("refused", "its guard does not start")))
    process.communicate()
    raise ConfinementError("its guard does not start")


def ended(out: bytes) -> Ended:
    lines = out.decode("utf-8", "replace").splitlines()
    said = json.loads(lines[-1]) if lines else {"why": "its guard was ended"}
    return Ended(**said)
