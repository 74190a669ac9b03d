"""The options of ``verify``, and what they and the settings ask for together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ...model.code import Depth
from ...verify.asking import AskingError, asked_by
from ...verify.levels import Options
from ..problem import Problem
from ..reports.asking import add_report
from ..source import add_project

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

    from ...verify.asking import Asked

DSN = "SPHINX_AUDIT_DSN"
LEVELS = [str(d) for d in Depth if d is not Depth.SKIP]


def add_what(parser: ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", metavar="ID", help="plans (all of them)")
    asked = parser.add_argument_group("what to verify")
    asked.add_argument(
        "--level", choices=LEVELS, help="how far (verify.level, else parse)"
    )
    asked.add_argument(
        "--pages",
        action="append",
        metavar="GLOB",
        help="pages without a finding, too (verify.pages)",
    )
    asked.add_argument(
        "--shard", metavar="I/N", help="only the plans of machine I of N"
    )
    asked.add_argument(
        "--dsn",
        metavar="DSN",
        help=f"a server of yours whose database is marked as disposable ({DSN})",
    )
    asked.add_argument(
        "--baseline", metavar="FILE", help="the schema before any plan, as SQL"
    )
    asked.add_argument(
        "--postgres", metavar="N", help="the major version of PostgreSQL to apply with"
    )
    asked.add_argument(
        "--checkout", metavar="DIR", help="the audited repository, for Go"
    )
    asked.add_argument(
        "--timeout", type=float, metavar="S", help="seconds for a statement of SQL"
    )


def add_how(parser: ArgumentParser) -> None:
    how = parser.add_argument_group("how")
    how.add_argument(
        "--workers", type=int, metavar="N", help="how many plans at once (4)"
    )
    how.add_argument(
        "--executor",
        metavar="MODULE:FACTORY",
        help="what makes a concurrent.futures.Executor, such as that of a cluster",
    )
    how.add_argument(
        "--no-cache", action="store_true", help="verify also what has not changed"
    )


def add_told(parser: ArgumentParser, formats: Mapping[str, object]) -> None:
    told = add_report(parser, formats)
    told.add_argument(
        "--record",
        action="store_true",
        help="write how far each plan came to audit-verified.json, for its page",
    )
    told.add_argument(
        "--allow-missing",
        action="store_true",
        help="do not end with 1 because a level could not be run",
    )
    told.add_argument(
        "--today",
        metavar="DATE",
        help="the day of the record (audit_today, else today)",
    )


def add_where(parser: ArgumentParser) -> None:
    group = add_project(parser)
    which = group.add_mutually_exclusive_group()
    which.add_argument(
        "--from",
        dest="from_",
        metavar="FILE",
        help="read a blocks.json (-b audit-verify) and build nothing",
    )
    which.add_argument(
        "--merge",
        nargs="+",
        metavar="FILE",
        help="verify nothing: report the JSON of several shards as one",
    )


def settled(args: Namespace, table: Mapping[str, object]) -> Asked:
    """Return what is asked for; raises Problem for what cannot be meant."""
    given = {
        "level": args.level,
        "pages": args.pages,
        "baseline": args.baseline and str(Path(args.baseline).resolve()),
        "postgres": args.postgres,
        "checkout": args.checkout and str(Path(args.checkout).resolve()),
        "timeout": args.timeout,
        "workers": args.workers,
    }
    told = {k: v for k, v in given.items() if v is not None}
    try:
        return asked_by({**table, **told})
    except AskingError as error:
        raise Problem(str(error)) from error


def options(asked: Asked, args: Namespace, root: Path, source: Path) -> Options:
    for name in ("baseline", "checkout"):
        path = getattr(asked, name)
        if path and not (root / path).exists():
            raise Problem(f"verify.{name}: {root / path} does not exist")
    return Options(
        root=root,
        source=source,
        workers=asked.workers,
        timeout=asked.timeout,
        test_timeout=asked.test_timeout,
        baseline=asked.baseline,
        checkout=asked.checkout,
        postgres=asked.postgres,
        dsn=args.dsn or os.environ.get(DSN, ""),
    )


def shard(text: str | None) -> tuple[int, int]:
    """Return which machine of how many; raises Problem."""
    if text is None:
        return 1, 1
    number, _, of = text.partition("/")
    if number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return int(number), int(of)
    raise Problem(f"--shard {text!r} is not I/N, such as 2/4")
