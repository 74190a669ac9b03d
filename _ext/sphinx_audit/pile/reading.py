"""All documents of a pile, one after the other."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from .decoding import NEWLINE, NotText
from .files import decoded, found, never, refused
from .markdown import read_text
from .profile import Profile, default
from .records import exported, read_records
from .records.notes import Records
from .said import Document, Place, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from .files import Found


def documents(
    paths: Iterable[str | Path],
    profile: Profile | None = None,
    used: Callable[[Path], bool] = never,
    also: AbstractSet[str] = frozenset(),
) -> Iterator[Document]:
    """Yield what each file says; a folder's files are taken sorted.

    What cannot be read is a document with a trouble and without a line.
    """
    chosen = profile or default()
    for one in found(paths, used, also):
        if one.path.suffix.lower() in also and not one.trouble:
            yield read_data(one, chosen)
        else:
            yield read_one(one, chosen, exports=True)


def read(
    paths: Iterable[str | Path], profile: Profile | None = None
) -> tuple[Document, ...]:
    """Return what all files say; `documents` holds one file at a time."""
    return tuple(documents(paths, profile))


def read_one(one: Found, profile: Profile, exports: bool = False) -> Document:
    """Return what a file says; *exports* asks for our own to be taken at their word."""
    try:
        text = decoded(one)
    except NotText as reason:
        return refused(one, str(reason))
    ours = exports and exported.may_be(text.lines)
    if ours and (document := read_export(one, profile)):
        return document
    document = read_text(one.name, text.lines, profile)
    mended = tuple(
        Trouble(Place(one.name, m.line), m.text, m.code) for m in text.mended
    )
    empty = () if any(map(str.strip, text.lines)) else (nothing(one.name),)
    edited = Trouble(Place(one.name, len(text.lines)), exported.EDITED, "guessed")
    return dc.replace(
        document,
        repaired=tuple(m.text for m in text.mended),
        troubles=(*mended, *empty, *document.troubles, *([edited] if ours else [])),
    )


def nothing(name: str) -> Trouble:
    return Trouble(Place(name, 1), "the file is empty", "empty")


def read_data(one: Found, profile: Profile) -> Document:
    """Return what a file of data says; in a folder it may be of any other kind."""
    document = read_records(one.path, profile)
    if document.statements or not one.listed:
        return document
    troubles = (dc.replace(trouble, code="skipped") for trouble in document.troubles)
    return dc.replace(document, troubles=tuple(troubles))


def read_export(one: Found, profile: Profile) -> Document | None:
    """Return what a document says that our own export wrote and nobody changed."""
    records = Records(one.name, profile)
    lines = NEWLINE.split(one.path.read_text("utf-8"))  # as it is, nothing repaired
    return records.document() if exported.read(lines, records) else None
