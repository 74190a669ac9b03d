"""Small helpers on words: the nearest valid one, and natural order."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FEW = 200
"""Of so many words each is compared, of more only those that are one letter off."""
SHOWN = 12
"""Ids of a chain that a sentence can still be read with."""
LONG = 60
"""Letters above which no word is taken for another in a large vocabulary."""


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the member of *words* that *word* was probably meant to be."""
    known, fold = tuple(words), word.casefold()
    if len(known) > FEW:
        return one_off(fold, known)
    by_fold = {w.casefold(): w for w in known}
    close = sorted(get_close_matches(fold, by_fold, cutoff=0.6))
    best = max(close, key=lambda w: SequenceMatcher(None, fold, w).ratio(), default="")
    return by_fold.get(best)


def one_off(fold: str, words: tuple[str, ...]) -> str | None:
    """Return the word one letter or one swap away that has the most in common."""
    spelt = spellings(words)
    near = {word for short in shortened(fold) for word in spelt.get(short, ())}

    def alike(word: str) -> tuple[bool, int]:
        """Prefer the same numbers, then the most letters in the same place."""
        other = word.casefold()
        places = (
            *zip(fold, other, strict=False),
            *zip(fold[::-1], other[::-1], strict=False),
        )
        return natural(fold) == natural(other), sum(a == b for a, b in places)

    return max(sorted(near), key=alike, default=None)


@lru_cache(maxsize=8)  # each unknown id of a build asks for the same words
def spellings(words: tuple[str, ...]) -> Mapping[str, list[str]]:
    """Return what each word becomes when a letter is left out, and itself."""
    found: dict[str, list[str]] = {}
    for word in words:
        for short in shortened(word.casefold()):
            found.setdefault(short, []).append(word)
    return found


def shortened(fold: str) -> set[str]:
    if len(fold) > LONG:
        return {fold}
    return {fold, *(fold[:n] + fold[n + 1 :] for n in range(len(fold)))}


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


def chain(ids: Sequence[str]) -> str:
    """Write ids with arrows between; of a long chain both ends."""
    if len(ids) <= SHOWN:
        return " → ".join(ids)
    hidden = f"… {len(ids) - SHOWN + 1:,} more …"
    return " → ".join([*ids[: SHOWN - 4], hidden, *ids[-3:]])


def names(text: str) -> tuple[str, ...]:
    """Split a comma-separated list; empty parts and repetitions are dropped."""
    parts = (" ".join(p.split()) for p in re.split(r"[,\n]", text))
    return tuple(dict.fromkeys(p for p in parts if p))


def few(parts: Sequence[str], between: str = ", ", most: int = 6) -> str:
    """Join parts, of many the first ones and how many more there are."""
    if len(parts) <= most:
        return between.join(parts)
    return between.join([*parts[: most - 1], f"{len(parts) - most + 1:,} more"])
