"""``sphinx-audit new``: a plan from a template, or the plans of a whole register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..making.ids import taken
from ..making.order import in_order
from ..model.words import chain
from ..read.finding import FACTS
from ..store import register_of
from .build import read_pages
from .pages import Pages
from .plans import COMMON, asked_for, from_file, unknown_needs, wrong
from .problem import Problem, say
from .project import find
from .sign import shown
from .source import add_project

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

    from ..making.plan import Plan
    from ..model import Register

DESCRIPTION = """\
Write the page of a plan, with the six sections of the template, into the folder of its
phase; the contents tree and all views have it with the next build. Of a register
(--from) every finding gets a page that has none yet, in the order of dependencies: all
of them, or none if a row is wrong. No page that is there is changed."""

EPILOG = """\
The template is _templates/audit/plan-PHASE.md or plan.md of the project, as
templates_path in conf.py has it, else the package's; it may begin with {% extends
"sphinx-audit/plan.md" %}. A register has the columns of `sphinx-audit list --format
csv`, of which only id and title are needed."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "new", help="write new plans", description=DESCRIPTION, epilog=EPILOG
    )
    parser.add_argument("id", metavar="ID", nargs="?", help="such as SI-001")
    parser.add_argument(
        "--phase", help="its phase; with --from, of rows that name none"
    )
    parser.add_argument("--title", help="what is wrong, in a few words")
    facts = parser.add_argument_group("more about it")
    for name in COMMON:
        fact = FACTS[name]
        said = f"{fact.help} ({fact.form})".replace(" (text)", "").replace("`", "")
        facts.add_argument(f"--{name}", metavar=name.upper(), help=said)
    facts.add_argument("--summary", metavar="TEXT", help="the text on its card")
    facts.add_argument(
        "--set", action="append", metavar="NAME=VALUE", help="any other fact"
    )
    parser.add_argument(
        "--from", dest="from_file", metavar="FILE", help="a register as CSV; - is stdin"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be written"
    )
    add_project(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    one = None if args.from_file is not None else asked_for(args)
    project = find(args.conf, args.source)
    app = read_pages(project)
    register = register_of(app.env)
    if one is None:
        plans, circles = in_order(from_file(args, app))
    else:
        plans, circles = [one], []
        for why in wrong(one, app, taken(register)):
            raise Problem(why)
    pages = Pages(app)
    files = pages.files(plans)
    if args.dry_run:
        print(*([f"{path}\n" for path in files] if one is None else files.values()),
              sep="", end="")  # fmt: skip
        return 0
    if not files:
        say("nothing to make")
        return 0
    left = pages.write(plans, files)
    for path in files:
        print(shown(project.source / path, project.conf))
    tell(plans, circles, register, left)
    return 0


def tell(
    plans: Sequence[Plan],
    circles: Sequence[Sequence[str]],
    before: Register,
    left: int,
) -> None:
    """Say what was made, what does not fit, and what waits to be filled in."""
    for circle in circles:
        say(f"a circle, each needed by the next: {chain([*circle, circle[0]])}")
    for unknown in unknown_needs(plans, before):
        say(unknown)
    if len(plans) == 1:
        what, many = f"plan of {plans[0].id}", f"{left} places"
    else:
        what, many = f"{len(plans)} plans", "the words in brackets"
    rest = f"; {many} to fill in, sphinx-audit check lists them" if left else ""
    say(f"made the {what}{rest}")
