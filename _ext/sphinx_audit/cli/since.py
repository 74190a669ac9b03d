"""What a change introduced: the problems of now without those of a revision."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from ..evidence.git import GitError, ask, shallow, top_of
from ..model.baseline import Baseline
from ..rules.verdicts import subject_of, verdict
from ..settings import PREFIX
from ..store import register_of
from .build import read_pages
from .problem import Problem, say
from .project import Project

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from ..model.verdict import Judged

NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}")


def introduced(
    found: Sequence[Judged], rev: str, project: Project, today: dt.date
) -> list[Judged]:
    """Return what was no problem in *rev*, or was justified there."""
    top = top_of(project.source.resolve())
    if top is None:
        raise Problem(f"--since {rev}: {project.source} is in no git repository")
    commit = commit_of(rev, top)
    with checked_out(commit, top, project.cache) as then:
        source = then / project.source.resolve().relative_to(top)
        if not source.is_dir():
            say(f"{rev} has no folder {source.name}: everything is new since then")
            return list(found)
        before = judged_then(project, source, then, today)
    every = {one.fingerprint for one in before}
    spoken = {one.fingerprint for one in before if one.cover is None}
    return [o for o in found if o.fingerprint not in (every if o.cover else spoken)]


def commit_of(rev: str, top: Path) -> str:
    asked = (
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{rev}^{{commit}}",
    )
    try:
        return ask(top, *asked).decode().strip()
    except GitError as error:
        if "not installed" in str(error):
            raise Problem(f"--since {rev}: {error}") from error
        if shallow(top):
            raise Problem(
                f"--since {rev}: not in this shallow clone; fetch more of it, "
                "by git fetch --unshallow or fetch-depth: 0 of actions/checkout"
            ) from error
        raise Problem(f"--since {rev}: no such revision in {top}") from error


@contextmanager
def checked_out(commit: str, top: Path, cache: Path) -> Iterator[Path]:
    """Give a folder with the files of *commit*, and take it away again."""
    folder = Path(mkdtemp(prefix="since-", dir=cache))
    place = folder / "tree"
    try:
        ask(
            top, *NO_HOOKS, "worktree", "add", "--detach", "--force", str(place), commit
        )
        yield place
    except GitError as error:
        raise Problem(f"--since {commit}: {error}") from error
    finally:
        with suppress(GitError):
            ask(top, "worktree", "remove", "--force", str(place))
        rmtree(folder, ignore_errors=True)
        with suppress(GitError):
            ask(top, "worktree", "prune")


def judged_then(
    project: Project, source: Path, top: Path, today: dt.date
) -> tuple[Judged, ...]:
    """Return the problems of other sources, judged by the rules of now."""
    then = Project(conf=project.conf, source=source, apart=source.parent / ".read")
    app = read_pages(then, quiet=True)
    app.config[f"{PREFIX}today"] = today.isoformat()
    roots = app.config[f"{PREFIX}evidence_roots"]
    app.config[f"{PREFIX}evidence_roots"] = {".": str(top)} | roots
    subject = subject_of(app.env, register_of(app.env))
    return verdict(subject, Baseline()).judged
