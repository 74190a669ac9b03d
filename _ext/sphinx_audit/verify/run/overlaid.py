"""Tests compiled as if a plan's files lay in the repository that was audited.

Nothing is written there, and the sandbox sees of it the folder of the tests only.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..blocks import Role
from ..check import overlay
from ..check.checkout import environment, unready
from ..programs import Said
from . import module
from .building import Builder, Unfit, documents, flat, package

if TYPE_CHECKING:
    from .module import Layout

TEST = re.compile(r"^func (Test\w*|Fuzz\w*|Example\w*)\(", re.MULTILINE)


class Overlaid(Builder):
    """Go, in the modules of a checkout; *root* is a folder for the plan's files."""

    def __init__(
        self, root: Path, kept: Path | None, checkout: Path, *, race: bool
    ) -> None:
        super().__init__(root, kept, race=race)
        self.checkout = checkout.resolve()
        self.map = root.parent / "overlay.json"
        self.tests: dict[str, list[str]] = {}

    def prepare(self, files: Layout) -> None:
        """Write the overlay; raises Unfit if the files do not fit the checkout."""
        for name in files.files:
            if not overlay.inside(self.checkout / name, self.checkout):
                raise Unfit(f"{name} is outside the repository")
        module.laid_out(files, self.root)
        there = {str(self.checkout / n): str(self.root / n) for n in files.files}
        self.map.write_text(json.dumps({"Replace": there}), "utf-8")
        for name, block in files.files.items():
            if block.role is Role.TEST:
                known = self.tests.setdefault(module.folder_of(name), [])
                known += TEST.findall(block.text)
        for folder in files.folders:
            self.look(folder, files)

    def look(self, folder: str, files: Layout) -> None:
        """Raise Unfit if a package needs what is not here."""
        said = self.go("list", folder, "-e", "-json")
        if said.code or said.why:
            raise Unfit(unready(said, self.checkout) or said.why or flat(said.err))
        for one in documents(said.out):
            found = package(one, self.checkout)
            if found.foreign:
                raise Unfit(f"{found.foreign[0]} needs a compiler of C, not asked here")
            left = [n for n in found.ignored if module.joined(folder, n) in files.files]
            if left:
                raise Unfit(f"{left[0]} is left out by its build constraint")

    def go(self, command: str, folder: str, *words: str) -> Said:
        home = overlay.module_of(self.checkout / folder, self.checkout)
        inside = PurePosixPath(folder).relative_to(
            home.relative_to(self.checkout).as_posix()
        )
        words = (command, f"-overlay={self.map}", *words, f"./{inside}")
        return self.ask(*words, folder=home, more=environment(home))

    def compile(self, folder: str, target: Path) -> Said:
        said = self.go("test", folder, *self.compiling(target))
        if why := unready(said, self.checkout):
            raise Unfit(why)
        return said

    def place(self, folder: str) -> Path:
        """Return where the tests of a package are run: beside its files, if any."""
        there = self.checkout / folder
        return there if there.is_dir() else self.root / folder

    def only(self, folder: str) -> str:
        """Return a pattern of the plan's tests: others may need what is not here."""
        return f"^({'|'.join(self.tests.get(folder, []))})$"

    def vet(self) -> Said:
        """Say nothing: the level *check* asked the same."""
        return Said(code=0, out="", err="")
