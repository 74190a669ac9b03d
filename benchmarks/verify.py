"""What verification costs for plans of full length: ``verify.py [PART …] [--write]``.

Each plan has a migration with a trigger, its rollback, a service and a test in Go, a
script and a configuration.  CPU counts this process and all programs it starts.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sample_executors import CLUSTERS
from sample_plans import SHOWN, plan
from sphinx_audit.verify import apply, run
from sphinx_audit.verify.apply import work
from sphinx_audit.verify.apply.folders import roomy
from sphinx_audit.verify.blocks import Depth
from sphinx_audit.verify.cache import Cache
from sphinx_audit.verify.going import Run, shard, verify
from sphinx_audit.verify.levels import Options
from sphinx_audit.verify.results import Results, merged, read_results, written
from sphinx_audit.verify.telling import Outcome
from verify_rows import Row, barred, measured, spent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor

    from sphinx_audit.verify.blocks import Plan
    from sphinx_audit.verify.telling import PlanResult

RESULTS = Path(__file__).with_name("VERIFY.md")
PLANS, TESTED, MACHINES = 200, 40, 4
OPTIONS = Options(workers=4)
MOST = {"parse": 1.0, "check": 5.0}
"""CPU seconds for all plans."""
MOST_APPLY = 60.0
"""Milliseconds for a plan."""


def so_far(results: Results, asked: Depth) -> int:
    return sum(report.reached is asked for report in results.reports)


def reaching(
    asked: Depth,
    plans: list[Plan],
    *,
    cache: Cache | None = None,
    pool: Executor | None = None,
    parts: list[str] | None = None,
) -> int:
    """Verify plans; return how many came so far, the results go into *parts*."""
    how = Run(asked=asked, options=OPTIONS, cache=cache or Cache(None), pool=pool)
    found = verify(plans, plans, how)
    if parts is not None:
        parts.append(written(found))
    return so_far(found, asked)


def levels(plans: list[Plan]) -> Iterator[Row]:
    """Measure the command's levels, each with those before it, and again."""
    for asked in (Depth.PARSE, Depth.CHECK, Depth.APPLY):
        reaching(asked, plans[:1])  # warm
        with tempfile.TemporaryDirectory() as folder:
            cache = Cache(Path(folder))
            go = partial(reaching, asked, plans, cache=cache)
            for what in (str(asked), f"{asked}, again"):
                row = measured(what, len(plans), go)
                most = MOST.get(what)
                yield barred(row, row.cpu, most, "s CPU") if most else row


def passing(results: Iterable[PlanResult]) -> int:
    return sum(one.outcome is Outcome.PASSED for one in results)


def alone(plans: list[Plan]) -> Iterator[Row]:
    """Measure *apply* without the levels before it and without the server's start."""
    before = spent()
    with apply.served(OPTIONS) as house:

        def applied(some: list[Plan]) -> int:
            return passing(work.share_out(some, OPTIONS, house))

        applied(plans[:8])  # warm
        where = "in memory" if roomy() else "on the disk"
        row = measured(f"apply alone, {where}", PLANS, lambda: applied(plans))
    row = row._replace(cpu=spent() - before)  # the server's counts once it has ended
    yield barred(row, row.wall / PLANS * 1000, MOST_APPLY, "ms a plan")


def tested(plans: list[Plan]) -> Iterator[Row]:
    """Measure *run* without the levels before it, for less plans."""
    passing(run.verify(plans[:1], OPTIONS))  # warm: the standard library is compiled
    few = plans[1 : TESTED + 1]
    yield measured("run alone", TESTED, lambda: passing(run.verify(few, OPTIONS)))


def shards(plans: list[Plan]) -> Iterator[Row]:
    """Measure *apply* as several machines share it, one after another, and a merge."""
    parts: list[str] = []
    for number in range(1, MACHINES + 1):
        mine = shard(plans, number, MACHINES)
        go = partial(reaching, Depth.APPLY, mine, parts=parts)
        yield measured(f"apply, --shard {number}/{MACHINES}", len(mine), go)

    def merge() -> int:
        found = merged(read_results(part) for part in parts)
        return so_far(found, Depth.APPLY)

    yield measured("--merge", len(plans), merge)


def executors(plans: list[Plan]) -> Iterator[Row]:
    """Measure *apply* on executors: each worker has a server of its own."""
    for name, cluster in CLUSTERS.items():
        with cluster() as pool:
            reaching(Depth.PARSE, plans[:8], pool=pool)  # its workers have started
            go = partial(reaching, Depth.APPLY, plans, pool=pool)
            yield measured(f"apply, {name}", len(plans), go)


PARTS = {
    "levels": levels,
    "apply": alone,
    "run": tested,
    "shards": shards,
    "executors": executors,
}


def report(rows: list[Row]) -> str:
    size = f"Plans of {len(SHOWN)} blocks each, {OPTIONS.workers} workers"
    lines = [
        "# What verification costs",
        "",
        f"{size}, Python {platform.python_version()}, {os.cpu_count()} cores.",
        "Each level includes those before it, unless it is *alone*.",
        "*Again* is with the cache.",
        "Shards are measured one after another, each as on a machine of its own.",
        "CPU of workers counts once they have ended: of executors it is not all.",
        "Written by `benchmarks/verify.py --write`.",
        "",
        "| what | plans | seconds | CPU seconds | ms a plan | passed | bar |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *map(str, rows), ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    args = parser.parse_args()
    plans = [plan(number) for number in range(PLANS)]
    text = report([r for n in args.parts or PARTS for r in PARTS[n](plans)])
    if args.write:
        RESULTS.write_text(text, "utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
