"""What Markdown says, whatever way it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pile_samples import PLAN, PLAN_FILE, REGISTER
from sphinx_audit.pile.markdown import blocks, read_text
from sphinx_audit.pile.profile import default
from sphinx_audit.pile.said import Document, Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

Said = tuple[str, str, str]


def read(text: str) -> Document:
    return read_text("page.md", text.split("\n"), default())


def said(text: str, fact: str = "", shape: Shape | None = None) -> list[Said]:
    """Return about, fact and value of all statements, in the order of the lines."""
    found = (
        (s.about, s.fact, s.value)
        for s in sorted(read(text).statements, key=lambda s: s.place.line)
        if fact in {"", s.fact} and shape in {None, s.shape}
    )
    return list(dict.fromkeys(found))


def codes(text: str) -> list[str]:
    return [t.code for t in read(text).troubles]


# -- headings

HEADINGS = [
    ("# SI-001: Pool exhaustion", "SI-001", "Pool exhaustion"),
    ("### **1. SI-001 – Pool exhaustion**", "SI-001", "Pool exhaustion"),
    ("## Finding SI-001 - Pool exhaustion", "SI-001", "Pool exhaustion"),
    ("## [H-01] Pool exhaustion", "H-01", "Pool exhaustion"),
    ("## SI-001: Pool exhaustion (COMPLETED)", "SI-001", "Pool exhaustion"),
    ("# SI-001: Pool - TACTICAL IMPLEMENTATION PLAN", "SI-001", "Pool"),
    ("# SI-001: Disaster recovery plan", "SI-001", "Disaster recovery plan"),
    ("SI-001: Pool exhaustion\n=====", "SI-001", "Pool exhaustion"),
    ("#### **Phase 2A Foundation (COMPLETE)**", "phase 2A", "Foundation"),
    ("## Phase 2A: Critical Foundation Documents", "phase 2A", "Critical Foundation"),
    ("## PHASE 10: Reports -", "phase 10", "Reports"),
]


@pytest.mark.parametrize(("text", "about", "title"), HEADINGS)
def test_a_heading_names_a_finding_or_a_phase(
    text: str, about: str, title: str
) -> None:
    assert (about, "title", title) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "```md\n# SI-001: Pool\n```",
        "````md\n```sh\nx\n```\n# SI-001: Pool\n````",
        "~~~\n# SI-001: Pool",
        "    # SI-001: Pool",
        "<!-- \n# SI-001: Pool\n-->",
        "# UTF-8: how we encode",
        "# SI-001, SI-002: two at once",
        "# SI-001 to SI-004",
        "Prose that mentions SI-001: it is bad.",
    ],
)
def test_what_is_no_heading_of_a_finding_states_nothing_of_one(text: str) -> None:
    assert said(text, "title") == []


def test_sections_know_their_lines_and_whom_they_are_about() -> None:
    text = "# Audit\n\n## SI-001: Pool\n\nText.\n\n### Cause\n\nOne.\n\n## SI-002: Lock"
    found = [(s.title, s.level, s.first, s.last, s.about) for s in read(text).sections]
    assert found == [
        ("Audit", 1, 1, 11, ""),
        ("SI-001: Pool", 2, 3, 10, "SI-001"),
        ("Cause", 3, 7, 10, ""),
        ("SI-002: Lock", 2, 11, 11, "SI-002"),
    ]


# -- fields


@pytest.mark.parametrize(
    "line",
    [
        "**Priority**: HIGH",
        "**Priority:** high",
        "- **Priority**: High",
        "* Priority: P1",
        "Priority: high",
        "__Priority__: HIGH",
        "`Priority`: HIGH",
        "**Effort**: 2 days | **Priority**: HIGH",
        "| Field | Value |\n|---|---|\n| Priority | **HIGH** |",
        "| Priority | HIGH |\n|---|---|\n| Effort | 2 days |",
        "- [SI-001](x.md):\n  - Priority: HIGH",
    ],
)
def test_a_field_belongs_to_the_finding_whose_section_it_is_in(line: str) -> None:
    assert ("SI-001", "priority", "high") in said(f"# SI-001: Pool\n\n{line}\n")


def test_front_matter_is_about_the_finding_it_names() -> None:
    assert [s for s in said(PLAN_FILE) if s[1] in {"owner", "due"}] == [
        ("SI-001", "owner", "Ada Lovelace"),
        ("SI-001", "due", "2026-03-31"),
    ]


def test_front_matter_that_is_no_yaml_is_located() -> None:
    [trouble] = read("---\na: 1\nb: [x\n---\n\nText\n").troubles
    assert trouble.code == "front_matter"
    assert trouble.place.line in {3, 4}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("SI-002", "SI-002"),
        ("SI-002, SI-004", "SI-002, SI-004"),
        ("Phase 2A (SI-001, SI-002) complete", "phase 2A"),
        ("Phases 2A, 2B and SI-003", "phase 2A, phase 2B, SI-003"),
        ("BL-010 to BL-012", "BL-010, BL-011, BL-012"),
        ("SI-012, phase 2A, SI-003, SI-1", "SI-012, phase 2A, SI-003, SI-1"),
        ("None - can be done first", "none"),
        ("the vendor", ""),
    ],
)
def test_dependencies_are_ids_and_phases(words: str, value: str) -> None:
    text = f"# SI-001: Pool\n\n**Dependencies**: {words}\n"
    assert said(text, "depends") == [("SI-001", "depends", value)]


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("Related", "SI-2, SI-3 and BL-1", "SI-2, SI-3, BL-1"),
        ("Related", "the work on SI-2", ""),
        ("Duplicate of", "SI-2", "SI-2"),
        ("Evidence", "run/1.txt#L2, https://example.org/1", None),
        ("Evidence", "the logs of May, run/1.txt", ""),
        ("Severity", "CVSS:3.1/AV:N", None),
        ("Expires", "1 May 2026", "2026-05-01"),
        ("Expires", "when done", ""),
    ],
)
def test_what_a_sentence_says_is_no_value(
    name: str, words: str, value: str | None
) -> None:
    fact = {"Duplicate of": "duplicates"}.get(name, name.lower())
    text = f"# SI-001: Pool\n\n**{name}**: {words}\n"
    expected = words if value is None else value
    assert said(text, fact) == [("SI-001", fact, expected)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("COMPLETED", "implemented"),
        ("✅ Complete", "implemented"),
        ("IMPLEMENTED & OPERATIONAL", "implemented"),
        ("Fixed in 1.2", "implemented"),
        ("Done (2026-03-01)", "implemented"),
        ("Not started", "open"),
        ("READY FOR IMPLEMENTATION", "open"),
        ("Verified", "verified"),
        ("Risk-accepted", "accepted"),
        ("Complete (8/9)", ""),
        ("Complete (9/9)", "implemented"),
        ("Open, fixed", ""),
        ("disputed", ""),
    ],
)
def test_words_of_a_status(words: str, value: str) -> None:
    text = f"# SI-001: Pool\n\n**Status**: {words}\n"
    assert said(text, "status") == [("SI-001", "status", value)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("3-4 days", "3–4 days"),
        ("2 days", "2 days"),
        ("44h", "5.5 days"),
        ("~2 weeks", "10 days"),
        ("2 person-days", "2 days"),
        ("Week 7-8", ""),
        ("€ 20.000", ""),
    ],
)
def test_words_of_an_effort(words: str, value: str) -> None:
    text = f"# SI-001: Pool\n\n**Effort**: {words}\n"
    assert said(text, "effort") == [("SI-001", "effort", value)]


def test_phases_in_a_status_of_the_document() -> None:
    text = "**Status**: PHASES 2A, 2B COMPLETE - READY FOR PHASE 2D\n"
    assert said(text, "status") == [
        ("phase 2A", "status", "implemented"),
        ("phase 2B", "status", "implemented"),
    ]


# -- lists


def test_an_item_says_what_a_finding_is_and_how_far() -> None:
    text = "## Phase 2A\n\n- ✅ **SI-001**: Pool - IMPLEMENTED & OPERATIONAL\n"
    assert said(text, shape=Shape.LIST) == [
        ("SI-001", "title", "Pool"),
        ("SI-001", "status", "implemented"),
        ("SI-001", "phase", "2A"),
    ]


def test_a_file_name_in_a_list_is_the_finding_of_that_plan() -> None:
    text = "### Phase 2A: Base\n4. **SI-001_TACTICAL_PLAN.md** - Pool exhaustion\n"
    assert ("SI-001", "title", "Pool exhaustion") in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "## Success criteria\n\n- ✅ **SI-001**: it is fixed",
        "- ✅ **SI-001**: should be fixed",
        "- ✅ **Real tests**: SI-001 is tested",
    ],
)
def test_a_tick_before_a_wish_is_no_status(text: str) -> None:
    assert said(text, "status") == []


def test_ids_behind_a_status_have_it() -> None:
    text = "- ✅ **2 Findings Completed**: BF-001, BF-004\n"
    assert said(text, "status") == [
        ("BF-001", "status", "implemented"),
        ("BF-004", "status", "implemented"),
    ]


def test_a_mark_is_learnt_from_the_words_beside_it_else_unknown() -> None:
    text = "### 🔄 READY\n\n- 🔄 **SI-001**: Pool\n"
    assert said(text, "status") == [("SI-001", "status", "open")]
    assert codes(text) == ["learnt_mark"]
    assert said("- 🔄 **SI-001**: Pool\n", "status") == [("SI-001", "status", "")]
    assert codes("- 🔄 **SI-001**: Pool\n") == ["unknown_mark"]


def test_boxes_are_items_of_the_finding_around_them() -> None:
    assert said(PLAN_FILE, "item") == [
        ("SI-001", "item", "done"),
        ("SI-001", "item", "open"),
        ("SI-001", "item", "not applicable"),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("- [x] **SI-001**: Pool", [("title", "Pool"), ("status", "implemented")]),
        ("- [ ] SI-001 – Pool", [("title", "Pool"), ("status", "open")]),
        ("- [x] SI-001", [("status", "implemented")]),
        ("- [ ] SI-001 complete", []),
        ("- [x] SI-001 tests pass", []),
    ],
)
def test_a_finding_behind_a_box_is_done_or_open(
    line: str, told: list[tuple[str, str]]
) -> None:
    found = [(fact, value) for about, fact, value in said(line) if about == "SI-001"]
    assert found == told


def test_a_box_in_the_plan_of_another_is_its_item() -> None:
    text = "# SI-002: Lock\n\n- [x] SI-001: Pool\n- [ ] SI-003: Log\n"
    assert said(text, shape=Shape.TASK) == [
        ("SI-001", "status", "implemented"),
        ("SI-002", "item", "done"),
        ("SI-002", "item", "open"),
    ]


# -- tables


def test_columns_are_known_by_their_words() -> None:
    head = "| POAM ID | Weakness Name | Original Risk Rating | Estimated Effort |"
    text = f"{head}\n|---|---|---|---|\n| V-1 | Pool | Moderate | 2 days |\n"
    assert said(text) == [
        ("V-1", "title", "Pool"),
        ("V-1", "severity", "medium"),
        ("V-1", "effort", "2 days"),
    ]


def test_a_cell_outside_the_header_is_read_and_reported() -> None:
    text = "| Id | Title |\n|---|---|\n| SI-001 | Pool | COMPLETED\n"
    assert ("SI-001", "status", "implemented") in said(text)
    assert codes(text) == ["outside_table"]


def test_a_table_that_is_shown_as_text_is_read_and_reported() -> None:
    text = "| Id | Status |\n|---|\n| SI-001 | Done |\n"
    assert said(text, "status") == [("SI-001", "status", "implemented")]
    assert codes(text) == ["broken_table"]


def test_pipes_that_are_escaped_part_no_cells() -> None:
    text = "| Id | Title |\n|---|---|\n| SI-001 | a \\| b |\n"
    assert said(text, "title") == [("SI-001", "title", "a | b")]
    assert codes(text) == []


def test_a_table_of_phases_is_about_them() -> None:
    text = "| Phase | Name | Status |\n|---|---|---|\n| 2A | Base | COMPLETE |\n"
    assert said(text) == [
        ("phase 2A", "title", "Base"),
        ("phase 2A", "status", "implemented"),
    ]


def test_rows_without_an_id_and_placeholders_state_nothing() -> None:
    text = "| Id | Status |\n|---|---|\n| ... | ... |\n| | Done |\n| TBD | TBD |\n"
    assert said(text) == []


def test_small_letters_are_an_id_in_the_column_of_ids() -> None:
    text = "| Id | Status |\n|---|---|\n| si-001 | Done |\n"
    assert said(text, "status") == [("si-001", "status", "implemented")]


# -- diagrams and trees


def test_edges_of_a_diagram_are_dependencies_or_members() -> None:
    text = (
        "```mermaid\ngraph TD\n  P[Phase 2A: Base] --> A[SI-001: Pool]\n"
        "  A -->|first| B[SI-002: Lock & Key] & C(BL-001: Log)\n```\n"
    )
    assert said(text) == [
        ("phase 2A", "title", "Base"),
        ("SI-001", "title", "Pool"),
        ("SI-001", "phase", "2A"),
        ("SI-002", "title", "Lock & Key"),
        ("BL-001", "title", "Log"),
        ("SI-002", "depends", "SI-001"),
        ("BL-001", "depends", "SI-001"),
    ]


def test_a_subgraph_of_a_phase_has_members() -> None:
    text = "```mermaid\nflowchart\nsubgraph p[Phase 2A]\nA[SI-001]\nend\nB[SI-002]\n```"
    assert said(text, "phase") == [("SI-001", "phase", "2A")]


def test_a_tree_of_files_tells_phases_and_titles() -> None:
    assert said(PLAN, shape=Shape.DIAGRAM)[:4] == [
        ("SI-001", "title", "Double charge on retry"),
        ("SI-001", "phase", "1A"),
        ("SI-002", "title", "Redundant currencies"),
        ("SI-002", "phase", "2"),
    ]


# -- claims


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("**12 COMPLETED** implementations", "implemented=12"),
        ("**12** COMPLETED implementations", "implemented=12"),
        ("We have 3 critical findings.", "critical=3"),
        ("- **19 Findings Remaining**: later", "remaining=19"),
        ("19 Remaining Shop Audit Findings", "remaining=19"),
        ("A total of 31 findings", "findings=31"),
    ],
)
def test_numbers_of_findings_are_claims(text: str, value: str) -> None:
    assert said(text, "count") == [("", "count", value)]


def test_a_share_is_two_claims() -> None:
    assert said("12 of 19 findings are completed", "count") == [
        ("", "count", "implemented=12"),
        ("", "count", "findings=19"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "3 findings depend on SI-001",
        "fewer than < 5 critical issues",
        "within 30 days",
        "`12 COMPLETED` findings in code",
        "version 2.12 COMPLETED",
        "7 ready workers",
    ],
)
def test_other_numbers_are_no_claims(text: str) -> None:
    assert said(text, "count") == []


def test_gates_are_passed_or_asked_for() -> None:
    text = "Phase 2A sign-off achieved.\n\n**MANDATORY PHASE 2B SIGNOFF REQUIRED**\n"
    assert said(text, "gate") == [
        ("phase 2A", "gate", "passed"),
        ("phase 2B", "gate", "required"),
    ]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("BL-010 to BL-012", "BL-010, BL-011, BL-012"),
        ("BL-010 through BL-011", "BL-010, BL-011"),
        ("BL-010–012", "BL-010, BL-011, BL-012"),
        ("**BL-010** to **BL-011**", "BL-010, BL-011"),
    ],
)
def test_a_range_has_members(text: str, ids: str) -> None:
    assert said(text, "range") == [("", "range", ids)]


@pytest.mark.parametrize(
    "text",
    ["BL-001 - 3 days", "BL-010 to SI-012", "BL-012 to BL-010", "CVE-1 to CVE-3"],
)
def test_what_only_looks_like_a_range(text: str) -> None:
    assert said(text, "range") == []


# -- what breaks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("## **PHASE 2A -\n", ["emphasis"]),
        ("## **PHASE 2A**\n", []),
        ("`**` opens, src/**/*.py matches, 2**3 is 8", []),
        ("```sh\nmake\n", ["open_fence"]),
        ("```sh\nmake\n```\n", []),
        ("```md\n```sql\nx\n```\n", ["nested_fence"]),
        ("````md\n```sql\nx\n```\n````\n", []),
        ("It takes [X-Y days].\n", ["left_over"]),
        ("Write `TODO` here.\n", []),
    ],
)
def test_markup_that_does_not_mean_what_it_looks_like(
    text: str, code: list[str]
) -> None:
    assert codes(text) == code


def test_code_is_told_apart_from_text() -> None:
    text = "```{include} x.md\n```\n\n    indented\n\nText.\n"
    fences = [(f.first, f.last, f.info, f.marks) for f in read(text).fences]
    assert fences == [(1, 2, "{include} x.md", "```"), (4, 4, "", "")]


def test_links_stand_where_they_are() -> None:
    text = "See [a](b%20c.md#x) and `[no](code.md)`.\n\n| [t](d.md) |\n|---|\n"
    found = [(link.target, link.place.line) for link in read(text).links]
    assert found == [("b%20c.md#x", 1), ("d.md", 3)]


@given(st.text(alphabet=st.sampled_from("#*-|`[]() \n:~>SI-01xA✅ab"), max_size=200))
def test_every_text_can_be_read(text: str) -> None:
    document = read(text)
    assert "\n".join(document.lines) == text
    last = len(document.lines)
    assert all(1 <= s.place.line <= last for s in document.statements)
    assert all(1 <= t.place.line <= last for t in document.troubles)
    assert all(1 <= f.first <= f.last <= last for f in document.fences)


def test_a_long_text_is_read_in_pieces_that_change_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "\n\n".join([REGISTER, PLAN, "# SI-009: x\n\n````md\n# no\n````"] * 5)
    whole = read(text)
    for size in (5, 17, 40):
        monkeypatch.setattr(blocks, "PIECE", size)
        assert read(text) == whole


def test_the_lines_of_a_document_are_kept() -> None:
    def lines() -> Iterator[str]:
        yield from read(REGISTER).lines

    assert "\n".join(lines()) == REGISTER
