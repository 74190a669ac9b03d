"""Markdown as tokens, parsed once for all who look at a document."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it.token import Token

DEEPEST = 27
"""Levels of tokens: eight lists or quotes in each other, and what is in them."""


class Tokens(NamedTuple):
    """The tokens of blocks, and where references lead; nothing inline is read."""

    tokens: list[Token]
    references: Mapping[str, Mapping[str, object]]


UNLESS = {
    "lheading": re.compile(r"\n(?<=[^\n]\n)[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE),
    "hr": re.compile(r"^[ \t]*(?:[-*+>\d.)][ \t]*)*(?:[-*_][ \t]*){3}$", re.MULTILINE),
    "table": re.compile(r"-"),
    "html_block": re.compile(r"<"),
    "blockquote": re.compile(r">"),
    "reference": re.compile(r"\]:"),
}
"""Rules of the parser that cannot match without this: each is tried on every line."""


def parser(text: str, front: bool) -> MarkdownIt:
    """Return the parser for a text, without the rules that it has no use for."""
    idle = (rule for rule, needed in UNLESS.items() if not needed.search(text))
    return with_rules(tuple(idle), front and text.startswith("---"))


@lru_cache(maxsize=128)
def with_rules(idle: tuple[str, ...], front: bool) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    made.disable(["inline", "text_join", *idle])
    return made.use(front_matter_plugin) if front else made


@lru_cache(maxsize=1)
def tokens(text: str, front: bool) -> Tokens:
    """Parse a text; *front* says whether it may begin with front matter."""
    env: dict[str, dict[str, dict[str, object]]] = {}
    found = parser(text, front).parse(text, env)
    return Tokens(found, env.get("references", {}))
