"""What is read back is what was written; what cannot be read says where and why."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from exchange_sample import small
from sphinx_audit.exchange import (
    Audit,
    FormatError,
    document,
    read,
    read_text,
    schema,
)
from sphinx_audit.exchange.document import as_text
from sphinx_audit.model import (
    Checklist,
    Decision,
    Effort,
    Finding,
    Item,
    ItemState,
    Page,
    Pattern,
    Phase,
    Place,
    Priority,
    Register,
    SignOff,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Callable

VALIDATOR = Draft202012Validator(json.loads(schema()))

T = TypeVar("T")

IDS = st.sampled_from([f"SI-{n}" for n in range(6)])
PHASES = st.sampled_from(["", "1", "2A", "2B"])
WORDS = st.text('ab é状✓\n"\\', max_size=5)
NAMES = st.lists(st.text("ab-é", min_size=1, max_size=3), max_size=2).map(tuple)
DATES = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2027, 1, 1))
PLACES = st.builds(
    Place, docname=st.sampled_from(["a", "b/c"]), line=st.integers(1, 99)
)
NEEDS = IDS | st.sampled_from(["phase 2A", "phase 2B", "OLD-1"])


def days(tenths: tuple[int, int]) -> Effort:
    low, more = tenths
    return Effort(low=low * 0.8, high=(low + more) * 0.8)


def several(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


EFFORTS = st.none() | st.tuples(st.integers(0, 80), st.integers(0, 9)).map(days)

FINDINGS = st.builds(
    Finding,
    id=IDS, title=WORDS, place=PLACES, anchor=WORDS, phase=PHASES, category=WORDS,
    priority=st.none() | st.sampled_from(Priority), status=st.sampled_from(Status),
    effort=EFFORTS, depends=several(NEEDS), owner=WORDS, fixed_by=WORDS,
    detected=DATES, expires=DATES, controls=NAMES, supersedes=several(IDS),
    duplicates=several(IDS), uses=NAMES, evidence=NAMES, tags=NAMES,
    aliases=several(st.sampled_from(["OLD-1", "OLD-2"])), summary=WORDS,
)  # fmt: skip

PHASE_PAGES = st.builds(
    Phase,
    id=PHASES.filter(bool), title=WORDS, place=PLACES, anchor=WORDS,
    order=st.none() | st.integers(0, 3), after=several(PHASES.filter(bool)),
    gate=several(st.sampled_from(["Lead", "Security"])), start=DATES,
    toctree=st.booleans(),
)  # fmt: skip

SIGNOFFS = st.builds(
    SignOff,
    phase=PHASES.filter(bool), decision=st.sampled_from(Decision), place=PLACES,
    anchor=WORDS, role=st.sampled_from(["Lead", "Security"]), on=DATES, by=WORDS,
)  # fmt: skip

PATTERNS = st.builds(
    Pattern,
    id=st.sampled_from(["a", "b"]), title=WORDS, place=PLACES, anchor=WORDS,
    proposed_for=several(IDS),
)  # fmt: skip


@st.composite
def checklists(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Checklist:
    place = draw(PLACES)
    item = st.builds(
        Item,
        text=WORDS, state=st.sampled_from(ItemState), by=WORDS, on=DATES,
        evidence=NAMES,
        place=st.builds(Place, docname=st.just(place.docname), line=st.integers(1, 9)),
    )  # fmt: skip
    nested = st.tuples(item, several(item)).map(
        lambda pair: Item(
            text=pair[0].text, state=pair[0].state, place=pair[0].place, items=pair[1]
        )
    )
    return Checklist(
        id=draw(st.sampled_from(["c1", "c2"])), title="A list", place=place, anchor="",
        finding=draw(st.just("") | IDS), phase=draw(PHASES),
        mandatory=draw(st.booleans()), items=draw(several(nested)),
    )  # fmt: skip


@st.composite
def audits(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Audit:
    pages: dict[str, Page] = {}
    for kind, things in {
        "findings": st.lists(FINDINGS, max_size=5),
        "phases": st.lists(PHASE_PAGES, max_size=3),
        "checklists": st.lists(checklists(), max_size=2),
        "patterns": st.lists(PATTERNS, max_size=2),
        "signoffs": st.lists(SIGNOFFS, max_size=3),
    }.items():
        for thing in draw(things):
            page = pages.setdefault(thing.place.docname, Page())
            getattr(page, kind).append(thing)
    return Audit(
        project=draw(WORDS),
        release=draw(WORDS),
        register=Register(pages, draw(DATES)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(audits())
def test_reading_gives_back_what_was_written(audit: Audit) -> None:
    data = document(audit)
    assert not [e.message for e in VALIDATOR.iter_errors(data)]
    again = document(read_text(as_text(data)))
    assert again == data


def test_the_register_is_whole() -> None:
    before, after = small().register, read(document(small())).register
    assert after.findings == before.findings
    assert after.phases == before.phases
    assert after.checklists == before.checklists
    assert after.today == before.today


def broken(**changes: object) -> str:
    """Return a document whose first finding has other facts."""
    data: Any = document(small())
    data["findings"][0] |= {k.replace("_", "-"): v for k, v in changes.items()}
    return json.dumps(data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON: Expecting value in line 1, column 1"),
        ('{"a": 1', "not JSON: Expecting ',' delimiter in line 1, column 8"),
        ("[" * 100_000, "not JSON that can be read"),
        ("9" * 5_000, "not JSON that can be read"),
        ("[]", "no findings.json: it has no version and no findings"),
        ('{"runs": []}', "no findings.json: it has no version and no findings"),
        ('{"version": 2, "findings": []}', "version 2 of findings.json is not known"),
        ('{"version": 1, "findings": {}}', "findings is no list"),
        ('{"version": 1, "findings": [7]}', "findings[0] is no object"),
        ('{"version": 1, "findings": [{}]}', "findings[0] has no id"),
        (broken(due="tomorrow"), "findings[0].due is no date, such as 2026-03-01"),
        (broken(status="opne"), "status 'opne' is unknown; did you mean open?"),
        (broken(depends="SI-1"), "findings[0].depends is no list"),
        (broken(tags=["a", 1]), "findings[0].tags[1] is no text"),
        (broken(place={"docname": "a", "line": "3"}), "line is no whole number"),
        (broken(effort={"low": 1}), "effort needs low and high, as numbers"),
        (broken(effort={"low": 2, "high": 1, "unit": "days"}), "from a low to a high"),
        (broken(effort={"low": 0, "high": float("inf")}), "from a low to a high"),
        (broken(effort={"low": 0, "high": 1, "unit": "h"}), "unit is not days"),
    ],
)
def test_a_text_that_is_no_document_says_why(text: str, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_text(text)
    assert message in str(caught.value)


def test_keys_of_later_programs_are_passed_over() -> None:
    assert read_text(broken(colour="red")).register.findings.keys() == {
        "BL-6", "BL-7", "SI-1", "SI-2",
    }  # fmt: skip
