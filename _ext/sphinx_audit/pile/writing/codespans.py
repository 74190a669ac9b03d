"""Code within a line: where it ends, and how it is written anew."""

from __future__ import annotations

import re


def code(text: str, at: int) -> tuple[str, int]:
    """Return the code that starts with the backticks at *at*, or these escaped."""
    run = len(text) - at - len(text[at:].lstrip("`"))
    end = closing(text, at + run, run)
    if end < 0:
        return "\\`" * run, at + run
    return as_code(text[at + run : end]), end + run


def closing(text: str, start: int, run: int) -> int:
    for match in re.compile("`+").finditer(text, start):
        if len(match[0]) == run:
            return match.start()
    return -1


def as_code(text: str) -> str:
    """Return inline code on one line, between as many backticks as it needs."""
    said = re.sub(r"\s*\n\s*", " ", text) if "\n" in text else text
    if not said.isascii():
        said = re.sub("[\ue000-\ue00d]", "", said)
    if not said.strip():
        return said
    mark = "`"
    if mark in said:
        mark *= 1 + max(len(run) for run in re.findall("`+", said))
    padded = said.startswith("`") or said.endswith("`")
    padded = padded or (said.startswith(" ") and said.endswith(" "))
    return f"{mark} {said} {mark}" if padded else f"{mark}{said}{mark}"
