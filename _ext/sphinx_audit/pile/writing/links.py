"""Links: where they lead, and how they are written so that they end there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from .cleaning import safe_text
from .codespans import as_code

if TYPE_CHECKING:
    from collections.abc import Callable

DESTINATION = re.compile(
    r"\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"""(?:\s+(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|\((?P<round>[^()]*)\)))?\s*\)"""
)

OUTSIDE = re.compile(r"(?:https?://|mailto:|ftp://)", re.IGNORECASE)

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]|.*\0", re.IGNORECASE)
"""What is no path from the document that names it."""

SAFE = "/:?#@!&'*+,;=%~.-_"
"""What an address keeps; everything else is percent-encoded."""

LATER = re.compile(
    "\ue000(?P<label>.*?)\ue001(?P<target>.*?)\ue002(?P<title>.*?)\ue003", re.DOTALL
)
"""A link to another file, settled when it is known which page that is."""

PICTURE = re.compile(
    "\ue009(?P<alt>[^\ue009]*?)\ue00a(?P<path>.*?)\ue00b(?P<target>.*?)"
    "\ue00c(?P<title>.*?)\ue00d",
    re.DOTALL,
)
"""A picture that is copied, settled when it is known which page shows it."""


class Definition(NamedTuple):
    """Where a reference such as ``[name]`` leads."""

    target: str
    title: str = ""


class Shown(NamedTuple):
    """The path of a picture below the folder of the pages, or why there is none."""

    path: str
    why: str = ""


def nothing(target: str) -> Shown:
    return Shown("", "it is not copied")


class Definitions(dict[str, Definition]):
    """Where the references of a document lead, and which of them somebody followed."""

    picture: Callable[[str], Shown] = staticmethod(nothing)
    """What becomes of a picture, by its address."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def lead(self, label: str) -> Definition | None:
        found = self.get(normal(label))
        if found:
            self.used.add(normal(label))
        return found


NONE = Definitions()


def destination(
    text: str, start: int, end: int, definitions: Definitions
) -> tuple[Definition | None, int]:
    """Return where the label from *start* to *end* leads, and where that is said."""
    if found := DESTINATION.match(text, end + 1):
        target = found["angle"] if found["angle"] is not None else found["bare"]
        title = found["double"] or found["single"] or found["round"] or ""
        return Definition(unescaped(target), unescaped(title)), found.end()
    label = text[start + 1 : end]
    if text[end + 1 : end + 2] == "[" and (close := text.find("]", end + 2)) > 0:
        named = text[end + 2 : close] or label
        return definitions.lead(named), close + 1
    return definitions.lead(label), end + 1


def unescaped(text: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def normal(label: str) -> str:
    """Return a label as CommonMark compares it."""
    return " ".join(label.split()).lower().upper()


def linked(label: str, where: Definition) -> str:
    """Return a link out of the site, or a note of one to settle later."""
    target = re.sub("[\ue000-\ue003]", "", where.target)
    title = " ".join(where.title.split())
    if OUTSIDE.match(target):
        return written(label or safe_text(target), target, title)
    plain = re.sub("[\ue000-\ue003\n]", "", title)
    return f"\ue000{label}\ue001{target}\ue002{plain}\ue003"


def pictured(alt: str, path: str, where: Definition) -> str:
    """Return a note of a picture to settle later."""
    title = re.sub(r"\s+", " ", where.title).strip()
    return f"\ue009{alt}\ue00a{path}\ue00b{where.target}\ue00c{title}\ue00d"


def in_words(alt: str, target: str) -> str:
    """Return what stands for a picture that is not shown."""
    return f"{alt} (picture {as_code(target or '#')})".lstrip()


def written(label: str, target: str, title: str = "") -> str:
    """Return a link whose address and title cannot end early."""
    if not title:
        return f"[{label}]({address(target)})"
    said = re.sub(r'["\\<>`{}$\[\]]', lambda m: f"&#{ord(m[0])};", title)
    return f'[{label}]({address(target)} "{said}")'


@lru_cache(maxsize=4096)  # plans link to the same pages
def address(target: str) -> str:
    return quote(unquote(target) if "%" not in target else target, safe=SAFE)
