"""``sphinx-audit check``: whether the rules of the project hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..model.words import names
from ..rules.levels import levels, spelt, unknown
from ..rules.registry import RULES
from ..rules.verdicts import baseline_file, subject_of, verdict
from ..settings import PREFIX, as_of, settings_of
from ..store import register_of
from .build import read_pages
from .known import add_known, baseline, baseline_path, write_baseline
from .problem import Problem, say
from .project import find
from .reports import FORMATS, Report
from .reports.asking import add_codes, add_report, fail_on, give
from .reports.people import as_text
from .reports.report import root_of
from .since import introduced
from .source import add_project

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from ..model.baseline import Baseline
    from ..model.verdict import Judged, Verdict
    from .project import Project

DESCRIPTION = """\
Look whether the rules hold, without writing a page. Known problems, those of the
baseline and those that a finding justifies, are shown and do not count. Ends with 1
if a problem of the level of --fail-on, or worse, is not known. What shows only when
pages are written it does not see: references in the text to what no page defines,
diagrams that cannot be drawn."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "check", help="whether the rules hold", description=DESCRIPTION
    )
    add_what(parser)
    add_known(parser, "audit_baseline")
    add_project(parser)
    parser.set_defaults(run=run)


def add_what(parser: ArgumentParser) -> None:
    asked = add_report(parser, FORMATS)
    add_codes(asked)
    asked.add_argument(
        "--today", metavar="DATE", help="the as-of date (audit_today, else today)"
    )
    asked.add_argument(
        "--since",
        metavar="REV",
        help="only what came in since a revision of git, such as main",
    )


def run(args: Namespace) -> int:
    wanted = chosen(args)
    if args.since == "":
        raise Problem("--since is empty: name a revision of git, such as main")
    project = find(args.conf, args.source)
    app = read_pages(project)
    today = day_of(args, app)
    app.config[f"{PREFIX}today"] = today.isoformat()  # of this look, not of the build
    path = baseline_path(args, baseline_file(app.env))
    found = judged(app, baseline(args, path))
    if args.write_baseline:
        return write_baseline(args, found, path)
    shown = [one for one in found.judged if one.code in wanted]
    if args.since:
        shown = introduced(shown, args.since, project, today)
    report = report_of(shown, found, args, app, project, today)
    give(report, args, FORMATS, as_text)
    return 1 if report.failing else 0


def report_of(
    shown: Sequence[Judged],
    found: Verdict,
    args: Namespace,
    app: Sphinx,
    project: Project,
    today: dt.date,
) -> Report:
    partial = args.since or args.select or args.ignore
    return Report(
        judged=shown,
        gone=() if partial else found.gone,
        rules=RULES,
        today=today,
        levels=levels(settings_of(app.config)),
        files={name: app.env.doc2path(name) for name in app.env.found_docs},
        source=project.source,
        root=root_of(project.conf),
        fail_on=fail_on(args),
        since=args.since or "",
    )


def chosen(args: Namespace) -> set[str]:
    """Return the codes asked for; raises Problem for one that is no rule."""
    select = [spelt(c) for c in names(",".join(args.select or ()))]
    ignore = [spelt(c) for c in names(",".join(args.ignore or ()))]
    for code in (*select, *ignore):
        if code not in RULES:
            raise Problem(unknown(code))
    if args.write_baseline and (select or ignore or args.since):
        out = "leave out --select, --ignore and --since"
        raise Problem(f"--write-baseline writes all problems; {out}")
    return set(select or map(str, RULES)) - {*ignore}


def judged(app: Sphinx, known: Baseline) -> Verdict:
    return verdict(subject_of(app.env, register_of(app.env)), known)


def day_of(args: Namespace, app: Sphinx) -> dt.date:
    """Return the as-of date; without any the clock's, which is said."""
    if args.today:
        try:
            return dt.date.fromisoformat(args.today)
        except ValueError:
            raise Problem(
                f"--today {args.today!r} is no date, such as 2026-03-01"
            ) from None
    if stated := as_of(settings_of(app.config)):
        return stated
    today = dt.datetime.now(tz=dt.UTC).date()
    say(f"no audit_today: taking today, {today}")
    return today
