"""Piles of Markdown become pages: each fact once, each other line whole."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import warnings_of
from importing import INDEX, importing, pages
from sphinx_audit.cli import main
from sphinx_audit.pile.writing import moving
from sphinx_audit.pile.writing.moving import Staging, aside
from sphinx_audit.pile.writing.present import STATE, look
from test_guide import files

if TYPE_CHECKING:
    from conftest import Build

REGISTER = """\
# Audit of the shop

Read [the plan](plans/SI-001.md) first, or [nothing](missing.md).

## Phase 1: Access

| Finding | Priority | Effort | Description | Colour |
|---------|----------|--------|-------------|--------|
| SI-001 | CRITICAL | 3-4 days | Old keys stay valid | red |
| SI-002 | HIGH | 2 days | Nobody logs who signed in | | COMPLETED |

## Phase 2: Speed

- ✅ **PF-001**: Slow lists - FIXED
- **PF-002**: Slow pages

Everything is *verified* by hand.
"""

PLAN = """\
# SI-001: Old keys stay valid

**Priority**: HIGH
**Status**: Verified.
**Dependencies**: SI-002, ZZ-009
**Colour**: blue

## Problem

Keys are never revoked, see [the register](../register.md).

### Mandatory checks

- [x] keys expire
- [ ] a test shows it
  - with load

```python
revoke(key)
```

## Rollback

None.
"""

PILE = {"register.md": REGISTER, "plans/SI-001.md": PLAN}


def test_a_register_and_a_plan_become_pages(tmp_path: Path) -> None:
    made = importing(tmp_path, PILE)
    assert made.code == 0
    assert sorted(made.pages) == [
        "imported/index.md",
        "imported/register.md",
        "index.md",
        "phase_1_access/SI-001.md",
        "phase_1_access/SI-002.md",
        "phase_1_access/index.md",
        "phase_2_speed/PF-001.md",
        "phase_2_speed/PF-002.md",
        "phase_2_speed/index.md",
    ]
    assert made.pages["phase_1_access/SI-001.md"] == (
        "# SI-001: Old keys stay valid\n\n"
        "```{finding} SI-001\n"
        ":phase: 1\n"
        ":priority: critical\n"
        ":effort: 3-4 days\n"
        ":status: implemented\n"
        ":depends: SI-002\n"
        ":source: register.md:9; plans/SI-001.md:1\n"
        "```\n\n"
        "**Colour**: blue\n\n"
        "## Problem\n\n"
        "Keys are never revoked, see [the register](../imported/register.md).\n\n"
        "### Mandatory checks\n\n"
        "```{checklist} SI-001-mandatory-checks Mandatory checks\n"
        ":mandatory:\n\n"
        "- [x] keys expire\n"
        "- [ ] a test shows it\n"
        "\n  > - with load\n"
        "```\n\n"
        "```{code-block} python\n:force:\n\nrevoke(key)\n```\n\n"
        "## Rollback\n\nNone.\n\n"
        "## Also recorded\n\n"
        "- Colour: red (register.md:9)\n"
        "- depends, which no source defines: `ZZ-009` (plans/SI-001.md:5)\n"
    )


def test_what_is_about_no_finding_is_carried_over_on_a_page_of_its_own(
    tmp_path: Path,
) -> None:
    made = importing(tmp_path, PILE)
    assert made.pages["imported/register.md"] == (
        "# Audit of the shop\n\n"
        "Read [the plan](../phase_1_access/SI-001.md) first, or nothing "
        "(`missing.md`).\n"
    )
    assert "Everything is *verified* by hand." in made.pages["phase_2_speed/index.md"]


def test_the_report_says_what_differs_and_what_was_taken(tmp_path: Path) -> None:
    made = importing(tmp_path, PILE)
    [differs] = made.report["differs"]
    assert (differs["about"], differs["fact"]) == ("SI-001", "priority")
    assert differs["taken"]["words"] == "CRITICAL"
    assert differs["taken"]["file"].endswith("register.md")
    assert (differs["other"]["words"], differs["other"]["line"]) == ("HIGH", 3)
    assert "depends ZZ-009, which no source defines" in made.said("unknown")
    assert "a claim, so it is implemented" in made.said("guessed")
    other = importing(tmp_path, PILE, *reversed(PILE), into="other")
    assert ":priority: high" in other.pages["phase_1_access/SI-001.md"]


@pytest.mark.filterwarnings("ignore::sphinx.deprecation.RemovedInSphinx11Warning")
def test_the_pages_build_without_a_warning(tmp_path: Path, build: Build) -> None:
    made = importing(tmp_path, PILE)
    app = build(made.pages)
    [warning] = warnings_of(app)  # as the plan does contradict itself
    assert warning == (
        "phase_1_access/SI-001.md:3: WARNING: SI-001 is implemented, but 1 of 2 "
        "mandatory items of SI-001-mandatory-checks are open [audit.open_items]"
    )


def test_the_guide_shows_what_comes_of_its_example(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = files("import.md")
    for name in ("register.txt", "plan.txt", "profile.toml"):
        (tmp_path / name).write_text(shown[name], "utf-8")
    monkeypatch.chdir(tmp_path)
    words = ["register.txt", "plan.txt", "--into", "source"]
    assert main(["import", *words]) == 0
    page = pages(tmp_path / "source")["phase_1_orders/SI-001.md"]
    assert page == shown["phase_1_orders/SI-001"]
    assert capsys.readouterr().out == shown["report"]
    assert main(["import", *words, "--profile", "profile.toml"]) == 1  # no NC in it


# -- again


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    importing(tmp_path, PILE)
    before = stamps(tmp_path / "source")
    again = importing(tmp_path, PILE)
    assert stamps(tmp_path / "source") == before
    assert {page["fate"] for page in again.report["pages"]} == {"unchanged"}


def stamps(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(p): (p.stat().st_mtime_ns, p.read_bytes())
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_edited_pages_and_pages_of_others_are_kept(tmp_path: Path) -> None:
    importing(tmp_path, PILE)
    edited = tmp_path / "source" / "phase_1_access" / "SI-001.md"
    edited.write_text("# SI-001: Mine\n\n```{finding} SI-001\n```\n", "utf-8")
    own = tmp_path / "source" / "phase_2_speed" / "PF-001.md"
    own.unlink()
    mine = "# PF-001: Elsewhere\n\n```{finding} PF-001\n:phase: 2\n```\n"
    (tmp_path / "source" / "mine.md").write_text(mine, "utf-8")
    changed = PILE | {"register.md": REGISTER.replace("HIGH", "LOW")}
    again = importing(tmp_path, changed)
    fates = {p["path"]: (p["fate"], p["why"]) for p in again.report["pages"]}
    assert fates["phase_1_access/SI-001.md"] == ("kept", "edited since")
    assert fates["phase_2_speed/PF-001.md"] == (
        "kept",
        "PF-001 is already on mine.md",
    )
    assert fates["phase_1_access/SI-002.md"] == ("written", None)
    assert "Mine" in again.pages["phase_1_access/SI-001.md"]
    assert ":priority: low" in again.pages["phase_1_access/SI-002.md"]
    assert "phase_2_speed/PF-001.md" not in again.pages


def test_fewer_sources_do_not_take_away_what_more_of_them_said(tmp_path: Path) -> None:
    first = importing(tmp_path, PILE)
    again = importing(tmp_path, PILE, "plans/SI-001.md")
    assert again.pages == first.pages
    kept = {p["path"]: p["why"] for p in again.report["pages"] if p["fate"] == "kept"}
    assert kept == {
        "findings/SI-001.md": "made from plans/SI-001.md, register.md as well; "
        "import them together"
    }


def test_a_finding_that_changes_its_phase_moves(tmp_path: Path) -> None:
    importing(tmp_path, {"register.md": REGISTER})
    later = REGISTER.replace("| SI-002 |", "| SI-009 |").replace("PF-002", "SI-002")
    again = importing(tmp_path, {"register.md": later})
    assert "phase_2_speed/SI-002.md" in again.pages
    assert "phase_1_access/SI-002.md" not in again.pages


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    made = importing(tmp_path, PILE, "--dry-run")
    assert made.code == 0
    assert not (tmp_path / "source").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pile", "report.json"]
    assert len(made.report["pages"]) == 9


# -- stopped in the middle


def test_an_import_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(staging: Staging, *given: object) -> None:
        if len(staging.moves) > 3:
            raise OSError(28, "No space left on device")
        add(staging, *given)  # type: ignore[arg-type]

    add = Staging.add
    monkeypatch.setattr(Staging, "add", full)
    assert importing(tmp_path, PILE).code == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pile"]


def test_moves_that_were_begun_are_ended_by_the_next_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = importing(tmp_path, PILE, into="whole")
    target = tmp_path / "source"
    with monkeypatch.context() as patch:
        patch.setattr(moving, "carry_out", lambda *given: None)
        patch.setattr(Staging, "drop", lambda staging: None)
        importing(tmp_path, PILE)  # as if it were killed before the first move
    assert not target.exists()
    [name] = (aside(target)).glob("5.md")
    moves = json.loads((aside(target) / moving.MOVES).read_text("utf-8"))["moves"]
    there = target / dict(moves)[name.name]
    there.parent.mkdir(parents=True)
    name.replace(there)  # or in the middle of them
    again = importing(tmp_path, PILE)
    assert pages(target) == whole.pages
    assert {p["fate"] for p in again.report["pages"]} == {"unchanged"}
    assert not aside(target).exists()


def test_what_was_stopped_before_the_moves_is_thrown_away(tmp_path: Path) -> None:
    folder = aside(tmp_path / "source")
    folder.mkdir()
    (folder / "0.md").write_text("half", "utf-8")
    importing(tmp_path, PILE)
    assert not folder.exists()


def test_moves_cannot_lead_elsewhere(tmp_path: Path) -> None:
    folder = aside(tmp_path / "source")
    folder.mkdir()
    (folder / "0.md").write_text("evil", "utf-8")
    moves = {"moves": [["0.md", "../evil.md"]], "gone": ["../pile/register.md"]}
    (folder / moving.MOVES).write_text(json.dumps(moves), "utf-8")
    importing(tmp_path, PILE)
    assert not (tmp_path / "evil.md").exists()
    assert (tmp_path / "pile" / "register.md").exists()


def test_two_imports_at_once_do_not_mix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = aside(tmp_path / "source")
    folder.mkdir()
    (folder / moving.OWNER).write_text(str(os.getppid()), "utf-8")
    assert importing(tmp_path, PILE).code == 2
    assert "another import" in capsys.readouterr().err
    assert folder.exists()


def test_a_broken_state_file_makes_pages_count_as_edited(tmp_path: Path) -> None:
    importing(tmp_path, PILE)
    (tmp_path / "source" / STATE).write_text("[", "utf-8")
    assert look(tmp_path / "source").trouble
    changed = {"register.md": REGISTER.replace("HIGH", "LOW")}
    again = importing(tmp_path, changed)
    assert ":priority: high" in again.pages["phase_1_access/SI-002.md"]


# -- bad input

BAD: dict[str, tuple[str | bytes, str]] = {
    "empty.md": ("", "empty"),
    "blank.md": (" \n\n", "empty"),
    "binary.md": (bytes(range(256)) * 9, "no text"),
    "no-ids.md": ("| Name | Status |\n|---|---|\n| a | open |\n", "no finding"),
    "placeholder.md": ("| ID | Title |\n|---|---|\n| [ID] | [TITLE] |\n", "no finding"),
    "empty.csv": ("", "empty"),
    "no-ids.csv": ("name,status\na,open\n", "column of ids"),
    "quote.csv": ('id,title,status\n"a,b\n', "no finding"),
    "broken.json": ('{"a": ', "no JSON"),
    "other.json": ('{"a": 1}', "neither"),
    "deep.json": ("[" * 100_000, "JSON"),
    "number.json": ('{"a": ' + "9" * 5000 + "}", "JSON"),
    "no-zip.xlsx": (b"PK\x03\x04 nothing", "no spreadsheet"),
    "list.sarif": ('{"runs": [1, null, {"results": "x", "tool": 3}]}', "no finding"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_line_of_the_report(tmp_path: Path, name: str) -> None:
    text, said = BAD[name]
    made = importing(tmp_path, {name: text})
    assert made.code == 1
    assert said in made.said("")


def test_two_findings_with_one_id_are_refused(tmp_path: Path) -> None:
    text = "| ID | Title |\n|---|---|\n| SI-001 | One |\n| SI-001 | Another |\n"
    made = importing(tmp_path, {"a.md": text})
    assert made.code == 1
    assert "SI-001 stands for two findings: 'One'" in made.said("refused")


def test_ids_that_differ_in_case_are_one(tmp_path: Path) -> None:
    text = "id,title,status\nSI-001,One,open\nsi-001,Another,open\n"
    made = importing(tmp_path, {"a.csv": text})
    assert made.code == 1
    assert "si-001" in made.said("refused")
    assert [p for p in made.pages if "001" in p] == ["findings/SI-001.md"]


def test_a_folder_with_binaries_is_read_and_says_what_was_not(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "p/a.md": PLAN,
        "p/b.png": b"\x89PNG\x00",
        "p/c.bin": b"\x00" * 100,
    }
    made = importing(tmp_path, files, "p")
    assert "2 files" in made.said("")
    assert "findings/SI-001.md" in made.pages


def test_other_encodings_are_read_and_said(tmp_path: Path) -> None:
    text = "# SI-001: Schlüssel, alt\r\n\r\nNoch gültig.\r\n"
    for number, codec in enumerate(("utf-16", "cp1252", "utf-8-sig")):
        into = f"source{number}"
        made = importing(tmp_path, {"a.md": text.encode(codec)}, into=into)
        assert "SI-001: Schlüssel, alt" in made.pages["findings/SI-001.md"]
        assert "Noch gültig." in made.pages["findings/SI-001.md"]
        assert bool(made.report["repaired"]) is (codec != "utf-8-sig")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing.md"], "does not exist"),
        (["--profile", "missing.toml", "a.md"], "missing.toml"),
        (["--into", "a.md", "a.md"], "no folder"),
    ],
)
def test_wrong_use_is_code_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(PLAN, "utf-8")
    into = [] if "--into" in words else ["--into", "source"]
    assert main(["import", *words, *into]) == 2
    assert said in capsys.readouterr().err


def test_the_text_report_names_pages_and_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    importing(tmp_path, PILE, "--dry-run")
    monkeypatch.chdir(tmp_path / "pile")
    code = main(["import", "register.md", "plans", "--into", "../source"])
    said = capsys.readouterr().out
    assert code == 0
    assert "written    phase_1_access/SI-002.md  SI-002  < register.md\n" in said
    assert (
        "SI-001 priority: 'CRITICAL' (register.md:9); 'HIGH' (plans/SI-001.md:3)"
        in said
    )
    assert said.endswith("4 findings; 9 pages written\n")


# -- nothing is lost

WORDS = st.sampled_from(["red", "old key", "see below", "**bold** text", "`code`"])
IDS = st.sampled_from(["SI-001", "SI-002", "PF-010", "si-001", "XX-999"])
VALUES = {
    "Priority": ["HIGH", "low", "urgent!", "P1", "soon"],
    "Status": ["COMPLETED", "Verified.", "open", "🔄", "half"],
    "Effort": ["2 days", "3-4 days", "long", "1w"],
    "Owner": ["Ada", "[Bob](mailto:b@x.org)"],
    "Colour": ["blue"],
    "Depends": ["SI-001", "none", "Phase 1"],
}
FIELD = st.sampled_from(
    [f"**{name}**: {value}" for name, all_ in VALUES.items() for value in all_]
)
HEADING = st.tuples(
    st.sampled_from(["#", "##", "###"]),
    st.sampled_from(["{id}: {words}", "{words}", "Phase 1: {words}", "[{id}] {words}"]),
).map(" ".join)
ROW = st.lists(st.sampled_from(["{id}", "{words}", "HIGH", "open", ""]), max_size=6)
TABLE = st.tuples(
    st.lists(
        st.sampled_from(["ID", "Finding", "Title", "Priority", "Status", "Colour"]),
        min_size=1,
        max_size=4,
    ),
    st.lists(ROW, max_size=3),
).map(
    lambda t: "\n".join(
        [f"| {' | '.join(t[0])} |", "|---" * len(t[0]) + "|"]
        + [f"| {' | '.join(row)} |" for row in t[1]]
    )
)
BLOCK = st.one_of(
    HEADING,
    st.lists(FIELD, min_size=1, max_size=3).map("\n".join),
    st.lists(FIELD, min_size=1, max_size=2).map(
        lambda f: "\n".join(f"- {x}" for x in f)
    ),
    TABLE,
    st.sampled_from(
        [
            "Some {words} here",
            "- ✅ **{id}**: {words} - DONE",
            "- {id}: {words}\n\n  and {words}",
            "- [x] {words}\n- [ ] {words}\n- plain {words}",
            "1. {words}\n2. {words}\n   - {words}",
            "```python\n# {words}\n```",
            "```{{include}} {words}\n{words}\n```",
            "<b>{words}</b>",
            "<div>\n{words}\n</div>",
            "> {words}\n> - {words}",
            "[{words}]: {words}.md",
            "See [{words}](other.md) {words}.",
            "    indented {words}",
            "```mermaid\ngraph TD\n  A[{id}: {words}] --> B[{words}]\n```",
            "{words}\n=====",
            "---",
            "- nested\n  - ```\n    {words}\n    ```",
        ]
    ),
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return Markdown each line of which holds a word that no other line has."""
    blocks = draw(st.lists(BLOCK, min_size=1, max_size=12))
    if draw(st.booleans()):
        blocks.insert(0, "---\nid: {id}\npriority: HIGH\ncolour: {words}\n---")
    text = "\n\n".join(blocks)
    text = re.sub(r"\{id\}", lambda _: draw(IDS), text)
    return (
        re.sub(r"\{words\}", lambda _: draw(WORDS), text)
        .replace("{{", "{")
        .replace("}}", "}")
    )


MARK = re.compile(r"\S")


def marked(text: str, number: int) -> str:
    """Put a word of its own into each line that has a place for one."""
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if WORDY.search(line) and not line.startswith(("```", "---", "===", "|---")):
            lines[n] = WORDY.sub(rf"\g<0> zq{number}x{n}", line, count=1)
    return "\n".join(lines)


WORDY = re.compile(
    r"\b(?:red|old key|see below|text|code|open|HIGH|low|Ada|blue)\b(?!`|\*)"
)


@given(st.lists(documents(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_every_line_is_on_a_page_or_in_the_report(texts: list[str]) -> None:
    files = {f"d{n}.md": marked(text, n) for n, text in enumerate(texts)}
    with TemporaryDirectory() as folder:
        made = importing(Path(folder), files)
    shown = "\n".join(made.pages.values())
    told = made.said("")
    listed = {
        (Path(one["file"]).name, one["line"])
        for key in ("empty-headings", "table-headers")
        for one in made.report[key]
    }
    for name, text in files.items():
        for number, line in enumerate(text.split("\n"), start=1):
            for word in re.findall(r"[^\W_]+", line):
                found = word.casefold() in shown.casefold() or word in told
                assert found or (name, number) in listed or word in STATED, (
                    f"{word!r} of {name}:{number} {line!r} is lost"
                )


STATED = {w for all_ in VALUES.values() for v in all_ for w in re.findall(r"\w+", v)}
STATED |= {"DONE", "graph", "TD", "mermaid", "python", "Status", "Priority", "Effort"}
STATED |= {"Owner", "Depends", "HIGH", "open", "x", "A", "B", "include", "id"}
STATED |= {"priority", "colour"}
"""Words that our own vocabulary stands for."""


# -- what a project must know


def test_ids_of_another_form_and_folders_nobody_lists_are_named(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (tmp_path / "conf.py").write_text("", "utf-8")
    (tmp_path / "pyproject.toml").write_text(
        "[tool.audit]\nid_pattern = 'AC-\\d+'\n", "utf-8"
    )
    (source / "index.md").write_text("# Mine\n", "utf-8")
    made = importing(tmp_path, PILE)
    told = made.said("remedies")
    assert "SI-001, SI-002, PF-001, PF-002: no id of this project" in told
    assert "*/index in index.md" in told
    (source / "index.md").write_text(INDEX, "utf-8")
    (tmp_path / "pyproject.toml").unlink()
    assert importing(tmp_path, PILE).report["remedies"] == []


SEEDS = Path(os.environ.get("AUDIT_SEEDS") or "none")


@pytest.mark.skipif(
    not SEEDS.is_dir(),
    reason="AUDIT_SEEDS names no folder with the two documents of the audit",
)
def test_the_two_documents_of_the_audit_become_a_handbook(
    tmp_path: Path, build: Build
) -> None:
    texts = {p.name: p.read_bytes() for p in sorted(SEEDS.glob("0*.txt"))}
    made = importing(tmp_path, texts)
    assert made.code == 0
    findings = [
        p for p in made.report["pages"] if re.match(r"[A-Z]{2}-\d", p["about"] or "")
    ]
    assert len(findings) == 41
    page = made.pages["phase_2a_foundation/SI-001.md"]
    for line in (":priority: critical", ":effort: 3-4 days", ":status: implemented"):
        assert line in page.split("\n")
    assert ":status: verified" not in "".join(made.pages.values())
    assert "SI-005" in {
        d["about"] for d in made.report["differs"] if d["fact"] == "status"
    }
    [warning] = warnings_of(build(made.pages))
    assert warning == (
        "phase_2a_foundation/index.md:6: WARNING: sign-off of 2A: claimed by "
        "000-register-v2.0.txt:55, signed by nobody [audit.claimed_signoff]"
    )
