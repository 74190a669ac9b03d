"""The command ``sphinx-audit``.

Data goes to standard output, messages to standard error. It ends with 0 if all is well,
with 1 if a check finds something, with 2 if it is used wrongly or cannot build.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from sphinx.util.docutils import docutils_namespace

from .. import __version__
from .problem import Problem, say

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAM = "sphinx-audit"

COMMANDS = {
    "init": "init",
    "new": "new",
    "import": "importing",
    "list": "listing",
    "show": "showing",
    "next": "nexts",
    "check": "check",
    "verify": "verify",
    "drift": "drift",
    "sign": "sign",
    "export": "export",
}
"""The module of each command; one is imported only when it is asked for."""

EPILOG = """\
The handbook is found by its conf.py, in this folder or above (else -c DIR), its
sources by `source` in [tool.audit] of the pyproject.toml beside conf.py (else -s DIR).
Each command first reads what changed, into build/.sphinx-audit beside conf.py (or
_build/.sphinx-audit): a folder of its own, so that no other build misses a warning.

Exit codes: 0 fine, 1 a check found something, 2 wrong use or a build that failed.
NO_COLOR turns colours off.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line *argv*, by default the program's, and return its code."""
    atexit.register(gc.freeze)  # to look for cycles among what ends takes a second
    try:
        asked = sys.argv[1:] if argv is None else list(argv)
        args = parser(asked).parse_args(asked)
        with docutils_namespace():  # whoever calls this may have builds of his own
            code: int = args.run(args)
        if sys.stdout:
            sys.stdout.flush()
    except Problem as problem:
        say(str(problem))
        return 2
    except BrokenPipeError:
        give_up_output()  # such as head, which has seen enough
        return 0
    except OSError as error:
        give_up_output()
        say(f"cannot write: {error.strerror or error}")
        return 2
    except KeyboardInterrupt:
        return 130
    return code


def give_up_output() -> None:
    """Let Python close standard output without another error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser(asked: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser for what is asked: of one command if that comes first."""
    whole = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Ask an audit handbook what it knows.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = whole.add_subparsers(
        title="commands", metavar="COMMAND", dest="command", required=True
    )
    names = asked[:1] if asked and asked[0] in COMMANDS else COMMANDS
    for name in names:
        import_module(f".{COMMANDS[name]}", __name__).add(commands)
    return whole
