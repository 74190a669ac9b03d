"""``sphinx-audit init``: a project that builds at once."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..making.plan import evened
from ..making.project import Start, project_files
from ..making.writing import in_the_way, write_new
from .problem import Problem, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

DESCRIPTION = """\
Make a handbook: conf.py, pyproject.toml with the rules of the audit, a Makefile, and
pages in source/ with one phase and one plan as a sample. It builds as it is. What is
there already stays as it is: what is in the way is named, and nothing is written."""

EPILOG = """\
Then `make handbook` writes the web site and the PDFs, `sphinx-audit new ID --phase 1
--title TITLE` the next plan. For findings that you have, begin with --empty, and import
them."""

FALLBACK = "Audit handbook"
IGNORED = ".gitignore"


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    parser = commands.add_parser(
        "init", help="make a project", description=DESCRIPTION, epilog=EPILOG
    )
    parser.add_argument(
        "dir",
        metavar="DIR",
        nargs="?",
        default=".",
        help="the folder; made if need be (this one)",
    )
    parser.add_argument("--name", help="of the handbook (that of the folder)")
    parser.add_argument(
        "--empty", action="store_true", help="without the sample, before an import"
    )
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    folder = Path(args.dir)
    start = Start(name=name_of(args, folder), version=__version__, empty=args.empty)
    made = project_files(start)
    ignoring = os.path.lexists(folder / IGNORED)  # most folders have one, of their own
    if ignoring:
        del made[IGNORED]
    refuse_what_is_there(folder, list(made))
    try:
        write_new(folder, made)
    except OSError as error:
        at = printable(error.filename2 or error.filename or folder)
        raise Problem(f"cannot write {at}: {error.strerror}") from error
    for path in made:
        print(printable(folder / path))
    here = folder.resolve() == Path.cwd()
    first = "" if here else f"cd {shlex.quote(printable(folder))} && "
    if ignoring:
        say(f"{IGNORED} stays as it is; it should name /build/")
    say(f"{start.name!r} is ready: {first}make handbook")
    return 0


def name_of(args: Namespace, folder: Path) -> str:
    """Return the title of the handbook: the one given, else the folder's name."""
    if args.name is not None:
        try:
            said = evened(args.name)
        except ValueError as error:
            raise Problem(f"--name {error}") from error
        if not said:
            raise Problem("--name is empty")
        return said
    try:
        return evened(printable(folder.resolve().name)) or FALLBACK
    except ValueError:
        return FALLBACK


def printable(path: Path | str) -> str:
    """Return a path for people; bytes that are no text become question marks."""
    return os.fspath(path).encode("utf-8", "replace").decode()


def refuse_what_is_there(folder: Path, paths: list[str]) -> None:
    found = in_the_way(folder, paths)
    source = folder / "source"
    if not found and source.is_dir() and any(source.iterdir()):
        found = [source]
    if not found:
        return
    names = ", ".join(
        printable(p.relative_to(folder) if folder in p.parents else p) for p in found
    )
    verb = "is" if len(found) == 1 else "are"
    raise Problem(
        f"{names} {verb} there already, and nothing is overwritten; "
        "name another folder, such as sphinx-audit init handbook"
    )
