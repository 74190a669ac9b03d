"""How views meet a builder: pictures it takes, files it needs, the date they hold."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from sphinx.builders.text import TextBuilder

from conftest import CONF
from projects import TWO_PHASES, finding
from sphinx_audit import show

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sphinx.application import Sphinx

    from conftest import Build

CHAIN = TWO_PHASES | {
    "SI-001.md": finding("SI-001", effort="3 days"),
    "SI-002.md": finding("SI-002", effort="2 days", depends="SI-001"),
}


class Plain(TextBuilder):
    """A builder nobody here wrote, which shows no pictures."""

    name = "plain"


def setup(app: Sphinx) -> None:
    app.add_builder(Plain)


def test_a_strangers_builder_without_pictures_gets_no_words_on_one(
    build: Build,
) -> None:
    conf = CONF.replace('"sphinx_audit"]', '"sphinx_audit", "test_show"]')
    app = build({**CHAIN, "conf.py": conf}, "plain")
    said = (app.outdir / "p2a.txt").read_text("utf-8")
    assert "SI-002" in said
    assert "Heavy:" not in said


def test_what_is_built_does_not_tell_where_the_extension_lies(
    build: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first = (build(TWO_PHASES).outdir / ".buildinfo").read_text("utf-8")
    shutil.copytree(show.HERE / "static", tmp_path / "elsewhere" / "static")
    monkeypatch.setattr(show, "HERE", tmp_path / "elsewhere")
    app = build({})
    assert (app.outdir / ".buildinfo").read_text("utf-8") == first
    assert (app.outdir / "_static" / "audit.css").is_file()


def test_a_template_is_told_the_date_that_rules_use(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750636800")
    pages = {**TWO_PHASES, "_templates/layout.html": "as of {{ audit_today }}"}
    conf = CONF.replace("furo", "basic") + 'templates_path = ["_templates"]\n'
    app = build({**pages, "conf.py": conf})
    assert "as of 2025-06-23" in (app.outdir / "p2a.html").read_text("utf-8")
