"""Go's toolchain: found, kept from the network, and our own checker built with it."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..programs import Missing, ask, program

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

INSTALL = "pip install 'sphinx-audit[go]'"
SOURCES = ("main.go", "go.mod")
SECONDS = 600.0
"""How long our checker may take to build: once for each version of Go."""


class BuildError(Exception):
    """Our checker could not be built; the message says why."""


def missing() -> Missing | None:
    return None if go() else Missing(what="Go", install=INSTALL)


def go() -> Path | None:
    """Return the program, not the entry point of a wheel that starts it."""
    found = program("go")
    return found.resolve() if found else None


def environment(folder: Path) -> dict[str, str]:
    """Return what keeps Go offline and out of the user's folders."""
    return {
        "CGO_ENABLED": "0",
        "GO111MODULE": "on",
        "GOCACHE": str(folder / "go-build"),
        "GOENV": "off",
        "GOFLAGS": "-mod=mod",
        "GONOSUMDB": "*",
        "GOPATH": str(folder / "go"),
        "GOPROXY": "off",
        "GOSUMDB": "off",
        "GOTELEMETRY": "off",
        "GOTOOLCHAIN": "local",
        "GOVCS": "*:off",
    }


@cache
def version() -> str:
    """Return the version of Go, such as ``1.27.3``."""
    found = go()
    said = ask([found, "env", "GOVERSION", "GOROOT"]) if found else None
    return said.out.split("\n")[0].strip().removeprefix("go") if said else ""


@cache
def root() -> str:
    found = go()
    return ask([found, "env", "GOROOT"]).out.strip() if found else ""


def cache_folder(asked: Path | None) -> Path:
    """Return where to keep what is built: as asked, else where the user keeps such."""
    if asked is not None:
        return asked
    base = os.environ.get("XDG_CACHE_HOME") or ""
    home = Path(base) if base else Path.home() / ".cache"
    return home / "sphinx-audit"


def checker(asked: Path | None) -> Path:
    """Return our checker, built if need be; raises BuildError."""
    folder = cache_folder(asked)
    sources = files(__package__) / "gocheck"
    texts = {name: (sources / name).read_bytes() for name in SOURCES}
    mark = blake2b(b"\0".join([version().encode(), *texts.values()]), digest_size=8)
    target = folder / f"gocheck-{mark.hexdigest()}"
    if not target.is_file():
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with alone(folder):
                if not target.is_file():
                    build(texts, target, folder)
        except OSError as error:
            raise BuildError(f"{folder}: {error.strerror}") from error
    return target


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let others wait who would build the same; without locks they build it too."""
    with (folder / "lock").open("w") as lock:
        with suppress(OSError):
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(texts: dict[str, bytes], target: Path, folder: Path) -> None:
    """Build beside the target, then move it there: two builds do not disturb."""
    with tempfile.TemporaryDirectory(prefix="gocheck-", dir=folder) as place:
        for name, text in texts.items():
            Path(place, name).write_bytes(text)
        out = Path(place, "gocheck")
        said = ask(
            [go() or "go", "build", "-trimpath", "-o", out, "."],
            folder=place,
            seconds=SECONDS,
            more=environment(Path(place)),
        )
        if said.code or said.why:
            raise BuildError(said.why or " ".join(said.err.split())[:300])
        shutil.move(out, target)
