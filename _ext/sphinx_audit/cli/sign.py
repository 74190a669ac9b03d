"""``sphinx-audit sign PHASE``: record a decision on a gate, with what it is about."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from ..evidence.signatures import SigningError
from ..evidence.signatures import sign as sign_file
from ..model.fingerprint import scope_of
from ..model.manifest import Manifest, fingerprint, said_by, write_manifest
from ..outside import archive_of, texts_of_phases
from ..settings import as_of, settings_of
from ..store import register_of
from .build import read_pages
from .problem import Problem, say
from .project import find
from .signing.committed import commit_of
from .signing.decided import DECISIONS, decided, phase_of
from .signing.insert import with_signoff
from .signing.proof import prove
from .signing.whole import Written
from .source import add_project

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from sphinx.application import Sphinx

    from ..model import Phase, Register, SignOff

DESCRIPTION = """\
Write a sign-off into the page of a phase, and beside conf.py the record of what was
signed: signoffs/PHASE-ROLE-DATE.json. What is signed must be committed. When facts,
items or texts of the phase's plans change later, the gate is stale and says why."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "sign", help="record a decision on the gate of a phase", description=DESCRIPTION
    )
    parser.add_argument("phase", metavar="PHASE", help="the phase, such as 2A")
    parser.add_argument("--by", required=True, metavar="NAME", help="who decided")
    parser.add_argument(
        "--role", required=True, help="in which role, as the gate names it"
    )
    parser.add_argument(
        "--decision", required=True, choices=[str(d) for d in DECISIONS]
    )
    parser.add_argument(
        "--condition", action="append", metavar="TEXT", help="of a conditional approval"
    )
    parser.add_argument(
        "--expires", metavar="DATE", help="the last day on which an approval counts"
    )
    parser.add_argument(
        "--on", metavar="DATE", help="the day of the decision (the as-of date)"
    )
    parser.add_argument(
        "--evidence", action="append", metavar="PLACE", help="what shows the decision"
    )
    parser.add_argument(
        "--key", metavar="FILE", help="sign the record with this SSH key"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be written"
    )
    add_project(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    project = find(args.conf, args.source)
    app = read_pages(project)
    register = register_of(app.env)
    phase = phase_of(args.phase, register)
    bare = decided(args, phase, register, today_of(app))
    commit = commit_of(phase, app.env, register, project)
    content = record(bare, phase, app, register)
    mark = fingerprint(content)
    signoff = dc.replace(bare, commit=commit[:12], fingerprint=mark)
    path = Path(app.env.doc2path(phase.place.docname))
    text = read(path)
    new, put = with_signoff(text, signoff, phase.place.line)
    if not args.dry_run:
        prove(app, phase.place.docname, new, signoff)
    file = archive_of(app.env).free_path(signoff)
    open_yet(phase, register)
    if args.dry_run:
        print(put, end="")
        say(f"would write this into {shown(path, project.conf)}, and "
            f"{shown(file, project.conf)}")  # fmt: skip
        return 0
    store(args, path, text, new, file, content)
    print(f"{shown(path, project.conf)}\n{shown(file, project.conf)}")
    say(f"phase {phase.id}: {signoff.decision} by {signoff.by}; commit both files")
    return 0


def today_of(app: Sphinx) -> dt.date:
    """Return the as-of date, else the clock's, and say which."""
    stated = as_of(settings_of(app.config))
    now = stated or dt.datetime.now().astimezone().date()
    say(f"as of {now}" + ("" if stated else ", today"))
    return now


def record(signoff: SignOff, phase: Phase, app: Sphinx, register: Register) -> bytes:
    """Return the record of what is signed."""
    texts = texts_of_phases([phase.id], register, app.env)
    scope = scope_of(phase.id, register, texts)
    return write_manifest(Manifest(said=said_by(signoff), scope=scope)).encode()


def open_yet(phase: Phase, register: Register) -> None:
    """Say what the gate asks for besides signatures."""
    for condition in register.gates[phase.id].unmet:
        if not condition.text.startswith("signed"):
            say(f"the gate still asks: {condition.said}")


def store(
    args: Namespace, path: Path, old: str, new: str, file: Path, content: bytes
) -> None:
    """Write record, signature and page, or nothing."""
    with Written() as written:
        written.make(file, content)
        if args.key:
            try:
                written.note(sign_file(file, Path(args.key)))
            except SigningError as error:
                raise Problem(f"--key {args.key}: {error}") from error
        written.replace(path, old.encode(), new.encode())


def read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(f"{path}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from error


def shown(path: Path, below: Path) -> str:
    return (
        path.relative_to(below).as_posix() if path.is_relative_to(below) else str(path)
    )
