"""Ranges of ids, such as `BL-010 to BL-014`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..profile import Profile

MOST = 500
"""Members above which a range is none, but two numbers."""

SPACED = re.compile(r"\s[-–—]|[-–—]\s")


@lru_cache(maxsize=8)
def pattern(profile: Profile) -> re.Pattern[str]:
    one = f"(?:{profile.id_pattern})"
    return re.compile(
        rf"(?<![\w&-])(?P<low>{one})\s*(?:\bto\b|\bthrough\b|\bthru\b|\buntil\b|–|—|-|\.\.\.?|…)"
        rf"\s*(?P<high>{one}|\d{{1,6}}(?![\w.%-]))"
    )


def expanded(text: str, profile: Profile) -> list[tuple[str, list[str]]]:
    """Return each range of a text with all its members."""
    found = []
    for match in pattern(profile).finditer(text):
        prefix, _, low = match["low"].rpartition("-")
        other, _, high = match["high"].rpartition("-")
        if not low.isdigit() or not high.isdigit() or not profile.is_id(match["low"]):
            continue
        count = int(high) - int(low)
        width = len(low)
        if (other and other != prefix) or not 0 < count < MOST:
            continue
        if not other and (len(high) != width or SPACED.search(match[0])):
            continue  # `BL-001 - 3 days`
        ids = [f"{prefix}-{n:0{width}}" for n in range(int(low), int(high) + 1)]
        found.append((match[0], ids))
    return found
