"""The levels by name; each is a function of plans, imported when it is asked for."""

from __future__ import annotations

import dataclasses as dc
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .blocks import Depth, Plan
    from .telling import PlanResult

    Verify = Callable[[Sequence[Plan], "Options"], Iterator[PlanResult]]


@dc.dataclass(frozen=True, kw_only=True)
class Options:
    """What a project or a command line says of how to verify; it can be pickled."""

    root: Path = Path()
    """The folder of conf.py: paths of settings begin there."""
    source: Path = Path()
    """The folder of the sources: paths of blocks begin there."""
    cache: Path | None = None
    """A folder for what is costly to make, such as a compiled program."""
    others: tuple[Plan, ...] = ()
    """Plans that those to verify depend on, and that are not to be verified here."""
    broken: frozenset[str] = frozenset()
    """Plans, of those or of the others, that failed a level before."""
    inside: bool = False
    """Whether a parser inside this process is to be preferred to a program."""
    workers: int = 1
    timeout: float = 5.0
    """The seconds that one statement of SQL may take."""
    test_timeout: float = 60.0
    """The seconds that the tests of one plan may take."""
    baseline: str = ""
    """A file with the schema as it stands before any plan, from *root*."""
    dsn: str = ""
    """A server of the user's, whose database is marked as disposable."""
    postgres: str = ""
    """The major version of the server of our own, such as ``15``; any if empty."""
    checkout: str = ""
    """The audited repository, from *root*."""
    race: bool = True
    """Whether Go's race detector is used where it can be."""


def level(depth: Depth) -> Verify:
    """Return the function of a level: ``verify`` in the package of its name.

    It yields one result for each plan it is given, in any order, and raises nothing.
    """
    found = import_module(f".{depth.value}", __package__)
    return cast("Verify", found.verify)


def identity(depth: Depth, options: Options) -> str:
    """Return what a result depends on besides the plans: tools, settings, files.

    A level says so by a function of that name; without one nothing of it is kept.
    """
    found = import_module(f".{depth.value}", __package__)
    asked = getattr(found, "identity", None)
    return str(asked(options)) if asked else ""
