"""``sphinx-audit verify``: whether the code of plans does what they say."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..exchange.plans import plans_of
from ..settings import as_of, settings_of
from ..verify.blocks import read_plans
from ..verify.cache import Cache
from ..verify.codec import FormatError
from ..verify.going import Run, shard, verify
from ..verify.jobs import ExecutorError, executor
from ..verify.results import merged, read_results
from .build import read_pages
from .problem import Problem, say
from .project import find
from .reports.asking import fail_on
from .reports.asking import give as say_all
from .reports.report import root_of
from .verifying import FORMATS, Outcome, asking
from .verifying.people import as_text
from .verifying.record import record

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

    from ..model.code import Depth
    from ..verify.asking import Asked
    from ..verify.blocks import Plan
    from ..verify.results import Results

DESCRIPTION = """\
Verify the code of plans. parse and check execute nothing of it; apply runs its SQL in
a throw-away server, run also its Go tests, in a sandbox. Each level includes those
before it. Ends with 1 if something is wrong, or a level asked for could not be run."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "verify", help="whether the code of plans works", description=DESCRIPTION
    )
    asking.add_what(parser)
    asking.add_how(parser)
    asking.add_told(parser, FORMATS)
    asking.add_where(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    if args.merge:
        return run_merge(args)
    if args.from_:
        return run_file(args)
    return run_project(args)


def run_project(args: Namespace) -> int:
    project = find(args.conf, args.source)
    app = read_pages(project)
    settings = settings_of(app.config)
    asked = asking.settled(args, settings.verify)
    plans = plans_of(app.env, asked.pages)
    cache = Cache(None if args.no_cache else project.cache / "verified")
    day = day_of(args.today, as_of(settings))
    found = verified(args, asked, plans, (project.conf, project.source), cache, day)
    if args.record:
        path = project.conf / settings.verified
        record(path, found, None if args.ids or args.shard else plans)
    return give(args, asked.level, found, project.source, project.conf)


def run_file(args: Namespace) -> int:
    """Verify what a blocks.json holds; its paths begin in -s, else here."""
    if args.record:
        raise Problem("--record needs the handbook, not --from")
    asked = asking.settled(args, {})
    try:
        plans = read_plans(Path(args.from_).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, FormatError) as error:
        raise Problem(f"{args.from_}: {error}") from error
    source = Path(args.source or ".").resolve()
    root = Path(args.conf).resolve() if args.conf else source
    day = day_of(args.today, None)
    found = verified(args, asked, plans, (root, source), Cache(None), day)
    return give(args, asked.level, found, source, root)


def run_merge(args: Namespace) -> int:
    project = find(args.conf, args.source)
    parts = []
    for name in args.merge:
        try:
            parts.append(read_results(Path(name).read_text("utf-8"), name))
        except (OSError, UnicodeDecodeError, FormatError) as error:
            raise Problem(f"{name}: {error}") from error
    try:
        found = merged(parts)
    except FormatError as error:
        raise Problem(str(error)) from error
    asked = asking.settled(args, {})
    deepest = [r.depth for p in found.reports for r in p.results]
    level = max(deepest, key=lambda d: d.rank, default=asked.level)
    if args.record:
        app = read_pages(project)
        record(project.conf / settings_of(app.config).verified, found, None)
    return give(args, level, found, project.source, project.conf)


def verified(
    args: Namespace,
    asked: Asked,
    plans: Sequence[Plan],
    folders: tuple[Path, Path],
    cache: Cache,
    day: dt.date,
) -> Results:
    wanted = shard(chosen(args.ids, plans), *asking.shard(args.shard))
    try:
        pool = executor(args.executor) if args.executor else None
    except ExecutorError as error:
        raise Problem(f"--executor {error}") from error
    plan = Run(
        asked=asked.level,
        options=asking.options(asked, args, *folders),
        cache=cache,
        pool=pool,
        progress=progress,
        on=day.isoformat(),
    )
    try:
        return verify(plans, wanted, plan)
    finally:
        progress(asked.level, 0, 0)
        if pool is not None:
            pool.shutdown()


def chosen(ids: Sequence[str], plans: Sequence[Plan]) -> Sequence[Plan]:
    known = {plan.id for plan in plans}
    for id_ in ids:
        if id_ not in known:
            raise Problem(f"{id_} is no plan with code")
    return [plan for plan in plans if not ids or plan.id in ids]


def progress(depth: Depth, done: int, total: int) -> None:
    """Show how far it is, on a terminal; without a number the line is cleared."""
    if sys.stderr and sys.stderr.isatty():
        said = f"verifying, level {depth}: {done} of {total} plans" if total else ""
        sys.stderr.write(f"\r\x1b[K{said}")
        sys.stderr.flush()


def day_of(text: str | None, stated: dt.date | None) -> dt.date:
    if text:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise Problem(f"--today {text!r} is no date, such as 2026-03-01") from None
    return stated or dt.datetime.now(tz=dt.UTC).date()


def give(
    args: Namespace, level: Depth, results: Results, source: Path, conf: Path
) -> int:
    found = Outcome(
        results=results,
        asked=level,
        source=source,
        root=root_of(conf),
        fail_on=fail_on(args),
        missing_is_fine=args.allow_missing,
    )
    say_all(found, args, FORMATS, as_text)
    if not results.reports:
        say("no plan has code to verify")
    return 1 if found.failing else 0
