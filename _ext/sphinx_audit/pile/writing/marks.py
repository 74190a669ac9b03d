"""Lines of a piece that stand for something settled when all documents are read.

Each begins with a character that no document holds: `clean` takes them out.
"""

from __future__ import annotations

HEADING = "\ue004"
"""``HEADING LEVEL SPACE LINE SPACE WORDS``: its level depends on what is around it."""

REFERENCE = "\ue005"
"""An id: a line of a list with a link to the plan that the facts went to."""

GONE = "\ue006"
"""Something stood here whose facts went elsewhere."""

OWN = "\ue008"
"""A heading that is the title of its finding or phase, if that has a page."""

CHECKLIST = "\ue007"
"""In the first line of a checklist: its id, once it is known which are taken."""


def heading(level: int, line: int, words: str) -> str:
    return f"{HEADING}{level} {line} {words}"


def read_heading(mark: str) -> tuple[int, int, str]:
    level, line, words = mark[1:].split(" ", 2)
    return int(level), int(line), words
