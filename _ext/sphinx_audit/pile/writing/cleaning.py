"""Lines that are one line to every reader and begin no block of MyST."""

from __future__ import annotations

import re

from ...exchange.literal import literal

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ue000-\ue00d]")
"""What ends a line for some reader, steers a terminal, or is a mark of ours."""


def clean(line: str) -> str:
    """Return a line that is one line to every reader."""
    return CONTROL.sub(" ", line) if CONTROL.search(line) else line


def safe_text(text: str) -> str:
    """Return words of data, in which no mark means anything."""
    return literal(clean(text))


STARTS = re.compile(
    r"(?:[>%:|+]|#{1,6}(?=\s|$)|~(?=~~|\s)|[-*](?=\s|$)|\((?=.*\)=)"
    r"|\d{1,9}(?P<dot>[.)])(?=\s|$)"
    r"|[-=_*+|: ]+$|\[(?=[^\]]*\]:))"
)
"""What would begin a block in MyST at the start of a line."""


def started(text: str) -> str:
    """Escape what would begin a block at the start of a line."""
    return "\n".join(begun(line.lstrip(" \t")) for line in text.split("\n"))


def begun(line: str) -> str:
    if line[:1].isalpha() or (match := STARTS.match(line)) is None:
        return line
    at = match.start("dot") if match["dot"] else 0
    return f"{line[:at]}\\{line[at:]}" if line else line
