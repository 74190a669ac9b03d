"""plpgsql_check: what is wrong in functions, which only their first call would tell.

https://github.com/okbob/plpgsql_check
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg

from ...model.problem import Level
from ..telling import at
from .scripts import line_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..blocks import Block, Plan
    from ..telling import Diagnostic
    from .rooms import Room

TOOL = "plpgsql_check"

ASK = """
SELECT p.proname, r.lineno, r.level, r.message, r.sqlstate
FROM pg_proc p JOIN pg_language l ON l.oid = prolang
JOIN pg_namespace n ON n.oid = pronamespace,
LATERAL plpgsql_check.plpgsql_check_function_tb(
  p.oid::regprocedure,
  relid => coalesce((SELECT tgrelid FROM pg_trigger WHERE tgfoid = p.oid LIMIT 1), 0),
  fatal_errors => false, extra_warnings => false, performance_warnings => false) r
WHERE lanname = 'plpgsql' AND nspname NOT IN ('pg_catalog', 'plpgsql_check')
AND prorettype <> 'event_trigger'::regtype
AND (prorettype <> 'trigger'::regtype
  OR EXISTS (SELECT FROM pg_trigger WHERE tgfoid = p.oid))
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
ORDER BY p.oid, r.lineno
"""


def check(
    plan: Plan, room: Room, ups: Sequence[Block], seconds: float
) -> Iterator[Diagnostic]:
    """Yield what is wrong in the functions of these blocks.

    It is asked as the plan's role: to plan a function may be to run a part of it.
    """
    try:
        with room.house.connect(room.name, room.role) as connection:
            connection.execute(f"SET statement_timeout = '{seconds:g}s'")
            rows = connection.execute(ASK).fetchall()
    except psycopg.Error:
        return  # what it cannot read it does not judge; the plan itself was applied
    for name, line, level, message, state in rows:
        home = place_of(ups, name, line or 1)
        if home:
            block, offset = home
            yield at(
                plan,
                block,
                block.at_offset(offset),
                f"{message} [{state}], in {name}",
                code="plpgsql",
                tool=TOOL,
                level=Level.ERROR if level == "error" else Level.WARNING,
            )


def place_of(ups: Sequence[Block], name: str, line: int) -> tuple[Block, int] | None:
    """Return the last block that makes a function, and where a line of it begins."""
    head = re.compile(
        rf'(?:FUNCTION|PROCEDURE)\s+(?:\w+\.)?"?{re.escape(name)}"?\s*\(.*?(\$\w*\$)',
        re.IGNORECASE | re.DOTALL,
    )
    for block in reversed(ups):
        for found in reversed(list(head.finditer(block.text))):
            return block, line_in(block.text, found.end(), line)
    return None
