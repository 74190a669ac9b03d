"""A server that the user names: looked at hard, and written to only beside."""

from __future__ import annotations

import dataclasses as dc
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from . import rooms
from .baseline import begin
from .rooms import CONNECT_SECONDS, House
from .session import first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .schema import Baseline

MARK = "sphinx-audit:disposable"

TEMPLATE = "template1"
"""What databases are copies of unless somebody says otherwise."""

LIVE = ("prod", "live")
"""Parts of a name that no database has which may be thrown away."""


class DsnError(Exception):
    """A server that may not, or cannot, be used; the message says why."""


@contextmanager
def house(dsn: str, baseline: Baseline) -> Iterator[House]:
    """Yield the server of a DSN; raises DsnError and BaselineError."""
    name = database_of(dsn)
    if any(part in name.lower() for part in LIVE):
        raise DsnError(f"the database {name!r} is one to live with, by its name")
    try:
        with psycopg.connect(
            dsn, autocommit=True, connect_timeout=CONNECT_SECONDS
        ) as found:
            name = found.info.dbname
            refuse(found, name)
            version = str(found.info.server_version // 10000)
            plain = House(dsn=dsn, database=name, version=version, own=False)
            if checks := checked(plain):
                plain = dc.replace(plain, base=TEMPLATE, checks=checks)
            with based(found, plain, baseline) as ready:
                yield ready
    except psycopg.OperationalError as error:
        raise DsnError(f"the server cannot be reached: {first(str(error))}") from error


def checked(plain: House) -> str:
    """Return the version of plpgsql_check, if new databases have it by themselves.

    Only an administrator can put it there.
    """
    asked = (
        "SELECT extversion FROM pg_extension WHERE extname = 'plpgsql_check'"
        " AND extnamespace::regnamespace::text = 'plpgsql_check'"
        " AND has_schema_privilege(extnamespace, 'USAGE')"
    )
    with suppress(psycopg.Error), plain.connect(TEMPLATE) as template:
        return next((str(version) for (version,) in template.execute(asked)), "")
    return ""


@contextmanager
def based(
    admin: psycopg.Connection, plain: House, baseline: Baseline
) -> Iterator[House]:
    """Yield the server with a database that holds the baseline, if there is one."""
    if not baseline.text:
        yield plain
        return
    name = rooms.named()
    try:
        rooms.create(admin, plain, name, None)
        with plain.connect(name) as connection:
            begin(connection, baseline)
        yield dc.replace(plain, base=name)
    finally:
        rooms.drop(admin, name)


def database_of(dsn: str) -> str:
    """Return the database that a DSN names; raises DsnError if it is none."""
    try:
        told = conninfo_to_dict(dsn)
        if "://" in dsn:
            _ = urlsplit(dsn).port  # libpq takes 54x32 for a port, and asks later
    except (psycopg.ProgrammingError, ValueError) as error:
        raise DsnError(f"the DSN cannot be read: {first(str(error))}") from error
    return str(told.get("dbname") or "")


RIGHTS = {
    "rolsuper": "is a superuser, or may become one",
    "rolcreaterole": "may make roles",
    "rolreplication": "may replicate",
    "rolbypassrls": "passes by row security",
}
POWERS = (
    "pg_execute_server_program",
    "pg_read_server_files",
    "pg_write_server_files",
)


def refuse(found: psycopg.Connection, name: str) -> None:
    """Raise DsnError unless the database may be thrown away by a role without power."""
    mark = (
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        " WHERE datname = current_database()"
    )
    ((said,),) = found.execute(mark).fetchall()
    if said != MARK:
        raise DsnError(
            f"the database {name!r} is not marked as disposable; if it is, run there: "
            f"COMMENT ON DATABASE \"{name}\" IS '{MARK}'"
        )
    asked = ", ".join(f"bool_or({right})" for right in [*RIGHTS, "rolcreatedb"])
    among = "FROM pg_roles WHERE pg_has_role(current_user, oid, 'member')"
    (row,) = found.execute(f"SELECT {asked} {among}".encode()).fetchall()
    remedy = "give one that has CREATEDB and nothing else"
    for has, right in zip(row, RIGHTS.values(), strict=False):
        if has:
            raise DsnError(f"the role of the DSN {right}: {remedy}")
    for power in POWERS:
        member = "SELECT pg_has_role(current_user, %s, 'member')"
        if found.execute(member, [power]).fetchone() == (True,):
            raise DsnError(f"the role of the DSN is a member of {power}: {remedy}")
    if not row[-1]:
        raise DsnError(f"the role of the DSN may not make databases: {remedy}")
