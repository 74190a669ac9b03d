"""Whether what is signed is in git, so that the commit says which plans were meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...evidence import git
from ..problem import Problem

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ...model import Phase, Register
    from ..project import Project

SHOWN = 10


def commit_of(phase: Phase, env: BuildEnvironment, register: Register,
              project: Project) -> str:  # fmt: skip
    """Return the commit that holds the plans as they are; raises Problem."""
    if git.top_of(project.conf) is None:
        raise Problem(
            f"{project.conf} is in no git repository: a sign-off names the commit "
            "that was looked at; run git init and commit the handbook"
        )
    try:
        commit = git.head(project.conf)
        changed = git.uncommitted(project.conf, sources_of(phase, env, register))
    except git.GitError as error:
        raise Problem(f"git cannot tell what is committed: {error}") from error
    if changed:
        more = len(changed) - SHOWN
        listed = ", ".join(changed[:SHOWN]) + (f" and {more} more" if more > 0 else "")
        raise Problem(
            f"what is to be signed has uncommitted changes: {listed}; "
            "commit them, so that the signature is for what others see"
        )
    return commit


def sources_of(phase: Phase, env: BuildEnvironment, register: Register) -> list[Path]:
    """Return the files that the plans and the checklists of a phase come from."""
    findings = [*register.members(phase.id), *register.set_aside(phase.id)]
    places = [f.place for f in findings]
    places += [c.place for f in findings for c in register.checklists_of(f.id)]
    own = [c for c in register.checklists.values() if c.phase == phase.id]
    places += [c.place for c in own if not c.finding]
    found: set[Path] = set()
    for docname in {p.docname for p in places}:
        found.add(Path(env.doc2path(docname)))
        named = (Path(env.srcdir, f) for f in env.dependencies.get(docname, ()))
        found.update(p for p in named if p.is_file())
    top = git.top_of(Path(env.srcdir))
    return sorted(p for p in found if top is None or p.resolve().is_relative_to(top))
