"""The Go files of a plan, laid out as a module of their own."""

from __future__ import annotations

import dataclasses as dc
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ..blocks import Depth, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..blocks import Block, Plan

NAME = "plan.invalid"
"""The name of a module whose packages nobody imports."""

GO_MOD = "module {name}\n\ngo {version}\n"
PART = re.compile(r"[\w@+~][\w.@+~-]*", re.ASCII)


@dc.dataclass(frozen=True, kw_only=True)
class Layout:
    """Files by their paths in a module, each from a block."""

    files: Mapping[str, Block]
    outside: tuple[Block, ...] = ()
    """Blocks whose names lead out of any module."""

    @property
    def tests(self) -> list[str]:
        """Return the folders that have tests."""
        found = {folder_of(n) for n, b in self.files.items() if b.role is Role.TEST}
        return sorted(found)

    @property
    def wanted(self) -> bool:
        """Whether there is anything to run, or to refuse."""
        return bool(self.tests or self.outside)

    @property
    def folders(self) -> list[str]:
        return sorted({folder_of(name) for name in self.files})

    def found(self, path: str) -> Block | None:
        """Return the block of a path that a tool tells, however much of it."""
        parts = PurePosixPath(path).parts
        for start in range(len(parts)):
            if block := self.files.get("/".join(parts[start:])):
                return block
        alike = [b for n, b in self.files.items() if PurePosixPath(n).name == path]
        return alike[0] if len(alike) == 1 else None


def layout(plan: Plan) -> Layout:
    """Lay out the files of a plan; of two with one name the later counts."""
    files, outside = {}, []
    shown = (b for b in plan.of(Role.SERVICE, Role.TEST) if b.language == "go")
    for number, block in enumerate(b for b in shown if b.depth is Depth.RUN):
        name = name_of(block, number)
        if name:
            files[name] = block
        else:
            outside.append(block)
    return Layout(files=files, outside=tuple(outside))


def name_of(block: Block, number: int) -> str:
    """Return the path of a block in a module, empty if it cannot be one."""
    test = block.role is Role.TEST
    if not block.name:
        return f"plan{number}_test.go" if test else f"plan{number}.go"
    parts = [p for p in block.name.split("/") if p != "."]
    plain = all(PART.fullmatch(part) for part in parts)
    return "/".join(parts) if plain and parts[-1].endswith(".go") else ""


def folder_of(name: str) -> str:
    found = PurePosixPath(name).parent.as_posix()
    return "" if found == "." else found


def joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def written(files: Layout, root: Path, name: str, version: str) -> None:
    """Write a module, for anybody to read."""
    laid_out(files, root)
    (root / "go.mod").write_text(GO_MOD.format(name=name, version=version), "utf-8")


def laid_out(files: Layout, root: Path) -> None:
    for path, block in files.files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, "utf-8", "replace")
        target.chmod(0o644)
    for folder in (root, *root.rglob("*/")):
        folder.chmod(0o755)


# -- what its packages are called


def named(
    imports: Iterable[str], folders: Sequence[str], known: Path
) -> tuple[str, list[str]]:
    """Return the name that imports give a module, and those that lead nowhere.

    *known* is the folder with the sources of the standard library.
    """
    names: dict[str, list[str]] = {}
    missing = []
    for path in sorted(set(imports)):
        if path in {"unsafe", "C"} or (known / path).is_dir():
            continue
        name = next(prefixes(path, folders), "")
        if name:
            names.setdefault(name, []).append(path)
        else:
            missing.append(path)
    if not names:
        return NAME, missing
    name = max(names, key=lambda n: len(names[n]))
    others = [path for other, paths in names.items() if other != name for path in paths]
    return name, sorted([*missing, *others])


def prefixes(path: str, folders: Sequence[str]) -> Iterator[str]:
    """Yield what a module may be called in which *path* is one of the folders."""
    for folder in sorted(folders, key=len, reverse=True):
        if folder and path.endswith(f"/{folder}"):
            yield path.removesuffix(f"/{folder}")
    if "" in folders and "." in path.partition("/")[0]:
        yield path
