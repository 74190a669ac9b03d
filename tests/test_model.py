"""What follows from the facts: states, gates, sums, orders, choices."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_audit.exchange.document import finding as told_of
from sphinx_audit.model import (
    Cause,
    Checklist,
    Decision,
    Effort,
    Finding,
    GateState,
    Item,
    ItemState,
    Page,
    Phase,
    PhaseStatus,
    Place,
    Priority,
    QueryError,
    Register,
    SignOff,
    State,
    Status,
    Total,
)
from sphinx_audit.model.query import count, read_count, read_query
from sphinx_audit.model.survey import Record, Seal, Survey, Told, mark_of
from sphinx_audit.model.words import hint, natural, nearest

HERE = Place(docname="page", line=1)


def finding(id_: str, **facts: Any) -> Finding:
    given = {"phase": "2A", "title": id_} | facts
    return Finding(id=id_, place=HERE, anchor=id_, **given)


def phase(id_: str, **facts: Any) -> Phase:
    return Phase(id=id_, title=id_, place=HERE, anchor=id_, **facts)


def register(*things: Any, today: dt.date | None = None) -> Register:
    page = Page()
    homes: dict[type, list[Any]] = {
        Finding: page.findings,
        Phase: page.phases,
        Checklist: page.checklists,
        SignOff: page.signoffs,
    }
    for thing in things:
        homes[type(thing)].append(thing)
    whole = {mark_of(s): Record(seal=Seal.WHOLE) for s in page.signoffs}
    seen = Told(seen=Survey(records=whole), wrong={})
    return Register({"page": page}, today, seen)


def state(known: Register, id_: str) -> State:
    return known.state(known.findings[id_])


# -- states


def test_an_open_finding_without_needs_is_ready() -> None:
    assert state(register(finding("A")), "A") is State.READY


def test_it_waits_for_what_it_depends_on_and_says_why() -> None:
    known = register(finding("A"), finding("B", depends=("A",)))
    (reason,) = known.standings["B"].reasons
    assert (reason.cause, reason.id, reason.why) == (Cause.FINDING, "A", "open")
    done = register(
        finding("A", status=Status.IMPLEMENTED), finding("B", depends=("A",))
    )
    assert state(done, "B") is State.READY


def test_an_unknown_dependency_blocks() -> None:
    known = register(finding("B", depends=("A",)))
    assert known.standings["B"].reasons[0].cause is Cause.UNKNOWN


def test_a_dependency_follows_the_successor_of_what_was_set_aside() -> None:
    old = finding("A", status=Status.SUPERSEDED)
    user = finding("C", depends=("A",))
    assert state(register(old, user), "C") is State.BLOCKED
    new = finding("B", supersedes=("A",))
    assert register(old, new, user).standings["C"].reasons[0].id == "B"
    fixed = dc.replace(new, status=Status.VERIFIED)
    assert state(register(old, fixed, user), "C") is State.READY


def test_a_duplicate_stands_for_its_original() -> None:
    known = register(
        finding("A", status=Status.IMPLEMENTED),
        finding("B", status=Status.DUPLICATE, duplicates=("A",)),
        finding("C", depends=("B",)),
    )
    assert state(known, "C") is State.READY


def test_two_that_supersede_each_other_end_somewhere() -> None:
    known = register(
        finding("A", status=Status.SUPERSEDED, supersedes=("B",)),
        finding("B", status=Status.SUPERSEDED, supersedes=("A",)),
        finding("C", depends=("A",)),
    )
    assert state(known, "C") in State


def test_an_accepted_risk_runs_out_on_its_date_and_only_with_one() -> None:
    risk = finding("A", status=Status.ACCEPTED, expires=dt.date(2026, 3, 1))
    assert state(register(risk), "A") is State.DONE
    assert state(register(risk, today=dt.date(2026, 3, 1)), "A") is State.DONE
    assert state(register(risk, today=dt.date(2026, 3, 2)), "A") is State.READY


def test_a_former_id_is_as_good_as_the_present_one() -> None:
    known = register(
        finding("B", aliases=("A",), status=Status.VERIFIED),
        finding("C", depends=("A",)),
    )
    assert state(known, "C") is State.READY
    assert known.named_by("B") == ["C"]


def test_a_phase_as_dependency_needs_its_findings_and_not_its_gate() -> None:
    late = finding("B", phase="2B", depends=("phase 2A",))
    known = register(phase("2A", gate=("Lead",)), finding("A"), late)
    (reason,) = known.standings["B"].reasons
    assert (reason.cause, reason.id) == (Cause.PHASE, "2A")
    assert reason.why == "1 of 1 findings not done"
    done = register(
        phase("2A", gate=("Lead",)), finding("A", status=Status.IMPLEMENTED), late
    )
    assert state(done, "B") is State.READY


# -- gates


def signed(role: str, decision: Decision = Decision.APPROVED, **more: Any) -> SignOff:
    """Return a sign-off as the command writes it, with a record that fits."""
    given = {"fingerprint": "f1"} | more
    return SignOff(
        phase="2A", decision=decision, place=HERE, anchor="s", role=role, **given
    )


DONE = finding("A", status=Status.IMPLEMENTED)


def gate(*things: Any) -> GateState:
    return register(*things).gates["2A"].state


def test_a_gate_is_open_until_its_findings_are_done() -> None:
    assert gate(phase("2A"), finding("A")) is GateState.OPEN
    assert gate(phase("2A")) is GateState.OPEN, "nothing done is not everything done"


def test_without_roles_the_conditions_alone_decide() -> None:
    assert gate(phase("2A"), DONE) is GateState.SIGNED


def test_every_role_must_sign() -> None:
    roles = phase("2A", gate=("Lead", "Security"))
    assert gate(roles, DONE) is GateState.READY
    assert gate(roles, DONE, signed("Lead")) is GateState.READY
    assert gate(roles, DONE, signed("Lead"), signed("Security")) is GateState.SIGNED


def test_a_claim_never_counts_but_asks_for_a_signature() -> None:
    claim = signed("", Decision.CLAIMED, source="minutes")
    assert gate(phase("2A"), DONE, claim) is GateState.READY
    assert gate(phase("2A"), DONE, claim, signed("")) is GateState.SIGNED


@pytest.mark.parametrize("decision", [Decision.REJECTED, Decision.WITHDRAWN])
def test_the_last_word_of_a_role_counts(decision: Decision) -> None:
    roles = phase("2A", gate=("Lead",))
    state_ = gate(roles, DONE, signed("Lead"), signed("Lead", decision))
    assert state_ is not GateState.SIGNED
    assert gate(roles, DONE, signed("Lead", decision), signed("Lead")).passed


def test_the_last_word_is_that_of_the_last_day() -> None:
    late = signed("Lead", Decision.REJECTED, on=dt.date(2026, 5, 1))
    early = signed("Lead", on=dt.date(2026, 3, 1))
    roles = phase("2A", gate=("Lead",))
    assert gate(roles, DONE, late, early) is GateState.REJECTED
    assert gate(roles, DONE, late, signed("Lead")) is GateState.REJECTED, "undated"


def test_a_checklist_of_a_finding_and_its_phase_counts_once() -> None:
    item = Item(text="x", state=ItemState.OPEN, place=HERE)
    listed = Checklist(
        id="c", title="", place=HERE, anchor="", finding="A", phase="2A", items=(item,)
    )
    assert register(phase("2A"), DONE, listed).checklists_of_phase("2A") == [listed]


def test_mandatory_items_are_a_condition() -> None:
    item = Item(text="x", state=ItemState.OPEN, place=HERE)
    listed = Checklist(
        id="c",
        title="",
        place=HERE,
        anchor="",
        finding="A",
        mandatory=True,
        items=(item,),
    )
    assert gate(phase("2A"), DONE, listed) is GateState.OPEN
    ticked = dc.replace(item, state=ItemState.DONE)
    assert gate(phase("2A"), DONE, dc.replace(listed, items=(ticked,))).passed
    beside = dc.replace(item, state=ItemState.NOT_APPLICABLE)
    assert not gate(phase("2A"), DONE, dc.replace(listed, items=(beside,))).passed
    reasoned = dc.replace(beside, text="x (not applicable: internal only)")
    assert gate(phase("2A"), DONE, dc.replace(listed, items=(reasoned,))).passed


def test_a_later_phase_waits_for_the_gate_before_it() -> None:
    later = phase("2B", after=("2A",)), finding("B", phase="2B")
    known = register(phase("2A", gate=("Lead",)), DONE, *later)
    (reason,) = known.standings["B"].reasons
    assert (reason.cause, reason.id, reason.why) == (Cause.GATE, "2A", "ready to sign")


def test_phases_that_wait_for_each_other_stay_open() -> None:
    known = register(phase("2A", after=("2B",)), phase("2B", after=("2A",)), DONE)
    assert not known.gates["2A"].state.passed


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], PhaseStatus.EMPTY),
        (["open"], PhaseStatus.NOT_STARTED),
        (["open", "implemented"], PhaseStatus.IN_PROGRESS),
        (["in-progress"], PhaseStatus.IN_PROGRESS),
        (["implemented", "verified"], PhaseStatus.DONE),
        (["implemented", "deferred"], PhaseStatus.DONE),
    ],
)
def test_the_status_of_a_phase_follows_from_its_findings(
    statuses: list[str], expected: PhaseStatus
) -> None:
    found = (finding(f"F-{n}", status=Status(s)) for n, s in enumerate(statuses))
    assert register(phase("2A"), *found).phase_status("2A") is expected


# -- effort


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3-4 days", "3–4 days"),
        ("2 days", "2 days"),
        ("1 day", "1 day"),
        ("6h", "6 hours"),
        ("1w", "5 days"),
        ("1-2 weeks", "5–10 days"),
        ("0.5-1.5 d", "0.5–1.5 days"),
        ("3 to 4", "3–4 days"),
    ],
)
def test_effort_is_read_and_shown(text: str, shown: str) -> None:
    assert str(Effort.read(text)) == shown


@pytest.mark.parametrize(
    "text", ["", "soon", "4-3 days", "X-Y days", "-1 days", "1 month", "9" * 400]
)
def test_effort_that_cannot_be_read_says_why(text: str) -> None:
    with pytest.raises(ValueError, match=r"effort|below"):
        Effort.read(text)


EFFORTS = st.lists(
    st.none()
    | st.tuples(st.integers(0, 90), st.integers(0, 90)).map(
        lambda p: Effort(low=min(p), high=max(p))
    )
)


@given(EFFORTS, EFFORTS)
def test_totals_add_up_in_parts(a: list[Effort | None], b: list[Effort | None]) -> None:
    whole, one, two = Total.of(a + b), Total.of(a), Total.of(b)
    assert whole == Total(
        effort=one.effort + two.effort, unknown=one.unknown + two.unknown
    )


# -- order and choice

IDS = st.lists(st.integers(0, 9), max_size=3, unique=True)


@given(st.lists(IDS, max_size=10))
def test_the_order_of_the_work_puts_needs_first(needs: list[list[int]]) -> None:
    found = [
        finding(f"F-{n}", depends=tuple(f"F-{m}" for m in ms if m < n))
        for n, ms in enumerate(needs)
    ]
    order = [f.id for f in register(*reversed(found)).members("2A")]
    assert sorted(order) == sorted(f.id for f in found)
    for f in found:
        assert all(order.index(d) < order.index(f.id) for d in f.depends)


PRIORITIES = st.sampled_from([*Priority, None])
STATUSES = st.sampled_from(list(Status))


@given(st.lists(st.tuples(PRIORITIES, STATUSES), max_size=12))
def test_values_of_a_field_part_the_counted_findings(
    facts: list[tuple[Priority | None, Status]],
) -> None:
    known = register(
        *(finding(f"F-{n}", priority=p, status=s) for n, (p, s) in enumerate(facts))
    )
    every = read_query({}).select(known)
    parts = [read_query({"state": s.slug}).select(known) for s in State]
    counted = [p for s, p in zip(State, parts, strict=True) if s is not State.SET_ASIDE]
    assert sorted(f.id for p in counted for f in p) == sorted(f.id for f in every)
    assert sum(map(len, parts)) == len(facts)
    some = read_query({"priority": "high, low"}).select(known)
    rest = read_query({"priority": "!high, !low"}).select(known)
    assert sorted(f.id for f in some + rest) == sorted(f.id for f in every)


def test_sorting_keeps_equals_in_place_and_turns_round() -> None:
    known = register(
        finding("A", effort=Effort(low=1, high=9)),
        finding("B", effort=Effort(low=1, high=3)),
        finding("C", effort=Effort(low=2, high=3)),
    )
    assert [f.id for f in read_query({"sort": "effort"}).select(known)] == [
        "B",
        "C",
        "A",
    ]
    assert read_query({"sort": "-effort"}).select(known)[0].id == "A"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"staus": "open"}, "did you mean status"),
        ({"status": "opn"}, "did you mean open"),
        ({"priority": "urgent"}, "valid: critical"),
        ({"sort": "prio"}, "cannot sort"),
    ],
)
def test_a_wrong_query_names_what_is_valid(options: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        read_query(options)


@pytest.mark.parametrize(
    "text", ["foo", "status", "status=", "status=x", "sort=id", "a=b"]
)
def test_a_wrong_number_says_why(text: str) -> None:
    with pytest.raises(QueryError):
        read_count(text)


def test_numbers_for_prose() -> None:
    known = register(
        phase("2A"),
        finding("A", effort=Effort.read("2-3 days"), status=Status.IMPLEMENTED),
        finding("B", effort=Effort.read("1 day")),
        finding("C", status=Status.DEFERRED),
    )
    said = {
        text: count(read_count(text), known)
        for text in ("phase=2A", "status=deferred", "left", "effort phase=2A", "items")
    }
    assert said == {
        "phase=2A": "2",
        "status=deferred": "1",
        "left": "1 day",
        "effort phase=2A": "3–4 days",
        "items": "0",
    }


def test_an_item_names_what_its_finding_depends_on() -> None:
    known = register(finding("A", depends=("B", "phase 2A")), finding("B"))
    assert known.filled("With {depends}`A` done") == "With B, phase 2A done"
    assert known.filled("With {depends}`Z` done") == "With {depends}`Z` done"


# -- words


def test_natural_order() -> None:
    assert sorted(["10A", "2B", "2A", "A-10", "A-9"], key=natural) == [
        "2A",
        "2B",
        "10A",
        "A-9",
        "A-10",
    ]


@given(st.lists(st.text()))
def test_any_texts_can_be_sorted(texts: list[str]) -> None:
    assert len(sorted(texts, key=natural)) == len(texts)


def test_the_nearest_word() -> None:
    assert nearest("hihg", Priority) == "high"
    assert nearest("xyz", Priority) is None
    assert hint("xyz", ["a", "b"]) == "; valid: a, b"


# -- many


def test_the_order_of_pages_does_not_matter() -> None:
    pages = {
        "b": Page(findings=[finding("A", title="second")]),
        "a": Page(findings=[dc.replace(finding("A"), title="first")]),
    }
    one, two = Register(pages), Register(dict(reversed(pages.items())))
    assert one.findings["A"].title == two.findings["A"].title == "first"


def test_a_chain_a_circle_and_a_hub_of_thousands() -> None:
    n = 3000
    chain = [finding(f"C-{i}", depends=(f"C-{i - 1}",) if i else ()) for i in range(n)]
    circle = [finding(f"R-{i}", depends=(f"R-{(i + 1) % n}",)) for i in range(n)]
    hub = [finding(f"H-{i}", depends=("C-0",)) for i in range(n)]
    known = register(phase("2A"), *chain, *circle, *hub)
    assert len(known.members("2A")) == 3 * n
    assert state(known, f"C-{n - 1}") is State.BLOCKED
    assert len(known.named_by("C-0")) == n + 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1", "2", ""]),
            st.sampled_from([Status.OPEN, Status.SUPERSEDED]),
            st.lists(st.sampled_from(["F-0", "F-1", "F-2", "phase 1", "phase 2"])),
        ),
        max_size=6,
    )
)
def test_who_needs_whom_is_the_same_from_both_ends(
    drawn: list[tuple[str, Status, list[str]]],
) -> None:
    known = register(
        phase("1"),
        phase("2"),
        *(
            finding(f"F-{n}", phase=p, status=s, depends=tuple(d))
            for n, (p, s, d) in enumerate(drawn)
        ),
    )
    for one in known.findings.values():
        users = {f.id for f in known.findings.values() if one.id in needs(f, known)}
        named = {f.id for f in known.findings.values() if one.id in known.names(f)}
        assert set(known.named_by(one.id)) == named
        rest = users - named
        of_phases = Counter(known.findings[i].phase for i in rest)
        assert known.through_phase(one) == of_phases


def test_thousands_that_need_a_phase_of_thousands_are_no_millions_of_pairs() -> None:
    def size(n: int) -> int:
        needed = [finding(f"A-{i}", phase="1") for i in range(n)]
        needing = [finding(f"B-{i}", phase="2", depends=("phase 1",)) for i in range(n)]
        known = register(phase("1"), phase("2"), *needed, *needing)
        told = [told_of(f, known) for f in known.findings.values()]
        return len(json.dumps(told))

    assert size(200) < 4.5 * size(50)


def needs(finding: Finding, known: Register) -> set[str]:
    """Return all that a finding depends on, whole phases opened up."""
    opened = (f.id for phase in finding.needed_phases for f in known.members(phase))
    return {*known.names(finding), *opened} - {finding.id}
