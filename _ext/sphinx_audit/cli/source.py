"""The options that say where a command's register comes from, and the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..exchange import FormatError, read_text
from .build import refresh
from .problem import Problem
from .project import find

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ArgumentGroup

    from ..exchange import Audit
    from ..model import Register


def add_source(parser: ArgumentParser) -> None:
    group = add_project(parser)
    group.add_argument(
        "--from",
        dest="from_",
        metavar="FILE",
        help="read a findings.json as it is and build nothing",
    )


def add_project(parser: ArgumentParser) -> _ArgumentGroup:
    group = parser.add_argument_group("the handbook")
    group.add_argument(
        "-c",
        dest="conf",
        metavar="DIR",
        help="the folder of conf.py (found: this folder or above)",
    )
    group.add_argument(
        "-s",
        dest="source",
        metavar="DIR",
        help="the folder of the sources (found: [tool.audit] source, or conf.py's own)",
    )
    return group


def register_from(args: Namespace) -> Register:
    """Return the register that the options name, up to date unless it is a file."""
    return audit_from(args).register


def audit_from(args: Namespace) -> Audit:
    """Return the same with the project whose register it is."""
    if args.from_ is None:
        path = refresh(find(args.conf, args.source))
    elif args.conf is None and args.source is None:
        path = Path(args.from_)
    else:
        raise Problem("--from reads a file as it is; -c and -s say what to build")
    try:
        return read_text(path.read_text("utf-8"))
    except FormatError as error:
        raise Problem(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise Problem(f"{path}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from error
