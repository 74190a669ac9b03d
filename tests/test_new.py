"""New plans: from the template, from the options, from a register."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given, settings
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from conftest import CONF, warnings_of
from projects import finding, phase
from sphinx_audit.cli import main
from sphinx_audit.exchange import read_text
from sphinx_audit.exchange.literal import literal, literal_rst
from sphinx_audit.making.order import in_order
from sphinx_audit.making.plan import Plan
from sphinx_audit.making.rows import read_rows
from sphinx_audit.model.section import LEFT
from sphinx_audit.settings import Settings
from test_guide import GUIDE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Build
    from sphinx_audit.model import Register

INDEX = "# Top\n\n```{toctree}\n:glob:\n\n*\n*/index\n```\n"
HOME = {
    "conf.py": CONF + 'templates_path = ["_templates"]\n',
    "index.md": INDEX,
    "one.md": "# One\n",
    "phase_2a/index.md": phase("2A"),
    "phase_2c/index.md": phase("2C", "Performance"),
    "phase_2a/SI-001.md": finding("SI-001", aliases="OLD-1"),
}
"""Two phases with folders of their own; the second one has no plan yet."""

ODD = 'It `runs` {count}`x` *all* the: "time" [a](b) <b> # _a_ $x$ ::: #'


class Home:
    """A handbook on the disk, and the command line in it."""

    def __init__(
        self,
        folder: Path,
        capsys: pytest.CaptureFixture[str],
        pages: Mapping[str, str],
    ) -> None:
        self.folder, self.capsys = folder, capsys
        for name, text in pages.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def run(self, *words: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = main([*words, "-c", str(self.folder)])
        said = self.capsys.readouterr()
        lines = [line for line in said.err.splitlines() if "[app.add_" not in line]
        return code, said.out, "\n".join(lines)

    def new(self, *words: str) -> tuple[int, str, str]:
        return self.run("new", *words)

    def table(self, *rows: str) -> tuple[int, str, str]:
        """Make the plans of a register."""
        path = self.write("register.csv", "".join(f"{row}\n" for row in rows))
        return self.new("--from", str(path))

    def pages(self) -> list[str]:
        found = self.folder.rglob("*.*")
        names = {p.relative_to(self.folder).as_posix() for p in found if p.is_file()}
        return sorted(n for n in names if not n.startswith("build/"))

    def register(self) -> Register:
        assert self.run("list", "--format", "json")[0] == 0
        path = self.folder / "build/.sphinx-audit/findings.json"
        return read_text(path.read_text("utf-8")).register


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Home:
    return Home(tmp_path / "home", capsys, HOME)


# -- one plan


def test_a_new_plan_is_in_the_index_without_another_edit(
    home: Home, build: Build
) -> None:
    code, out, err = home.new("SI-002", "--phase", "2C", "--title", "Slow answers")
    assert (code, out) == (0, "phase_2c/SI-002.md\n")
    assert "sphinx-audit: made the plan of SI-002; " in err
    pages = {n: home.read(n) for n in home.pages() if n.endswith(".md")}
    app = build(pages)
    assert warnings_of(app) == []
    shown = (app.outdir / "phase_2c/index.html").read_text("utf-8")
    assert 'href="SI-002.html' in shown
    assert "Slow answers" in shown
    assert "phase_2c/SI-002" in app.env.toctree_includes["phase_2c/index"]


def test_it_has_the_six_sections_and_waits_to_be_filled_in(home: Home) -> None:
    home.new("SI-002", "--phase", "2C", "--title", "x", "--depends", "SI-001")
    text = home.read("phase_2c/SI-002.md")
    assert re.findall("^## (.*)$", text, re.MULTILINE) == Settings().plan_sections
    code, out, _ = home.run("check", "--select", "placeholder,missing_section")
    assert code == 0
    left = [line for line in out.splitlines() if " placeholder " in line]
    assert len(left) == len(LEFT.findall(text)) == 22
    for section in re.split("^## ", text, flags=re.MULTILINE)[1:]:
        assert LEFT.search(section) or section.startswith("CI/CD"), section
    lists = home.register().checklists_of("SI-002")
    assert sum(len(c.items) for c in lists) == 13
    assert not any(c.progress.done for c in lists)


def test_every_fact_can_be_given(home: Home) -> None:
    code, _, err = home.new(
        "SI-002", "--phase", "2C", "--title", "A title", "--priority", "high",
        "--effort", "3-4 days", "--depends", "OLD-1, phase 2A", "--owner", "backend",
        "--summary", "- It *leaks*.", "--set", "due=2026-03-01",
        "--set", "fixed_by=Ann: `x`", "--set", "tags=a, b",
    )  # fmt: skip
    assert (code, err.count("depends on")) == (0, 0)
    made = home.register().findings["SI-002"]
    assert (made.phase, made.priority, str(made.effort)) == ("2C", "high", "3–4 days")
    assert made.depends == ("OLD-1", "phase 2A")
    assert made.summary == "- It *leaks*."
    assert (str(made.due), made.fixed_by) == ("2026-03-01", "Ann: `x`")
    assert made.tags == ("a", "b")


def test_a_title_with_marks_is_just_a_title(home: Home) -> None:
    home.write("conf.py", HOME["conf.py"] + "smartquotes = False\n")
    code, _, err = home.new("SI-002", "--phase", "2C", "--title", f" {ODD}\n two ")
    assert code == 0
    assert "WARNING" not in err
    assert home.register().findings["SI-002"].title == f"{ODD} two"


def test_what_it_waits_for_may_be_unknown_but_is_said(home: Home) -> None:
    _, _, err = home.new("SI-002", "--phase", "2C", "--title", "x",
                         "--depends", "SI-01")  # fmt: skip
    assert "SI-002 depends on SI-01, which no page defines; did you mean SI-001?" in err


def test_a_phase_without_a_tree_is_said(home: Home) -> None:
    home.write("phase_2c/index.md", phase("2C", "Performance", toctree="off"))
    _, _, err = home.new("SI-002", "--phase", "2C", "--title", "x")
    assert "no contents tree lists phase_2c/SI-002.md; that of its phase is" in err
    _, _, err = home.new("SI-003", "--phase", "2A", "--title", "x")
    assert "no contents tree" not in err


def test_a_dry_run_shows_the_page_and_writes_none(home: Home) -> None:
    before = home.pages()
    code, out, _ = home.new("SI-002", "--phase", "2C", "--title", "x", "--dry-run")
    assert code == 0
    assert out.startswith("# SI-002: x\n\n```{finding} SI-002\n:phase: 2C\n")
    assert home.pages() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["SI-001"], "'SI-001' is used: finding SI-001 has it (phase_2a/SI-001, line"),
        (["si-001"], "'si-001' is used: finding SI-001 has it"),
        (["OLD-1"], "'OLD-1' is used: a former id of SI-001"),
        (["2c"], "'2c' is used: phase 2C has it"),
        (["SI1"], r"'SI1' does not look like [A-Z][A-Z0-9]*-\d+ (audit_id_pattern)"),
        (["SI-2", "--phase", "2CC"], "no phase '2CC'; did you mean 2C?"),
        (["SI-2", "--title", " "], "--title is empty"),
        (["SI-2", "--title", "a\x07"], "title holds the character U+0007, leave it"),
        (["SI-2", "--title", "\udcff"], "title holds the character U+DCFF"),
        (["SI-2", "--priority", "hgh"], "priority: 'hgh' is unknown; did you mean hi"),
        (["SI-2", "--effort", "long"], "effort: 'long' is no effort, such as 3-4 days"),
        (["SI-2", "--set", "dew=1"], "--set dew=1: no NAME=VALUE; did you mean due?"),
        (["SI-2", "--set", "title=1"], "--set title=1: no NAME=VALUE"),
        (["SI-2", "--set", "due=soon"], "due: 'soon' is no date, such as 2026-03-01"),
        (["SI-2", "--from", "x"], "--from takes ids and titles from the file"),
        ([], "new needs ID, --phase and --title, or --from FILE"),
    ],
)
def test_what_cannot_be_is_refused_and_named(
    home: Home, words: list[str], said: str
) -> None:
    before = home.pages()
    given = ["--phase", "2A", "--title", "x"]
    code, out, err = home.new(*given, *words)
    assert (code, out) == (2, "")
    assert f"sphinx-audit: {said}" in err
    assert home.pages() == before


@pytest.mark.parametrize(
    ("id_", "said"),
    [
        ("index", "'index' is reserved"),
        ("GenIndex", "'GenIndex' is reserved"),
        ("phase", "'phase' is reserved"),
        ("con", "'con' is reserved"),
        ("a b", "'a b' has characters that mean something"),
        ("a,b", "'a,b' has characters"),
        ("../a", "'../a' has characters"),
        ("a/../b", "'a/../b' has characters"),
        ("a`b", "'a`b' has characters"),
        ("_a", "'_a' has characters"),
        ("SI-9-CI", "'SI-9-CI' is used: checklist SI-9-ci has it"),
    ],
)
def test_an_id_that_would_mean_something_else_is_refused(
    home: Home, id_: str, said: str
) -> None:
    home.write("conf.py", HOME["conf.py"] + 'audit_id_pattern = ".+"\n')
    home.write(
        "one.md", "# One\n\n```{checklist} SI-9-ci\n:phase: 2A\n\n- [ ] a\n```\n"
    )
    code, _, err = home.new(id_, "--phase", "2A", "--title", "x")
    assert code == 2
    assert f"sphinx-audit: {said}" in err


def test_an_id_with_a_slash_has_a_file(home: Home) -> None:
    home.write("conf.py", HOME["conf.py"] + 'audit_id_pattern = ".+"\n')
    code, out, _ = home.new("IT/7:a_b", "--phase", "2A", "--title", "x")
    assert (code, out) == (0, "phase_2a/IT-7-a_b.md\n")
    assert home.register().findings["IT/7:a_b"].title == "x"
    code, _, err = home.new("IT-7/a_b", "--phase", "2A", "--title", "x")
    assert code == 2
    assert "IT-7/a_b: there is a page phase_2a/IT-7-a_b already" in err


def test_without_a_phase_it_tells_how_to_declare_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = Home(tmp_path, capsys, {"conf.py": CONF, "index.md": "# Top\n"})
    code, _, err = home.new("SI-1", "--phase", "2C", "--title", "x")
    assert code == 2
    assert "no phase '2C'; the handbook has no phase yet" in err
    assert "a page such as phase_2c/index.md:\n\n# Phase 2C: Title\n" in err
    assert "\n```{phase} 2C\n```" in err


# -- where it goes


@pytest.mark.parametrize(
    ("pages", "folder"),
    [
        ({"p2a.md": phase("2A")}, ""),
        ({"a/p.md": phase("2A")}, "a/"),
        ({"a/index.md": phase("2A"), "b/SI-1.md": finding("SI-1")}, "b/"),
        ({"a/index.md": phase("2A"), "a/SI-1.md": finding("SI-1"),
          "b/SI-2.md": finding("SI-2")}, "a/"),
        ({"a/index.md": phase("2A"), "a/SI-1.md": finding("SI-1"),
          "b/SI-2.md": finding("SI-2"), "b/SI-3.md": finding("SI-3")}, "b/"),
        ({"a/index.md": phase("2A") + "\n## SI-1: x\n\n```{finding} SI-1\n"
          ":phase: 2A\n```\n"}, "a/"),
    ],
)  # fmt: skip
def test_it_goes_where_the_plans_of_its_phase_are(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    pages: dict[str, str],
    folder: str,
) -> None:
    home = Home(tmp_path, capsys, {"conf.py": CONF, "index.md": "# Top\n", **pages})
    code, out, _ = home.new("SI-9", "--phase", "2A", "--title", "x")
    assert (code, out) == (0, f"{folder}SI-9.md\n")


def test_a_file_that_is_there_is_not_touched(home: Home) -> None:
    home.write("phase_2a/si-9.md", "# Notes\n")
    code, _, err = home.new("SI-9", "--phase", "2A", "--title", "x")
    assert code == 2
    assert "SI-9: there is a page phase_2a/si-9 already" in err
    home.write("conf.py", HOME["conf.py"] + 'exclude_patterns = ["phase_2c/SI*"]\n')
    home.write("phase_2c/SI-8.md", "mine")
    code, _, err = home.new("SI-8", "--phase", "2C", "--title", "x")
    assert code == 2
    assert "phase_2c/SI-8.md: File exists" in err
    assert home.read("phase_2c/SI-8.md") == "mine"


def test_restructuredtext_is_answered_in_restructuredtext(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {
        "conf.py": 'extensions = ["sphinx_audit"]\nsmartquotes = False\n',
        "index.rst": "Top\n===\n\n.. toctree::\n\n   a/index\n",
        "a/index.rst": "Phase 2A: Foundation\n====================\n\n.. phase:: 2A\n",
        "a/SI-1.rst": "SI-1: One\n=========\n\n.. finding:: SI-1\n   :phase: 2A\n",
    }
    home = Home(tmp_path, capsys, pages)
    code, out, err = home.new("SI-2", "--phase", "2A", "--title", f"状 {ODD}",
                              "--depends", "SI-1", "--summary", "• |a| b_")  # fmt: skip
    assert (code, out) == (0, "a/SI-2.rst\n")
    assert "WARNING" not in err
    made = home.register().findings["SI-2"]
    assert (made.title, made.summary) == (f"状 {ODD}", "• |a| b_")
    sections = home.run("check", "--select", "missing_section,empty_section")[1]
    assert sections.startswith("no problem")
    assert sum(len(c.items) for c in home.register().checklists_of("SI-2")) == 13
    assert "20 places to fill in" in err


def test_where_the_short_names_are_others_the_full_ones_are_written(
    home: Home,
) -> None:
    for name, text in HOME.items():
        home.write(name, re.sub(r"\{(finding|phase)\}", r"{audit:\1}", text))
    home.write("conf.py", HOME["conf.py"] + "audit_short_names = False\n")
    code, _, err = home.new("SI-2", "--phase", "2A", "--title", "x",
                            "--depends", "SI-001")  # fmt: skip
    assert (code, "WARNING" in err) == (0, False)
    text = home.read("phase_2a/SI-2.md")
    assert re.findall(r"\{(?:audit:)?\w+\}", text) == [
        "{audit:finding}", "{audit:depends}", *["{audit:checklist}"] * 3,
        "{audit:depends}",
    ]  # fmt: skip


# -- templates


def test_a_project_has_templates_of_its_own(home: Home) -> None:
    plain = "# {{ heading }}\n\n```{finding} {{ id }}\n{{ options }}\n```\n\n%s\n"
    home.write("_templates/audit/plan.md", plain % "Ours, {{ phase_title }}.")
    home.write("_templates/audit/plan-2C.md", plain % "That of 2C.")
    home.new("SI-002", "--phase", "2A", "--title", "x")
    home.new("SI-003", "--phase", "2C", "--title", "x")
    assert home.read("phase_2a/SI-002.md").endswith("```\n\nOurs, Foundation.\n")
    assert home.read("phase_2c/SI-003.md").endswith("```\n\nThat of 2C.\n")


EXAMPLE = re.compile(
    r"^````\{code-block\} jinja\n:caption: In (\S+)\n\n(.*?)^````$",
    re.MULTILINE | re.DOTALL,
)


def test_the_template_of_the_guide_changes_a_section(home: Home) -> None:
    ((name, text),) = EXAMPLE.findall((GUIDE / "start.md").read_text("utf-8"))
    home.write(name, text)
    code, _, err = home.new("SI-002", "--phase", "2C", "--title", "x")
    assert code == 0
    assert "WARNING" not in err
    page = home.read("phase_2c/SI-002.md")
    assert re.findall("^## (.*)$", page, re.MULTILINE) == Settings().plan_sections
    assert "measured" in page.partition("## Integration tests")[2]
    assert "on a real database]" not in page


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{{ idd }}\n", "plan.md:2: 'idd' is undefined"),
        ("a\n\n{% if %}\n", "plan.md:3: Expected an expression"),
        ("{{ 1 / 0 }}", "plan.md:1: ZeroDivisionError: division by zero"),
        ('{% include "no.md" %}', "plan.md:1: no template 'no.md'"),
        ('{% extends "plan.md" %}', "RecursionError"),
        ("# Nothing\n", "phase_2a/SI-2.md would not state the finding SI-2 in phase"),
        ("# {{ id }}: {{ title }}\n\n```{finding} {{ id }}\n:phase: 2C\n```\n",
         "would not state the finding SI-2 in phase 2A"),
    ],
)  # fmt: skip
def test_a_broken_template_is_located_and_nothing_is_written(
    home: Home, template: str, said: str
) -> None:
    home.write("_templates/audit/plan.md", template)
    before = home.pages()
    code, out, err = home.new("SI-2", "--phase", "2A", "--title", "x")
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert home.pages() == before
    assert "SI-2" not in home.register().findings


def test_one_page_that_would_be_left_out_takes_all_back(home: Home) -> None:
    home.write("conf.py", HOME["conf.py"] + 'exclude_patterns = ["**/SI-7*"]\n')
    before = {*home.pages(), "register.csv"}
    rows = [f"SI-{n},x,{p}" for n in range(5, 9) for p in ("2A", "2C")[n % 2 :][:1]]
    code, out, err = home.table("id,title,phase", *rows)
    assert (code, out) == (2, "")
    assert "phase_2c/SI-7.md: exclude_patterns leaves the page out" in err
    assert {*home.pages()} == before
    assert list(home.register().findings) == ["SI-001"]


def test_a_template_that_is_no_text_is_named(home: Home) -> None:
    home.write("_templates/audit/plan.md", "x").write_bytes(b"\xff\xfe")
    code, _, err = home.new("SI-2", "--phase", "2A", "--title", "x")
    assert code == 2
    assert "plan.md: " in err
    assert "utf-8" in err


# -- a register


REGISTER = (
    "id,title,phase,depends,priority,effort,summary",
    "SI-004,Last,2C,\"SI-003, SI-002\",low,2 days,",
    "SI-001,A title,2A,,,,",
    "SI-003,Middle,2A,SI-002,,6h,",
    "",
    "SI-002,First,2C,SI-001,high,,'=1+1",
)  # fmt: skip


def test_a_register_becomes_plans_in_the_order_of_dependencies(home: Home) -> None:
    code, out, err = home.table(*REGISTER)
    assert code == 0
    assert out.splitlines() == [
        "phase_2c/SI-002.md", "phase_2a/SI-003.md", "phase_2c/SI-004.md",
    ]  # fmt: skip
    assert "1 of 4 have a page already" in err
    assert "made the 3 plans; " in err
    assert "WARNING" not in err
    found = home.register().findings
    assert found["SI-004"].depends == ("SI-003", "SI-002")
    assert found["SI-002"].summary == "=1+1"
    assert home.table(*REGISTER)[1:] == (
        "",
        "sphinx-audit: 4 of 4 have a page already\nsphinx-audit: nothing to make",
    )


def test_what_list_writes_is_a_register(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = home.run("list", "--format", "csv")[1]
    bare = {n: t for n, t in HOME.items() if "SI-001" not in n}
    other = Home(tmp_path / "other", capsys, bare)
    path = other.write("register.csv", table)
    assert other.new("--from", str(path))[1] == "phase_2a/SI-001.md\n"
    assert other.register().findings["SI-001"].aliases == ("OLD-1",)
    assert other.run("list", "--format", "csv")[1].count("\n") == 2


def test_circles_are_told_and_made(home: Home) -> None:
    code, out, err = home.table(
        "id,title,phase,depends", "SI-2,a,2A,SI-3", "SI-3,b,2A,SI-2", "SI-4,c,2C,x"
    )
    assert (code, len(out.splitlines())) == (0, 3)
    assert "a circle, each needed by the next: SI-2 → SI-3 → SI-2" in err
    assert "SI-4 depends on x, which no page defines" in err


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([""], "1: the file is empty"),
        (["id;title;prio", "SI-2;x;high"], "1: no column 'prio' is known; did you"),
        (["title,phase", "x,2A"], "1: no column 'id'"),
        (["id,title,ID", "SI-2,x,y"], "1: column 'id' stands there twice"),
        (["id,title,phase", "SI-2,,2A"], "2: has no title"),
        (["id,title,phase", ",x,2A"], "2: has no id"),
        (["id,title,phase", "SI-2,x,"], "2: SI-2 has no phase; --phase names that of"),
        (["id,title,phase", "SI-2,x,2B"], "2: no phase '2B'; valid: 2A, 2C"),
        (["id,title,phase", "S2,x,2A"], "2: 'S2' does not look like"),
        (["id,title,phase", "si-001,x,2A"], "2: 'si-001' is used: finding SI-001"),
        (["id,title,phase", '"SI-2","a\nb",2A', "SI-2,x,2A"],
         "4: SI-2 stands on line 2 already"),
        (["id,title,phase", "SI-2,x,2A,y"], "2: has 4 cells, the head 3"),
        (["id,title,phase", 'SI-2,"x,2A'], "2: is no CSV: unexpected end of data"),
        (["id,title,phase", "SI-2,a\x07,2A"], "2: title holds the character U+0007"),
        (["id,title,phase,due", "SI-2,x,2A,soon"], "2: due: 'soon' is no date"),
        (["id,title,phase,effort", "SI-2,x,2A,long"], "2: effort: 'long' is no effort"),
        (["id,title,phase,effort-low", "SI-2,x,2A,a"], "2: effort 'a' to '': no numb"),
        (["id,title,phase,effort-low,effort-high", "SI-2,x,2A,3,2"],
         "2: effort '3' to '2': not from low to high"),
        (["id,title,phase,effort-low", "SI-2,x,2A,nan"], "2: effort 'nan' to '': not"),
    ],
)  # fmt: skip
def test_bad_rows_are_located_and_nothing_is_written(
    home: Home, rows: list[str], said: str
) -> None:
    before = {*home.pages(), "register.csv"}
    code, out, err = home.table(*rows)
    assert (code, out) == (2, "")
    assert "sphinx-audit: nothing was written\n" in err
    assert f"register.csv:{said}" in err
    assert {*home.pages()} == before


def test_good_rows_wait_for_the_bad_ones(home: Home) -> None:
    bad = [f"SI-{n},x,2B" for n in range(100, 140)]
    code, _, err = home.table("id,title,phase", "SI-2,x,2A", *bad)
    assert code == 2
    assert err.count("no phase '2B'") == 20
    assert err.endswith("\nand 20 more")
    assert "phase_2a/SI-2.md" not in home.pages()


def test_rows_without_a_phase_get_the_one_that_is_named(home: Home) -> None:
    path = home.write("r.csv", "\ufeffID;Title\r\nSI-2;x\r\n")
    assert home.new("--from", str(path), "--phase", "2C", "--dry-run")[:2] == (
        0, "phase_2c/SI-2.md\n",
    )  # fmt: skip
    assert home.new("--from", str(path), "--phase", "2C")[1] == "phase_2c/SI-2.md\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"id,title\n\xff,x\n", "r.csv: not UTF-8 at byte 9"), (None, "r.csv: No such")],
)
def test_a_register_that_cannot_be_read_is_named(
    home: Home, data: bytes | None, said: str
) -> None:
    path = home.folder / "r.csv"
    if data is not None:
        path.write_bytes(data)
    code, _, err = home.new("--from", str(path))
    assert code == 2
    assert said in err


# -- laws

PIECES = st.lists(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc")),
        st.sampled_from(list("\\`*_[]<>{}()#+-.!|&$~:@/%^=\"';,?0aA 1 ")),
        st.sampled_from(
            ["::", "http://x.org/a_b", "&amp;", "&#65;", "1. ", "- ", "[x]: y", "(a)=",
             "`a`_", "|s|", "{a}`b`", "```", ":::", "A. ", "__ ", ".. a::", "+++", "•"]
        ),
    ),
    max_size=14,
)  # fmt: skip
TEXTS = (
    PIECES.map("".join)
    .map(lambda s: " ".join(s.split()))
    .filter(lambda s: s.strip("\\"))
)
MYST = {
    "myst_enable_extensions": [
        "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
        "fieldlist", "strikethrough", "substitution", "tasklist",
    ],
}  # fmt: skip
QUIET = {"report_level": 5, "halt_level": 5, "warning_stream": False,
         "smart_quotes": False}  # fmt: skip


@given(TEXTS)
@settings(deadline=None)
def test_any_text_is_itself_in_myst(text: str) -> None:
    page = f"# Top\n\n# A-1: {literal(text)}\n\n{literal(text)}\n"
    tree = publish_doctree(page, parser=Parser(), settings_overrides=QUIET | MYST)
    title, paragraph = tree[-1].children[:2]
    assert title.astext() == f"A-1: {text}"
    assert isinstance(paragraph, nodes.paragraph)
    assert paragraph.astext() == text


@given(TEXTS)
@settings(deadline=None)
def test_any_text_is_itself_in_restructuredtext(text: str) -> None:
    head = f"A-1: {literal_rst(text)}"
    page = f"{head}\n{'=' * 2 * len(head)}\n\n{literal_rst(text)}\n\nB\n=\n\nc\n"
    tree = publish_doctree(page, settings_overrides=QUIET)
    title, paragraph = tree[0].children[:2]
    assert title.astext() == f"A-1: {text}"
    assert isinstance(paragraph, nodes.paragraph)
    assert paragraph.astext() == text


@given(st.lists(st.lists(st.integers(0, 8), max_size=3), max_size=9))
def test_what_is_needed_comes_first_unless_in_a_circle(needs: list[list[int]]) -> None:
    plans = [
        Plan(id=f"A-{n}", title="x", phase="",
             facts={"depends": ", ".join(f"A-{k}" for k in wanted)})
        for n, wanted in enumerate(needs)
    ]  # fmt: skip
    order, circles = in_order(plans)
    assert sorted(p.id for p in order) == sorted(p.id for p in plans)
    if not circles:
        place = {p.id: n for n, p in enumerate(order)}
        for n, wanted in enumerate(needs):
            for k in wanted:
                assert place.get(f"A-{k}", -1) < place[f"A-{n}"]


CELLS = st.text(max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_each_row_is_a_plan_or_a_mistake(rows: list[tuple[str, str, str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("id", "title", "due"), *rows])
    found = read_rows(out.getvalue())
    lines = {row.line for row in found.rows} | {line for line, _ in found.mistakes}
    assert len(lines) == sum(any(cell.strip() for cell in row) for row in rows)
