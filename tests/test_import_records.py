"""Files of data become the same pages as documents do."""

from __future__ import annotations

import dataclasses as dc
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from conftest import warnings_of
from exchange_sample import RICH
from importing import importing
from sphinx_audit.exchange import read_text
from sphinx_audit.exchange.markdown import as_markdown
from sphinx_audit.exchange.needs import as_needs
from sphinx_audit.exchange.table import as_csv
from sphinx_audit.exchange.xlsx import as_xlsx
from sphinx_audit.model import Place
from sphinx_audit.pile.records import spreadsheet
from sphinx_audit.pile.records.lined import closing_lines, load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from conftest import Build
    from sphinx_audit.exchange import Audit
    from sphinx_audit.model import Finding, Pattern, Register, SignOff

# -- there and back


FORMATS: dict[str, Callable[[Audit], str | bytes]] = {
    "register.csv": lambda audit: as_csv(
        audit.register.findings.values(), audit.register
    ),
    "register.xlsx": as_xlsx,
    "needs.json": lambda audit: as_needs(audit, "1"),
    "register.md": as_markdown,
}


def register_of(build: Build, pages: dict[str, str]) -> Audit:
    app = build(pages, "audit-json")
    return read_text((app.outdir / "findings.json").read_text("utf-8"))


@pytest.mark.parametrize("name", [*FORMATS, "findings.json"])
def test_a_register_that_is_exported_and_imported_is_the_same(
    build: Build, tmp_path: Path, name: str
) -> None:
    before = register_of(build, RICH)
    if name in FORMATS:
        text = FORMATS[name](before)
    else:
        text = (tmp_path / "source/_build/audit-json/findings.json").read_bytes()
    made = importing(tmp_path, {name: text}, into="again")
    for page in RICH:
        (tmp_path / "source" / page).unlink()
    after = register_of(build, made.pages)
    assert facts(after.register) == facts(before.register)
    phases = {"2A", "2B"} if name != "register.csv" else set()
    for id_ in phases:
        old, new = before.register.phases[id_], after.register.phases[id_]
        names = ("id", "title", "order", "after", "gate", "start", "end")
        assert [getattr(new, n) for n in names] == [getattr(old, n) for n in names]


def facts(register: Register) -> dict[str, Finding]:
    """Return findings without what their pages decide, and without patterns.

    Tables have no place for these.
    """
    return {
        id_: dc.replace(found, place=NOWHERE, anchor="", uses=())
        for id_, found in sorted(register.findings.items())
    }


def test_checklists_of_a_findings_json_keep_who_when_and_evidence(
    build: Build, tmp_path: Path
) -> None:
    register_of(build, RICH)
    text = (tmp_path / "source/_build/audit-json/findings.json").read_bytes()
    made = importing(tmp_path, {"findings.json": text}, into="again")
    assert (
        "```{checklist} SI-1-ci-validation CI validation\n:mandatory:\n\n"
        "- [x] Tests pass {by}`ci` {on}`2026-02-01` {evidence}`index.md#L1`\n"
        "  - [-] On Windows (not applicable: servers run Linux)\n"
        "- [ ] Rollback tested\n"
    ) in made.pages["phase_2a_foundation/SI-1.md"]
    assert made.report["left"] == []


def decided(register: Register) -> list[SignOff]:
    return [dc.replace(s, place=NOWHERE) for s in register.signoffs]


def reusable(register: Register) -> list[Pattern]:
    return [dc.replace(p, place=NOWHERE, anchor="") for p in register.patterns.values()]


NOWHERE = Place(docname="", line=1)


def test_signoffs_and_patterns_of_a_findings_json_come_along(
    build: Build, tmp_path: Path
) -> None:
    before = register_of(build, RICH).register
    text = (tmp_path / "source/_build/audit-json/findings.json").read_bytes()
    made = importing(tmp_path, {"findings.json": text}, into="again")
    for page in RICH:
        (tmp_path / "source" / page).unlink()
    after = register_of(build, made.pages).register
    assert before.signoffs
    assert before.patterns
    assert decided(after) == decided(before)
    assert reusable(after) == reusable(before)
    assert after.findings["SI-1"].uses == before.findings["SI-1"].uses != ()


def test_a_signoff_or_pattern_that_cannot_be_is_listed(tmp_path: Path) -> None:
    data = {
        "version": 1,
        "findings": [{"id": "SI-1", "title": "A", "phase": "1", "uses": ["a", "b"]}],
        "phases": [{"id": "1", "title": "One"}],
        "patterns": [{"id": "a b"}, {"id": "a", "title": "x\n```{include} y"}],
        "signoffs": [
            {"phase": "1", "decision": "approved", "by": "x\n```{include} y"},
            {"phase": "9", "decision": "approved"},
            {"phase": "1", "decision": "yes"},
            {"decision": "approved"},
        ],
    }
    made = importing(tmp_path, {"f.json": json.dumps(data)})
    told = made.said("left")
    for text in ("phase 9, which has no page", "says 'yes'", "no phase", "'a b'"):
        assert text in told
    assert ":uses: a\n" in made.pages["phase_1_one/SI-1.md"]
    assert ":by: x ```{include} y\n" in made.pages["phase_1_one/index.md"]
    assert not any(
        line.startswith("```{include}")
        for page in made.pages.values()
        for line in page.split("\n")
    )


# -- FedRAMP

POAM = (
    "POAM ID", "Controls", "Weakness Name", "Weakness Description",
    "Weakness Detector Source", "Asset Identifier", "Point of Contact",
    "Overall Remediation Plan", "Original Detection Date",
    "Scheduled Completion Date", "Planned Milestones", "Original Risk Rating",
    "Adjusted Risk Rating", "False Positive", "Deviation Rationale", "CVE",
)  # fmt: skip


def workbook(sheets: Mapping[str, list[tuple[object, ...]]]) -> bytes:
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def poam(
    id_: str, name: str, *, false: str = "No", rating: str = "High"
) -> tuple[str, ...]:
    return (
        id_, "AC-2, AC-3", name, "Old accounts\nstay active.", "Nessus",
        "db01", "Dana", "Remove them.\n\nThen watch {eval}`1`.", "2026-01-02",
        "02/28/2026", "(1) 1/31/2026: script", rating, "", false, "a test system",
        "CVE-2026-1234",
    )  # fmt: skip


def test_a_fedramp_sheet_becomes_plans(tmp_path: Path, build: Build) -> None:
    title: tuple[object, ...] = ("FedRAMP Plan of Action and Milestones", None)
    data = workbook(
        {
            "Open POA&M Items": [title, POAM, poam("V-1", "Stale accounts")],
            "Closed POA&M Items": [POAM, poam("V-2", "Weak cipher", rating="Moderate")],
            "Configuration Findings": [POAM, poam("V-3", "Banner", false="Yes")],
        }
    )
    made = importing(tmp_path, {"poam.xlsx": data})
    assert made.code == 0
    page = made.pages["findings/V-1.md"]
    for line in (
        "# V-1: Stale accounts",
        ":priority: high",
        ":severity: High",
        ":status: open",
        ":owner: Dana",
        ":detected: 2026-01-02",
        ":due: 2026-02-28",
        ":controls: AC-2, AC-3, CVE-2026-1234",
        ":source: Nessus",
        "## Overall Remediation Plan",
        "Then watch \\{eval}`1`.",
        "- Asset Identifier: db01 (poam.xlsx \\[Open POA&M Items]:3)",
    ):
        assert line in page.split("\n"), page
    assert ":status: implemented" in made.pages["findings/V-2.md"]
    assert ":priority: medium" in made.pages["findings/V-2.md"]
    assert ":status: false-positive" in made.pages["findings/V-3.md"]
    assert ":reason: a test system" in made.pages["findings/V-3.md"]
    assert "FedRAMP Plan of Action" in made.said("left")
    pages = {n: t for n, t in made.pages.items() if n != "index.md"}
    assert warnings_of(build({"index.md": made.pages["index.md"], **pages})) == []


# -- spreadsheets that are none


def packed(parts: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return whole.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a/>'
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (packed({SHEET: b" " * (spreadsheet.UNPACKED + 1)}), "unpacks to"),
        (packed({f"{n}.xml": b"" for n in range(spreadsheet.PARTS + 1)}), "parts"),
        (packed({SHEET: ENTITIES}), "declares XML entities"),
        (packed({SHEET: ENTITIES.decode().encode("utf-16")}), "declares XML entities"),
        (packed({SHEET: b"<a/>"}), "no spreadsheet"),
        (b"", "no spreadsheet"),
        (workbook({"a": [("Name", "Colour"), ("b", "red")]}), "column of ids"),
    ],
)
def test_a_spreadsheet_that_is_none_is_not_opened(
    tmp_path: Path, data: bytes, said: str
) -> None:
    made = importing(tmp_path, {"a.xlsx": data})
    assert made.code == 1
    assert said in made.said("refused")


def test_a_cell_far_off_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["B1"], sheet["C1"] = "ID", "Title", "Status"
    sheet["A2"], sheet["B2"] = "SI-001", "One"
    sheet["XFD1048576"] = "far"
    whole = io.BytesIO()
    book.save(whole)
    made = importing(tmp_path, {"a.xlsx": whole.getvalue()})
    assert "findings/SI-001.md" in made.pages
    assert "beyond" in made.said("left")


def test_without_openpyxl_the_command_to_install_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    made = importing(tmp_path, {"a.xlsx": packed({SHEET: b"<a/>"})})
    assert made.code == 1
    assert "pip install 'sphinx-audit[xlsx]'" in made.said("refused")


# -- JSON of other tools

SARIF = {
    "version": "2.1.0",
    "runs": [
        {
            "tool": {
                "driver": {
                    "name": "CodeQL",
                    "rules": [
                        {
                            "id": "go/sql",
                            "shortDescription": {"text": "SQL from a user"},
                            "help": {"text": "Use\n\n```{include} /etc/passwd\n```"},
                            "properties": {
                                "tags": ["external/cwe/cwe-089"],
                                "security-severity": "8.8",
                            },
                        }
                    ],
                }
            },
            "results": [
                {
                    "ruleId": "go/sql",
                    "level": "error",
                    "message": {"text": "This query depends on `input`."},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": "a/b.go"},
                                "region": {"startLine": 7},
                            }
                        }
                    ],
                    "codeFlows": [],
                },
                {"message": {"text": "Fine"}, "kind": "pass"},
                {"message": {"text": "Gone"}, "baselineState": "absent"},
            ],
        }
    ],
}


def test_results_of_sarif_become_findings(tmp_path: Path, build: Build) -> None:
    made = importing(tmp_path, {"scan.sarif": json.dumps(SARIF, indent=1)})
    assert made.code == 0
    page = made.pages["findings/CODEQL-1.md"]
    for line in (
        "# CODEQL-1: SQL from a user",
        ":priority: high",
        ":severity: error, 8.8",
        ":status: open",
        ":controls: CWE-89",
        ":source: CodeQL go/sql",
        "This query depends on `input`.",
        "- Location: a/b.go:7 (scan.sarif:28)",
    ):
        assert line in page.split("\n"), page
    assert "{include}" not in page.replace("```{include} /etc/passwd", "", 1)
    assert ":status: implemented" in made.pages["findings/CODEQL-2.md"]
    assert "1 results of kind pass" in made.said("left")
    assert "codeFlows" in made.said("left")
    assert warnings_of(build(made.pages)) == []


OSCAL = {
    "plan-of-action-and-milestones": {
        "uuid": "p",
        "metadata": {"title": "Plan"},
        "observations": [
            {
                "uuid": "o1",
                "description": "Seen in the log.",
                "methods": ["TEST"],
                "collected": "2026-01-05T00:00:00Z",
                "relevant-evidence": [{"href": "log.txt", "description": "The log"}],
            },
            {"uuid": "o2", "title": "Alone", "description": "Of no item."},
        ],
        "risks": [
            {
                "uuid": "r1",
                "title": "Old TLS",
                "description": "1.0 is spoken.",
                "statement": "Traffic can be read.",
                "status": "deviation-approved",
                "deadline": "2026-03-01T00:00:00Z",
                "characterizations": [
                    {"facets": [{"name": "impact", "value": "moderate"}]}
                ],
                "remediations": [
                    {
                        "lifecycle": "planned",
                        "title": "Turn it off",
                        "description": "On *all* servers.",
                        "tasks": [{"title": "Stage", "type": "milestone"}],
                    }
                ],
            }
        ],
        "poam-items": [
            {
                "uuid": "i1",
                "title": "TLS 1.0",
                "description": "Servers accept it.",
                "props": [{"name": "POAM-ID", "value": "V-9"}],
                "related-observations": [{"observation-uuid": "o1"}],
                "related-risks": [{"risk-uuid": "r1"}, {"risk-uuid": "none"}],
            }
        ],
    }
}


def test_items_of_oscal_become_findings(tmp_path: Path, build: Build) -> None:
    made = importing(tmp_path, {"poam.json": json.dumps(OSCAL, indent=1)})
    assert made.code == 0
    page = made.pages["findings/V-9.md"]
    for line in (
        "# V-9: TLS 1.0",
        ":priority: medium",
        ":status: open",
        ":detected: 2026-01-05",
        ":due: 2026-03-01",
        "Servers accept it.",
        "## Turn it off (planned)",
        "On *all* servers.",
        "- Stage (milestone)",
    ):
        assert line in page.split("\n"), page
    for words in ("Traffic can be read.", "Seen in the log.", "log.txt: The log"):
        assert words in page
    for words in ("Alone: no item names it", "metadata of the plan", "none, not in"):
        assert words in made.said("left")
    assert warnings_of(build(made.pages)) == []


def test_needs_of_sphinx_needs_become_findings(tmp_path: Path) -> None:
    needs = {
        "current_version": "1.0",
        "versions": {
            "0.9": {"needs": {}},
            "1.0": {
                "needs": {
                    "REQ_1": {
                        "id": "REQ_1",
                        "title": "Log in",
                        "type": "req",
                        "type_name": "Requirement",
                        "status": "done",
                        "content": "A user\n\n.. raw:: html\n\n   <script>",
                        "links": ["REQ_2"],
                        "tags": ["a", "b"],
                        "docname": "index",
                        "author": "Eve",
                    },
                    "REQ_2": {"id": "REQ_2", "title": "Log out", "type": "req"},
                }
            },
        },
    }
    made = importing(tmp_path, {"needs.json": json.dumps(needs)})
    page = made.pages["findings/REQ_1.md"]
    assert ":status: implemented\n:depends: REQ_2\n:tags: a, b\n" in page
    assert "- author: Eve" in page
    assert "- Type: Requirement" in page
    assert "version '0.9'" in made.said("left")
    assert "```{code-block} html\n:force:\n\n   <script>\n```" in page


def test_objects_of_json_know_their_lines() -> None:
    text = '{"a": [{"b": "}{\\""},\n\n{"c": {}}],\n"d":\n{}}'
    whole = load(text)
    lines = [whole.line, *(one.line for one in whole["a"])]  # type: ignore[attr-defined, index]
    assert lines == [1, 1, 3]
    assert whole["a"][1]["c"].line == 3  # type: ignore[index]
    assert whole["d"].line == 5  # type: ignore[index]
    assert len(closing_lines(text)) == 5
