"""Brackets of a formula that are as high as what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element


def grown(children: Sequence[Element], written: Sequence[str]) -> str:
    """Join what stands side by side, *written* for each of the MathML *children*."""
    pieces: list[str] = []
    opened: list[int] = []
    for at, child in enumerate(children):
        pieces.append(written[at])
        if not _grows(child, children[max(0, at - 1) : at + 2]):
            continue
        if _opens(child, within=bool(opened)):
            opened.append(len(pieces) - 1)
        elif opened:
            _stretch(pieces, opened.pop())
    while opened:  # as in a distinction of cases
        _stretch(pieces, opened.pop())
    return " ".join(filter(None, pieces))


def _grows(mark: Element, near: Sequence[Element]) -> bool:
    if mark.tag != "mo":
        return False
    if mark.get("stretchy") == "true" and not mark.get("minsize"):
        return True
    return any(e.tag == "mtable" or e.get("linethickness") == "0" for e in near)


def _opens(mark: Element, *, within: bool) -> bool:
    if form := mark.get("form"):
        return form == "prefix"
    words = mark.text or ""
    return words in "([{⟨⌊⌈" or (words in "|‖∣∥" and not within)


def _stretch(pieces: list[str], start: int) -> None:
    pieces[start:] = [f"lr({' '.join(filter(None, pieces[start:]))})"]
