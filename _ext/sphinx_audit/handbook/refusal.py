"""What Typst says of a book that it refuses, as such or by a standard: why, where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    import typst

_ERROR = re.compile(r"^error: .*?(?=^(?:error|warning): |\Z)", re.DOTALL | re.MULTILINE)
_PLACE = re.compile(r"┌─ ([^\n]+?):(\d+):\d+$", re.MULTILINE)
_PAGE = re.compile(r"┌─ [^\n]*?(pages/([^\n]+?)(?:@[^\n]*?)?\.typ):(\d+):(\d+)")
OWN = "own"
"""The folder of what a project lends, its template among them."""


class Refusal(NamedTuple):
    """Why a book does not reach some standards, and where the cause stands."""

    standards: tuple[str, ...]
    cause: str
    page: str
    before: str
    """The source of the page up to the cause."""
    template: int | None
    """The line of the project's own template, if the cause stands there."""


def refusal(standards: tuple[str, ...], error: typst.TypstError, root: Path) -> Refusal:
    found = _ERROR.search(error.diagnostic)  # warnings may stand before it
    said = found[0] if found else error.diagnostic
    places = [(Path(file), int(line)) for file, line in _PLACE.findall(said)]
    own = places[0][1] if places and places[0][0].parent.name == OWN else None
    where = f" ({places[0][0].name}:{places[0][1]})" if places and not own else ""
    return Refusal(standards, _cause(error) + where, *_page(said, root), own)


def _cause(error: typst.TypstError) -> str:
    """Return the message without folders."""
    message = re.sub(r"\(searched at .*?\)", "", error.message)
    return re.sub(r"\s+", " ", message).strip()


def _page(said: str, root: Path) -> tuple[str, str]:
    """Return the first page on the way to an error, and its source up to there."""
    found = _PAGE.search(said)
    if not found:
        return "", ""
    file, page, line, column = found.groups()
    lines = (root / file).read_text("utf-8").split("\n")[: int(line)]
    lines[-1] = lines[-1][: int(column)]
    return unquote(page), "\n".join(lines)
