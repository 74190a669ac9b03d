"""The files that paths name, and what is in them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.words import few
from .decoding import LARGEST, Decoded, NotText, decode, too_large
from .said import Document, Place, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".txt"})
"""What is read of a folder; a file that is named itself may be called anything."""
DATA = frozenset({".csv", ".tsv", ".json", ".sarif", ".xlsx"})
"""Files that hold data, which not every command reads."""
PASSED_OVER = frozenset({"node_modules", "__pycache__", "venv"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, named as its user would, or why there is none."""

    name: str
    path: Path
    trouble: str = ""
    root: Path = Path()
    """The folder that was given, or that it lies in: what is beside it is in there."""
    listed: bool = False
    """Whether it was found in a folder, not named itself."""


def never(path: Path) -> bool:
    return False


def found(
    paths: Iterable[str | Path],
    used: Callable[[Path], bool] = never,
    also: AbstractSet[str] = frozenset(),
) -> Iterator[Found]:
    """Yield the files that paths name: those of a folder sorted, each file once.

    Of a folder these are Markdown, and what has one of the suffixes *also*.  What else
    is in it is named when its files are read, unless it is *used* by then.
    """
    seen: set[Path] = set()
    for given in paths:
        for one in below(Path(given), used, SUFFIXES | also):
            at = one.path.absolute()
            if at not in seen:
                seen.add(at)
                yield one


def below(
    path: Path, used: Callable[[Path], bool], suffixes: AbstractSet[str]
) -> Iterator[Found]:
    if not path.is_dir():
        yield Found(path.as_posix(), path, root=path.parent)
        return
    other = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(
            n for n in folders if not n.startswith(".") and n not in PASSED_OVER
        )
        for name in sorted(n for n in names if not n.startswith(".")):
            one = Path(folder, name)
            if one.suffix.lower() in suffixes:
                yield Found(one.as_posix(), one, root=path, listed=True)
            else:
                other.append(one.relative_to(path).as_posix())
    other = [name for name in other if not used(path / name)]
    if other:
        count = "1 file is" if len(other) == 1 else f"{len(other)} files are"
        yield Found(
            path.as_posix(), path, f"{count} no Markdown and not read: {few(other)}"
        )


def decoded(one: Found) -> Decoded:
    """Return the text of a file; raises NotText with the reason."""
    if one.trouble:
        raise NotText(one.trouble)
    try:
        size = one.path.stat().st_size
        if size > LARGEST:
            raise NotText(too_large(size))
        return decode(one.path.read_bytes())
    except OSError as error:
        raise NotText(error.strerror or "it cannot be read") from error


def refused(one: Found, reason: str) -> Document:
    """Return what stands for a file that could not be read."""
    code = "skipped" if one.trouble else "unreadable"
    trouble = Trouble(Place(one.name, 1), reason, code)
    return Document(one.name, troubles=(trouble,))
