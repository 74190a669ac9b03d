"""The rules' voice in a build: warnings for what is not known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from ..model.baseline import BaselineError
from ..report import Fault, warn
from ..store import register_of
from .levels import name_mistakes
from .registry import RULES
from .verdicts import baseline_file, load, verdict_of

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def speak(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of each problem that neither the baseline nor a justification covers."""
    path = baseline_file(env)
    try:
        refuse_folder(path)
        load(path)
    except BaselineError as error:
        message = "%s; sphinx-audit check --write-baseline writes a new one"
        warn(Fault.BASELINE, message, error, at=f"{path.name}:1")
    for one in verdict_of(env).judged:
        if one.speaks:
            warn(one.code, "%s", one.problem.message, at=one.problem.place)
    if register_of(env).today is None and register_of(env).findings:
        dated = ", ".join(code for code, rule in RULES.items() if rule.dated)
        logger.info("no as-of date (audit_today): not looked at are %s", dated)


def refuse_folder(path: Path) -> None:
    """Raise BaselineError for a folder; that of conf.py stands for no baseline."""
    if path.is_dir() and not (path / "conf.py").is_file():
        raise BaselineError("it is a folder")


def setup(app: Sphinx) -> None:
    app.connect("config-inited", name_mistakes)
    app.connect("env-check-consistency", speak)
