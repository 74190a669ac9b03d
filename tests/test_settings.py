"""Settings come from pyproject.toml or conf.py; what cannot be used is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ConfigError

from conftest import CONF, warnings_of
from projects import TWO_PHASES

if TYPE_CHECKING:
    from conftest import Build


def toml(line: str) -> dict[str, str]:
    return {**TWO_PHASES, "pyproject.toml": f"[tool.audit]\n{line}\n"}


def test_a_date_needs_no_quotes(build: Build) -> None:
    app = build(toml("today = 2026-03-01"), "text")
    assert warnings_of(app) == []
    assert app.config.audit_today == "2026-03-01"


def test_conf_py_overrules(build: Build) -> None:
    conf = CONF + 'audit_gate_roles = ["Lead"]\n'
    app = build({**toml('gate_roles = ["Security"]'), "conf.py": conf}, "text")
    assert "signed by Lead" in (app.outdir / "p2a.txt").read_text("utf-8")


def test_an_unknown_one_names_the_nearest(build: Build) -> None:
    (said,) = warnings_of(build(toml('catgories = {SI = "S"}'), "text"))
    assert "has no catgories; did you mean categories? [audit.setting]" in said


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('categories = ["SI"]', "dict"),
        ("id_pattern = 3", "str"),
        ("gate_roles = 3", "list"),
        ("restricted_pages = [1]", "list"),
        ('short_names = "yes"', "bool"),
    ],
)
def test_one_of_a_wrong_type_stops_the_build(
    build: Build, line: str, kind: str
) -> None:
    with pytest.raises(ConfigError, match=f"is no {kind}"):
        build(toml(line), "text")


def test_a_list_may_be_one_text_or_a_tuple(build: Build) -> None:
    app = build(toml('restricted_pages = "plans/*"'), "text")
    assert app.config.audit_restricted_pages == ["plans/*"]
    conf = CONF + 'audit_restricted_pages = ("plans/*",)\n'
    app = build({"conf.py": conf, "pyproject.toml": ""}, "text")
    assert app.config.audit_restricted_pages == ["plans/*"]
    assert warnings_of(app) == []


def test_a_setting_of_conf_py_that_is_none_is_named(build: Build) -> None:
    conf = CONF + "audit_restricted_page = []\n"
    (said,) = warnings_of(build({**TWO_PHASES, "conf.py": conf}, "text"))
    assert "no setting audit_restricted_page; did you mean audit_restr" in said


@pytest.mark.parametrize("text", ["tool = 3", "[tool]\naudit = 3", "[[tool.audit]]"])
def test_a_table_that_is_none_stops_the_build(build: Build, text: str) -> None:
    with pytest.raises(ConfigError, match="is no table"):
        build({**TWO_PHASES, "pyproject.toml": text + "\n"}, "text")


def test_an_epoch_beyond_all_calendars_is_named(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "9" * 15)
    with pytest.raises(ConfigError, match=r"SOURCE_DATE_EPOCH 9{15}: year .* range"):
        build({"index.md": "# Top\n\n```{progress}\n```\n"}, "text")
