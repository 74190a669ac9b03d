"""A server of our own, with the schema as it stands before any plan."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from . import rooms
from .baseline import begin
from .rooms import EYE, OWNER, House
from .server import ADMIN, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

    from .binaries import Binaries
    from .schema import Baseline

BASE = "audit_base"


@contextmanager
def house(found: Binaries, baseline: Baseline) -> Iterator[House]:
    """Yield a running server; raises ServerError and BaselineError."""
    with Server(found) as server:
        plain = House(
            dsn=server.dsn,
            database=ADMIN,
            version=found.version,
        )
        with plain.connect() as admin:
            checks = made(admin, plain)
            with plain.connect(BASE) as connection:
                if checks:
                    connection.execute(CHECKS)
                begin(connection, baseline, OWNER)
                alike = owning(connection)
            yield House(
                dsn=server.dsn,
                database=ADMIN,
                version=found.version,
                base=BASE,
                owners=owners(admin),
                alike=alike,
                checks=checks,
            )


CHECKS = """
CREATE SCHEMA plpgsql_check;
CREATE EXTENSION plpgsql_check WITH SCHEMA plpgsql_check;
GRANT USAGE ON SCHEMA plpgsql_check TO PUBLIC
"""
"""It is part of the base, since a plan's functions must not be planned by ADMIN."""


def made(admin: psycopg.Connection, plain: House) -> str:
    """Make the roles and the base; return the version of plpgsql_check, if any."""
    admin.execute(f"CREATE ROLE {OWNER} NOLOGIN")
    reads = "IN ROLE pg_read_all_data" if plain.major >= 14 else "SUPERUSER"
    admin.execute(f"CREATE ROLE {EYE} LOGIN BYPASSRLS {reads}")
    rooms.create(admin, plain, BASE, OWNER)
    rows = admin.execute(
        "SELECT default_version FROM pg_available_extensions"
        " WHERE name = 'plpgsql_check'"
    )
    return next((str(version) for (version,) in rows), "")


def owners(admin: psycopg.Connection) -> tuple[str, ...]:
    """Return the roles of the base whose members plans are."""
    asked = "SELECT rolname FROM pg_roles WHERE NOT rolsuper AND rolname !~ '^pg_'"
    return tuple(name for (name,) in admin.execute(asked) if name != EYE)


def owning(connection: psycopg.Connection) -> tuple[str, ...]:
    asked = (
        "SELECT DISTINCT rolname FROM pg_class JOIN pg_roles r ON r.oid = relowner"
        " WHERE NOT rolsuper"
    )
    return tuple({OWNER, *(name for (name,) in connection.execute(asked))})
