"""What drift takes for a contradiction, and what only looks like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_audit.pile.drift import drift_of
from sphinx_audit.pile.drift.rule import Contradiction
from sphinx_audit.pile.profile import default
from sphinx_audit.pile.reading import documents

if TYPE_CHECKING:
    from pathlib import Path


def codes(folder: Path, text: str, *others: str) -> list[str]:
    """Return the codes of what is found in documents, notes on marks left out."""
    for number, content in enumerate((text, *others)):
        (folder / f"{number}.md").write_text(content, "utf-8")
    found = drift_of(documents([folder]), default()).judged
    return [one.code for one in found]


def messages(folder: Path, text: str, *others: str) -> list[str]:
    codes(folder, text, *others)
    found = drift_of(documents([folder]), default()).judged
    return [one.problem.message.replace(f"{folder}/", "") for one in found]


# -- facts

SAME = [
    ("Status", "Verified", "Done"),
    ("Status", "COMPLETED", "✅ Implemented & operational"),
    ("Priority", "P1", "HIGH"),
    ("Effort", "16h", "2 days"),
    ("Owner", "Ada Lovelace", "ADA LOVELACE"),
    ("Due", "2026-03-31", "March 31, 2026"),
    ("Depends on", "SI-002, SI-003", "SI-003 and SI-002"),
    ("Status", "Done", "disputed"),
]


@pytest.mark.parametrize(("name", "one", "other"), SAME)
def test_two_ways_to_say_the_same_are_no_contradiction(
    tmp_path: Path, name: str, one: str, other: str
) -> None:
    first, second = (
        f"| Id | {name} |\n|---|---|\n| SI-001 | {words} |\n" for words in (one, other)
    )
    assert set(codes(tmp_path, first, second)) <= {"unread_value"}


def test_edges_of_one_diagram_are_one_set_of_dependencies(tmp_path: Path) -> None:
    edges = "```mermaid\ngraph TD\nA[SI-001] --> C[SI-003]\nB[SI-002] --> C\n```\n"
    field = "# SI-003\n\n**Depends on**: {}\n"
    assert codes(tmp_path, edges, field.format("SI-001, SI-002")) == []
    [told] = messages(tmp_path, edges, field.format("SI-001"))
    assert told == (
        "depends of SI-003 is 'SI-001, SI-002' here, but 'SI-001' in 1.md:3"
    )


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Pool exhaustion", "Database pool exhaustion under load", []),
        ("Pool exhaustion", "POOL EXHAUSTION", []),
        ("Monitoring & alerts", "Monitoring and alerts", []),
        ("Pool monitoring", "Pool exhaustion", ["title_differs"]),
        ("Redundancy cleanup", "Redundant implementations", ["title_differs"]),
        ("Redundant contracts", "Pool exhaustion", ["reused_id"]),
        ("Additional issues", "Pool exhaustion", ["title_differs"]),
    ],
)
def test_titles_in_short_of_one_thing_and_of_two(
    tmp_path: Path, one: str, other: str, code: list[str]
) -> None:
    first, second = (f"- **SI-001**: {title}\n" for title in (one, other))
    assert codes(tmp_path, first, second) == code


# -- numbers


@pytest.mark.parametrize(
    ("claim", "right"),
    [
        ("1 completed finding", True),
        ("2 findings remaining", True),
        ("a total of 3 findings", True),
        ("1 of 3 findings completed", True),
        ("1 critical finding", True),
        ("2 completed findings", False),
        ("1 finding remaining", False),
        ("a total of 4 findings", False),
        ("2 of 3 findings completed", False),
        ("2 critical findings", False),
    ],
)
def test_a_number_is_counted_again(tmp_path: Path, claim: str, right: bool) -> None:
    table = (
        "| Id | Status | Priority |\n|---|---|---|\n| SI-001 | Done | Critical |\n"
        "| SI-002 | Open | High |\n| SI-003 | Open | Low |\n"
    )
    assert codes(tmp_path, f"There are {claim}.\n\n{table}") == (
        [] if right else ["count_differs"]
    )


def test_a_number_below_a_phase_may_be_of_the_phase_or_of_all(tmp_path: Path) -> None:
    text = (
        "## Phase 1: A\n\n- **SI-001**: Pool - DONE\n\n{}\n\n"
        "## Phase 2: B\n\n- **SI-002**: Lock - DONE\n"
    )
    assert codes(tmp_path, text.format("1 completed finding")) == []
    assert codes(tmp_path, text.format("2 completed findings")) == []
    assert codes(tmp_path, text.format("3 completed findings")) == ["count_differs"]


# -- registers


def listing(*numbers: int) -> str:
    return "".join(f"- **SI-{n:03}**: Thing {n}\n" for n in numbers)


def test_a_note_on_a_few_findings_is_no_register(tmp_path: Path) -> None:
    whole = listing(*range(1, 13))
    assert codes(tmp_path, whole, listing(1, 2, 3)) == []
    assert codes(tmp_path, whole, listing(*range(1, 12))) == ["vanished"]


def test_registers_of_two_audits_lack_nothing_of_each_other(tmp_path: Path) -> None:
    assert codes(tmp_path, listing(1, 2, 3), listing(4, 5, 6)) == []


def test_a_plan_whose_finding_no_register_lists_is_told(tmp_path: Path) -> None:
    [told] = messages(tmp_path, listing(1, 2, 3), "# SI-004: Pool\n\nText.\n")
    assert told == "SI-004 is listed here, and not in 0.md, which lists 3"


# -- gates


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Phase 2A sign-off achieved.", "by whom and when"),
        ("Phase 2A gate passed on 2026-03-01.", "by whom"),
        ("Phase 2A sign-off approved by Ada.", "when"),
        ("Phase 2A sign-off given by Ada on 1 March 2026.", ""),
        ("Phase 2A sign-off is required.", ""),
        ("Phase 2A gate not passed yet.", ""),
        ("Phase 2A gateway passed its tests.", ""),
    ],
)
def test_a_gate_needs_who_and_when(tmp_path: Path, text: str, lacks: str) -> None:
    told = messages(tmp_path, f"{text}\n")
    assert told == (
        [f"the gate of phase 2A is said to be passed, not {lacks}"] if lacks else []
    )


# -- links


@pytest.mark.parametrize(
    ("target", "there"),
    [
        ("0.md", True),
        ("0.md#part", True),
        ("0.md?raw=1", True),
        ("./0.md", True),
        ("a%20b.md", True),
        ("#part", True),
        ("mailto:ada@shop.example", True),
        ("https://shop.example/none.md", True),
        ("//shop.example/none.md", True),
        ("/none.md", True),
        ("{{ url }}", True),
        ("none.md", False),
        ("../none.md#part", False),
        ("x" * 5000, False),
    ],
)
def test_links_to_files_are_looked_at(tmp_path: Path, target: str, there: bool) -> None:
    (tmp_path / "a b.md").write_text("text", "utf-8")
    found = codes(tmp_path, f"See [it]({target}).\n")
    assert found == ([] if there else ["missing_file"])


# -- templates


KNOWN = default().sections


@pytest.mark.parametrize(
    ("section", "instead", "code"),
    [
        ("Integration tests", None, ["section_missing"]),
        ("Integration tests", "Integration testing", ["section_renamed"]),
        ("Integration tests", "3. Integration tests of the pool", []),
        ("Integration tests", "INTEGRATION TESTS", []),
    ],
)
def test_a_plan_has_the_sections_of_the_template(
    tmp_path: Path, section: str, instead: str | None, code: list[str]
) -> None:
    names = [instead if name == section else name for name in KNOWN]
    heads = "".join(f"## {name}\n\nText.\n\n" for name in names if name)
    assert codes(tmp_path, f"# SI-001: Pool\n\n{heads}") == code


def test_a_document_that_is_no_plan_has_any_section(tmp_path: Path) -> None:
    heads = "".join(f"## {name}\n\nText.\n\n" for name in KNOWN[:4])
    assert codes(tmp_path, f"# About us\n\n{heads}") == []


# -- many


def test_of_many_values_a_few_are_named(tmp_path: Path) -> None:
    efforts = [
        f"| Id | Effort |\n|---|---|\n| SI-001 | {n} days |\n" for n in range(1, 90)
    ]
    [told] = messages(tmp_path, *efforts)
    assert len(told) < 400
    assert re.search(r"and 8\d more$", told)
    found = drift_of(documents([tmp_path]), default()).judged
    assert isinstance(found[0].problem, Contradiction)
    assert len(found[0].problem.also) == 49
