"""Arrows between ids, `SI-001 → SI-003`, as dependencies: the second needs it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from ..said import Shape
from .inline import LONG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..profile import Profile
    from .saying import Notes

MAY = re.compile(r"[→⟶➔➜⇒←]|[-=–—]>|<-")
"""What a text with an arrow holds, to be looked for first."""
ARROW = re.compile(r"\s*(?:(?P<on>[-=–—]{1,3}>|[→⟶➔➜⇒])|(?P<back><-{1,3}|←))\s*")
AND = re.compile(r"\s*(?:,|&|\+|/|\band\b)\s*")
OTHER = re.compile(
    r"\b(?:renam|renumber|former|old\b|moved?\b|migrat|replac|supersed|merg|duplicat"
    r"|alias|bec[ao]me|mapp?|maps|was\b|is now|not\b|no longer|except|instead|see\b)",
    re.IGNORECASE,
)
"""Words beside which an arrow says something else."""


@lru_cache(maxsize=8)
def node(profile: Profile) -> re.Pattern[str]:
    """Return what finds an id: bare, in quotes and stars, or in a box with words."""
    one = f"(?<![\\w&-])(?:{profile.id_pattern})(?![\\w&]|-\\w)"
    return re.compile(
        rf"\[\s*(?P<box>{one})[^\[\]]{{0,80}}\]|[\"'`*_(]*(?P<bare>{one})[\"'`*_)]*"
    )


def read_arrows(line: str, number: int, around: str, notes: Notes) -> None:
    """State what the arrows of a line say, unless words *around* or in it object."""
    line = line[:LONG]
    if not MAY.search(line) or OTHER.search(line) or OTHER.search(around):
        return
    for words, groups, back in chains(line, notes.profile):
        ordered = groups[::-1] if back else groups
        for before, after in pairwise(ordered):
            for first in before:
                for second in after:
                    if first != second:
                        at = (number, Shape.ARROW)
                        notes.say(second, "depends", words, *at, first)


def chains(line: str, profile: Profile) -> Iterator[tuple[str, list[list[str]], bool]]:
    """Yield rows of ids with arrows all one way: their words, groups, and if back."""
    one, at = node(profile), 0
    while start := one.search(line, at):
        groups, ways = [[start["box"] or start["bare"]]], set[bool]()
        at = start.end()
        while True:
            arrow = ARROW.match(line, at)
            joined = arrow or AND.match(line, at)
            follows = joined and one.match(line, joined.end())
            if not follows:
                break
            id_ = follows["box"] or follows["bare"]
            if arrow:
                groups.append([id_])
                ways.add(bool(arrow["back"]))
            else:
                groups[-1].append(id_)
            at = follows.end()
        if len(ways) == 1 and all(profile.is_id(i) for g in groups for i in g):
            yield line[start.start() : at].strip(), groups, ways.pop()
