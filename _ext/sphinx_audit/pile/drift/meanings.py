"""Whether two titles can be of one thing."""

from __future__ import annotations

import re

GENERAL = frozenset(
    {"a", "an", "and", "the", "of", "in", "for", "on", "to", "with", "by", "or", "at"}
    | {"implementation", "issue", "issues", "gap", "gaps", "improvement", "problem"}
    | {"problems", "enhancement", "enhanced", "missing", "additional", "finding"}
    | {"weakness", "weaknesses", "fix", "plan", "new", "general", "various", "system"}
)
"""Words that nearly any finding may have in its title."""
STEM = 5
MANY = 100
"""Titles above which nobody compares each with each."""


def apart(titles: list[str]) -> list[list[str]]:
    """Group titles that share a word, also by way of a third; each group is a thing."""
    groups: list[tuple[set[str], list[str]]] = []
    for title in titles[:MANY]:
        mine = stems(title)
        near = [g for g in groups if not mine or not g[0] or g[0] & mine]
        rest = [g for g in groups if not any(g is n for n in near)]
        words = mine.union(*(g[0] for g in near))
        groups = [*rest, (words, [*(t for g in near for t in g[1]), title])]
    return sorted((group for _, group in groups), key=lambda g: titles.index(g[0]))


def stems(title: str) -> set[str]:
    """Return the beginnings of the words that tell something."""
    words = re.findall(r"[^\W\d_]+", title.casefold())
    return {word[:STEM] for word in words if word not in GENERAL}
