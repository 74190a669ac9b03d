"""The meaning of marks that no legend knows, learnt from words beside them."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from .inline import is_mark, marked

if TYPE_CHECKING:
    from ..said import Statement
    from .saying import Notes


def learnt(notes: Notes) -> list[Statement]:
    """Return all statements, unknown marks with the meaning the document gives them."""
    if not notes.unknown:
        return notes.statements
    meanings = {mark: meaning(mark, notes) for mark in notes.unknown}
    for mark, at in notes.unknown.items():
        if meanings[mark]:
            said = f"{mark} is taken for {meanings[mark]!r}, as words beside it say"
            notes.trouble(at.line, said, "learnt_mark")
        else:
            said = f"nobody says what {mark} means; name it in the legend of a profile"
            notes.trouble(at.line, said, "unknown_mark")
    return [
        dc.replace(one, value=meanings[one.words])
        if not one.value and one.words in meanings
        else one
        for one in notes.statements
    ]


def meaning(mark: str, notes: Notes) -> str:
    """Return the one status that words right behind a mark have, or nothing."""
    titles = [section.title for section in notes.sections]
    beside = [after(mark, text) for text in titles]
    found = {notes.profile.status_of(text) for text in beside if text} - {""}
    return found.pop() if len(found) == 1 else ""


def after(mark: str, text: str) -> str:
    """Return the words of a title that follow the mark."""
    start = next((n for n, c in enumerate(text) if is_mark(c)), -1)
    if start < 0:
        return ""
    found, words = marked(text[start:])
    return words.rstrip(") ") if found == mark else ""
