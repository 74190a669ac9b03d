"""``sphinx-audit list``: the findings that a query chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exchange.document import finding as as_json
from ..model import QueryError
from ..model.query import FIELDS, SORTS, VOCABULARY, read_query
from ..model.words import hint
from . import cells
from .machine import write_csv, write_json
from .problem import Problem, say
from .screen import screen
from .source import add_source, register_from
from .table import Cell, table

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

    from ..model import Finding, Query, Register
    from .screen import Screen

DESCRIPTION = """\
List findings. Values are comma-separated, ! in front of one excludes it. Findings set
aside (deferred, superseded, duplicate, false-positive) are listed only if --status or
--state names them."""

HEADS = ("Id", "Title", "Phase", "Priority", "State", "Effort")


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "list", help="the findings that match", description=DESCRIPTION
    )
    asked = parser.add_argument_group("which, in which order")
    for name in FIELDS:
        words = ", ".join(VOCABULARY.get(name, ()))
        asked.add_argument(
            f"--{name}", action="append", metavar="A,B", help=words or None
        )
    asked.add_argument(
        "--sort",
        action="append",
        metavar="A,B",
        help=f"{', '.join(SORTS)}; backwards with a hyphen, as in --sort=-effort",
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "csv"),
        default="table",
        help="for people (the default) or for programs",
    )
    add_source(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    query = asked_for(args)
    register = register_from(args)
    found = query.select(register)
    if not found:
        say(f"no finding matches{misspelt(query, register)}")
    show(found, register, args.format, screen())
    return 0


def asked_for(args: Namespace) -> Query:
    given = vars(args)
    options = {n: ",".join(given[n]) for n in (*FIELDS, "sort") if given[n]}
    try:
        return read_query(options)
    except QueryError as error:
        raise Problem(str(error)) from error


def misspelt(query: Query, register: Register) -> str:
    """Return a hint at the first value that no finding has."""
    if not register.findings:
        return ": the register has none"
    for name, values in query.wanted:
        every = (
            v for f in register.findings.values() for v in FIELDS[name](f, register)
        )
        known = sorted({v for v in every if v})
        for value in sorted(values - set(known)):
            if name not in VOCABULARY:
                return f": none has {name} {value!r}{hint(value, known)}"
    return ""


def show(
    findings: Sequence[Finding], register: Register, form: str, on: Screen
) -> None:
    if form == "json":
        write_json([as_json(f, register) for f in findings], on)
    elif form == "csv":
        write_csv(findings, register, on)
    elif findings:
        on.show(table(HEADS, [row(f, register) for f in findings], on))


def row(finding: Finding, register: Register) -> list[Cell]:
    return [
        Cell(finding.id),
        Cell(finding.title),
        Cell(finding.phase),
        cells.priority(finding),
        cells.state(finding, register),
        cells.effort(finding),
    ]
