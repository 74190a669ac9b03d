"""What to report, and how: the options that all commands with a report share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ...model.problem import Level
from ..screen import screen
from ..writing import put

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup
    from collections.abc import Callable, Iterable, Mapping

    from ..screen import Screen

T = TypeVar("T")

NEVER = "never"
CHOICES = (*(str(v) for v in Level if v is not Level.OFF), NEVER)


def add_report(parser: ArgumentParser, formats: Iterable[str]) -> _ArgumentGroup:
    asked = parser.add_argument_group("what to report, and how")
    asked.add_argument(
        "--format",
        choices=("text", *formats),
        default="text",
        help="for people (the default) or for other tools",
    )
    asked.add_argument("--output", metavar="FILE", help="write the report to a file")
    asked.add_argument(
        "--fail-on",
        choices=CHOICES,
        default=str(Level.ERROR),
        help="the least level that ends with 1 (error)",
    )
    return asked


def add_codes(asked: _ArgumentGroup) -> None:
    asked.add_argument(
        "--select", action="append", metavar="CODE", help="only these rules"
    )
    asked.add_argument(
        "--ignore", action="append", metavar="CODE", help="all but these rules"
    )


def fail_on(args: Namespace) -> Level | None:
    return None if args.fail_on == NEVER else Level(args.fail_on)


def give(
    report: T,
    args: Namespace,
    formats: Mapping[str, Callable[[T], str]],
    people: Callable[[T, Screen], Iterable[str]],
) -> None:
    """Write a report in the format asked for, to a file or to standard output."""
    on, make = screen(), formats.get(args.format)
    if args.output:
        lines = [*people(report, on.plain()), ""]
        put(Path(args.output), make(report) if make else "\n".join(lines))
    elif make:
        on.out.write(make(report))
    else:
        on.show(people(report, on))
