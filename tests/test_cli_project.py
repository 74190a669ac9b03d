"""The command line finds the handbook and reads what changed, or says what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import CONF
from projects import TWO_PHASES
from sphinx_audit.cli.problem import Problem
from sphinx_audit.cli.project import find

if TYPE_CHECKING:
    from pathlib import Path

NOISE = CONF + "import os\nprint('noise')\nos.system('echo more noise')\n"


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """Return a folder with conf.py, and the sources one below."""
    folder = tmp_path / "handbook"
    for name, text in TWO_PHASES.items():
        path = folder / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "conf.py").write_text(NOISE, "utf-8")
    (folder / "pyproject.toml").write_text('[tool.audit]\nsource = "pages"\n', "utf-8")
    return folder


def command(folder: Path, *words: str) -> tuple[int, str, str]:
    env = os.environ | {"NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "sphinx_audit", *words],
        cwd=folder, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


# -- where it is


def test_conf_is_found_upwards_and_the_source_by_the_settings(
    handbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(handbook / "pages")
    found = find(None, None)
    assert (found.conf, found.source) == (handbook, handbook / "pages")
    assert found.cache == handbook / "build" / ".sphinx-audit"


def test_the_cache_goes_where_builds_go(handbook: Path) -> None:
    (handbook / "_build").mkdir()
    assert find(str(handbook), None).cache == handbook / "_build" / ".sphinx-audit"


def test_a_conf_among_its_pages_is_its_own_source(tmp_path: Path) -> None:
    (tmp_path / "conf.py").touch()
    (tmp_path / "index.rst").touch()
    assert find(str(tmp_path), None).source == tmp_path


@pytest.mark.parametrize(
    ("conf", "source", "toml", "message"),
    [
        (None, None, "", "no conf.py in"),
        ("nowhere", None, "", "-c nowhere: no folder with a conf.py"),
        ("docs", None, "", "docs/source does not exist; use -s DIR"),
        ("docs", "nowhere", "", "nowhere does not exist; use -s DIR"),
        ("docs", None, "[tool", "pyproject.toml: "),
        ("docs", None, "tool = 1", "docs/source does not exist"),
        ("docs", None, "[tool.audit]\nsource = 1", "source in [tool.audit] is no text"),
    ],
)
def test_what_is_not_there_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    conf: str | None,
    source: str | None,
    toml: str,
    message: str,
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "conf.py").touch()
    (docs / "pyproject.toml").write_text(toml, "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problem) as caught:
        find(conf, source)
    assert message in str(caught.value)


def test_a_conf_below_is_suggested(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problem, match="did you mean -c docs"):
        find(None, None)


# -- what it says


def test_a_command_reads_what_changed(handbook: Path) -> None:
    code, out, err = command(handbook / "pages", "list", "--format", "csv")
    assert code == 0
    assert [line.partition(",")[0] for line in out.splitlines()] == [
        "id", "SI-001", "SI-002", "BL-006",
    ]  # fmt: skip
    assert "noise\nmore noise\n" in err
    assert sorted(p.name for p in handbook.iterdir()) == [
        "build", "conf.py", "pages", "pyproject.toml",
    ]  # fmt: skip
    page = handbook / "pages" / "BL-006.md"
    page.write_text(
        page.read_text("utf-8").replace("2B\n", "2B\n:prio: low\n"), "utf-8"
    )
    code, out, err = command(handbook, "show", "BL-006")
    assert code == 0
    assert out.startswith("BL-006  A title\n")
    assert "BL-006.md:5: WARNING: " in err
    assert "\x1b" not in err


@pytest.mark.parametrize(
    ("conf", "message"),
    [
        ("x = 1 / 0\n", "conf.py, line 1: ZeroDivisionError: division by zero\n"),
        ("def (\n", "syntax error in your configuration file"),
        ("extensions = ['myst_parser']\n", "does not name sphinx_audit among its"),
    ],
)
def test_a_conf_that_is_broken_costs_no_traceback(
    handbook: Path, conf: str, message: str
) -> None:
    (handbook / "conf.py").write_text(conf, "utf-8")
    code, out, err = command(handbook, "next")
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_a_cache_that_cannot_be_written_is_said(handbook: Path) -> None:
    (handbook / "build").write_text("no folder", "utf-8")
    (handbook / "conf.py").write_text(CONF, "utf-8")
    code, _, err = command(handbook, "next")
    assert code == 2
    assert "build/.sphinx-audit" in err
    assert "--from FILE" in err
