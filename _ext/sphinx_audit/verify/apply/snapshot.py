"""What a database holds, told by its catalogue, and how two of them differ."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import psycopg

Key = tuple[str, str]
Snapshot = dict[Key, str]

ORDER = "column order"
ROWS = "rows"

FILLED = """
SELECT c.oid::regclass::text, nspname, relname FROM pg_class c
JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
AND pg_relation_size(c.oid) > 0
"""

# format() asks the output functions of the system: a cast is the plan's own code
SUM = "SELECT count(*), sum(hashtextextended(format('%s', t), 0)) FROM ONLY {} AS t"


@cache
def catalogue() -> bytes:
    return (files(__package__) / "catalogue.sql").read_bytes()


def snapshot(eye: psycopg.Connection, alike: Collection[str] = ()) -> Snapshot:
    """Return all objects, with a sum of the rows of each table.

    Roles that are *alike* have one name: who owns something makes no difference.
    """
    cursor = eye.cursor()
    names = re.compile("|".join(rf"\b{re.escape(role)}\b" for role in alike) or "$^")
    rows = cursor.execute(catalogue(), prepare=True)
    found = {(kind, name): names.sub("owner", text or "") for kind, name, text in rows}
    for name, schema, table in cursor.execute(FILLED).fetchall():
        query = sql.SQL(SUM).format(sql.Identifier(schema, table))
        count, total = cursor.execute(query).fetchone() or (0, 0)
        if count:
            found[ROWS, name] = f"{count}|{total}"
    return found


class Difference(NamedTuple):
    """What is not as it was; *slight* if only the order of columns is another."""

    said: str
    slight: bool = False


def differences(before: Snapshot, after: Snapshot) -> list[Difference]:
    """Return how a database differs, once for each object that comes or goes."""
    found = [
        *(Difference(f"{named(k)} is left behind") for k in top(after, before)),
        *(Difference(f"{named(k)} is not restored") for k in top(before, after)),
    ]
    for key in sorted(before.keys() & after.keys()):
        old, new = before[key], after[key]
        if old == new:
            continue
        if key[0] == ORDER:
            if sorted(old.split(",")) == sorted(new.split(",")):
                found.append(
                    Difference(f"{named(key)} is {new}, was {old}", slight=True)
                )
            continue  # a column more or less is told by itself
        found.append(Difference(changed(key, old, new)))
    return found


def changed(key: Key, old: str, new: str) -> str:
    if key[0] == ROWS:
        counts = [text.partition("|")[0] for text in (old, new)]
        how = " -> ".join(dict.fromkeys(counts))
        return f"{named(key)} are changed ({how})"
    if key[0] == "comment":
        return f"{named(key)} is changed: {old!r} -> {new!r}"
    parts = [
        (a, b) for a, b in zip(old.split("|"), new.split("|"), strict=False) if a != b
    ]
    if len(old.split("|")) == len(new.split("|")) and len(parts) == 1:
        ((old, new),) = parts
    return f"{named(key)} is changed: {short(old)} -> {short(new)}"


def short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:117]}..."


def named(key: Key) -> str:
    kind, name = key
    told = name.replace("public.", "")
    return f"the rows of {told}" if kind == ROWS else f"{kind} {told}"


PARTS = {"column", "constraint", "trigger", "policy", "rule"}
RELATIONS = {"table", "view", "materialized view", "foreign table", "type"}


def top(here: Snapshot, there: Snapshot) -> Iterator[Key]:
    """Yield what is only here, without the parts of what is only here."""
    only = sorted(here.keys() - there.keys())
    owners = {name for kind, name in only if kind in RELATIONS}
    keys = {name.rpartition(".")[2] for kind, name in only if kind == "constraint"}
    for kind, name in only:
        owner, _, last = name.rpartition(".")
        if kind in PARTS and owner in owners:
            continue
        if kind in {ROWS, ORDER} and (name in owners or kind == ORDER):
            continue
        if kind == "index" and (last in keys or table_of(here[kind, name]) in owners):
            continue
        if kind == "sequence" and any(name.startswith(f"{o}_") for o in owners):
            continue
        if kind == "comment" and any(mentions(name, o) for o in owners):
            continue
        yield kind, name


def table_of(index: str) -> str:
    """Return the table that an index is on, as its definition says."""
    _, _, rest = index.partition(" ON ")
    return rest.removeprefix("ONLY ").partition(" ")[0]


def mentions(name: str, owner: str) -> bool:
    words = name.replace(".", " ").split()
    return all(part in words for part in owner.split("."))
