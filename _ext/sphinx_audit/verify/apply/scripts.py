"""Blocks of SQL run statement by statement; what is wrong, at its place."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..parse import postgres
from ..parse.flaw import too_much

if TYPE_CHECKING:
    from ..blocks import Block
    from ..parse.postgres import Statement
    from .session import Session, Wrong


class Fault(NamedTuple):
    """Something wrong at a character of a block, from 0."""

    offset: int
    message: str
    late: bool = False
    open: bool = False
    """Whether it is only a transaction that is not ended."""


@lru_cache(512)
def statements(text: str) -> tuple[Statement, ...]:
    """Return the statements of a text that is not too much; raises SqlError."""
    if flaw := too_much(text):
        raise postgres.SqlError(flaw.message, 0)
    return tuple(postgres.statements(text))


FORBIDDEN = re.compile(r"(?:CREATE|DROP|ALTER) (?:DATABASE|TABLESPACE|SYSTEM)\b")


def run(session: Session, block: Block, seconds: float) -> Fault | None:
    """Run a block; return what stopped it. All its statements share the time."""
    try:
        found = statements(block.text)
    except postgres.SqlError as error:
        return Fault(error.offset, error.message)
    session.fresh()
    end = time.monotonic() + seconds
    for one in found:
        head = " ".join(token.word for token in one.tokens[:2])
        if FORBIDDEN.match(head):
            said = f"{head}: a plan has one database, which is thrown away"
            return stopped(session, Fault(one.offset, said))
        wrong = session.run(one.text, max(0.05, end - time.monotonic()))
        if wrong:
            return stopped(session, fault(one, block.text, wrong, seconds))
    if session.open:
        said = "the script ends inside a transaction: nothing of it would stay"
        return stopped(session, Fault(found[-1].offset, said, open=True))
    return None


def stopped(session: Session, fault: Fault) -> Fault:
    session.rollback()
    return fault


def fault(one: Statement, text: str, wrong: Wrong, seconds: float) -> Fault:
    """Return where in a block a statement is wrong."""
    if wrong.late:
        where = inner_place(one, text, wrong.context)
        said = f"still running after {seconds:g} s, and stopped"
        return Fault(one.offset if where is None else where, said, late=True)
    said = f"{wrong.message} [{wrong.state}]" if wrong.state else wrong.message
    if wrong.position:
        return Fault(one.offset + wrong.position - 1, said)
    where = inner_place(one, text, wrong.context)
    if wrong.query and wrong.inner:
        found = one.text.find(wrong.query)
        if found >= 0:
            return Fault(one.offset + found + wrong.inner - 1, said)
    if where is not None:
        return Fault(where, said)
    if inside := INSIDE.search(wrong.context):
        said += f", in {inside['name']}"
        said += f", line {inside['line']}" if inside["line"] else ""
    return Fault(one.offset, said)


INSIDE = re.compile(
    r"(?:PL/pgSQL|SQL) function \"?(?P<name>[^\s\"(]+)[^\n]*?"
    r"(?: line (?P<line>\d+)|$)",
    re.MULTILINE,
)
BODY = re.compile(r"\$\w*\$|(?<=\s)[Ee]?'")


def inner_place(one: Statement, text: str, context: str) -> int | None:
    """Return the character at which a line inside a DO block begins."""
    lines = [m for m in INSIDE.finditer(context) if m["name"] == "inline_code_block"]
    if not lines or not lines[-1]["line"] or one.tokens[0].word != "DO":
        return None
    body = BODY.search(one.text)
    return line_in(
        text, one.offset + (body.end() if body else 0), int(lines[-1]["line"])
    )


def line_in(text: str, start: int, line: int) -> int:
    """Return where the n-th line after *start* begins, without its indent."""
    at = start
    for _ in range(line - 1):
        at = text.find("\n", at) + 1 or len(text)
    rest = text[at:].partition("\n")[0]
    return at + len(rest) - len(rest.lstrip())
