"""The register for other tools, and back again without a loss."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from exchange_sample import small
from importing import importing
from projects import finding, phase
from sphinx_audit.cli import main
from sphinx_audit.exchange import Audit, document
from sphinx_audit.exchange.document import as_text
from sphinx_audit.exchange.estimate import written
from sphinx_audit.exchange.markdown import as_markdown
from sphinx_audit.exchange.needs import as_needs
from sphinx_audit.exchange.phases import PHASE_FACTS
from sphinx_audit.exchange.table import HEADS, as_csv, harmless, meant
from sphinx_audit.exchange.xlsx import as_xlsx
from sphinx_audit.making.rows import read_rows
from sphinx_audit.model import (
    Effort,
    Finding,
    Page,
    Phase,
    Place,
    Priority,
    Register,
    Status,
    Suppression,
)
from sphinx_audit.pile.profile import default
from sphinx_audit.pile.records import exported
from sphinx_audit.pile.records.notes import Records
from sphinx_audit.read.finding import FACTS
from test_new import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]
    Read = Callable[[Audit], dict[str, dict[str, object]]]

EVIL = '=HYPERLINK("//x") | `a` <b> {c}`d` ä, "e"'


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "findings.json"
    path.write_text(as_text(document(small())), "utf-8")
    return path


@pytest.fixture
def run(register: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    def command(*words: str) -> tuple[int, str, str]:
        code = main(["export", *words, "--from", str(register)])
        said = capfdbinary.readouterr()
        return code, said.out.decode("latin-1"), said.err.decode()

    return command


# -- the command

MARKDOWN = """\
# Sample: register

As of 2026-02-01.

## Phase 2A: Foundation

- **Gate**: Lead

| Id | Title | Priority | Status | Effort |
|---|---|---|---|---|
| SI-1 | Transaction boundaries | critical | implemented | 3-4 days |
| SI-2 | State kept twice – 状態管理 | high | open | 4-6 h |

### SI-1: Transaction boundaries

Boundaries differ from one operation to the next.

- **Phase**: 2A
- **Priority**: critical
- **Status**: implemented
- **Owner**: backend
- **Aliases**: OLD-1
- **Effort**: 3-4 days
"""


def test_markdown_is_a_document_for_people() -> None:
    text = as_markdown(small())
    assert text.startswith(MARKDOWN)
    assert "\n## Phase 2B: Security\n\n- **After**: 2A\n" in text
    assert text.count("\n### ") == 4  # those set aside, too


def test_needs_are_what_sphinx_needs_reads() -> None:
    data = json.loads(as_needs(small(), "9.9"))
    assert data.keys() == {"project", "current_version", "versions"}
    assert data["current_version"] == "1.0"
    (version,) = data["versions"].values()
    assert version["creator"] == {"program": "sphinx-audit", "version": "9.9"}
    assert version["needs_amount"] == len(version["needs"]) == 6
    for id_, need in version["needs"].items():
        assert need["id"] == id_
        assert need["type"] in {"finding", "phase"}
        assert all(isinstance(need[k], str) for k in ("title", "docname"))
        assert all(link in version["needs"] for link in need["links"])
    assert version["needs"]["BL-6"]["links"] == ["SI-2"]
    assert version["needs"]["BL-6"]["depends"] == "SI-2"  # or it would be ids, too
    assert version["needs"]["2B"]["links"] == ["2A"]
    assert version["needs"]["SI-1"]["effort"] == "3-4 days"


def test_a_project_without_a_version_has_one_there() -> None:
    audit = small()
    bare = Audit(project="x", release="", register=audit.register)
    data = json.loads(as_needs(bare, "1"))
    assert data["versions"].keys() == {data["current_version"]} == {"0"}


def test_every_format_comes_to_standard_output_and_into_a_file(
    run: Run, tmp_path: Path
) -> None:
    for form, name in (
        ("csv", "a.csv"), ("markdown", "a.md"), ("xlsx", "a.xlsx"),
        ("needs.json", "a.json"),
    ):  # fmt: skip
        code, out, err = run("--format", form)
        assert (code, err) == (0, f"sphinx-audit: 4 findings as {form}\n")
        for words in (("--format", form), ()):
            path = tmp_path / f"new{len(words)}" / name
            assert run("-o", str(path), *words)[:2] == (0, "")
            assert path.read_bytes() == out.encode("latin-1")
        assert [p.name for p in path.parent.iterdir() if p.name[0] == "."] == []


def test_a_wrong_use_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "export needs --format, one of csv, xlsx, markdown, needs.json" in run()[2]
    assert run("-o", "a.txt")[0] == 2
    (tmp_path / "x.csv").mkdir()
    code, _, err = run("-o", str(tmp_path / "x.csv"))
    assert (code, "is a folder" in err) == (2, True)
    monkeypatch.setattr(sys, "stdout", Terminal())
    code, _, err = run("--format", "xlsx")
    assert (code, "no text for a terminal: name a file" in err) == (2, True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_openpyxl_it_says_what_to_install(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sphinx_audit.exchange.xlsx", None)
    code, out, err = run("--format", "xlsx")
    assert (code, out) == (2, "")
    assert "xlsx needs openpyxl: pip install 'sphinx-audit[xlsx]'" in err
    assert run("--format", "csv")[0] == 0


def test_the_spreadsheet_is_the_same_bytes_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = as_xlsx(small())
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert as_xlsx(small()) == first
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {e.date_time for e in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.read("docProps/core.xml").count(b">1980-01-01T00:00:00Z<") == 2


def test_a_spreadsheet_has_numbers_and_dates_and_phases() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(small())))
    assert book.sheetnames == ["Findings", "Phases"]
    head, *rows = book["Findings"].iter_rows(values_only=True)
    assert head == HEADS
    by_id = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    second = by_id["SI-2"]
    assert second["due"] == dt.datetime(2026, 3, 1)
    assert (second["effort-low"], second["effort-high"]) == (0.5, 0.75)
    phases = list(book["Phases"].iter_rows(values_only=True))
    assert phases == [
        PHASE_FACTS,
        ("2A", "Foundation", None, None, "Lead", None, None),
        ("2B", "Security", None, "2A", None, None, None),
    ]


def test_what_a_cell_cannot_hold_is_refused_not_cut(
    run: Run, register: Path, tmp_path: Path
) -> None:
    data = json.loads(register.read_text("utf-8"))
    data["findings"][0]["summary"] = "x" * 32_768
    register.write_text(json.dumps(data), "utf-8")
    code, _, err = run("-o", str(tmp_path / "a.xlsx"))
    assert code == 2
    assert "a cell of a spreadsheet holds 32,767 characters, not the 32,768" in err
    assert not (tmp_path / "a.xlsx").exists()
    data["findings"][0]["summary"] = "x" * 32_767
    register.write_text(json.dumps(data), "utf-8")
    assert run("-o", str(tmp_path / "a.xlsx"))[0] == 0


# -- no formulas

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("start", STARTS)
def test_no_cell_begins_as_a_formula_does(start: str) -> None:
    said = f"{start}1+1"
    audit = audit_of([a_finding(title=said, owner=said)])
    _, row = csv.reader(io.StringIO(as_csv(*given_to(audit)), newline=""))
    assert not [cell for cell in row if cell.startswith(tuple(STARTS))]
    assert [meant(cell).split() for cell in row].count(said.split()) == 2
    book = load_workbook(io.BytesIO(as_xlsx(audit)))
    types = {c.data_type for row in book["Findings"].iter_rows() for c in row}
    assert "f" not in types
    cell = book["Findings"]["B2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_list_is_as_safe_as_export(register: Path, run: Run) -> None:
    data = json.loads(register.read_text("utf-8"))
    data["findings"][0]["title"] = EVIL
    register.write_text(json.dumps(data), "utf-8")
    assert "'=HYPERLINK" in run("--format", "csv")[1]
    main(["list", "--format", "csv", "--from", str(register), "--status",
          "!duplicate"])  # fmt: skip


@given(st.text(st.sampled_from("'=+-@\t\rab＝")))
def test_a_cell_made_harmless_is_what_it_was(text: str) -> None:
    assert meant(harmless(text)) == text
    assert not harmless(text).startswith(tuple(STARTS))


# -- and back


def a_finding(id_: str = "A-1", **facts: object) -> Finding:
    given: dict[str, object] = {"title": "A title", **facts}
    place = Place(docname="x", line=1)
    return Finding(id=id_, place=place, anchor="", **given)  # type: ignore[arg-type]


def audit_of(findings: Iterable[Finding], project: str = "P") -> Audit:
    place = Place(docname="p", line=1)
    phases = [Phase(id=i, title=f"Title {i}", place=place, anchor="") for i in "12"]
    pages = {"p": Page(phases=phases), "x": Page(findings=list(findings))}
    return Audit(project=project, release="1", register=Register(pages))


def given_to(audit: Audit) -> tuple[Iterable[Finding], Register]:
    return audit.register.findings.values(), audit.register


TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs", "Cc", "Cn")),
        st.sampled_from("=+-@'`*_[]{}<>|#&\\:;,\"$~ "),
    ),
    max_size=20,
).map(lambda s: " ".join(s.split()))
NAME = TEXT.map(lambda s: s.replace(",", "")).filter(str.strip).map(str.strip)
NAMES = st.lists(NAME, max_size=3, unique=True).map(tuple)
DATE = st.none() | st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
HOUR = st.integers(0, 4_000_000).map(lambda n: n / 8)
EFFORT = st.tuples(HOUR, HOUR).map(lambda p: Effort(low=min(p), high=max(p)))
IDS = [f"A-{n}" for n in range(4)]
KINDS = {"text": TEXT, "date": DATE, "names": NAMES}
OWN: dict[str, st.SearchStrategy[object]] = {
    "title": TEXT.filter(lambda s: s.strip("\\")),
    "summary": TEXT.filter(lambda s: not s or s.strip("\\")),
    "phase": st.sampled_from(["1", "2"]),
    "priority": st.none() | st.sampled_from(Priority),
    "status": st.sampled_from(Status),
    "effort": st.none() | EFFORT,
    "depends": st.lists(st.sampled_from([*IDS, "phase 1"]), unique=True).map(tuple),
    "suppress": st.sampled_from(
        [(), (Suppression(code="no_owner", reason="a pool, (as) agreed",
                          until=dt.date(2026, 1, 2)),
              Suppression(code="open_items", reason="=x"))]
    ),
}  # fmt: skip


def strategy(name: str) -> st.SearchStrategy[object]:
    if (key := name.replace("-", "_")) in OWN:
        return OWN[key]
    form = FACTS[name].form
    kind = "text" if form == "text" else "date" if "2026" in form else "names"
    return KINDS[kind]


def spelt(name: str) -> str:
    return name.replace("-", "_")


FINDINGS = st.fixed_dictionaries(
    {spelt(name): strategy(name) for name in (*FACTS, "title", "summary")}
)
AUDITS = st.builds(
    lambda facts, project: audit_of(
        [a_finding(id_, **f) for id_, f in zip(IDS, facts, strict=False)], project
    ),
    st.lists(FINDINGS, min_size=1, max_size=len(IDS)),
    TEXT.filter(lambda s: s.strip("\\")),
)


def stated(audit: Audit) -> dict[str, dict[str, object]]:
    """Return what a register states of each finding."""
    return {
        f.id: {n: v for n in ("title", "summary", *map(spelt, FACTS))
               if (v := getattr(f, n)) not in {None, "", ()}}
        for f in audit.register.findings.values()
    }  # fmt: skip


def understood(values: Mapping[str, str]) -> dict[str, object]:
    """Return the facts of a finding that are written as an author writes them."""
    options = {spelt(n): FACTS[n].read(t) for n, t in values.items() if n in FACTS}
    return options | {n: values[n] for n in ("title", "summary") if values.get(n)}


def from_csv(audit: Audit) -> dict[str, dict[str, object]]:
    return of_table(as_csv(*given_to(audit)))


def of_table(text: str) -> dict[str, dict[str, object]]:
    found = read_rows(text)
    assert found.mistakes == []
    return {
        plan.id: understood({**plan.facts, "phase": plan.phase, "title": plan.title,
                             "summary": plan.summary})
        for _, plan in found.rows
    }  # fmt: skip


def from_xlsx(audit: Audit) -> dict[str, dict[str, object]]:
    book = load_workbook(io.BytesIO(as_xlsx(audit)))
    text = io.StringIO()
    writer = csv.writer(text)
    for row in book["Findings"].iter_rows(values_only=True):
        writer.writerow(harmless(as_typed(cell)) for cell in row)
    return of_table(text.getvalue())


def as_typed(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def from_markdown(audit: Audit) -> dict[str, dict[str, object]]:
    tokens = MarkdownIt("commonmark").enable("table").parse(as_markdown(audit))
    found: dict[str, dict[str, str]] = {}
    at: dict[str, str] = {}
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        text = "".join(t.content for t in token.children or ())
        if before.type == "heading_open":
            id_, _, title = text.partition(": ")
            at = {"title": title}
            if before.tag == "h3":
                found[id_] = at
        elif before.type == "paragraph_open" and before.level == 0:
            at["summary"] = text
        elif before.type == "paragraph_open":
            name, _, value = text.partition(": ")
            at[name.lower().replace(" ", "-")] = value
    return {id_: understood(values) for id_, values in found.items()}


def from_needs(audit: Audit) -> dict[str, dict[str, object]]:
    data = json.loads(as_needs(audit, "1"))
    needs = data["versions"]["1"]["needs"].values()
    found = {n["id"]: n for n in needs if n["type"] == "finding"}
    return {
        id_: understood({
            "summary": need["content"],
            **{name.replace("_", "-"): ", ".join(v) if isinstance(v, list) else v
               for name, v in need.items()},
        })
        for id_, need in found.items()
    }  # fmt: skip


@pytest.mark.parametrize("read", [from_csv, from_xlsx, from_markdown, from_needs])
def test_what_is_written_is_read_as_the_same(read: Read) -> None:
    @given(AUDITS)
    @settings(deadline=None, max_examples=60)
    def law(audit: Audit) -> None:
        assert read(audit) == stated(audit)

    law()


@given(EFFORT)
def test_an_estimate_is_written_as_authors_write_it(effort: Effort) -> None:
    assert Effort.read(written(effort)) == effort


@given(st.floats(0, 8e9), st.floats(0, 8e9))
def test_any_estimate_can_be_written(one: float, two: float) -> None:
    Effort.read(written(Effort(low=min(one, two), high=max(one, two))))


# -- through import, into a handbook

FACTS_OF_ONE = {
    "priority": "critical", "status": "verified", "effort": "3-4 days",
    "owner": "=backend", "assignee": "Ann", "reviewer": "Bob", "fixed-by": "Ann",
    "verified-by": "Cy", "detected": "2026-01-01", "due": "2026-03-01",
    "started": "2026-01-02", "fixed": "2026-01-20", "verified": "2026-01-30",
    "severity": "high", "controls": "CWE-362", "depends": "SI-2, phase 2B",
    "source": "register, line 17", "tags": "db, go", "aliases": "OLD-1",
    "evidence": "https://example.org/1", "related": "SI-2", "category": "Structure",
    "suppress": "no_owner (a pool, as agreed; until 2026-12-31)",
}  # fmt: skip
WHOLE = {
    "conf.py": 'extensions = ["myst_parser", "sphinx_audit"]\nsmartquotes = False\n',
    "index.md": "# Top\n\n```{toctree}\np2a\np2b\n```\n",
    "p2a.md": phase("2A", gate="Lead, Security", start="2026-01-01"),
    "p2b.md": phase("2B", "Security", after="2A"),
    "SI-1.md": finding("SI-1", "A `title` | with -- *marks*", "- It is said so.",
                       **FACTS_OF_ONE),
    "SI-2.md": finding("SI-2", "+1", phase="2B", effort="6h", source="x"),
    "SI-3.md": finding("SI-3", status="accepted", reason="@Cheap", source="x",
                       expires="2026-06-30", approved_by="Dana"),
}  # fmt: skip
PLACES = ("docname", "line", "state")


def facts(home: Home) -> list[dict[str, str]]:
    code, out, _ = home.run("list", "--format", "csv", "--sort", "id", "--state",
                            "ready,blocked,in-progress,done,set-aside")  # fmt: skip
    assert code == 0
    rows = csv.DictReader(io.StringIO(out))
    return [{n: t for n, t in row.items() if n not in PLACES} for row in rows]


def phases(home: Home) -> list[tuple[object, ...]]:
    found = home.register().phases.values()
    return [tuple(getattr(p, name) for name in PHASE_FACTS) for p in found]


def brought_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> tuple[Home, Home]:
    """Return a handbook, and another into which its export was imported."""
    home = Home(tmp_path / "one", capsys, WHOLE)
    file = str(tmp_path / name)
    assert home.run("export", "-o", file)[0] == 0
    assert main(["init", str(tmp_path / "two"), "--empty"]) == 0
    assert main(["import", file, "--into", str(tmp_path / "two/source")]) == 0
    return home, Home(tmp_path / "two", capsys, {})


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx", "r.md", "needs.json"])
def test_export_and_import_give_the_same_register(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before, after = brought_along(tmp_path, capsys, name)
    assert [row["id"] for row in facts(before)] == ["SI-1", "SI-2", "SI-3"]
    assert facts(after) == facts(before)
    if name != "r.csv":  # which has no place for them
        assert phases(after) == phases(before)


def exact(audit: Audit) -> dict[str, dict[str, object]]:
    """Return what an importer reads of a document, as facts of findings."""
    records = Records("r.md", default())
    assert exported.read(as_markdown(audit).split("\n"), records)
    found: dict[str, dict[str, str]] = {}
    for one in records.statements:
        if not one.about.startswith("phase "):
            found.setdefault(one.about, {})[one.fact] = one.value
    return {id_: understood(values) for id_, values in found.items()}


def test_an_importer_takes_a_document_at_its_word() -> None:
    @given(AUDITS)
    @settings(deadline=None, max_examples=60)
    def law(audit: Audit) -> None:
        assert exact(audit) == stated(audit)

    law()


def a_verified_one() -> str:
    return as_markdown(audit_of([a_finding(phase="1", status=Status.VERIFIED)]))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n\n"])
def test_how_lines_end_changes_nothing(tmp_path: Path, ends: str) -> None:
    text = a_verified_one().rstrip() + "\n"
    text = text.replace("\n", ends) if ends == "\r\n" else text.rstrip() + ends
    made = importing(tmp_path, {"r.md": text})
    assert ":status: verified\n" in made.pages["phase_1_title_1/A-1.md"]


@pytest.mark.parametrize(
    "text",
    [
        a_verified_one().replace("A title", "Another"),
        a_verified_one().rpartition("<!--")[0],
        a_verified_one() + "\nA remark.\n",
    ],
)
def test_verified_is_a_claim_in_a_document_that_was_edited(
    tmp_path: Path, text: str
) -> None:
    made = importing(tmp_path, {"r.md": text})
    assert ":status: implemented\n" in made.pages["phase_1_title_1/A-1.md"]
    told = "somebody edited it" in made.said("guessed")
    assert told == text.rstrip().endswith("-->")
