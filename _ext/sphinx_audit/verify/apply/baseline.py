"""The schema as it stands before any plan, as a project's own file says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..parse import postgres
from .schema import BaselineError
from .session import Session

if TYPE_CHECKING:
    import psycopg

    from .schema import Baseline
    from .session import Wrong

PSQL = re.compile(r"^\\(?:un)?restrict\b.*$", re.MULTILINE)
"""What pg_dump writes for psql, around what is SQL."""

NOT_ALLOWED = "42501"
SECONDS = 120.0


def begin(connection: psycopg.Connection, schema: Baseline, owner: str = "") -> None:
    """Run the baseline as the owner, and what only an administrator may as that.

    It is the project's own, as its settings are: unlike a plan, it is trusted.
    """
    text = PSQL.sub(lambda found: " " * len(found[0]), schema.text)
    session = Session(connection, lambda number: None)
    try:
        found = postgres.statements(text)
    except postgres.SqlError as error:
        raise wrong_at(schema, text, error.offset, error.message) from error
    for one in found:
        act_as(session, owner)
        wrong = session.run(one.text, SECONDS)
        if wrong and wrong.state == NOT_ALLOWED and owner and not session.open:
            wrong = powerful(session, one.text, owner)
        if wrong:
            offset = one.offset + max(0, wrong.position - 1)
            raise wrong_at(schema, text, offset, wrong.message)
    if session.open:
        raise wrong_at(schema, text, len(text), "it ends inside a transaction")


def powerful(session: Session, statement: str, owner: str) -> Wrong | None:
    """Run a statement as a member of the roles that were made, else as their maker."""
    act_as(session, "")
    session.run(MEMBER.format(owner=owner), SECONDS)
    act_as(session, owner)
    wrong = session.run(statement, SECONDS)
    if wrong and wrong.state == NOT_ALLOWED:
        act_as(session, "")
        wrong = session.run(statement, SECONDS)
    return wrong


MEMBER = """
DO $$ DECLARE made name; BEGIN
  FOR made IN SELECT rolname FROM pg_roles WHERE NOT rolsuper AND rolname !~ '^pg_'
    AND NOT pg_has_role('{owner}', oid, 'member') AND NOT rolbypassrls
  LOOP EXECUTE format('GRANT %I TO {owner}', made); END LOOP;
END $$
"""


def act_as(session: Session, owner: str) -> None:
    if not session.open:
        session.run(f"SET ROLE {owner or 'NONE'}", SECONDS)


def wrong_at(schema: Baseline, text: str, offset: int, said: str) -> BaselineError:
    line = text.count("\n", 0, offset) + 1
    return BaselineError(f"the baseline {schema.name}:{line}: {said}")
