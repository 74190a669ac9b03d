"""Where in the authored text a fault lies; the parser counts what is left of it."""

from __future__ import annotations

import re

FRONT = re.compile(r"\s*---[ \t]*\n.*?\n[ \t]*---[ \t]*(?:\n|$)", re.DOTALL)
_DIRECTIVE = re.compile(r"%%\{.*?\}%%", re.DOTALL)
_COMMENT = re.compile(r"[ \t]*%%(?!\{)[^\n]*(?:\n|$)")


def authored_line(source: str, line: int) -> int:
    """Give the line of the source that the parser calls `line`; both count from 1.

    It never sees front matter, directives, comments and the blank lines before the
    diagram. A fault at the end of the text is one of its last line.
    """
    kept = _kept(source)
    if line < 1 or not kept:
        return 0
    return kept[min(line, len(kept)) - 1]


def _kept(source: str) -> list[int]:
    """Number the lines that reach the parser, up to the last with text."""
    front = FRONT.match(source)
    text = _blanked(FRONT, source, 1) if front else source
    text = _blanked(_DIRECTIVE, text)
    kept: list[int] = []
    whole = source.splitlines()
    for number, line in enumerate(text.splitlines(), 1):
        gone = not line.strip() and whole[number - 1].strip()
        if gone or _COMMENT.fullmatch(line) or not (kept or line.strip()):
            continue
        kept.append(number)
    while kept and not whole[kept[-1] - 1].strip():
        kept.pop()
    return kept


def _blanked(pattern: re.Pattern[str], text: str, count: int = 0) -> str:
    """Empty what a pattern finds, and keep its line breaks."""
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), text, count=count)
