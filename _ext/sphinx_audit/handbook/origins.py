"""Version, date and commit of a book, and where each comes from: never the clock."""

from __future__ import annotations

import subprocess
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from sphinx.locale import get_translation

from ..report import Fault, warn
from ..settings import as_of, settings_of
from .typeset import ENGINE

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.config import Config

    from .wanted import Wanted

_ = get_translation("audit")
GIT = "git"
"""The value of ``commit`` that asks the repository."""


class Origin(NamedTuple):
    """A fact on the cover, and what it was taken from."""

    name: str
    value: str
    source: str

    @property
    def short(self) -> str:
        """The value as a cover shows it: of a commit, what names it."""
        return self.value[:12] if len(self.value) == 40 else self.value


def origins(wanted: Wanted, config: Config, folder: Path) -> list[Origin]:
    found = []
    if release := config.release or config.version:
        name = "release" if config.release else "version"
        source = _("{0} in conf.py").format(name)
        found.append(Origin(_("Version"), str(release), source))  # maybe a number
    settings = settings_of(config)
    if date := as_of(settings):
        source = _("the setting today") if settings.today else "SOURCE_DATE_EPOCH"
        found.append(Origin(_("Date"), date.isoformat(), source))
    if wanted.commit and (commit := commit_of(wanted.commit, folder)):
        source = "git" if wanted.commit == GIT else _("the setting commit")
        found.append(Origin(_("Commit"), commit, source))
    return found


def makers() -> list[Origin]:
    """Return the programs that made the file."""
    names = ("sphinx-audit", "sphinx")
    said = ", ".join(f"{name} {version(name)}" for name in names)
    return [Origin(_("Made by"), f"{said}, {ENGINE}", _("the installed packages"))]


def commit_of(asked: str, folder: Path) -> str:
    """Return the commit as the project writes it, or that of its repository."""
    return in_git(folder) if asked == GIT else asked


@lru_cache(maxsize=1)  # each book of a build asks
def in_git(folder: Path) -> str:
    """Return the commit of the work tree, and whether files differ from it."""
    try:
        commit = _git(folder, "rev-parse", "HEAD")
        changed = _git(folder, "status", "--porcelain", "--untracked-files=no", ".")
    except (OSError, subprocess.CalledProcessError):
        warn(Fault.SETTING, "commit = 'git', but %s is in no repository", folder.name)
        return ""
    return f"{commit} {_('with changes')}" if changed else commit


def _git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *command], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
