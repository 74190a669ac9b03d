"""``sphinx-audit export``: the register for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..exchange import FormatError
from ..exchange.markdown import as_markdown
from ..exchange.needs import as_needs
from ..exchange.table import as_csv
from .problem import Problem, say
from .screen import screen
from .source import add_source, audit_from
from .writing import put

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from ..exchange import Audit

DESCRIPTION = """\
Write all findings, those set aside too, with every fact that pages state; phases where
the format has a place for them. What is written can be read back: by import, and as CSV
by new --from. No cell begins as a formula does."""

EPILOG = """\
csv: a row a finding; a cell that a spreadsheet would compute has an apostrophe before
it. xlsx: sheets of findings and phases (pip install 'sphinx-audit[xlsx]'). markdown: a
section a phase, a table and the facts of each finding. needs.json: for sphinx-needs,
with the need types finding and phase."""

CSV, XLSX, MARKDOWN, NEEDS = FORMATS = ("csv", "xlsx", "markdown", "needs.json")
SUFFIXES = {".csv": CSV, ".xlsx": XLSX, ".md": MARKDOWN, ".json": NEEDS}


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "export",
        help="the register for other tools",
        description=DESCRIPTION,
        epilog=EPILOG,
    )
    parser.add_argument(
        "--format", choices=FORMATS, help="the format (that of FILE's suffix)"
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write to a file (standard output)"
    )
    add_source(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    form = args.format or form_of(args.output)
    if form == XLSX and not args.output and sys.stdout and sys.stdout.isatty():
        raise Problem("xlsx is no text for a terminal: name a file, -o register.xlsx")
    audit = audit_from(args)
    content = exported(audit, form)
    if args.output:
        put(Path(args.output), content)
    elif isinstance(content, str):
        screen().out.write(content)
    else:
        sys.stdout.buffer.write(content)
    number = len(audit.register.findings)
    say(f"{number} finding{'s' * (number != 1)} as {form}")
    return 0


def form_of(file: str | None) -> str:
    """Return the format that a file's name asks for."""
    suffix = Path(file or "").suffix.lower()
    if suffix not in SUFFIXES:
        raise Problem(f"export needs --format, one of {', '.join(FORMATS)}")
    return SUFFIXES[suffix]


def exported(audit: Audit, form: str) -> str | bytes:
    if form == CSV:
        return as_csv(audit.register.findings.values(), audit.register)
    if form == MARKDOWN:
        return as_markdown(audit)
    if form == NEEDS:
        return as_needs(audit, __version__)
    try:
        from ..exchange.xlsx import as_xlsx  # noqa: PLC0415 - an extra
    except ImportError as error:
        more = "pip install 'sphinx-audit[xlsx]'"
        raise Problem(f"xlsx needs openpyxl: {more}") from error
    try:
        return as_xlsx(audit)
    except FormatError as error:
        raise Problem(f"{error}; another format has no such limit") from error
