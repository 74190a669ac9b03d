"""``sphinx-audit import``: pages of a handbook from what people have."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.words import few
from ..pile.files import DATA, found
from ..pile.profile import ProfileError, load
from ..pile.reading import documents
from ..pile.writing.collecting import Collected
from ..pile.writing.composing import composed
from ..pile.writing.deciding import chosen
from ..pile.writing.moving import Busy, Staging, recover
from ..pile.writing.pictures import Pictures
from ..pile.writing.present import look
from ..pile.writing.report import Report
from ..pile.writing.spool import Spool
from ..settings import Settings
from .imported import as_json, as_text
from .problem import Problem, say
from .progress import counted
from .project import find, text_setting
from .screen import screen
from .writing import put

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from ..pile.profile import Profile

DESCRIPTION = """\
Read documents and write them down as pages: a page for each finding and each phase,
and one for what of a document is about neither. Give first what you trust most: where
two sources differ the first one counts, and the report names both places. Pages that
somebody edited are never overwritten. Ends with 1 if a file could not be read, if
nothing was found, or if ids stand against each other."""

EPILOG = """\
Reads Markdown, CSV, XLSX, findings.json, needs.json of
sphinx-needs, SARIF 2.1.0 and OSCAL plans of action and milestones (POA&M) in JSON.
Nothing in a document can run or read a file once it is a page."""

OBJECTS = 50_000
"""New objects after which Python looks for cycles: tokens of Markdown make none."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "import", help="pages from documents", description=DESCRIPTION, epilog=EPILOG
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="a file or a folder")
    parser.add_argument(
        "--into",
        metavar="DIR",
        help="the folder of the pages (the sources of the handbook around)",
    )
    parser.add_argument(
        "--profile", metavar="FILE", help="what words and marks mean, as TOML"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be written"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="of the report: for people (the default) or for programs",
    )
    parser.add_argument("--output", metavar="FILE", help="write the report to a file")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    target = Path(args.into) if args.into else find(None, None).source
    if target.exists() and not target.is_dir():
        raise Problem(f"--into {args.into}: no folder")
    try:
        profile = load(Path(args.profile) if args.profile else None)
    except ProfileError as error:
        raise Problem(str(error)) from error
    missing = [f for f in args.files if not Path(f).exists()]
    if missing:
        raise Problem(f"{missing[0]} does not exist")
    report = Report()
    gc.set_threshold(OBJECTS)
    try:
        write(args, target, profile, report)
    except Busy as busy:
        raise Problem(str(busy)) from busy
    remedies(report, target)
    give(report, args, target)
    return 1 if report.failed else 0


def write(args: Namespace, target: Path, profile: Profile, report: Report) -> None:
    """Read everything, then move the pages into place."""
    if not args.dry_run:
        recover(target)
    present = look(target)
    if present.trouble:
        say(present.trouble)
    files = [one for one in found(args.files, also=DATA) if not one.trouble]
    names = [one.name for one in files]
    pictures = Pictures({one.name: one.root for one in files}, present)
    with Spool() as spool:
        collected = Collected(report, spool, names, pictures)
        read = documents(args.files, profile, pictures.used, DATA)
        for document in counted(read, len(names)):
            collected.take(document)
        collected.finish(profile.id_pattern)
        pages = chosen(composed(collected, present), present, report)
        if args.dry_run:
            for _ in pages:
                pass
            return
        staging = Staging(target, dict(present.written))
        staging.open()
        try:
            for text, old in pages:
                staging.add(text, old)
            staging.close()
        finally:
            staging.drop()


def remedies(report: Report, target: Path) -> None:
    """Say what a project lacks to build what was written."""
    around = (target.absolute(), *target.absolute().parents)
    conf = next((folder for folder in around if (folder / "conf.py").is_file()), None)
    if conf is None:
        say(f"no conf.py in {target} or above: sphinx-audit init makes a project")
        return
    pattern = text_setting(conf, "id_pattern") or Settings().id_pattern
    other = [
        page.about
        for page in report.pages
        if page.finding and not re.fullmatch(pattern, page.about)
    ]
    if other:
        shown = few(other)
        report.remedies.append(
            f"{shown}: no id of this project; set id_pattern in [tool.audit] of "
            f"{conf / 'pyproject.toml'}, which is {pattern!r}"
        )
    if not look(target).lists_folders:
        report.remedies.append(
            "list the new folders in a contents tree: :glob: with */index in index.md"
        )


def give(report: Report, args: Namespace, target: Path) -> None:
    on = screen()
    if args.output:
        plain = on.plain()
        text = as_json(report, args) if args.format == "json" else None
        lines = as_text(report, plain, target, dry=args.dry_run)
        put(Path(args.output), text or "\n".join([*lines, ""]))
    elif args.format == "json":
        on.out.write(as_json(report, args))
    else:
        on.show(as_text(report, on, target, dry=args.dry_run))
