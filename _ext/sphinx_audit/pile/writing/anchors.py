"""Headings that links lead to, by the names that Markdown's readers give them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from .layout import slug

NAMED = re.compile(r"""<a\s+(?:name|id)\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
"""A name that the author gave the heading which follows, or in which it stands."""

MARKUP = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])|<[^<>]*>")


class Head(NamedTuple):
    """A heading: its line, whom it is about, and whether it is but a title."""

    line: int
    about: str
    own: bool


@dataclass(slots=True)
class Anchors:
    """The headings of one document by the names that links may give them."""

    exact: dict[str, Head] = field(default_factory=dict)
    loose: dict[str, Head] = field(default_factory=dict)
    """By their letters and digits alone: sites differ in what stands between."""
    given: list[str] = field(default_factory=list)
    """Names that wait for the heading which follows."""

    def name(self, text: str) -> None:
        """Take the names of a block in front of a heading."""
        if "<a" in text or "<A" in text:
            self.given += NAMED.findall(text)

    def add(self, text: str, head: Head) -> None:
        self.name(text)
        first = name = slug_of(text)
        number = 0
        while name in self.exact:
            number += 1
            name = f"{first}-{number}"
        for known in (name, *self.given):
            self.exact.setdefault(known, head)
            self.loose.setdefault(bare(known), head)
        self.given.clear()

    def find(self, name: str) -> Head | None:
        return self.exact.get(name) or self.loose.get(bare(name))


def slug_of(text: str) -> str:
    """Return the name that GitHub gives a heading."""
    words = MARKUP.sub(r"\1", text).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def bare(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def label(path: str, name: str) -> str:
    """Return words for the target of a heading on a page."""
    page = re.sub(r"(?:/index)?\.md$", "", path).rpartition("/")[2]
    return f"heading-{slug(f'{page} {name}').replace('_', '-')}"
