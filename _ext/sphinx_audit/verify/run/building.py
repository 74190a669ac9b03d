"""Tests compiled, outside of the sandbox: Go's compiler runs nothing of what it reads.

That holds for Go only: with C a plan would say what another compiler reads and does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..check import toolchain
from ..programs import Said, ask
from . import module

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .module import Layout

SECONDS = 600.0
"""How long a test may take to compile: the first time with all of Go's library."""

COMPILERS = ("gcc", "clang", "cc")


class Unfit(Exception):  # noqa: N818 - it is no error of the plan
    """A plan whose tests cannot be run here; the message says why."""


class Package(NamedTuple):
    """What ``go list`` says of a folder."""

    folder: str
    imports: list[str]
    foreign: list[str]
    """Files that another compiler would read."""
    ignored: list[str]
    """Files that are left out by their build constraints."""


class Remark(NamedTuple):
    """What the compiler or ``go vet`` says."""

    path: str
    line: int
    column: int
    message: str


@cache
def c_compiler() -> str:
    """Return a compiler of C, which the race detector is linked with."""
    found = (shutil.which(name, path=os.defpath) for name in COMPILERS)
    return next((path for path in found if path), "")


def version() -> str:
    """Return the version of the language, such as ``1.27``."""
    found = re.match(r"\d+\.\d+", toolchain.version())
    return found[0] if found else "1.22"


class Builder:
    """Go, in the folder of a module."""

    def __init__(self, root: Path, kept: Path | None, *, race: bool) -> None:
        self.root = root
        self.race = race and bool(c_compiler())
        cgo = {"CGO_ENABLED": "1", "CC": c_compiler()} if self.race else {}
        self.more = toolchain.environment(toolchain.cache_folder(kept)) | cgo

    def ask(
        self,
        *words: str,
        folder: Path | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Said:
        return ask(
            [toolchain.go() or "go", *words],
            folder=folder or self.root,
            seconds=SECONDS,
            more={**self.more, **(more or {})},
        )

    def packages(self) -> list[Package]:
        """Return what the module holds; raises Unfit."""
        said = self.ask("list", "-e", "-json", "./...")
        if said.why or said.code:
            raise Unfit(said.why or flat(said.err))
        return [package(one, self.root) for one in documents(said.out)]

    def prepare(self, files: Layout) -> None:
        """Write the module; raises Unfit if it needs what is not here."""
        module.written(files, self.root, module.NAME, version())
        found = self.packages()
        if foreign := sorted(f for p in found for f in p.foreign):
            raise Unfit(f"{foreign[0]} needs a compiler of C, which is not asked")
        left = {f"{p.folder}/{f}".lstrip("/") for p in found for f in p.ignored}
        if left:
            raise Unfit(f"{min(left)} is left out by its build constraint")
        name, missing = module.named(
            (i for p in found for i in p.imports),
            files.folders,
            Path(toolchain.root(), "src"),
        )
        if missing:
            raise Unfit(f"it imports {missing[0]}, which is not here")
        module.written(files, self.root, name, version())

    def compile(self, folder: str, target: Path) -> Said:
        return self.ask("test", *self.compiling(target), f"./{folder}")

    def compiling(self, target: Path) -> list[str]:
        race = ["-race"] if self.race else []
        return ["-c", "-vet=off", "-trimpath", *race, "-o", str(target)]

    def place(self, folder: str) -> Path:
        """Return where the tests of a package are run."""
        return self.root / folder

    def only(self, folder: str) -> str:
        """Return a pattern of the tests to run; all, without one."""
        return ""

    def vet(self) -> Said:
        return self.ask("vet", "./...")


def package(said: dict[str, object], root: Path) -> Package:
    def names(*keys: str) -> list[str]:
        lists = (said.get(key) for key in keys)
        return [str(n) for found in lists if isinstance(found, list) for n in found]

    folder = os.path.relpath(str(said.get("Dir") or root), root)
    return Package(
        folder="" if folder == "." else folder,
        imports=names("Imports", "TestImports", "XTestImports"),
        foreign=names("CgoFiles", "SFiles", "CFiles", "SysoFiles"),
        ignored=names("IgnoredGoFiles"),
    )


def documents(text: str) -> Iterator[dict[str, object]]:
    """Yield JSON documents that stand one after another."""
    reader, at = json.JSONDecoder(), 0
    while (at := len(text) - len(text[at:].lstrip())) < len(text):
        found, at = reader.raw_decode(text, at)
        yield found


LINE = re.compile(
    r"^(?:vet: )?(?P<path>[^\s:]+\.go):(?P<line>\d+)(?::(?P<column>\d+))?: "
    r"(?P<said>.+)$",
    re.MULTILINE,
)


def remarks(said: Said) -> Iterator[Remark]:
    for found in LINE.finditer(f"{said.out}\n{said.err}"):
        path = os.path.normpath(found["path"])
        column = int(found["column"] or 1)
        yield Remark(path, int(found["line"]), column, found["said"])


def flat(text: str) -> str:
    return " ".join(text.split())[:300]
