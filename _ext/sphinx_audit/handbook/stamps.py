"""What the last build was made of, so that work already done is not done again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..settings import as_of, settings_of
from . import typeset
from .files import digest, put
from .origins import commit_of
from .wanted import wanted_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

PACKAGE = Path(__file__).parent.parent


class Stamps:
    """Kept beside the sources: a digest of what all share, one a book, the pages."""

    def __init__(self, folder: Path) -> None:
        self._path = path = folder / "stamps.json"
        self.read = ""
        self.books: dict[str, str] = {}
        self.pages: dict[str, dict[str, object]] = {}
        """What is known of each translated page besides its source."""
        try:
            kept = json.loads(path.read_text("utf-8"))
            self.read, self.books = str(kept["read"]), dict(kept["books"])
            self.pages = dict(kept["pages"])
        except (OSError, ValueError, LookupError, TypeError):
            pass  # a build without a trustworthy past does everything

    def save(self) -> None:
        kept = {"read": self.read, "books": self.books, "pages": self.pages}
        put(self._path, json.dumps(kept, indent=1, sort_keys=True).encode())

    def drop(self) -> None:
        """Leave nothing to trust behind if this build is killed."""
        self._path.unlink(missing_ok=True)


def of_input(app: Sphinx) -> str:
    """Return a digest of what every page and book depends on, besides the pages."""
    config = app.config
    asked = wanted_of(config)
    folder = Path(app.confdir)
    said = {
        "settings": {v.name: _plain(v.value) for v in config},
        "code": list(_stats(PACKAGE.rglob("*"))),
        "date": as_of(settings_of(config)),
        "commits": [commit_of(w.commit, folder) for w in asked if w.commit],
        "files": [
            digest(file.read_bytes())
            for w in asked
            for name in (w.logo, w.template)
            if name and (file := folder / name).is_file()
        ],
        "made by": _makers(typeset.fonts_of(app)),
    }
    return digest(json.dumps(said, sort_keys=True, default=str).encode())


def of_book(sources: Iterable[str], fonts: typeset.FontSet) -> str:
    """Return a digest of all that typesetting a book depends on."""
    made_by = json.dumps(_makers(fonts)).encode()
    return digest(made_by, *(s.encode() for s in sources))


def _makers(fonts: typeset.FontSet) -> list[object]:
    files = (file for folder in fonts.folders for file in folder.iterdir())
    sizes = sorted((file.name, file.stat().st_size) for file in files)
    return [typeset.ENGINE, fonts.system, sizes]


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
