"""What must hold across pages: one module a family."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..report import warn
from ..store import register_of
from . import dependencies, identity, phases, references

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model import Place, Register
    from .problem import Problem

FAMILIES = (identity, phases, dependencies, references)


@lru_cache(maxsize=1)
def problems(register: Register) -> tuple[Problem, ...]:
    """Return what is wrong with the register, family by family."""
    return tuple(p for family in FAMILIES for p in family.check(register))


@lru_cache(maxsize=1)
def by_place(register: Register) -> dict[Place, list[str]]:
    """Return what is wrong at each place, for the notes that pages show."""
    found: dict[Place, list[str]] = {}
    for problem in problems(register):
        found.setdefault(problem.place, []).append(problem.message)
    return found


def check(app: Sphinx, env: BuildEnvironment) -> None:
    for problem in problems(register_of(env)):
        warn(problem.fault, "%s", problem.message, at=problem.place)


def setup(app: Sphinx) -> None:
    app.connect("env-check-consistency", check)
