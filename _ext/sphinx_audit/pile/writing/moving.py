"""Pages put in place: written aside, and moved when all of them are whole.

A list of the moves is written last.  Where it is, a later run ends what was begun;
where it is not, nothing was moved, and what lies there is thrown away.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from .present import STATE, Written, digest, state_text

if TYPE_CHECKING:
    from .bodies import Text
    from .pictures import Copy

MOVES = "moves.json"


class Moves(TypedDict):
    """Files aside with their paths, and pages that others take the place of."""

    moves: list[tuple[str, str]]
    gone: list[str]


OWNER = "pid"


class Busy(Exception):  # noqa: N818 - the user's turn, not an error
    """Another import writes into the same folder; the message says which."""


@dataclass(slots=True)
class Staging:
    """A folder beside the target, on its file system."""

    target: Path
    written: dict[str, Written]
    """The state, as it will be."""
    moves: list[tuple[str, str]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return aside(self.target)

    def open(self) -> None:
        """Make the folder; raises Busy, OSError."""
        recover(self.target)
        self.folder.mkdir(parents=True)
        (self.folder / OWNER).write_text(str(os.getpid()), "utf-8")

    def add(self, text: Text | Copy, old: str) -> None:
        name = f"{len(self.moves)}{Path(text.path).suffix}"
        (self.folder / name).write_bytes(text.data)
        self.moves.append((name, text.path))
        self.written[text.path] = Written(digest(text.data), text.sources)
        if old:
            self.gone.append(old)
            self.written.pop(old, None)

    def close(self) -> None:
        """Move everything into place."""
        if self.moves:
            (self.folder / "state").write_text(state_text(self.written), "utf-8")
            whole: Moves = {"moves": self.moves, "gone": self.gone}
            self.moves.append(("state", STATE))
            new = self.folder / f"{MOVES}.new"
            new.write_text(json.dumps(whole), "utf-8")
            new.replace(self.folder / MOVES)
            carry_out(self.target, whole)
        self.drop()

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def aside(target: Path) -> Path:
    whole = target.absolute()
    return whole.with_name(f".{whole.name}.sphinx-audit-import")


def recover(target: Path) -> None:
    """End or forget what an import left that was stopped; raises Busy."""
    folder = aside(target)
    if not folder.exists():
        return
    if (pid := owner(folder)) and alive(pid):
        raise Busy(f"another import (process {pid}) writes into {target}")
    listed = folder / MOVES
    if listed.is_file():
        carry_out(target, json.loads(listed.read_text("utf-8")))
    shutil.rmtree(folder, ignore_errors=True)


def carry_out(target: Path, whole: Moves) -> None:
    """Move what is not moved yet."""
    folder = aside(target)
    for name, path in whole["moves"]:
        source, there = folder / name, target / path
        if source.exists() and inside(path):
            there.parent.mkdir(parents=True, exist_ok=True)
            source.replace(there)
    for path in filter(inside, whole["gone"]):
        (target / path).unlink(missing_ok=True)


def inside(path: str) -> bool:
    """Tell whether a path stays below the target, whoever wrote it down."""
    return not Path(path).is_absolute() and ".." not in Path(path).parts


def owner(folder: Path) -> int:
    try:
        return int((folder / OWNER).read_text("utf-8"))
    except (OSError, ValueError):
        return 0


def alive(pid: int) -> bool:
    if pid == os.getpid() or os.name == "nt":  # where a signal would end it
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
