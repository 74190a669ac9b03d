"""What must hold across pages: one module a family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import warn
from ..store import register_of
from . import dependencies, identity, phases, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model import Register
    from .problem import Problem

FAMILIES = (identity, phases, dependencies, references)


def problems(register: Register) -> Iterator[Problem]:
    """Yield what is wrong with the register, family by family."""
    for family in FAMILIES:
        yield from family.check(register)


def check(app: Sphinx, env: BuildEnvironment) -> None:
    for problem in problems(register_of(env)):
        warn(problem.fault, "%s", problem.message, at=problem.place)


def setup(app: Sphinx) -> None:
    app.connect("env-check-consistency", check)
