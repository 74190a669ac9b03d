"""Databases to be thrown away, each with a role that owns it and nothing else."""

from __future__ import annotations

import dataclasses as dc
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from .session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PREFIX = "audit_"
OWNER = "audit_owner"
EYE = "audit_eye"
CONNECT_SECONDS = 10


@dc.dataclass(frozen=True, kw_only=True)
class House:
    """A server on which databases can be made."""

    dsn: str
    database: str
    """The database that is connected to, and not written to."""
    version: str
    base: str = "template0"
    """The database that each new one is a copy of."""
    owners: tuple[str, ...] = ()
    """The roles whose objects a plan may change; none on a server of the user's."""
    alike: tuple[str, ...] = ()
    """The roles that own what is in the base: whose it is makes no difference."""
    own: bool = True
    """Whether the server is ours, so that roles can be made."""
    checks: str = ""
    """The version of plpgsql_check that the base holds, if it does."""

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0] or 0)

    def connect(
        self, database: str = "", user: str | None = None
    ) -> psycopg.Connection:
        return psycopg.connect(
            make_conninfo(self.dsn, user=user) if user else self.dsn,
            dbname=database or self.database,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="sphinx-audit",
        )


@dc.dataclass(frozen=True, kw_only=True)
class Room:
    """A database of its own for one plan."""

    name: str
    role: str | None
    house: House
    session: Session
    """Where the plan is run."""
    eye: psycopg.Connection
    """Where it is looked at: opened before, so that the plan cannot change it."""


SLOW = "CREATE DATABASE {} TEMPLATE {}"
FAST = f"{SLOW} STRATEGY FILE_COPY"


def create(
    admin: psycopg.Connection, house: House, name: str, role: str | None
) -> None:
    text = FAST if house.major >= 15 else SLOW
    query = sql.SQL(text).format(sql.Identifier(name), sql.Identifier(house.base))
    admin.execute(query)
    if role:
        give = sql.SQL("ALTER DATABASE {} OWNER TO {}")
        admin.execute(give.format(sql.Identifier(name), sql.Identifier(role)))


def drop(admin: psycopg.Connection, name: str, role: str | None = None) -> None:
    gone = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with suppress(psycopg.Error):
        admin.execute(gone.format(sql.Identifier(name)))
        if role:
            admin.execute(
                sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role))
            )


def named() -> str:
    return f"{PREFIX}{secrets.token_hex(6)}"


class Door:
    """A way to new databases: one for each thread."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.admin = house.connect()
        self.left: tuple[str, str | None] | None = None
        """The last database: to drop one whose sessions just end takes its time."""

    def close(self) -> None:
        self.clean()
        self.admin.close()

    def clean(self) -> None:
        if self.left:
            drop(self.admin, *self.left)
        self.left = None

    @contextmanager
    def room(self) -> Iterator[Room]:
        """Yield a new database; raises psycopg.Error if the server gives none."""
        house, name = self.house, named()
        role = name if house.own else None
        try:
            if role:
                self.admin.execute(member(role, house))
            create(self.admin, house, name, role)
            with (
                house.connect(name, EYE if house.own else None) as eye,
                house.connect(name, role) as plan,
            ):
                look(eye)
                yield Room(
                    name=name,
                    role=role,
                    house=house,
                    session=Session(plan, ender(self.admin)),
                    eye=eye,
                )
        finally:
            self.clean()
            self.left = name, role


def member(role: str, house: House) -> sql.Composed:
    owners = sql.SQL(", ").join(map(sql.Identifier, house.owners))
    made = sql.SQL("CREATE ROLE {} LOGIN IN ROLE {}")
    return made.format(sql.Identifier(role), owners)


def ender(admin: psycopg.Connection) -> Callable[[int], object]:
    return lambda number: admin.execute("SELECT pg_terminate_backend(%s)", [number])


def look(eye: psycopg.Connection) -> None:
    eye.execute(
        "SET search_path = ''; SET statement_timeout = '30s'; SET row_security = off;"
        "SET lock_timeout = '2s'; SET client_encoding = 'UTF8'"
    )
