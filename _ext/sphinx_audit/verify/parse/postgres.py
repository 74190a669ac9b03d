"""PostgreSQL's own grammar, through the binding postgast: the one place that knows it.

Only what tells no tree is asked: trees of a hundred thousand terms end the program.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from ..programs import Missing, version

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "postgast"


SIGNS = re.compile(r"(?<![~!@#^&|`?+*/%<>=-])[~!@#^&|`?+*/%<>=-]{1000}")
"""A row of comments without blanks, of which the scanner takes the square."""


class SqlError(Exception):
    """A text that is no SQL; *offset* counts characters from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message, self.offset = message, offset


class Token(NamedTuple):
    """A word, a sign or a literal, with where it begins and ends, in characters."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        return self.text.upper()


class Statement(NamedTuple):
    """A statement without what stands before it, and where it begins."""

    offset: int
    text: str
    tokens: tuple[Token, ...]


def missing() -> Missing | None:
    if version(NAME):
        return None
    return Missing(what=NAME, install="pip install 'sphinx-audit[verify]'")


def statements(text: str) -> list[Statement]:
    """Return the statements of a text; raises SqlError."""
    import postgast  # noqa: PLC0415 - optional, and costly to load

    if run := SIGNS.search(text):
        raise SqlError("a row of signs without end", run.start())
    try:
        pieces = postgast.split(text, method="parser")
    except postgast.PgQueryError as error:
        offset = max(0, (error.cursorpos or 1) - 1)
        raise SqlError(error.message, offset) from None
    found, at, tokens = [], 0, deque(plain_tokens(text))
    for piece in pieces:
        start = text.find(piece, at)
        at = start + len(piece)
        inside = []
        while tokens and tokens[0].start < at:
            token = tokens.popleft()
            inside += [token] if token.start >= start else []
        first = inside[0].start if inside else start
        found.append(Statement(first, text[first:at], tuple(inside)))
    return found


def plain_tokens(text: str) -> Iterator[Token]:
    return (t for t in tokens_of(text) if t.kind not in {"SQL_COMMENT", "C_COMMENT"})


def tokens_of(text: str) -> Iterator[Token]:
    import postgast  # noqa: PLC0415 - see above

    raw = text.encode("utf-8")
    place = str if raw.isascii() else None
    names = postgast.pg_query_pb2.Token.Name
    before, chars = 0, 0
    for token in postgast.scan(text).tokens:
        if place:
            start, end = token.start, token.end
        else:
            start = chars + len(raw[before : token.start].decode("utf-8"))
            end = start + len(raw[token.start : token.end].decode("utf-8"))
            before, chars = token.end, end
        yield Token(names(token.token), start, end, text[start:end])


NEAR = re.compile(r"near line (\d+)")


def plpgsql_error(statement: str) -> tuple[str, int] | None:
    """Return what is wrong with a function or a DO block, and its line in the body."""
    import postgast  # noqa: PLC0415 - see above

    try:
        postgast.parse_plpgsql(statement)
    except postgast.PgQueryError as error:
        line = NEAR.search(error.context or "")
        return error.message, int(line[1]) if line else 0
    except ValueError:
        return None  # it was read; only the tree that is printed is no JSON
    return None
