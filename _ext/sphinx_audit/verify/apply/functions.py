"""plpgsql_check: what is wrong in functions, which only their first call would tell.

https://github.com/okbob/plpgsql_check
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import psycopg

from ...model.problem import Level
from ..telling import at
from .scripts import line_in
from .session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..blocks import Block, Plan
    from ..telling import Diagnostic
    from .rooms import Room

TOOL = "plpgsql_check"

HEAD = r'(?:FUNCTION|PROCEDURE)\s+(?:"?\w+"?\s*\.\s*)?"?({})"?\s*\('
MADE = re.compile(HEAD.format(r"\w+"), re.IGNORECASE)
OWN_TABLE = re.compile(r"\bCREATE\s+(?:\w+\s+){0,2}TABLE\b", re.IGNORECASE)
NO_TABLE, NO_ERROR = "42P01", "00000"

KEPT = """
CREATE TEMP TABLE audit_said AS
SELECT p.proname::text AS name, p.prosrc AS source, r.lineno AS line,
  r.level::text AS level, r.message::text AS message, r.sqlstate::text AS state
FROM pg_proc p JOIN pg_language l ON l.oid = prolang
JOIN pg_namespace n ON n.oid = pronamespace,
LATERAL plpgsql_check.plpgsql_check_function_tb(
  p.oid::regprocedure,
  relid => coalesce((SELECT tgrelid FROM pg_trigger WHERE tgfoid = p.oid LIMIT 1), 0),
  fatal_errors => false, extra_warnings => false, performance_warnings => false) r
WHERE lanname = 'plpgsql' AND nspname NOT IN ('pg_catalog', 'plpgsql_check')
AND lower(p.proname) IN ({names})
AND prorettype <> 'event_trigger'::regtype
AND (prorettype <> 'trigger'::regtype
  OR EXISTS (SELECT FROM pg_trigger WHERE tgfoid = p.oid))
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
ORDER BY p.oid, r.lineno LIMIT 100
"""
ASK = "SELECT name, source, line, level, message, state FROM pg_temp.audit_said"


class Said(NamedTuple):
    """What is wrong in a function."""

    name: str
    source: str
    """Its body, as the server has it."""
    line: int | None
    level: str
    message: str
    state: str


def check(
    plan: Plan, room: Room, ups: Sequence[Block], seconds: float
) -> Iterator[Diagnostic]:
    """Yield what is wrong in the functions of these blocks."""
    names = {found[1].lower() for b in ups for found in MADE.finditer(b.text)}
    for one in asked(room, names, seconds) if names else ():
        if home := place_of(ups, one):
            block, offset = home
            state = f" [{one.state}]" if one.state != NO_ERROR else ""
            yield at(
                plan,
                block,
                block.at_offset(offset),
                f"{one.message}{state}, in {one.name}",
                code="plpgsql",
                tool=TOOL,
                level=level_of(one),
            )


def asked(room: Room, names: set[str], seconds: float) -> list[Said]:
    """Return what the extension says of functions; of what it cannot read nothing.

    It is asked as the plan's role, and with our clock: to plan a function may be to run
    a part of it.
    """
    listed = ", ".join(f"'{name}'" for name in sorted(names))
    try:
        with room.house.connect(room.name, room.role) as connection:
            session = Session(connection, room.session.end)
            if session.run(KEPT.format(names=listed), seconds):
                return []  # the plan itself was applied
            return [Said(*row) for row in connection.execute(ASK).fetchall()]
    except psycopg.Error:
        return []


def level_of(one: Said) -> Level:
    if one.level != "error":
        return Level.WARNING
    if one.state == NO_TABLE and OWN_TABLE.search(one.source):
        return Level.NOTE  # it may be there once the function has made it
    return Level.ERROR


def place_of(ups: Sequence[Block], one: Said) -> tuple[Block, int] | None:
    """Return the last block that makes a function, and where a line of it begins.

    Of several with one name it is the one with that body; of a body that is written
    with escapes only the head is known.
    """
    head = re.compile(HEAD.format(re.escape(one.name)), re.IGNORECASE)
    heads = [
        (block, found.end())
        for block in reversed(ups)
        for found in reversed(list(head.finditer(block.text)))
    ]
    for block, end in heads:
        later = MADE.search(block.text, end)
        until = later.start() if later else len(block.text)
        for source in (one.source, one.source.replace("'", "''")):
            start = block.text.find(source, end, until) if source.strip() else -1
            if start >= 0:
                return block, line_in(block.text, start, one.line or 1)
    return heads[0] if heads else None
