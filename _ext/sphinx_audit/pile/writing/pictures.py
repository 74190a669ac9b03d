"""Pictures that lie beside documents, to be shown on their pages."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..said import Place
from . import layout
from .kinds import KINDS, NoPicture, check
from .links import ELSEWHERE, Shown
from .report import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .present import Present
    from .report import Report

LARGEST = 20 * 1024 * 1024
"""Bytes of one picture; all together may have ten times as many."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A picture to write: below the folder that is imported into."""

    path: str
    sources: tuple[str, ...]
    data: bytes
    about: str = ""


@dataclass(slots=True)
class Pictures:
    """Finds the pictures of documents, each once, in the folders they came from."""

    roots: Mapping[str, Path]
    """The folder that each document must not lead out of."""
    present: Present
    found: dict[Path, Shown] = field(default_factory=dict)
    sources: dict[str, set[str]] = field(default_factory=dict)
    """The documents that show each picture."""
    taken: set[str] = field(default_factory=set)
    size: int = 0

    def __post_init__(self) -> None:
        strange = self.present.digests.keys() - self.present.written.keys()
        self.taken |= {path.casefold() for path in strange}

    def of(self, file: str) -> Callable[[str], Shown]:
        """Return what looks a picture of one document up."""

        def look(target: str) -> Shown:
            shown = self.look(target, file)
            if shown.path:
                self.sources.setdefault(shown.path, set()).add(file)
            return shown

        return look

    def look(self, target: str, file: str) -> Shown:
        name = unquote(re.sub(r"[?#].*", "", target))
        if ELSEWHERE.match(name) or file not in self.roots:
            return Shown("", "only pictures beside the document are copied")
        if Path(name).suffix.lower() not in KINDS:
            return Shown("", f"pictures are {', '.join(sorted(KINDS))}")
        root = self.roots[file].resolve()
        try:
            path = (Path(file).parent / name).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            return Shown("", "there is no such file")
        if not path.is_relative_to(root):
            return Shown("", f"it lies outside of {self.roots[file].name or 'there'}")
        if path not in self.found:
            self.found[path] = self.taken_over(path, path.relative_to(root))
        return self.found[path]

    def taken_over(self, path: Path, name: Path) -> Shown:
        try:
            data = read(path)
            check(data, path.suffix.lower())
        except OSError as error:
            return Shown("", error.strerror or "it cannot be read")
        except NoPicture as reason:
            return Shown("", str(reason))
        self.size += len(data)
        if self.size > 10 * LARGEST:
            return Shown("", "all pictures together are too large")
        stem = layout.slug(name.with_suffix("").as_posix()).replace("_", "-")
        at = f"{layout.PICTURES}/{(stem or 'picture')[:100]}"
        suffix = path.suffix.lower()
        return Shown(self.free(at, suffix))

    def used(self, path: Path) -> bool:
        """Tell whether a document shows a file."""
        shown = self.found.get(path.resolve()) if self.found else None
        return bool(shown and shown.path)

    def copies(self, report: Report, shown: Mapping[str, str]) -> Iterator[Copy]:
        """Yield what is to be copied, one picture at a time."""
        for source, picture in self.found.items():
            files = self.sources.get(picture.path)
            if not files:
                continue
            try:
                data = read(source)
                check(data, source.suffix.lower())
            except (OSError, NoPicture) as error:
                text = f"the picture {source.name} changed while it was read: {error}"
                report.refused.append(Note(text, Place(min(files), 1)))
                continue
            sources = tuple(sorted(shown.get(f, f) for f in files))
            yield Copy(picture.path, sources, data)

    def free(self, at: str, suffix: str) -> str:
        path, number = f"{at}{suffix}", 1
        while path in self.taken:
            number += 1
            path = f"{at}-{number}{suffix}"
        self.taken.add(path)
        return path


def read(path: Path) -> bytes:
    """Return the bytes of a picture; raises OSError, NoPicture."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise NoPicture("it is no file")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        limit = LARGEST // 1024**2
        raise NoPicture(f"it is larger than {limit} MB")
    return data
