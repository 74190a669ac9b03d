"""Which pages the contents tree of a phase lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..store import register_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..model import Phase, Register


def pages_to_list(phase: Phase, env: BuildEnvironment) -> tuple[str, ...]:
    """Return the pages of its findings, but none that leads to a phase itself.

    Such a page, the front page say, would make the contents trees run in a circle.
    """
    register = register_of(env)
    above = pages_above_phases(register, env)
    known = register.pages_to_list(phase)
    return tuple(d for d in known if d in env.found_docs and d not in above)


def pages_above_phases(register: Register, env: BuildEnvironment) -> set[str]:
    """Return the pages of phases, and those whose own contents trees lead to one."""
    listed = {
        docname: {d for phase in page.phases for d in phase.listed}
        for docname, page in register.pages.items()
        if page.phases
    }
    parents: dict[str, list[str]] = {}
    for docname, included in env.toctree_includes.items():
        for child in {*included} - listed.get(docname, set()):
            parents.setdefault(child, []).append(docname)
    found: set[str] = set()
    todo = list(listed)
    while todo:
        docname = todo.pop()
        if docname not in found:
            found.add(docname)
            todo += parents.get(docname, ())
    return found
