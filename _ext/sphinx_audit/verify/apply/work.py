"""Plans handed out to threads: each has a connection, each plan a database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING

import psycopg

from ..blocks import Depth, Role
from ..telling import at, judged, not_run
from . import scripts
from .migration import TOOL, Migration, blocks_of
from .named import DsnError
from .rooms import Door
from .schema import BaselineError
from .server import ServerError
from .session import first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..blocks import Plan
    from ..levels import Options
    from ..telling import PlanResult
    from .rooms import House, Room

NO_SERVER = (ServerError, BaselineError, DsnError, OSError, psycopg.Error)


def share_out(
    plans: Sequence[Plan], options: Options, house: House
) -> Iterator[PlanResult]:
    """Yield results as they come. The time goes into making databases: threads do."""
    known = {plan.id: plan for plan in (*options.others, *plans)}
    count = min(options.workers, len(plans)) or 1
    doors: SimpleQueue[Door] = SimpleQueue()
    with opened(house, count, doors), ThreadPoolExecutor(count) as pool:

        def one(plan: Plan) -> PlanResult:
            door = doors.get()
            try:
                return verified(plan, known, options, door)
            finally:
                doors.put(door)

        for ready in as_completed([pool.submit(one, plan) for plan in plans]):
            yield ready.result()


@contextmanager
def opened(house: House, count: int, doors: SimpleQueue[Door]) -> Iterator[None]:
    made = [Door(house) for _ in range(count)]
    try:
        for door in made:
            doors.put(door)
        yield
    finally:
        for door in made:
            door.close()


def verified(
    plan: Plan,
    known: Mapping[str, Plan],
    options: Options,
    door: Door,
) -> PlanResult:
    begin, begun = perf_counter(), False
    try:
        with door.room() as made:
            why = before(plan, known, options, made)
            if why:
                return not_run(plan, Depth.APPLY, why)
            begun = True
            found = tuple(Migration(plan, made, options.timeout).verify())
    except psycopg.Error as error:
        if not begun:  # it is not this plan that it suffers from
            said = f"the server makes no database: {first(str(error))}"
            return not_run(plan, Depth.APPLY, said)
        block = blocks_of(plan, Role.UP)[0]
        said = f"the server gives no answer: {first(str(error))}"
        found = (at(plan, block, block.at(1), said, code="server", tool=TOOL),)
    tools = {"postgres": door.house.version}
    if door.house.checks:
        tools["plpgsql_check"] = door.house.checks
    return judged(plan, Depth.APPLY, found, tools, perf_counter() - begin)


def before(plan: Plan, known: Mapping[str, Plan], options: Options, made: Room) -> str:
    """Apply what a plan depends on; return why that cannot be done."""
    for id_ in plan.depends:
        needed = known.get(id_)
        if id_ in options.broken:
            return f"{id_}, which it is applied after, failed before"
        for block in blocks_of(needed, Role.UP) if needed else ():
            if block.fails:
                continue
            fault = scripts.run(made.session, block, options.timeout)
            if fault:
                line = block.at_offset(fault.offset)[0]
                where = f"{block.path}:{line}: {fault.message}"
                return f"{id_}, which it is applied after, does not apply: {where}"
    return ""
