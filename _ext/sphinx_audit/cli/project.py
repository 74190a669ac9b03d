"""Where a handbook is: the folders of its conf.py and of its sources."""

from __future__ import annotations

import dataclasses as dc
import tomllib
from pathlib import Path

from ..settings import Settings
from .problem import Problem

TOML = "pyproject.toml"


@dc.dataclass(frozen=True, kw_only=True)
class Project:
    """The folders of a handbook."""

    conf: Path
    source: Path
    apart: Path | None = None
    """Where to keep what is read, if not below the folder of conf.py."""

    @property
    def cache(self) -> Path:
        """The folder of what commands read: a build of their own, out of git's sight.

        Sharing one with ``make html`` would cost that build its warnings, which are
        given only for pages that are read.
        """
        if self.apart is not None:
            return self.apart
        names = (n for n in ("build", "_build") if (self.conf / n).is_dir())
        return self.conf / next(names, "build") / ".sphinx-audit"


def find(conf: str | None, source: str | None) -> Project:
    """Return the project that -c and -s name, else the one around this folder."""
    folder = conf_given(conf) if conf is not None else conf_above(Path.cwd())
    found = Path(source).resolve() if source is not None else source_of(folder)
    if not found.is_dir():
        raise Problem(f"the source folder {found} does not exist; use -s DIR")
    return Project(conf=folder, source=found)


def conf_given(name: str) -> Path:
    folder = Path(name).resolve()
    if not (folder / "conf.py").is_file():
        raise Problem(f"-c {name}: no folder with a conf.py")
    return folder


def conf_above(start: Path) -> Path:
    if found := around(start):
        return found
    below = sorted(p.parent.name for p in start.glob("*/conf.py"))
    hint = f"; did you mean -c {below[0]}?" if below else "; use -c DIR"
    raise Problem(f"no conf.py in {start} or above{hint}")


def around(start: Path) -> Path | None:
    """Return the folder of the conf.py that a folder is below."""
    folders = (start, *start.parents)
    return next((f for f in folders if (f / "conf.py").is_file()), None)


def source_of(conf: Path) -> Path:
    """Return the folder that the project's settings name, else the likely one."""
    if named := text_setting(conf, "source"):
        return (conf / named).resolve()
    if any((conf / f"index{suffix}").is_file() for suffix in (".md", ".rst", ".txt")):
        return conf
    return conf / Settings().source


def text_setting(conf: Path, name: str) -> str:
    said = toml_setting(conf, name, "")
    if not isinstance(said, str):
        raise Problem(f"{conf / TOML}: {name} in [tool.audit] is no text")
    return said


def toml_setting(conf: Path, name: str, default: object) -> object:
    """Return a value of ``[tool.audit]``, without running conf.py."""
    path = conf / TOML
    if not path.is_file():
        return default
    try:
        whole = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Problem(f"{path}: {error}") from error
    tool = whole.get("tool", {})
    rules = tool.get("audit", {}) if isinstance(tool, dict) else {}
    return rules.get(name, default) if isinstance(rules, dict) else default
