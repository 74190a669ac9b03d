"""Small helpers on words: the nearest valid one, and natural order."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the member of *words* that *word* was probably meant to be."""
    by_fold = {w.casefold(): w for w in words}
    fold = word.casefold()
    close = sorted(get_close_matches(fold, by_fold, cutoff=0.6))
    best = max(close, key=lambda w: SequenceMatcher(None, fold, w).ratio(), default="")
    return by_fold.get(best)


def hint(word: str, words: Iterable[str]) -> str:
    """Return ``; did you mean X?``, or the list of what is valid, or nothing."""
    words = list(words)
    if found := nearest(word, words):
        return f"; did you mean {found}?"
    return f"; valid: {', '.join(words)}" if 0 < len(words) <= 12 else ""


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts ``2B`` before ``10A`` and ``A-9`` before ``A-10``."""
    parts = re.split(r"(\d+)", text)
    return tuple((0, int(p)) if p.isdecimal() else (1, p) for p in parts if p)


def names(text: str) -> tuple[str, ...]:
    """Split a comma-separated list; empty parts and repetitions are dropped."""
    parts = (" ".join(p.split()) for p in re.split(r"[,\n]", text))
    return tuple(dict.fromkeys(p for p in parts if p))
