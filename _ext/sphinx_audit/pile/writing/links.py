"""Links: where they lead, and how they are written so that they end there."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from .cleaning import safe_text

DESTINATION = re.compile(
    r"\(\s*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*))"
    r"""(?:\s+(?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|\((?P<round>[^()]*)\)))?\s*\)"""
)

OUTSIDE = re.compile(r"(?:https?://|mailto:|ftp://)", re.IGNORECASE)

SAFE = "/:?#@!&'*+,;=%~.-_"
"""What an address keeps; everything else is percent-encoded."""

LATER = re.compile(
    "\ue000(?P<label>.*?)\ue001(?P<target>.*?)\ue002(?P<title>.*?)\ue003", re.DOTALL
)
"""A link to another file, settled when it is known which page that is."""


class Definition(NamedTuple):
    """Where a reference such as ``[name]`` leads."""

    target: str
    title: str = ""


class Definitions(dict[str, Definition]):
    """Where the references of a document lead, and which of them somebody followed."""

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
    title = re.sub(r"\s+", " ", where.title).strip()
    if OUTSIDE.match(target):
        return written(label or safe_text(target), target, title)
    plain = re.sub("[\ue000-\ue003\n]", "", title)
    return f"\ue000{label}\ue001{target}\ue002{plain}\ue003"


def written(label: str, target: str, title: str = "") -> str:
    """Return a link whose address and title cannot end early."""
    address = quote(unquote(target) if "%" not in target else target, safe=SAFE)
    said = re.sub(r'["\\<>`{}$\[\]]', lambda m: f"&#{ord(m[0])};", title)
    return f'[{label}]({address} "{said}")' if said else f"[{label}]({address})"
