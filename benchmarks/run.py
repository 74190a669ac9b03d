"""Measure what this extension costs; ``make bench`` measures everything.

Experiments are named after their size: ``apart-1000`` builds 1,000 findings outside any
contents tree, ``listed-500`` 500 inside, ``graphs-5000`` draws the overview graphs of
5,000, ``handbook`` builds the handbook of this repository. Any number will do.
What is known of the present sources is not measured again, so a run that was stopped
goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from compare import compare
from graphs import graphs
from handbook import handbook
from registers import APART, LISTED
from report import report
from rows import kept

if TYPE_CHECKING:
    from rows import Found, Row

RESULTS = Path(__file__).with_name("RESULTS.md")
PLAIN_FURO = 800
"""Above that plain furo takes hours."""
ALL = [
    "handbook",
    *(f"apart-{count}" for count in (100, 1000, 4000)),
    *(f"listed-{count}" for count in (100, 400, 500, 800, 1000, 4000)),
    "graphs-5000",
]


def measure(name: str) -> list[Row]:
    kind, _, size = name.partition("-")
    if kind == "handbook":
        return handbook()
    count = int(size)
    if kind == "graphs":
        return graphs(count)
    if kind == "apart":
        return compare(APART, count, ("ours", "plain", "stemmer", "needs"))
    with_plain = count <= PLAIN_FURO and count != 500
    return compare(LISTED, count, ("ours", "plain") if with_plain else ("ours",))


def experiment(name: str) -> str:
    """Return a valid name; raises ArgumentTypeError for another."""
    kind, _, size = name.partition("-")
    sized = kind in {"apart", "listed", "graphs"} and size.isdecimal()
    if name != "handbook" and not (sized and int(size) >= 20):
        raise argparse.ArgumentTypeError(f"{name!r} is none; such as apart-1000")
    return name


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "experiments",
        nargs="*",
        type=experiment,
        metavar="EXPERIMENT",
        help=f"none for all: {', '.join(ALL)}",
    )
    parser.add_argument(
        "--write", action="store_true", help="write benchmarks/RESULTS.md"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="measure again what is known"
    )
    parser.add_argument(
        "--older",
        action="store_true",
        help="take what was measured of other sources; the report names them",
    )
    parser.add_argument(
        "--note", default="", help="what a reader of the report should know"
    )
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    found: dict[str, Found] = {}
    for name in given.experiments or ALL:
        print(f"== {name}", file=sys.stderr)
        found[name] = kept(
            name, partial(measure, name), fresh=given.fresh, older=given.older
        )
    text = report(found, given.note)
    if given.write:
        RESULTS.write_text(text, "utf-8")
    print(text)
