"""One statement at a time, with a time that holds whatever the statement does.

What a plan sets on the server binds nothing: the clock is ours. First the statement is
asked to stop, then its session is ended, at last we no longer listen.
"""

from __future__ import annotations

import select
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import psycopg
from psycopg import pq

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg.pq.abc import PGconn, PGresult

GRACE = 1.0
"""Seconds after each of our steps against a statement that does not end."""

FRESH = (
    "DISCARD ALL",
    (
        "SET client_min_messages = error; SET client_encoding = 'UTF8';"
        "SET lock_timeout = '2s'"
    ),
)

FIELD = pq.DiagnosticField


class Wrong(NamedTuple):
    """What a server says of a statement that it refused."""

    message: str
    state: str = ""
    position: int = 0
    """The character of the statement, from 1; 0 if it is not told."""
    context: str = ""
    query: str = ""
    """A statement inside a function, which the server reached by itself."""
    inner: int = 0
    """The character of that statement, from 1."""
    late: bool = False


class Session:
    """A connection on which plans are run; its own end is a result like any other."""

    def __init__(
        self, connection: psycopg.Connection, end: Callable[[int], object]
    ) -> None:
        self.connection = connection
        self.number = connection.info.backend_pid
        self.end = end

    @property
    def open(self) -> bool:
        """Whether a transaction was begun and not ended."""
        idle = pq.TransactionStatus.IDLE
        return self.alive and self.connection.info.transaction_status != idle

    @property
    def alive(self) -> bool:
        return not self.connection.closed

    def run(self, statement: str, seconds: float) -> Wrong | None:
        """Run a statement; return what is wrong with it."""
        if not self.alive:
            return Wrong("the session was ended by what ran before")
        begin = time.monotonic()
        raw = self.connection.pgconn
        try:
            raw.send_query(statement.encode("utf-8", "replace"))
            raw.set_single_row_mode()  # however many there are, none is kept
            wrong = self.results(raw, begin + seconds)
        except psycopg.OperationalError as error:
            wrong = Wrong(first(str(error)))
        if wrong and time.monotonic() - begin >= seconds:
            return wrong._replace(late=True)
        return wrong

    def results(self, raw: PGconn, end: float) -> Wrong | None:
        """Read all that a statement gives; raises OperationalError if it cannot."""
        found, stops = None, iter([self.cancel, self.terminate])
        while True:
            while raw.is_busy():
                left = end - time.monotonic()
                ready, _, _ = select.select([raw.socket], [], [], max(0.0, left))
                if ready:
                    raw.consume_input()
                    continue
                step = next(stops, None)
                if step is None:
                    self.connection.close()
                    return Wrong("it did not end, and nor did its session")
                step()
                end = time.monotonic() + GRACE
            result = raw.get_result()
            if result is None:
                return found
            found = found or wrong_of(result)
            if "COPY" in pq.ExecStatus(result.status).name:
                self.connection.close()
                return Wrong("data for COPY are not in a migration, only statements")

    def fresh(self) -> None:
        """Forget what was set: a migration is run in a session of its own."""
        for statement in FRESH:
            self.run(statement, GRACE)

    def cancel(self) -> None:
        with suppress(psycopg.Error):
            self.connection.cancel_safe(timeout=GRACE)

    def terminate(self) -> None:
        with suppress(psycopg.Error):
            self.end(self.number)

    def rollback(self) -> None:
        with suppress(psycopg.Error):
            if self.alive:
                self.connection.rollback()

    def close(self) -> None:
        self.connection.close()


def wrong_of(result: PGresult) -> Wrong | None:
    if result.status != pq.ExecStatus.FATAL_ERROR:
        return None

    def field(name: pq.DiagnosticField) -> str:
        return (result.error_field(name) or b"").decode("utf-8", "replace")

    return Wrong(
        message=field(FIELD.MESSAGE_PRIMARY) or first(result.get_error_message()),
        state=field(FIELD.SQLSTATE),
        position=int(field(FIELD.STATEMENT_POSITION) or 0),
        context=field(FIELD.CONTEXT),
        query=field(FIELD.INTERNAL_QUERY),
        inner=int(field(FIELD.INTERNAL_POSITION) or 0),
    )


def first(text: str) -> str:
    return text.strip().partition("\n")[0]
