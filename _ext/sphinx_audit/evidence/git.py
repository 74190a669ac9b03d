"""Questions to git: short, without a shell, and without changing anything."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PATIENCE = 60
"""Seconds after which git is taken to hang."""

QUIET = ("-c", "core.fsmonitor=false", "-c", "core.quotepath=false")
"""A repository's own settings may start programs; these do not."""


class GitError(Exception):
    """Git is not there, or has no answer; the text is its last line."""


def ask(folder: Path, *args: str, given: bytes | None = None) -> bytes:
    """Return what git prints in *folder*; raises GitError."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    env = kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    env |= {"GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(
            ["git", *QUIET, *args],
            cwd=folder,
            env=env,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(f"git does not answer: {error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(said[0].removeprefix("fatal: ") if said else "git failed")
    return done.stdout


def works(folder: Path, *args: str) -> bool:
    try:
        ask(folder, *args)
    except GitError:
        return False
    return True


def top_of(folder: Path) -> Path | None:
    """Return the folder of the repository that holds *folder*, without asking git."""
    for place in (folder, *folder.parents):
        if (place / ".git").exists():
            return place
    return None


def head(folder: Path) -> str:
    """Return the commit that is checked out; raises GitError."""
    try:
        return ask(folder, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()
    except GitError as error:
        if "single revision" in str(error):
            raise GitError("the repository has no commit yet") from error
        raise


def shallow(folder: Path) -> bool:
    try:
        return ask(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    except GitError:
        return False


def has(folder: Path, commit: str) -> bool:
    return works(folder, "cat-file", "-e", f"{commit}^{{commit}}")


def reached(folder: Path, commit: str) -> bool:
    """Tell whether a branch, a tag or what is checked out has a commit in its past."""
    if works(folder, "merge-base", "--is-ancestor", commit, "HEAD"):
        return True
    try:
        return bool(ask(folder, "for-each-ref", "--count=1", "--contains", commit))
    except GitError:
        return False


def contents(
    folder: Path, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], bytes | str]:
    """Return files of commits by (commit, path below *folder*).

    In place of a file's bytes stands the kind of what is there instead: ``tree`` for
    a folder, ``missing`` for nothing.  Raises GitError.
    """
    asked = list(dict.fromkeys(wanted))
    lines = "".join(f"{commit}:./{path}\n" for commit, path in asked)
    answer = ask(folder, "cat-file", "--batch", given=lines.encode()) if asked else b""
    found: dict[tuple[str, str], bytes | str] = {}
    at = 0
    for key in asked:
        end = answer.index(b"\n", at)
        told = answer[at:end].rsplit(b" ", 2)
        at = end + 1
        if len(told) == 3 and told[2].isdigit():
            size = int(told[2])
            data, at = answer[at : at + size], at + size + 1
            found[key] = data if told[1] == b"blob" else told[1].decode()
        else:
            found[key] = "missing"
    return found


def uncommitted(folder: Path, paths: Iterable[Path]) -> list[str]:
    """Return which of *paths* differ from the commit or are in none.

    Raises GitError.
    """
    names = [str(path) for path in paths]
    if not names:
        return []
    flags = ("--porcelain", "-z", "--untracked-files=all", "--ignored", "--no-renames")
    told = ask(folder, "status", *flags, "--", *names).decode("utf-8", "replace")
    return sorted({entry[3:] for entry in told.split("\0") if len(entry) > 3})
