"""Other people's programs: where they are, which version, and run without surprises."""

from __future__ import annotations

import dataclasses as dc
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 4_000_000
"""Characters of what a program says that are read."""


@dc.dataclass(frozen=True, kw_only=True)
class Missing:
    """Something that is not installed, and how it would be."""

    what: str
    install: str


@dc.dataclass(frozen=True, kw_only=True)
class Said:
    """What a program answered."""

    code: int
    out: str
    err: str
    why: str = ""
    """Why it gave no answer: it was too slow, or it crashed."""


@cache
def program(name: str) -> Path | None:
    """Return a program: of this environment, of Go's wheel, else of the machine."""
    beside = Path(sys.executable).parent / name
    if name in {"go", "gofmt"} and (wheel := importlib.util.find_spec("go")):
        inside = Path(wheel.origin or "").parent / "bin" / name
        if inside.is_file():
            return inside
    if beside.is_file():
        return beside
    found = shutil.which(name)
    return Path(found) if found else None


@cache
def version(distribution: str) -> str:
    """Return the version of an installed package, empty if it is not there."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def ask(
    command: Sequence[str | Path],
    *,
    text: str = "",
    folder: str | Path | None = None,
    seconds: float = 30.0,
    more: Mapping[str, str] | None = None,
) -> Said:
    """Run a program with *text* as its input, in an environment that says nothing.

    It has its own process group, which ends with it.
    """
    env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent"}
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**env, **(more or {})},
            start_new_session=True,
        )
    except OSError as error:
        return Said(code=-1, out="", err="", why=error.strerror or str(error))
    with process:
        return answer(process, text, seconds)


def answer(process: subprocess.Popen[bytes], text: str, seconds: float) -> Said:
    data = text.encode("utf-8", "replace")
    try:
        out, err = process.communicate(data, seconds)
        why = crash(process.returncode)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        why = f"it took longer than {seconds:g} s"
    told, wrong = (d[:MOST].decode("utf-8", "replace") for d in (out, err))
    return Said(code=process.returncode, out=told, err=wrong, why=why)


def crash(code: int) -> str:
    """Say by which signal a program was ended, if by any."""
    return "" if code >= 0 else f"it was ended by {signal.Signals(-code).name}"
