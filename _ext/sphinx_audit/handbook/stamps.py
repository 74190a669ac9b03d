"""What the last build was made of, so that work already done is not done again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..settings import as_of, settings_of
from . import typeset
from .files import digest, put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

PACKAGE = Path(__file__).parent.parent


class Stamps:
    """Digests kept beside the sources: one of all that is read, one a book."""

    def __init__(self, folder: Path) -> None:
        self._path = path = folder / "stamps.json"
        self.read = ""
        self.books: dict[str, str] = {}
        try:
            kept = json.loads(path.read_text("utf-8"))
            self.read, self.books = str(kept["read"]), dict(kept["books"])
        except (OSError, ValueError, LookupError, TypeError):
            pass  # a build without a trustworthy past does everything

    def save(self) -> None:
        kept = {"read": self.read, "books": self.books}
        put(self._path, json.dumps(kept, indent=1, sort_keys=True).encode())


def of_input(env: BuildEnvironment) -> str:
    """Return a digest of what translating depends on, without translating.

    The time of a page's reading stands for its text, its images and includes.
    """
    said = {
        "pages": sorted(env.all_docs.items()),
        "settings": {v.name: _plain(v.value) for v in env.config},
        "code": list(_stats(PACKAGE.rglob("*"))),
        "date": as_of(settings_of(env.config)),
        "made by": _makers(),
    }
    return digest(json.dumps(said, sort_keys=True, default=str).encode())


def of_book(sources: Iterable[str]) -> str:
    """Return a digest of all that typesetting a book depends on."""
    return digest(json.dumps(_makers()).encode(), *(s.encode() for s in sources))


def _makers() -> list[object]:
    fonts = (file for folder in typeset.font_folders() for file in folder.iterdir())
    sizes = sorted((file.name, file.stat().st_size) for file in fonts)
    return [typeset.ENGINE, sizes]


def _stats(files: Iterable[Path]) -> Iterable[tuple[str, int, int]]:
    for file in sorted(files):
        if file.suffix in {".py", ".typ", ".tmTheme"}:
            stat = file.stat()
            yield str(file.relative_to(PACKAGE)), stat.st_mtime_ns, stat.st_size


def _plain(value: object) -> object:
    """Keep of a setting what reads the same in every process."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return type(value).__name__
