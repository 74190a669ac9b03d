"""What a parser finds in a block, before it is known where the block stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...model.problem import Level

SYNTAX = "code_syntax"
UNFINISHED = "unfinished_code"
TRANSACTION = "transaction"
NO_ROLLBACK = "no_rollback"

LARGEST = 256 * 1024
"""Bytes of a block; a larger one is not read."""

DEEPEST = 200
"""Brackets within brackets; a text with more is not read."""

HALF = re.compile("[\ud800-\udfff]")

OPEN, CLOSE = frozenset("([{"), frozenset(")]}")


class Flaw(NamedTuple):
    """Something wrong at a line and a column of the code, both from 1."""

    line: int
    column: int
    message: str
    code: str = SYNTAX
    level: Level = Level.ERROR


def at_offset(
    text: str,
    offset: int,
    message: str,
    code: str = SYNTAX,
    level: Level = Level.ERROR,
) -> Flaw:
    """Return a flaw at a character of *text*, from 0."""
    head = text[: max(0, offset)]
    line, column = head.count("\n") + 1, len(head) - head.rfind("\n")
    return Flaw(line, column, message, code, level)


def too_much(text: str) -> Flaw | None:
    """Refuse what only an attack, or a mistake, makes so large or so deep."""
    if half := HALF.search(text):
        said = "a character is half of a pair, which no file has"
        return at_offset(text, half.start(), said)
    size = len(text.encode("utf-8", "replace"))
    if size > LARGEST:
        return Flaw(1, 1, f"a block of {size:,} bytes is not read, only {LARGEST:,}")
    if text.count("/*") > DEEPEST and deep_comments(text):
        return Flaw(1, 1, f"comments are nested more than {DEEPEST} deep")
    depth = 0
    if sum(map(text.count, OPEN)) <= DEEPEST:
        return None
    for offset, char in enumerate(text):
        depth += (char in OPEN) - (char in CLOSE)
        if depth > DEEPEST:
            return at_offset(text, offset, f"brackets are nested {DEEPEST} deep")
        depth = max(depth, 0)
    return None


def deep_comments(text: str) -> bool:
    """Tell whether comments are in comments, which costs parsers the square."""
    depth = 0
    for piece in text.split("/*")[1:]:
        depth = max(0, depth + 1 - piece.count("*/"))
        if depth > DEEPEST:
            return True
    return False
