"""The baselines of ``check`` and ``drift``: which one counts, how it is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..model.baseline import Baseline, BaselineError
from ..model.problem import Level
from ..model.verdict import Cover
from ..rules.speaking import refuse_folder
from ..rules.verdicts import load
from .problem import Problem, say
from .writing import put

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from ..model.verdict import Verdict


def add_known(parser: ArgumentParser, default: str) -> None:
    """Ask which problems are known; *default* says where their file is."""
    known = parser.add_argument_group("known problems")
    which = known.add_mutually_exclusive_group()
    which.add_argument("--baseline", metavar="FILE", help=f"the baseline ({default})")
    which.add_argument(
        "--no-baseline", action="store_true", help="no problem is known by it"
    )
    known.add_argument(
        "--write-baseline",
        action="store_true",
        help="make all problems known, and drop what no longer occurs",
    )


def baseline_path(args: Namespace, default: Path) -> Path:
    given: str | None = args.baseline
    return default if given is None else Path(given)


def baseline(args: Namespace, path: Path) -> Baseline:
    if args.no_baseline or args.write_baseline:
        return Baseline()
    if args.baseline is not None and not path.is_file():
        raise Problem(f"--baseline {path}: no such file; --write-baseline makes it")
    try:
        refuse_folder(path)
        return load(path)
    except BaselineError as error:
        remedy = "--write-baseline writes a new one"
        raise Problem(f"{path}: {error}; {remedy}") from error


def write_baseline(args: Namespace, found: Verdict, path: Path) -> int:
    """Write what is to be known from now on: what would make a build fail."""
    noted = args.fail_on == Level.NOTE
    keep = [
        (one.fingerprint, one.problem)
        for one in found.judged
        if one.cover is not Cover.SUPPRESSED and (noted or one.level is not Level.NOTE)
    ]
    now = Baseline.of(keep)
    try:
        before = load(path)
    except BaselineError:
        before = Baseline()
    put(path, now.text())
    new = len(now.entries.keys() - before.entries.keys())
    gone = len(before.entries.keys() - now.entries.keys())
    say(f"{path.name}: {len(now.entries)} known problems, {new} new, {gone} dropped")
    return 0
