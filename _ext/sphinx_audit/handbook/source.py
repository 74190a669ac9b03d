"""Typst source from Python values: text is always a string literal, never markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile("[\t\n\u2028\u2029]+ *")
_LONG = re.compile("[!-~]{22,}")
_PIECE = re.compile(
    r"[!-~]{1,14}?(?:(?<=[/._:=&?,;|)-])(?=[^/._:=&?,;|)-])|$)|[!-~]{14}"
)


def string(value: str) -> str:
    """Quote *value* as a Typst string, every character as it is or as U+FFFD."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    value = _SURROGATE.sub("\ufffd", _CONTROL.sub("\ufffd", value))
    for raw, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        value = value.replace(raw, escaped)
    return f'"{value}"'


def text(value: str) -> str:
    """Write running text; the semicolon keeps a following bracket from calling it."""
    value = _BLANKS.sub(" ", value.replace("\r", "\n").replace("\x85", "\n"))
    # An empty box lets a line break there and leaves nothing in the clipboard.
    return "#box();".join(f"#{string(piece)};" for piece in breakable(value))


def breakable(value: str) -> list[str]:
    """Cut *value* where a long hash, path or name may go on in the next line."""
    pieces, last = [], 0
    for word in _LONG.finditer(value):
        for piece in _PIECE.finditer(value, word.start(), word.end()):
            if piece.end() < word.end():
                pieces.append(value[last : piece.end()])
                last = piece.end()
    return [*pieces, value[last:]]


def content(source: str | None) -> str:
    """Make a content argument, ``none`` without one."""
    return "none" if source is None else f"[{source.strip()}]"


def array(items: Iterable[str]) -> str:
    return f"({''.join(f'{item}, ' for item in items)})"


def record(**items: str) -> str:
    named = ", ".join(f"{name.replace('_', '-')}: {v}" for name, v in items.items())
    return f"({named})" if named else "(:)"


def call(function: str, *arguments: str, **named: str | None) -> str:
    """Call a function of the template inside a line; what is ``None`` is left out."""
    given = [
        f"{name.rstrip('_').replace('_', '-')}: {value}"
        for name, value in named.items()
        if value is not None
    ]
    return f"#{function}({', '.join([*given, *arguments])});"


def block(source: str) -> str:
    """Set *source* apart from what stands before and behind it."""
    return f"\n\n{source}\n\n"
