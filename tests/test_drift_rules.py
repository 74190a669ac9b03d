"""Each rule of drift finds what its example breaks, and nothing where it is right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from sphinx_audit.model.problem import Level
from sphinx_audit.pile.drift import RULES, drift_of
from sphinx_audit.pile.drift.rule import Code, Contradiction
from sphinx_audit.pile.profile import default
from sphinx_audit.pile.reading import documents
from sphinx_audit.report import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx_audit.model.verdict import Judged

WITH_EXAMPLE = [code for code, rule in RULES.items() if rule.wrong]


def drift(folder: Path, text: str) -> tuple[Judged, ...]:
    """Return what is found in documents that lines of ``=== NAME`` part."""
    parts = re.split(r"^=== (\S+)\n", f"=== first.md\n{text}", flags=re.MULTILINE)[1:]
    for name, content in zip(parts[::2], parts[1::2], strict=True):
        (folder / name).write_text(content, "utf-8")
    return drift_of(documents([folder]), default()).judged


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_an_example_breaks_its_rule(tmp_path: Path, code: str) -> None:
    found = drift(tmp_path, RULES[code].wrong)
    assert code in {one.code for one in found}


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_an_example_put_right_breaks_none(tmp_path: Path, code: str) -> None:
    found = drift(tmp_path, RULES[code].right)
    assert [(o.code, o.problem.message) for o in found] == []


def test_every_code_has_one_rule_and_a_name_of_its_own() -> None:
    assert set(RULES) == set(Code)
    assert not set(Code) & set(Fault)
    assert all(rule.why and rule.remedy for rule in RULES.values())


def test_rules_without_an_example_are_about_files() -> None:
    assert set(RULES) - set(WITH_EXAMPLE) == {
        Code.UNREADABLE,
        Code.SKIPPED,
        Code.ENCODING,
    }


@pytest.mark.parametrize(
    "code", [c for c in WITH_EXAMPLE if "=== other.md" in RULES[c].wrong]
)
def test_a_contradiction_names_both_of_its_places(tmp_path: Path, code: str) -> None:
    [one, *_] = [o for o in drift(tmp_path, RULES[code].wrong) if o.code == code]
    assert isinstance(one.problem, Contradiction)
    places = {one.problem.place.path, *(at.path for at in one.problem.also)}
    assert {(tmp_path / n).as_posix() for n in ("first.md", "other.md")} <= places


def test_a_contradiction_is_an_error_unless_it_is_one_of_names() -> None:
    levels = {code: rule.level for code, rule in RULES.items()}
    assert levels[Code.STATUS] is levels[Code.REUSED_ID] is Level.ERROR
    assert levels[Code.TITLE] is levels[Code.TEMPLATE] is Level.NOTE
