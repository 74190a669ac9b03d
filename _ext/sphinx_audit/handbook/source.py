"""Typst source from Python values: text is always a string literal, never markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile("[\t\n\u2028\u2029]+ *")
# Hebrew to Thaana and N'Ko, their presentation forms, and the old scripts.
_RTL = (
    "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff"
)
_RTL_RUN = re.compile(rf"([{_RTL}](?:[^A-Za-z\xc0-\u058f]*[{_RTL}])?)")
_LETTER = re.compile(r"[^\W\d_]")
_LONG = re.compile("[!-~]{22,}")
_PIECE = re.compile(
    r"[!-~]{1,14}?(?:(?<=[/._:=&?,;|)-])(?=[^/._:=&?,;|)-])|$)|[!-~]{14}"
)
# A word of a language, which is parted by its rules, not anywhere.
_NATURAL = re.compile(r"(?<![!-~])([A-Z]?[a-z]{21,44})(?=[.,;:!?)]*(?![!-~]))")


def string(value: str) -> str:
    """Quote *value* as a Typst string, every character as it is or as U+FFFD.

    A byte order mark inside a text goes: it shows nothing, and no standard has it.
    """
    value = value.replace("\ufeff", "")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    value = _SURROGATE.sub("\ufffd", _CONTROL.sub("\ufffd", value))
    for raw, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        value = value.replace(raw, escaped)
    return f'"{value}"'


def text(value: str, *, boxed: bool = False) -> str:
    """Write running text; the semicolon keeps a following bracket from calling it.

    *boxed*: words of scripts that run from right to left must not reorder what follows.
    """
    value = _BLANKS.sub(" ", value.replace("\r", "\n").replace("\x85", "\n"))
    function = "from-right-box" if boxed else "from-right"
    parts = _RTL_RUN.split(value)  # every other part is such a run
    return "".join(
        call(function, string(part)) if at % 2 else _plain(part)
        for at, part in enumerate(parts)
        if part
    )


def starts_rtl(value: str) -> bool:
    """Say whether the first letter of *value* belongs to a right-to-left script."""
    first = _LETTER.search(value)
    return bool(first and _RTL_RUN.match(first[0]))


def _plain(value: str) -> str:
    parts = _NATURAL.split(value)  # every other part is such a word
    return "".join(
        call("text", string(part), hyphenate="true") if at % 2 else _parted(part)
        for at, part in enumerate(parts)
        if part
    )


def _parted(value: str) -> str:
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
