"""The handbook of this repository says what its sources say, and no more."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from sites import SOURCE, Site, sphinx

if TYPE_CHECKING:
    from pathlib import Path

PHASES = {
    "2A": ("Foundation", 3, 11, 14),
    "2B": ("Security", 3, 6, 8),
    "2C": ("Performance", 6, 14, 20),
    "2D": ("Architecture", 7, 12, 19),
}
"""Title, findings and days of each phase of register v2.0."""

PRIORITIES = {
    "critical": "SI-001 SI-002 BL-006",
    "high": "BF-002 BL-005 BL-007 SI-004 SI-005 PF-001 PF-002",
    "medium": "PF-003 PF-004 AR-001 AR-002 AR-003 AR-004",
    "low": "AR-005 AR-006 AR-007",
}
COMPLETED = "BF-001 BF-003 BF-004 BF-005 BL-002 BL-008 SI-003"
SUPERSEDED = "BF-006 BF-007 BF-009 BL-013 BL-014 SI-006 SI-007"
DEFERRED = "BF-008 BL-001 BL-003 BL-004 BL-009 BL-010 BL-011 BL-012 SI-008"
DEPENDS = {
    "SI-001": ["BF-004"],
    "SI-002": ["SI-001"],
    "BF-002": ["SI-001", "SI-002"],
    "BL-006": ["phase 2A"],
    "BL-007": ["phase 2A", "BL-005", "BL-006"],
    "SI-005": ["phase 2A", "phase 2B", "SI-004"],
    "AR-001": ["phase 2C"],
    "AR-007": ["AR-006"],
}


@pytest.fixture(scope="module")
def register(
    handbook: Site, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("json")
    run = sphinx("audit-json", out, handbook.doctrees)
    assert run.code == 0, run.warnings
    found: dict[str, Any] = json.loads((out / "findings.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def findings(register: dict[str, Any]) -> dict[str, Any]:
    return {f["id"]: f for f in register["findings"]}


def ids(findings: dict[str, Any], **facts: str) -> list[str]:
    chosen = (
        f for f in findings.values() if all(f.get(k) == v for k, v in facts.items())
    )
    return sorted(f["id"] for f in chosen)


def test_the_site_is_built_without_a_warning(warnings: list[str]) -> None:
    assert warnings == []


def test_there_are_the_42_findings_of_the_sources(findings: dict[str, Any]) -> None:
    assert len(findings) == 19 + 7 + 15 + 1
    assert ids(findings, status="superseded") == sorted(SUPERSEDED.split())
    assert ids(findings, status="deferred") == sorted(DEFERRED.split())
    completed = [
        i for i in ids(findings, status="implemented") if "phase" not in findings[i]
    ]
    assert completed == sorted(COMPLETED.split())


@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_has_its_findings_and_days(
    register: dict[str, Any], phase: str
) -> None:
    title, count, low, high = PHASES[phase]
    found = next(p for p in register["phases"] if p["id"] == phase)
    computed = found["computed"]
    assert found["title"] == title
    assert computed["findings"]["total"] == count
    assert (computed["effort"]["low"], computed["effort"]["high"]) == (low, high)
    assert computed["gate"]["state"] == "open"


def test_what_is_left_is_phase_2d(register: dict[str, Any]) -> None:
    left = register["totals"]["left"]
    assert (left["low"], left["high"]) == (12, 19)
    assert (
        register["totals"]["effort"]["low"],
        register["totals"]["effort"]["high"],
    ) == (
        43,
        61,
    )


@pytest.mark.parametrize("priority", PRIORITIES)
def test_the_register_gives_the_priority(
    findings: dict[str, Any], priority: str
) -> None:
    live = {i for i, f in findings.items() if "phase" in f}
    found = [i for i in ids(findings, priority=priority) if i in live]
    assert found == sorted(PRIORITIES[priority].split())


def test_the_plans_give_the_dependencies(findings: dict[str, Any]) -> None:
    assert {i: findings[i]["depends"] for i in DEPENDS} == DEPENDS


def test_a_claim_is_never_more_than_implemented(findings: dict[str, Any]) -> None:
    assert {f["status"] for f in findings.values()} <= {
        "open",
        "implemented",
        "superseded",
        "deferred",
    }
    assert not any("verified" in f or "verified-by" in f for f in findings.values())


def test_what_was_dropped_says_why(findings: dict[str, Any]) -> None:
    for id_ in [*SUPERSEDED.split(), *DEFERRED.split()]:
        assert findings[id_]["reason"]


def test_no_item_is_ticked_and_each_plan_has_the_13(register: dict[str, Any]) -> None:
    assert register["totals"]["items"] == {"done": 0, "total": 19 * 13}
    assert len(register["checklists"]) == 19 * 3


def test_the_sign_off_of_2a_is_a_claim_without_a_person(
    register: dict[str, Any],
) -> None:
    (signoff,) = register["signoffs"]
    assert (signoff["phase"], signoff["decision"]) == ("2A", "claimed")
    assert not {"by", "on", "role"} & signoff.keys()
    assert signoff["source"]


def test_open_findings_wait_for_the_gate_and_say_so(findings: dict[str, Any]) -> None:
    for id_ in ids(findings, phase="2D"):
        computed = findings[id_]["computed"]
        assert computed["state"] == "blocked"
        assert {"cause": "gate", "id": "2C", "why": "open"} in computed["reasons"]


PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|FIXME|lorem ipsum)\b|\[X-Y days\]|\[finding_id\]", re.IGNORECASE
)


def plans() -> list[Path]:
    return sorted(SOURCE.glob("phase_*/*-*.md"))


def test_there_is_a_page_for_each_plan_without_a_placeholder() -> None:
    assert len(plans()) == 19
    for plan in plans():
        assert not PLACEHOLDER.search(plan.read_text("utf-8")), plan.name


def test_no_plan_types_what_is_computed() -> None:
    for plan in plans():
        text = plan.read_text("utf-8")
        assert ":category:" not in text
        assert "- [x]" not in text
        assert not re.search(r"\b(?:COMPLETE|READY TO PROCEED|ready|blocked)\b:", text)
