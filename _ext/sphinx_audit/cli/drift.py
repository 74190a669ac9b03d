"""``sphinx-audit drift``: where documents contradict themselves and each other."""

from __future__ import annotations

import itertools
import os
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.words import hint, names
from ..pile.drift import RULES, drift_of
from ..pile.drift.against import as_document
from ..pile.drift.finding import OWN
from ..pile.files import found
from ..pile.profile import ProfileError, load
from ..pile.reading import read_one
from ..rules.levels import asked_levels, no_levels, spelt
from .known import add_known, baseline, baseline_path, write_baseline
from .problem import Problem
from .progress import counted
from .project import TOML, around, conf_above, find, toml_setting
from .reports import FORMATS, Report
from .reports.asking import add_codes, add_report, fail_on, give
from .reports.people import as_text
from .reports.report import root_of
from .source import register_from

if TYPE_CHECKING:
    from argparse import ArgumentParser, _SubParsersAction
    from collections.abc import Mapping, Sequence

    from ..model.baseline import Entry
    from ..model.problem import Level
    from ..model.verdict import Judged
    from ..pile.drift import Drift
    from ..pile.profile import Profile
    from ..pile.said import Document

DESCRIPTION = """\
Compare what Markdown documents say with each other, with themselves and with a
handbook: status, priority, effort, phase, title, dependencies, numbers, gates, links,
commands. Each contradiction names all its places. Those of the baseline are shown and
do not count. Ends with 1 if another is of the level of --fail-on, or worse."""

BASELINE = "drift-baseline.json"


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "drift", help="where documents contradict each other", description=DESCRIPTION
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a Markdown file, or a folder of them"
    )
    parser.add_argument(
        "--against",
        metavar="DIR",
        help="the sources of a handbook, or a findings.json, to compare with",
    )
    parser.add_argument(
        "--profile", metavar="FILE", help="what words and marks mean in these (TOML)"
    )
    add_codes(add_report(parser, FORMATS))
    add_known(parser, f"{BASELINE} beside conf.py, else here")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    wanted = chosen(args)
    profile = profile_of(args)
    files = list(found(args.files))
    register = [against(args.against)] if args.against else []
    read = counted((read_one(one, profile) for one in files), len(files))
    documents = itertools.chain(read, register)
    conf = around(Path.cwd())
    asked = levels_of(conf)
    path = baseline_path(args, (conf or Path()) / BASELINE)
    result = drift_of(documents, profile, asked, baseline(args, path))
    if not result.read:
        raise Problem(f"nothing could be read: {reasons(result)}")
    if args.write_baseline:
        return write_baseline(args, result.verdict, path)
    shown = [one for one in result.judged if one.code in wanted]
    gone = () if args.select or args.ignore else result.verdict.gone
    report = report_of(shown, gone, asked, args)
    give(report, args, FORMATS, as_text)
    return 1 if report.failing else 0


def chosen(args: Namespace) -> set[str]:
    """Return the codes asked for; raises Problem for one that is no rule."""
    select, ignore = (
        [spelt(code) for code in names(",".join(given or ()))]
        for given in (args.select, args.ignore)
    )
    for code in (*select, *ignore):
        if code not in RULES:
            raise Problem(f"no rule {code}{hint(code, RULES)}")
    if args.write_baseline and (select or ignore):
        out = "leave out --select and --ignore"
        raise Problem(f"--write-baseline writes all problems; {out}")
    return set(select or map(str, RULES)) - {*ignore}


def levels_of(conf: Path | None) -> dict[str, Level]:
    """Return the level of each rule, as the project around wants it."""
    given = toml_setting(conf, "drift", {}) if conf else {}
    if not isinstance(given, dict):
        raise Problem("drift in [tool.audit] is no table of codes and levels")
    asked = {str(code): str(level) for code, level in given.items()}
    strange = (c for c in map(spelt, asked) if c not in RULES)
    mistakes = [f"drift: no rule {c}{hint(c, RULES)}" for c in strange]
    for mistake in (*mistakes, *no_levels("drift", asked)):
        raise Problem(f"{TOML}: {mistake}")
    return asked_levels(asked, OWN)


def profile_of(args: Namespace) -> Profile:
    try:
        return load(Path(args.profile) if args.profile else None)
    except ProfileError as error:
        raise Problem(str(error)) from error


def reasons(result: Drift) -> str:
    told = (f"{one.problem.place.path}: {one.problem.message}" for one in result.judged)
    return "; ".join(itertools.islice(told, 3))


def against(given: str) -> Document:
    """Return the register of a handbook, or of a findings.json, as a document."""
    path = Path(given)
    if path.is_file():
        register = register_from(Namespace(from_=given, conf=None, source=None))
        return as_document(register, lambda place: place.path or place.docname)
    if not path.is_dir():
        raise Problem(f"--against {given}: no such file or folder")
    conf = conf_above(path.resolve())
    source = None if conf == path.resolve() else given
    register = register_from(Namespace(from_=None, conf=str(conf), source=source))
    pages = find(str(conf), source).source
    return as_document(register, lambda place: page(pages, place.path or place.docname))


def page(source: Path, name: str) -> str:
    """Return the file of a page as it is called from here."""
    for suffix in ("", ".md", ".rst", ".txt"):
        if (found_ := source / f"{name}{suffix}").is_file():
            return os.path.relpath(found_)
    return name


def report_of(
    judged: Sequence[Judged],
    gone: Sequence[Entry],
    levels: Mapping[str, Level],
    args: Namespace,
) -> Report:
    here = Path.cwd()
    return Report(
        judged=judged,
        gone=gone,
        rules=RULES,
        today=None,
        levels=levels,
        files={},
        source=here,
        root=root_of(here),
        fail_on=fail_on(args),
    )
