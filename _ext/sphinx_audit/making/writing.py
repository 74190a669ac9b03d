"""Files that are not there yet: all of them are written, or none."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def in_the_way(folder: Path, paths: Iterable[str]) -> list[Path]:
    """Return what is where the files and the folders for them would go."""
    found: dict[Path, None] = {}
    for path in paths:
        target = folder / path
        above = [p for p in target.parents if not p.is_dir() and os.path.lexists(p)]
        if above:
            found[above[-1]] = None
        elif os.path.lexists(target):  # a link that leads nowhere, too
            found[target] = None
    return list(found)


def write_new(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write *files* below *folder*; return what was made, with folders.

    They are written aside first, and then moved, so that nobody sees a half of one.
    Raises OSError, having taken back what it wrote; FileExistsError for a file that
    came meanwhile.
    """
    made: list[Path] = []
    try:
        make_folders(folder, made)
        aside = Path(tempfile.mkdtemp(prefix=".audit-", dir=folder))
        try:
            for number, (path, text) in enumerate(files.items()):
                staged = aside / str(number)
                staged.write_bytes(text.encode("utf-8"))
                target = folder / path
                make_folders(target.parent, made)
                move(staged, target)
                made.append(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except BaseException:
        take_back(made)
        raise
    return made


def make_folders(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, and note which were not there."""
    missing = [p for p in (folder, *folder.parents) if not p.is_dir()]
    for path in reversed(missing):
        path.mkdir()
        made.append(path)


def move(staged: Path, target: Path) -> None:
    """Give a file its name, unless another has it."""
    try:
        os.link(staged, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with target.open("xb") as file:
            file.write(staged.read_bytes())


def take_back(made: list[Path]) -> None:
    """Remove what was made, but no folder in which there is something else by now."""
    for path in reversed(made):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
