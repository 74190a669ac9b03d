"""What Typst says of a book that does not reach a standard: why, and where."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import typst

_PLACE = re.compile(r"┌─ (\S+?):(\d+)")
_PAGE = re.compile(r"┌─ [^\n]*?(pages/([^\n]+?)(?:@[^\n]*?)?\.typ):(\d+):(\d+)")


class Refusal(NamedTuple):
    """Why a book does not reach some standards, and where the cause stands."""

    standards: tuple[str, ...]
    cause: str
    page: str
    before: str
    """The source of the page up to the cause."""


def refusal(standards: tuple[str, ...], error: typst.TypstError, root: Path) -> Refusal:
    return Refusal(standards, _said(error), *_page(error, root))


def _said(error: typst.TypstError) -> str:
    """Return the message and the place in the sources, without folders."""
    places = _PLACE.findall(error.diagnostic)
    where = f" ({Path(places[0][0]).name}:{places[0][1]})" if places else ""
    message = re.sub(r"\(searched at .*?\)", "", error.message)
    return re.sub(r"\s+", " ", message).strip() + where


def _page(error: typst.TypstError, root: Path) -> tuple[str, str]:
    """Return the first page on the way to an error, and its source up to there."""
    found = _PAGE.search(error.diagnostic)
    if not found:
        return "", ""
    file, page, line, column = found.groups()
    lines = (root / file).read_text("utf-8").split("\n")[: int(line)]
    lines[-1] = lines[-1][: int(column)]
    return page, "\n".join(lines)
