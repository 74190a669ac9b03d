"""Text of strangers, so written that MyST shows it and does nothing with it.

Emphasis, code and links stay what they are.  What could be a role, a substitution,
raw HTML, math, a footnote, a picture or the start of a block is escaped: there is no
list of what is dangerous, only one of what is let through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .cleaning import started
from .codespans import as_code, closing, code
from .links import NONE, destination, in_words, linked, pictured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .links import Definition, Definitions


SPECIAL = re.compile(r"[\\`\[\]<{$!\ue000-\ue00d]|\n[ \t]*")

MARKED = re.compile(r"[\\`\[\]<{$!\ue000-\ue00d]")
"""What tells that more than the starts of lines must be looked at."""

AUTOLINK = re.compile(
    r"<((?:https?://|mailto:)[^\s<>`\\{}$]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>"
)

DEEPEST = 3
"""Links and pictures in each other; CommonMark knows a picture in a link."""


def safe(text: str, definitions: Definitions = NONE) -> str:
    """Return Markdown of one paragraph, heading or cell as harmless MyST."""
    bare = text.strip(" \t")
    return started("".join(parts(bare, definitions)) if MARKED.search(bare) else bare)


def parts(text: str, definitions: Definitions, depth: int = 0) -> Iterator[str]:
    ends = brackets(text) if "[" in text else {}
    at = 0
    while match := SPECIAL.search(text, at):
        yield text[at : match.start()]
        at = match.end()
        mark = match[0]
        if mark == "\\":
            follows = text[at : at + 1]
            if follows and follows in "\ue000\ue001\ue002\ue003":
                continue
            yield mark + (follows if follows != "\n" else "")
            at += follows != "\n" and bool(follows)
        elif mark == "`":
            said, at = code(text, match.start())
            yield said
        elif mark[0] == "\n":
            yield "\n"
        elif mark == "<":
            found = AUTOLINK.match(text, match.start())
            yield found[0] if found else "\\<"
            at = found.end() if found else at
        elif mark in "[!":
            said, at = link(text, match.start(), ends, definitions, depth)
            yield said
        elif mark == "]":
            yield "\\]" if text[at : at + 1] in {"(", "[", ":"} else "]"
        elif mark in "{$":
            yield f"\\{mark}"
    yield text[at:]


def link(
    text: str, at: int, ends: dict[int, int], definitions: Definitions, depth: int
) -> tuple[str, int]:
    """Return the link or picture at *at*, or its first character as a character."""
    picture = text[at] == "!"
    start = at + picture
    if picture and text[start : start + 1] != "[":
        return "!", start
    end = ends.get(start, -1) if depth < DEEPEST else -1
    literal = "\\[" if end < 0 or text[start + 1 : start + 2] == "^" else "["
    if end < 0:
        return "!" * picture + literal, start + 1
    where, after = destination(text, start, end, definitions)
    if where is None:
        return "\\!" * picture + literal, start + 1
    deep = depth + 1 + picture  # no picture in the words of another
    inside = "".join(parts(text[start + 1 : end], definitions, deep))
    if picture:
        return picture_of(inside, where, definitions, depth), after
    if depth:
        return f"{inside} ({as_code(where.target or '#')})".lstrip(), after
    return linked(inside, where), after


def picture_of(
    alt: str, where: Definition, definitions: Definitions, depth: int
) -> str:
    path = definitions.picture(where.target).path if depth < DEEPEST - 1 else ""
    return pictured(alt, path, where) if path else in_words(alt, where.target)


MARKS = re.compile(r"\\.|`+|[\[\]]", re.DOTALL)


def brackets(text: str) -> dict[int, int]:
    """Return where each bracket closes, past code and escapes, in one pass."""
    found: dict[int, int] = {}
    opened: list[int] = []
    at = 0
    for match in MARKS.finditer(text):
        if match.start() < at:
            continue
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            found[opened.pop()] = match.start()
        elif match[0][0] == "`":
            end = closing(text, match.end(), len(match[0]))
            at = end + len(match[0]) if end >= 0 else at
    return found
