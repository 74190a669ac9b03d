"""Text without its Markdown: what a reader of the rendered page sees."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

LONG = 4000
"""Characters of a line that are looked at: nobody states a fact further right."""

STEPS = (
    ("](", re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)"), r"\1"),
    ("][", re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    ("`", re.compile(r"`+([^`]*)`+"), r"\1"),
    ("<", re.compile(r"</?[A-Za-z][^<>]{0,200}>"), " "),
    ("*", re.compile(r"\*{1,3}"), ""),
    ("~~", re.compile(r"~~"), ""),
    ("_", re.compile(r"(?<![\w\\])_{1,3}(?=\S)|(?<=[^\s\\])_{1,3}(?!\w)"), ""),
    ("\\", re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
"""Markup, by a mark without which there is none of it."""
CODE = re.compile(r"(`+)(?!`)(.*?)(?<!`)\1(?!`)")


@lru_cache(maxsize=256)  # several readers look at a line, one after the other
def plain(text: str) -> str:
    """Return the words of one line; what is struck out loses its strokes as well."""
    text = text[:LONG]
    for mark, pattern, by in STEPS:
        if mark in text:
            text = pattern.sub(by, text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def marked(text: str) -> tuple[str, str]:
    """Return the emoji in front of a text, and the text."""
    end = 0
    while end < len(text) and (text[end] == " " or is_mark(text[end])):
        end += 1
    return text[:end].replace(" ", "").replace("\ufe0f", ""), text[end:]


def trailing(text: str) -> tuple[str, str]:
    """Return a text, and the emoji at its end."""
    start = len(text)
    while start and (text[start - 1] == " " or is_mark(text[start - 1])):
        start -= 1
    return text[:start], text[start:].replace(" ", "").replace("\ufe0f", "")


def is_mark(character: str) -> bool:
    """Tell whether it belongs to an emoji, or is a sign such as a tick."""
    if character.isascii():
        return False
    kind = unicodedata.category(character)
    return kind in {"So", "Sk"} or character in "\ufe0f\u200d\u20e3"


def codes(text: str) -> list[str]:
    """Return the code spans of a line."""
    return [m[2].strip() for m in CODE.finditer(text[:LONG])]
