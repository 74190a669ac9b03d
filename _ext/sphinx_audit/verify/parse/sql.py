"""SQL: statements that can be read, transactions that end, functions with a body."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from ...model.problem import Level
from . import postgres
from .flaw import TRANSACTION, UNFINISHED, at_offset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .flaw import Flaw
    from .postgres import Statement, Token

SURE = re.compile(
    r"syntax error|unterminated|too (?:few|many) parameters|unrecognized exception|"
    r"end label|missing \"|mismatched|cannot be outside|missing expression|unexpected|"
    r"memory exhausted",
    re.IGNORECASE,
)
"""Errors in PL/pgSQL that are no fault of a reader who knows no tables."""

PSQL = re.compile(r"^[ \t]*\\[a-z!?]\w*", re.MULTILINE)


def parse(text: str) -> Iterator[Flaw]:
    try:
        found = postgres.statements(text)
    except postgres.SqlError as error:
        yield at_offset(text, error.offset, told(error, text))
        return
    yield from transactions(found, text)
    for statement in found:
        yield from function(statement, text)


def told(error: postgres.SqlError, text: str) -> str:
    line = text[text.rfind("\n", 0, error.offset) + 1 :].partition("\n")[0]
    if PSQL.match(line):
        return f"{error.message}: a command of psql is no SQL"
    return error.message


BEGINS = {"BEGIN", "START"}
ENDS = {"COMMIT", "END", "ROLLBACK", "ABORT"}


def transactions(found: Sequence[Statement], text: str) -> Iterator[Flaw]:
    """Yield what keeps a script from leaving behind what it did."""
    opened = None
    for one in found:
        words = [t.word for t in one.tokens[:4]]
        flaw = ""
        if words[:1] and words[0] in BEGINS:
            flaw = "BEGIN inside an open transaction" if opened is not None else ""
            opened = one.offset if opened is None else opened
        elif words[:1] and words[0] in ENDS and "TO" not in words:
            if opened is None:
                flaw = f"{words[0]} without BEGIN"
            elif words[0] in {"ROLLBACK", "ABORT"}:
                flaw = "the script rolls itself back"
            opened = None
        if flaw:
            yield at_offset(text, one.offset, flaw, TRANSACTION)
    if opened is not None:
        said = "BEGIN without COMMIT: nothing of this script would stay"
        yield at_offset(text, opened, said, TRANSACTION)


# -- functions


def function(statement: Statement, text: str) -> Iterator[Flaw]:
    """Yield what is wrong with a function, a procedure or a DO block."""
    words = [t.word for t in statement.tokens[:4]]
    does = words[:1] == ["DO"]
    if not does and not (
        words[:1] == ["CREATE"] and {"FUNCTION", "PROCEDURE"} & {*words[1:4]}
    ):
        return
    body = body_of(statement.tokens)
    if body is None:
        if not does and not atomic(statement.tokens):
            said = "a function without a body: only its signature"
            yield at_offset(text, statement.offset, said, UNFINISHED)
        return
    language = language_of(statement.tokens) or ("plpgsql" if does else "sql")
    if language == "plpgsql":
        yield from plpgsql(statement, body, text)
    elif language == "sql":
        yield from inner(body, text)


def body_of(tokens: Sequence[Token]) -> Token | None:
    """Return the literal that holds the body."""
    does = tokens[0].word == "DO"
    for before, token in itertools.pairwise(tokens):
        literal = token.kind in {"SCONST", "USCONST"}
        if literal and (before.word == "AS" or (does and before.word != "LANGUAGE")):
            return token
    return None


def atomic(tokens: Sequence[Token]) -> bool:
    """Tell whether the body is SQL without quotes (``BEGIN ATOMIC`` or ``RETURN``)."""
    words = [t.word for t in tokens]
    return "RETURN" in words or "ATOMIC" in words


def language_of(tokens: Sequence[Token]) -> str:
    for before, token in itertools.pairwise(tokens):
        if before.word == "LANGUAGE":
            return token.text.strip("'\"").lower()
    return ""


def content(body: Token) -> tuple[str, int]:
    """Return what a literal holds, and how many characters stand before it."""
    quote = re.match(r"\$\w*\$|[EeUu&]*'", body.text)
    width = len(quote[0]) if quote else 0
    if quote and quote[0].startswith("$"):
        return body.text[width:-width], width
    return body.text[width:-1], width


def plpgsql(statement: Statement, body: Token, text: str) -> Iterator[Flaw]:
    wrong = postgres.plpgsql_error(statement.text)
    if wrong is None:
        return
    message, line = wrong
    code, width = content(body)
    offset = body.start + width + place(code, line, message)
    if SURE.search(message):
        yield at_offset(text, offset, message)
    else:
        said = f"{message}; only the level apply knows types of tables and rows"
        yield at_offset(text, offset, said, level=Level.NOTE)


QUOTED = re.compile(r'at or near "(.+)"$', re.DOTALL)


def place(code: str, line: int, message: str) -> int:
    """Return where in a body an error is that tells a line, and perhaps a word."""
    start = sum(len(one) + 1 for one in code.split("\n")[: max(0, line - 1)])
    start += len(code[start:]) - len(code[start:].lstrip(" \t\n"))
    if near := QUOTED.search(message):
        word = re.compile(r"(?<!\w)" + re.escape(near[1]) + r"(?!\w)")
        if found := word.search(code, start):
            return found.start()
    return min(start, len(code))


def inner(body: Token, text: str) -> Iterator[Flaw]:
    """Yield what is wrong inside a function that is written in SQL."""
    code, width = content(body)
    if not body.text.startswith("$"):
        code = code.replace("''", "' ")  # as long as before, and as good a quote
    try:
        postgres.statements(code)
    except postgres.SqlError as error:
        offset = body.start + width + error.offset
        yield at_offset(text, offset, f"{error.message}, in the body of the function")
