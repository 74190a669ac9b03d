"""Names of the files: short, valid on any file system, and each its own."""

from __future__ import annotations

import dataclasses as dc
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .books import Book

LONGEST = 80
"""Bytes of a file's name: with a folder and a suffix it must fit everywhere."""
FOLD = re.compile(r"\{(id|title)\}")


def distinct(made: list[Book]) -> Iterator[Book]:
    """Number the names of files that are one name, for some file systems at least."""
    taken: set[str] = set()
    for book in made:
        tries = (book.name, *(f"{book.name}-{n}" for n in range(2, len(made) + 2)))
        name = next(name for name in tries if name.casefold() not in taken)
        taken.add(name.casefold())
        yield dc.replace(book, name=name)


def file_name(pattern: str, id_: str, title: str) -> str:
    """Return a name without suffix that any file system takes, cut at a word.

    ``{id}`` and ``{title}`` in *pattern* stand for the two.
    """
    values = {"id": plain(id_), "title": latin(title)}
    filled = FOLD.sub(lambda m: values[m[1]], pattern)
    name = re.sub(r"-{2,}", "-", plain(filled)).strip("-.") or "handbook"
    whole, cut = (_first_bytes(name, LONGEST + more) for more in (0, 1))
    at_word = cut.rpartition("-")[0]
    return name if name == whole else at_word if "-" in at_word else whole


def plain(text: str) -> str:
    safe = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", text))
    return safe.strip("-.")


def portable(page: str) -> str:
    """Write a page's name so that any file system, and Typst, takes it as a path."""
    return re.sub(r"[^\w./@ -]", lambda m: quote(m[0], safe=""), page)


def latin(text: str) -> str:
    ascii_ = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-")


def _first_bytes(text: str, count: int) -> str:
    return text.encode()[:count].decode(errors="ignore")
