"""Reports of drift on pages, and the guide's own example."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from sphinx_audit.cli import main
from sphinx_audit.pile.drift import RULES
from test_guide import files

if TYPE_CHECKING:
    from conftest import Build

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "source" / "drift.json"
PAGE = "# Drift\n\n```{{drift-table}} {}\n{}```\n"


def report(*codes: str) -> str:
    problems = [
        {"file": "a.md", "line": n, "level": "error", "code": c, "message": f"no {n}"}
        for n, c in enumerate(codes, start=1)
    ]
    return json.dumps({"problems": problems})


def shown(build: Build, pages: dict[str, str], builder: str = "text") -> str:
    app = build(pages, builder)
    suffix = {"text": "txt"}.get(builder, builder)
    return (app.outdir / f"index.{suffix}").read_text("utf-8")


def test_a_report_is_a_table(build: Build) -> None:
    pages = {"index.md": PAGE.format("d.json", ""), "d.json": report("count_differs")}
    text = shown(build, pages)
    assert re.search(r"a\.md:1 +\| error +\| .?count_diff", text)
    assert "no 1" in text


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        ("", ["a.md:1", "a.md:2"]),
        (":code: credentials\n", ["a.md:2"]),
        (":level: error\n:code: vanished, credentials\n", ["a.md:1", "a.md:2"]),
        (":level: note\n", []),
    ],
)
def test_codes_and_levels_choose_rows(
    build: Build, asked: str, lines: list[str]
) -> None:
    pages = {
        "index.md": PAGE.format("d.json", asked),
        "d.json": report("vanished", "credentials"),
    }
    text = shown(build, pages)
    assert re.findall(r"a\.md:\d", text) == lines
    assert ("No such contradiction." in text) == (not lines)


@pytest.mark.parametrize("builder", ["html", "latex", "man", "texinfo", "handbook"])
def test_every_builder_writes_it_without_a_warning(build: Build, builder: str) -> None:
    pages = {"index.md": PAGE.format("d.json", ""), "d.json": report("vanished")}
    assert warnings_of(build(pages, builder)) == []


def test_a_new_report_reaches_the_page(build: Build) -> None:
    pages = {"index.md": PAGE.format("d.json", ""), "d.json": report("vanished")}
    assert "vanished" in shown(build, pages, "html")
    app = build({"d.json": report("credentials")})
    text = (app.outdir / "index.html").read_text("utf-8")
    assert "credentials" in text
    assert "vanished" not in text


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("", None, "it needs the file of a report, such as drift.json"),
        ("none.json", None, "none.json: No such file or directory"),
        ("../conf.py", None, "../conf.py is not below the sources"),
        ("d.json", "{", "d.json is no report of drift: Expecting"),
        ("d.json", "[]", "d.json is no report of drift: it has no problems"),
        ("d.json", "[" * 100_000, "d.json is no report of drift"),
        (
            "d.json",
            '{"problems": [3]}',
            "d.json: problem 1 has no file, line and level",
        ),
        ("d.json", '{"problems": {}}', "d.json is no report of drift: it has no pr"),
    ],
)
def test_what_is_no_report_is_a_located_problem(
    build: Build, name: str, content: str | None, message: str
) -> None:
    pages = {
        "index.md": PAGE.format(name, ""),
        **({"d.json": content} if content else {}),
    }
    app = build(pages)
    [warning] = warnings_of(app)
    assert warning.startswith(f"index.md:3: WARNING: drift-table: {message}")
    assert "Problem" in (app.outdir / "index.html").read_text("utf-8")


def test_the_page_of_this_handbook_shows_each_line_of_its_report_once() -> None:
    page = (ROOT / "source" / "drift.md").read_text("utf-8")
    asked = re.findall(r"^:code: (.*)$", page, re.MULTILINE)
    listed = [code for line in asked for code in line.split(", ")]
    found = {p["code"] for p in json.loads(REPORT.read_text("utf-8"))["problems"]}
    assert sorted(listed) == sorted(found)
    assert found <= set(RULES)


def test_the_example_of_the_guide_is_what_the_command_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    given = files("drift.md")
    for name in ("register.txt", "plan.txt"):
        Path(name).write_text(given[name], "utf-8")
    assert main(["drift", "plan.txt", "register.txt"]) == 1
    assert capsys.readouterr().out == given["report"]
    total = len(json.loads(REPORT.read_text("utf-8"))["problems"])
    assert (
        f"The report has {total} lines" in (ROOT / "source/guide/drift.md").read_text()
    )
