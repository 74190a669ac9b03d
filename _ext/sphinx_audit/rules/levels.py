"""How bad the project finds it that a rule does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.problem import Level
from ..model.words import hint
from ..report import Fault, warn
from ..settings import settings_of
from .registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..settings import Settings


def levels(settings: Settings) -> dict[str, Level]:
    return asked_levels(settings.rules, {c: rule.level for c, rule in RULES.items()})


def asked_levels(
    given: Mapping[str, str], own: Mapping[str, Level]
) -> dict[str, Level]:
    """Return the level of each rule: the project's, else its own."""
    asked = {spelt(c): v.strip().lower() for c, v in given.items()}
    known = {c: Level(v) for c, v in asked.items() if v in set(Level)}
    return {code: known.get(code, level) for code, level in own.items()}


def spelt(code: str) -> str:
    return code.strip().removeprefix("audit.").replace("-", "_")


def mistakes(settings: Settings) -> Iterator[str]:
    """Yield what in the setting ``rules`` cannot be understood."""
    for code in map(spelt, settings.rules):
        if code not in RULES:
            yield f"rules: {unknown(code)}"
    yield from no_levels("rules", settings.rules)


def no_levels(name: str, given: Mapping[str, str]) -> Iterator[str]:
    """Yield what in a table of levels is none."""
    for code, level in given.items():
        if level.strip().lower() not in set(Level):
            near = hint(level, list(Level))
            yield f"{name}: {spelt(code)} is {level!r}, which is no level{near}"


def unknown(code: str) -> str:
    """Say that a code is none of a rule, and what it may be."""
    if code in set(Fault):
        return f"{code} is a warning of a build; suppress_warnings silences it"
    return f"no rule {code}{hint(code, RULES)}"


def name_mistakes(app: Sphinx, config: Config) -> None:
    for mistake in mistakes(settings_of(config)):
        warn(Fault.SETTING, "%s", mistake)
