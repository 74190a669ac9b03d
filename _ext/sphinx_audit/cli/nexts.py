"""``sphinx-audit next``: what to do now, or what to clear away first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exchange.document import finding as as_json
from ..model import Cause, State
from ..model.blockers import Waiting, blockers
from ..model.query import read_query
from . import cells
from .machine import write_json
from .problem import say
from .screen import screen
from .source import add_source, register_from
from .table import Cell, table

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

    from ..exchange.codec import Json
    from ..model import Finding, Register
    from ..model.blockers import Blocker
    from .screen import Screen

DESCRIPTION = """\
List what is ready: open findings whose dependencies are done and whose phase may start,
most urgent first. Where nothing is ready, list what holds most up: gates to pass and
findings to finish."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "next", help="what to do now, or what blocks it", description=DESCRIPTION
    )
    parser.add_argument(
        "--format",
        choices=("table", "json"),
        default="table",
        help="for people (the default) or for programs",
    )
    add_source(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    register = register_from(args)
    query = read_query({"state": State.READY.slug, "sort": "priority"})
    ready = query.select(register)
    blocking = [] if ready else blockers(register)
    on = screen()
    if args.format == "json":
        data = {
            "ready": [as_json(f, register) for f in ready],
            "blockers": [blocker_as_json(b) for b in blocking],
        }
        write_json(data, on)
    elif ready:
        on.show(ready_table(ready, register, on))
    elif blocking:
        say("no finding is ready; what holds most up:")
        on.show(blocker_table(blocking, on))
    else:
        say(nothing(register))
    return 0


def ready_table(ready: Sequence[Finding], register: Register, on: Screen) -> list[str]:
    holds = Waiting(register).holds
    rows = [
        [
            Cell(f.id),
            Cell(f.title),
            Cell(f.phase),
            cells.priority(f),
            cells.effort(f),
            Cell(str(holds.get(f"{Cause.FINDING} {f.id}", 0) or "")),
        ]
        for f in ready
    ]
    return table(("Id", "Title", "Phase", "Priority", "Effort", "Holds up"), rows, on)


def blocker_table(found: Sequence[Blocker], on: Screen) -> list[str]:
    rows = [
        [
            Cell(b.id if b.kind == Cause.FINDING else f"{b.kind} {b.id}"),
            Cell(b.title),
            Cell(str(b.holds), "red"),
            Cell(" · ".join(b.asks)),
        ]
        for b in found
    ]
    return table(("What", "Title", "Holds up", "Asks for"), rows, on)


def blocker_as_json(blocker: Blocker) -> Json:
    return {
        "kind": blocker.kind,
        "id": blocker.id,
        "title": blocker.title,
        "asks-for": list(blocker.asks),
        "holds-up": blocker.holds,
    }


def nothing(register: Register) -> str:
    """Return why nothing is left to name."""
    if not register.findings:
        return "the register has no findings"
    busy = [f.id for f in register.counted if register.state(f) is State.IN_PROGRESS]
    if busy:
        return f"no finding is ready or held up; in progress: {', '.join(busy)}"
    return "no finding is left to do"
