"""Words of a pile in our vocabulary."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ..model.effort import Effort

if TYPE_CHECKING:
    from collections.abc import Mapping

EDGES = " \t*_`~.:;,!|–—-"
MARKS = " \t*_`~.:;,!|-+=#<>[]{}?/\\\"'$%&@^"
"""What is in ASCII of `AROUND`."""
AROUND = re.compile(r"^[^\w(]+|[^\w)]+$")
BETWEEN = re.compile(r"\s+[-–—]\s+|[,;:/&()]|\band\b")
AFTER = re.compile(r"\b(?:in|on|by|at|since|as of|per|via|with|for|from|see)\b")
"""What may follow a status without changing it: `fixed in 1.2`, `done on Monday`."""
DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}\.? \w+ \d{4}|\w+ \d{1,2}, \d{4}"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
SHARE = re.compile(r"\b(\d+)\s*(?:/|of)\s*(\d+)\b")


def folded(text: str) -> str:
    """Return words as they are compared: without marks in front and behind."""
    bare = " ".join(text.casefold().split())
    return bare.strip(MARKS) if bare.isascii() else AROUND.sub("", bare)


def meant(text: str, vocabulary: Mapping[str, str]) -> str:
    """Return what *text* means, or nothing where its parts disagree or are unknown.

    *vocabulary* gives the meaning of folded words.
    """
    whole = folded(text)
    if whole in vocabulary:
        return vocabulary[whole]
    share = SHARE.search(whole)
    if share and share[1] != share[2]:  # `complete (8/9)` says two things
        return ""
    parts = [p for p in map(folded, BETWEEN.split(DATE.sub("", whole))) if p]
    known = [found for part in parts if (found := of_part(part, vocabulary))]
    first = bool(parts) and bool(of_part(parts[0], vocabulary))
    return known[0] if first and len(set(known)) == 1 else ""


def of_part(part: str, vocabulary: Mapping[str, str]) -> str:
    if part in vocabulary:
        return vocabulary[part]
    before = AFTER.split(part, maxsplit=1)[0].strip(EDGES)
    return vocabulary.get(before, "")


@lru_cache(maxsize=4096)  # a pile has few efforts, and many of each
def effort(text: str) -> str:
    """Return an effort as ours is written, or nothing."""
    bare = re.sub(r"\([^()]*\)|^[~≈c.a\s]+(?=\d)", "", text.strip(EDGES)).strip()
    bare = re.sub(r"(?<=\d)-(?=(?:hour|day|week))", " ", bare)
    bare = re.sub(r"\b(?:working|business|person|man)[ -](?=day|hour|week)", "", bare)
    try:
        return str(Effort.read(bare))
    except ValueError:
        return ""
