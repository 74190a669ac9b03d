"""The level *apply*: migrations run in a throw-away server, and are taken back."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..blocks import Depth, Role, digest
from ..parse import postgres
from ..programs import Missing, version
from ..telling import judged, not_run
from . import binaries
from .schema import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..blocks import Plan
    from ..levels import Options
    from ..telling import PlanResult
    from .rooms import House

VERSION = 2
"""Raise when this level finds something else in the same code."""


def verify(plans: Sequence[Plan], options: Options) -> Iterator[PlanResult]:
    """Yield what a server says of each plan."""
    moving = [plan for plan in plans if moves(plan)]
    still = (plan for plan in plans if not moves(plan))
    yield from (judged(plan, Depth.APPLY, (), {}) for plan in still)
    if not moving:
        return
    if missing := lacking(options):
        said = f"{missing.what} is not installed"
        yield from (not_run(p, Depth.APPLY, said, missing.install) for p in moving)
        return
    from . import work  # noqa: PLC0415 - needs psycopg

    try:
        with served(options) as house:
            yield from work.share_out(moving, options, house)
    except work.NO_SERVER as error:
        yield from (not_run(p, Depth.APPLY, str(error)) for p in moving)


def moves(plan: Plan) -> bool:
    """Tell whether there is a migration to apply."""
    from .migration import blocks_of  # noqa: PLC0415

    return bool(blocks_of(plan, Role.UP))


def identity(options: Options) -> str:
    """Return the versions of the tools, and the baseline; a server may change."""
    if options.dsn:
        return ""
    found = binaries.find(options.postgres)
    if isinstance(found, Missing):
        return ""
    try:
        begin = digest(read(options).text)
    except OSError:
        return ""
    tools = f"{found.version} {found.checks}"
    return f"{VERSION} {tools} {begin} {options.timeout:g}"


def lacking(options: Options) -> Missing | None:
    if missing := postgres.missing():
        return missing
    if not version("psycopg"):
        return Missing(what="psycopg", install=binaries.INSTALL)
    found = binaries.find(options.postgres)
    return found if isinstance(found, Missing) and not options.dsn else None


@contextmanager
def served(options: Options) -> Iterator[House]:
    """Yield a server; raises one of `work.NO_SERVER`."""
    from . import named, own  # noqa: PLC0415 - see above

    if options.dsn:
        with named.house(options.dsn, read(options)) as house:
            yield house
        return
    found = binaries.find(options.postgres)
    if isinstance(found, binaries.Binaries):
        with own.house(found, read(options)) as house:
            yield house
