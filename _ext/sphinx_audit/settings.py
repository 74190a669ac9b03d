"""Every setting; registration, checks and the reference table derive from one class."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import os
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from sphinx.errors import ConfigError

from .model.words import hint
from .report import Fault, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PREFIX = "audit_"


def setting(default: Any, help_: str, *, rebuild: str = "env") -> Any:
    """Return a field; *rebuild* is what a change makes Sphinx read or write again."""
    meta = {"help": help_, "rebuild": rebuild}
    if isinstance(default, list | dict):
        return dc.field(default_factory=lambda: type(default)(default), metadata=meta)
    return dc.field(default=default, metadata=meta)


@dc.dataclass(frozen=True, kw_only=True)
class Settings:
    """The rules of a project: ``[tool.audit]``, overruled by ``audit_*`` in conf.py."""

    source: str = setting(
        "source", "The folder of the sources, for the command line.", rebuild=""
    )
    id_pattern: str = setting(
        r"[A-Z][A-Z0-9]*-\d+",
        "What a finding's id looks like, as a regular expression.",
    )
    categories: dict[str, str] = setting(
        {}, "The category of each id prefix: the part before the first hyphen."
    )
    gate_roles: list[str] = setting(
        [], "The roles that sign a gate whose phase names none."
    )
    today: str = setting(
        "",
        "The as-of date of whatever depends on a date; else SOURCE_DATE_EPOCH.",
        rebuild="",
    )
    rules: dict[str, str] = setting(
        {},
        "The level of each rule: error, warning, note or off.",
        rebuild="",
    )
    drift: dict[str, str] = setting(
        {},
        "The level of each rule of drift between documents, in pyproject.toml.",
        rebuild="",
    )
    baseline: str = setting(
        "audit-baseline.json",
        "The file beside conf.py of the problems that are known.",
        rebuild="",
    )
    plan_sections: list[str] = setting(
        [
            "Finding overview",
            "Database migration",
            "Implementation",
            "Integration tests",
            "CI/CD checklist",
            "Success criteria and rollback",
        ],
        "The headings of a plan, asked for by the rule `missing_section`.",
        rebuild="",
    )
    evidence_roots: dict[str, str] = setting(
        {},
        "Other checkouts in which evidence lies, by name; ``.`` is this one.",
        rebuild="",
    )
    verify: dict[str, object] = setting(
        {},
        "How code is verified, a table: `level`, `gate`, `pages`, `baseline`, "
        "`postgres`, `checkout`, `timeout`, `test_timeout`, `workers`.",
        rebuild="",
    )
    verified: str = setting(
        "audit-verified.json",
        "The file beside conf.py that says how far the code of plans is verified.",
        rebuild="",
    )
    allowed_signers: str = setting(
        "",
        "The file beside conf.py of who may sign, as ssh-keygen reads it.",
        rebuild="",
    )
    require_signatures: bool = setting(
        False, "Whether a sign-off counts only with a signature.", rebuild=""
    )
    restricted_pages: list[str] = setting(
        [], "Pages (glob patterns) that may not use raw HTML or read outside files."
    )
    short_names: bool = setting(
        True, "Whether ``finding`` works besides ``audit:finding`` where it is free."
    )
    handbooks: list[dict[str, object]] = setting(
        [],
        "The PDFs, a table each; without any, the whole handbook and one per phase.",
        rebuild="",
    )
    handbook_defaults: dict[str, object] = setting(
        {}, "What holds for every PDF that does not say otherwise.", rebuild=""
    )
    handbook_fonts: list[str] = setting(
        [],
        "Packages or folders with further fonts for the PDFs; "
        "``system`` stands for those of the machine.",
        rebuild="",
    )
    sidebar: bool = setting(
        False,
        "Whether the sidebar shows a window of siblings, "
        "so that its cost does not grow with the pages.",
        rebuild="html",
    )


def setup(app: Sphinx) -> None:
    for field in dc.fields(Settings):
        default = getattr(Settings(), field.name)
        app.add_config_value(
            PREFIX + field.name,
            default,
            field.metadata["rebuild"],
            types=(),  # our own check says more
            description=field.metadata["help"],
        )
    app.connect("config-inited", read_toml, priority=10)
    app.connect("config-inited", refuse_wrong_types, priority=11)
    app.connect("config-inited", name_unknown)


def read_toml(app: Sphinx, config: Config) -> None:
    """Take ``[tool.audit]`` from the pyproject.toml beside conf.py; conf.py wins."""
    path = Path(app.confdir, "pyproject.toml")
    if not path.is_file():
        return
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: {error}") from error
    for name in ("tool", "audit"):
        table = table.get(name, {})
        if not isinstance(table, dict):
            raise ConfigError(f"{path.name}: {name} is no table")
    known = {f.name: f for f in dc.fields(Settings)}
    for name, value in table.items():
        if name not in known:
            warn(Fault.SETTING, "[tool.audit] has no %s%s", name, hint(name, known))
        elif PREFIX + name not in config.overrides and not said(config, name):
            date = isinstance(value, dt.date)  # which TOML knows
            config[PREFIX + name] = value.isoformat() if date else value


def refuse_wrong_types(app: Sphinx, config: Config) -> None:
    """Stop where a value cannot be meant: to go on might open what should be shut.

    Raises ConfigError.
    """
    for name, kind in get_type_hints(Settings).items():
        value = config[PREFIX + name]
        if get_origin(kind) is list and isinstance(value, str | tuple | set):
            value = [value] if isinstance(value, str) else in_order(value)
            config[PREFIX + name] = value
        if not fits(value, kind):
            asked = str(kind) if get_args(kind) else kind.__name__
            raise ConfigError(f"{PREFIX}{name} is no {asked}: {value!r}")


def name_unknown(app: Sphinx, config: Config) -> None:
    """Say which ``audit_*`` of conf.py is none of ours."""
    known = [PREFIX + f.name for f in dc.fields(Settings)]
    for name in config._raw_config:  # noqa: SLF001 - Sphinx has no public way
        if name.startswith(PREFIX) and name not in config:
            warn(Fault.SETTING, "conf.py: no setting %s%s", name, hint(name, known))


def in_order(values: tuple[object, ...] | set[str]) -> list[object]:
    return [*(sorted(values) if isinstance(values, set) else values)]


def fits(value: object, kind: Any) -> bool:
    """Tell whether a value is of a type such as ``str`` or ``list[str]``."""
    if not isinstance(value, get_origin(kind) or kind):
        return False
    inside = get_args(kind)
    if isinstance(value, dict) and inside:
        return all(fits(k, inside[0]) and fits(v, inside[1]) for k, v in value.items())
    if isinstance(value, list) and inside:
        return all(fits(v, inside[0]) for v in value)
    return True


def said(config: Config, name: str) -> bool:
    """Tell whether conf.py gives the setting itself."""
    return PREFIX + name in config._raw_config  # noqa: SLF001 - Sphinx has no public way


def settings_of(config: Config) -> Settings:
    values = {f.name: config[PREFIX + f.name] for f in dc.fields(Settings)}
    return Settings(**values)


def compiled(settings: Settings) -> re.Pattern[str]:
    """Return the id pattern; raises ConfigError with the place of the mistake."""
    try:
        return re.compile(settings.id_pattern)
    except re.error as error:
        raise ConfigError(
            f"audit_id_pattern {settings.id_pattern!r}: {error}"
        ) from error


def as_of(settings: Settings) -> dt.date | None:
    """Return the date on which the register is looked at, never the clock's.

    Raises ConfigError for a date that is not ``YYYY-MM-DD``.
    """
    return _date(settings.today, os.environ.get("SOURCE_DATE_EPOCH", ""))


def today_of(config: Config) -> dt.date | None:
    """Return the same, asked for by each reference of each page."""
    return _date(config[f"{PREFIX}today"], os.environ.get("SOURCE_DATE_EPOCH", ""))


@lru_cache(maxsize=4)
def _date(stated: str, epoch: str) -> dt.date | None:
    if stated:
        try:
            return dt.date.fromisoformat(stated)
        except ValueError as error:
            raise ConfigError(f"audit_today {stated!r}: {error}") from error
    if epoch.isdecimal():
        try:
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
        except (OverflowError, ValueError, OSError) as error:
            raise ConfigError(f"SOURCE_DATE_EPOCH {epoch}: {error}") from error
    return None
