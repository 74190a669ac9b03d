"""Gates: what they ask, and fingerprints that tell what changed and nothing else."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import warnings_of
from projects import finding as plan
from projects import phase as phase_page
from sealing import approval
from sphinx_audit.model import (
    Checklist,
    Decision,
    Effort,
    Finding,
    GateState,
    Item,
    ItemState,
    Page,
    Phase,
    Place,
    Priority,
    Register,
    SignOff,
    Status,
)
from sphinx_audit.model.evidence import EvidenceState, Look
from sphinx_audit.model.fingerprint import changes, digest, scope_of
from sphinx_audit.model.manifest import (
    Manifest,
    ManifestError,
    fingerprint,
    name_of,
    read_manifest,
    write_manifest,
)
from sphinx_audit.model.survey import Record, Seal, Signature, Survey, Told, mark_of
from test_evidence import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Build
    from sphinx_audit.model.fingerprint import Scope, Texts

HERE = Place(docname="page", line=1)


def finding(id_: str, **facts: Any) -> Finding:
    given = {"title": id_, "phase": "2A", "status": Status.IMPLEMENTED} | facts
    return Finding(id=id_, place=HERE, anchor=id_, **given)


def signoff(role: str = "Lead", **facts: Any) -> SignOff:
    given: dict[str, Any] = {
        "phase": "2A",
        "decision": Decision.APPROVED,
        "by": "Ada",
        "role": role,
        "on": dt.date(2026, 3, 1),
        "anchor": role,
        "fingerprint": "f1",
    }
    return SignOff(place=HERE, **given | facts)


def checklist(*items: Item, **facts: Any) -> Checklist:
    base: dict[str, Any] = {"id": "c", "title": "", "finding": "A", "mandatory": True}
    given = base | facts
    return Checklist(place=HERE, anchor="c", items=items, **given)


def item(text: str = "x", state: ItemState = ItemState.DONE, **facts: Any) -> Item:
    return Item(text=text, state=state, place=HERE, **facts)


def register(
    *things: Any,
    gate: tuple[str, ...] = (),
    evidence: dict[str, Look] | None = None,
    records: dict[str, Record] | None = None,
    errors: dict[str, tuple[str, ...]] | None = None,
    today: dt.date | None = None,
) -> Register:
    page = Page(phases=[Phase(id="2A", title="F", place=HERE, anchor="", gate=gate)])
    for thing in things:
        kind = type(thing).__name__.lower()
        getattr(page, f"{kind}s").append(thing)
    seen = Survey(evidence=evidence or {}, records=records or {})
    return Register({"page": page}, today, Told(seen=seen, wrong=errors or {}))


def asked(known: Register) -> dict[str, tuple[bool, str]]:
    return {c.text: (c.met, c.why) for c in known.gates["2A"].conditions}


# -- conditions


def sealed(**facts: Any) -> Record:
    return Record(seal=Seal.WHOLE, **facts)


WHOLE = sealed()
SILENT = "1 not applicable without a reason"


def test_each_condition_has_its_state_and_reason() -> None:
    missing = Look(state=EvidenceState.MISSING)
    unseen = Look(state=EvidenceState.UNCHECKED)
    known = register(
        finding("A", evidence=("x.txt", "https://e.org")),
        finding("B", status=Status.OPEN),
        checklist(item(needs_evidence=True), item("y", ItemState.NOT_APPLICABLE)),
        gate=("Lead",),
        evidence={"x.txt": missing, "https://e.org": unseen},
        errors={"2A": ("cycle", "cycle", "bad_value")},
    )
    assert asked(known) == {
        "1 of 2 findings done": (False, "B"),
        "1 of 1 mandatory checklist items ticked": (
            False,
            f"1 ticked without the evidence asked for; {SILENT}",
        ),
        "0 of 2 pieces of evidence valid, 1 unchecked": (False, "x.txt is missing"),
        "no error of the rules": (False, "2 × cycle, bad_value"),
        "signed by Lead": (False, "nobody has"),
    }


@pytest.mark.parametrize(
    ("facts", "record", "why"),
    [
        ({}, WHOLE, ""),
        ({}, Record(), "nobody looked at the record"),
        ({"fingerprint": ""}, WHOLE, "no fingerprint tells what was approved"),
        ({}, Record(seal=Seal.BROKEN, why="it is lost"), "it is lost"),
        ({}, sealed(signature=Signature.BAD, signature_why="not Ada's"), "not Ada's"),
        ({}, sealed(required=True), "no signature, which is required"),
        ({}, sealed(required=True, signature=Signature.GOOD), ""),
        ({"decision": Decision.WITHDRAWN}, WHOLE, "withdrawn by Ada on 2026-03-01"),
        ({"expires": dt.date(2026, 4, 1)}, WHOLE, "ran out on 2026-04-01"),
        ({"on": dt.date(2027, 1, 1)}, WHOLE, "after the as-of date"),
    ],
)
def test_a_role_has_signed_or_there_is_a_reason(
    facts: dict[str, Any], record: Record, why: str
) -> None:
    said = signoff(**facts)
    known = register(
        finding("A"),
        said,
        gate=("lead",),
        records={mark_of(said): record},
        today=dt.date(2026, 5, 1),
    )
    met, reason = asked(known)["signed by lead"]
    assert met is (not why)
    assert why in reason
    assert known.gates["2A"].state is (GateState.READY if why else GateState.SIGNED)


def test_what_changed_since_makes_a_gate_stale_until_it_is_signed_again() -> None:
    old, new = signoff(), signoff(anchor="again", on=dt.date(2026, 4, 1))
    records = {
        mark_of(old): Record(seal=Seal.CHANGED, changes=("A: status changed",)),
        mark_of(new): WHOLE,
    }
    half = register(finding("A", status=Status.OPEN), old, records=records)
    assert half.gates["2A"].state is GateState.STALE, "before what is open"
    assert half.gates["2A"].changes == ((old, ("A: status changed",)),)
    again = register(finding("A"), old, new, records=records)
    assert again.gates["2A"].state is GateState.SIGNED


@pytest.mark.parametrize(
    ("before", "state"),
    [
        (signoff(), GateState.SIGNED),
        (signoff(decision=Decision.REJECTED), GateState.REJECTED),
        (signoff(anchor="changed"), GateState.STALE),
        (signoff(decision=Decision.WITHDRAWN), GateState.READY),
    ],
)
def test_a_typed_approval_overrides_no_earlier_word(
    before: SignOff, state: GateState
) -> None:
    typed = signoff(anchor="typed", on=dt.date(2026, 4, 1), fingerprint="")
    stale = signoff(anchor="changed")
    records = {
        mark_of(signoff()): WHOLE,
        mark_of(stale): Record(seal=Seal.CHANGED, changes=("A: status changed",)),
    }
    known = register(finding("A"), before, typed, gate=("Lead",), records=records)
    assert known.gates["2A"].state is state


# -- fingerprints


WORDS = st.text("ab cd", min_size=1, max_size=8).filter(str.strip)
FACTS = st.fixed_dictionaries(
    {"status": st.sampled_from(Status)},
    optional={
        "priority": st.sampled_from(Priority),
        "owner": WORDS.map(str.strip),
        "due": st.dates(),
        "effort": st.just(Effort(low=8, high=16)),
        "tags": st.lists(WORDS.map(str.strip), min_size=1).map(tuple),
        "summary": WORDS.map(str.strip),
    },
)
ITEMS = st.lists(
    st.builds(
        item, WORDS.map(lambda t: " ".join(t.split())), st.sampled_from(ItemState)
    ),
    max_size=3,
)
SECTIONS = st.dictionaries(st.sampled_from(["", "Problem", "Steps"]), WORDS)
Plan = tuple[dict[str, Any], list[Item], dict[str, str]]
Plans = dict[str, Plan]
PLANS = st.dictionaries(
    st.sampled_from(["A", "B", "C"]),
    st.tuples(FACTS, ITEMS, SECTIONS),
    min_size=1,
)


def scope(plans: Plans, *others: Any) -> Scope:
    things: list[Any] = [finding(i, **facts) for i, (facts, _, _) in plans.items()]
    things += [
        checklist(*items, id=f"{i}-c", finding=i)
        for i, (_, items, _) in plans.items()
        if items
    ]
    texts: Texts = {
        i: {k: digest(v) for k, v in text.items()} for i, (_, _, text) in plans.items()
    }
    return scope_of("2A", register(*things, *others), texts)


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_a_record_says_what_was_signed_and_comes_back(plans: Plans) -> None:
    made = Manifest(said={"phase": "2A"}, scope=scope(plans))
    text = write_manifest(made).encode()
    assert read_manifest(text) == made
    assert changes(made.scope, scope(plans)) == ()
    assert fingerprint(text.replace(b"\n", b"\r\n")) == fingerprint(text)


@settings(max_examples=60, deadline=None)
@given(PLANS, st.sampled_from([" ", "\n", "\t \n"]))
def test_neither_white_space_nor_others_change_a_fingerprint(
    plans: Plans, blank: str
) -> None:
    spaced: Plans = {
        i: (facts, items, {k: blank + v.replace(" ", blank) for k, v in text.items()})
        for i, (facts, items, text) in plans.items()
    }
    outside = [finding("Z", phase="2B"), checklist(item(), id="z", finding="Z")]
    assert scope(spaced, *outside) == scope(plans)
    moved = dc.replace(finding("A"), place=Place(docname="far", line=9), anchor="n")
    assert scope_of("2A", register(moved), {}) == scope({"A": ({}, [], {})})


EDITS: dict[str, Callable[..., Plan]] = {
    "status": lambda f, i, t: ({**f, "status": other(f["status"])}, i, t),
    "owner": lambda f, i, t: ({**f, "owner": f.get("owner", "") + "x"}, i, t),
    "item “A-c: new”": lambda f, i, t: (f, [*i, item("new")], t),
    "section “Problem”": lambda f, i, t: (
        f,
        i,
        {**t, "Problem": t.get("Problem", "") + "x"},
    ),
    "title": lambda f, i, t: (f, i, {**t, "": t.get("", "") + "x"}),
}


def other(status: Status) -> Status:
    return Status.OPEN if status is not Status.OPEN else Status.VERIFIED


@settings(max_examples=60, deadline=None)
@given(FACTS, ITEMS, SECTIONS, st.sets(st.sampled_from(sorted(EDITS)), min_size=1))
def test_what_changed_is_named_and_nothing_else(
    facts: dict[str, Any], items: list[Item], text: dict[str, str], edits: set[str]
) -> None:
    before = after = (facts, items, text)
    for edit in sorted(edits):
        after = EDITS[edit](*after)
    beside: Plan = ({"status": Status.OPEN}, [], {"Steps": "same"})
    signed = scope({"A": before, "B": beside})
    said = changes(signed, scope({"A": after, "B": beside}))
    named = {c.removeprefix("A: ").rsplit(" ", 1)[0] for c in said}
    assert {n for n in named if n != "checklist A-c"} == edits
    assert signed == scope({"A": before, "B": beside}), "the way back"


def test_an_item_is_named_whatever_of_it_changed() -> None:
    old = item("raced", by="ci")
    for new in (
        dc.replace(old, state=ItemState.OPEN),
        dc.replace(old, by="Ann"),
        dc.replace(old, on=dt.date(2026, 1, 1)),
        dc.replace(old, evidence=("x.txt",)),
    ):
        was, now = (scope({"A": ({}, [i, item("raced")], {})}) for i in (old, new))
        assert changes(was, now) == ("A: item “A-c: raced” changed",)


@pytest.mark.parametrize("edit", [("implemented", "open"), ("fact status", "fact x")])
def test_a_record_that_was_edited_is_no_record(edit: tuple[str, str]) -> None:
    whole = scope({"A": ({}, [], {})})
    text = write_manifest(Manifest(said={"phase": "2A"}, scope=whole))
    other = text.replace(whole["A"]["fact status"], digest("open"))
    with pytest.raises(ManifestError, match="the digest of A does not fit"):
        read_manifest(other.replace(*edit).encode())


def test_a_name_of_a_record_is_one_of_a_file() -> None:
    said = signoff("Chief / Überprüfer ..", phase="2A")
    assert name_of(said) == "2a-chief-überprüfer-2026-03-01.json"
    assert name_of(signoff(""), 3) == "2a-2026-03-01-3.json"


# -- on pages


REJECTED = ":decision: rejected\n:by: Ada\n"
SIGNED = """
```{signoff} 2A
:decision: approved
:by: Ada
:role: Lead
:on: 2026-01-01
```
"""
PAGES = {
    "index.md": "# Top\n\n```{toctree}\n:glob:\n\n*\n```\n",
    "p2a.md": phase_page("2A", gate="Lead"),
    "p2b.md": phase_page("2B", "Later", after="2A"),
    "SI-001.md": plan("SI-001", status="implemented"),
    "BL-001.md": plan("BL-001", phase="2B"),
    "view.md": "# View\n\n```{gate-table}\n```\n\n```{gate-table}\n:phase: 2B\n```\n",
}


def test_a_phase_behind_an_unsigned_gate_says_so(build: Build) -> None:
    app = build(PAGES, "text")
    assert "Waits for: gate 2A (ready to sign)" in text_of(app, "p2b")
    assert "blocked" in text_of(app, "p2b")
    app = build({"p2a.md": PAGES["p2a.md"] + approval(app)}, "text")
    assert warnings_of(app) == []
    assert "Waits for" not in text_of(app, "p2b")


def test_an_approval_without_a_fingerprint_opens_no_gate(build: Build) -> None:
    app = build({**PAGES, "p2a.md": PAGES["p2a.md"] + SIGNED}, "text")
    (warned,) = warnings_of(app)
    assert warned.startswith("p2a.md:7: WARNING: sign-off of 2A by Ada: it does not ")
    assert warned.endswith("[audit.unsealed_signoff]")
    assert "Waits for: gate 2A (ready to sign)" in text_of(app, "p2b")
    told = " ".join(text_of(app, "p2a").split())
    assert "does not count" in told
    assert (
        "signed by Lead (approved by Ada on 2026-01-01, but no fingerprint tells what "
        "was approved)" in told
    )


def test_the_table_of_gates_tells_what_is_asked_and_who_decided(build: Build) -> None:
    app = build(PAGES, "text")
    app = build({"p2a.md": PAGES["p2a.md"] + approval(app)}, "text")
    told = (app.outdir / "view.txt").read_text("utf-8")
    assert told.count("2B: Later") == 2
    assert told.count("2A: Foundation") == 1
    assert "gate signed" in told
    assert "approved: Ada (Lead)" in told
    assert "0 of 1 findings done" in told


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (":decision: rejected\n", "unsigned"),
        (f"{REJECTED}:role: Led\n:on: 2026-01-01\n", "unknown_role"),
        (":decision: claimed\n:source: minutes\n", "claimed_signoff"),
        (f"{REJECTED}:role: Lead\n:on: 2999-01-01\n", "future_signoff"),
        (
            f"{REJECTED}:role: Lead\n:on: 2026-01-01\n:fingerprint: 3\n",
            "broken_signoff",
        ),
    ],
)
def test_a_sign_off_that_cannot_be_true_is_named(
    build: Build, facts: str, code: str
) -> None:
    page = f"{PAGES['p2a.md']}\n```{{signoff}} 2A\n{facts}```\n"
    conf = {"audit_today": "2026-06-01"}
    app = build({**PAGES, "p2a.md": page}, "text", confoverrides=conf)
    (warned,) = warnings_of(app)
    assert warned.startswith("p2a.md:7: WARNING: sign-off of 2A")
    assert warned.endswith(f"[audit.{code}]")


LIST = """
```{checklist} SI-001-c CI
- [ ] open {by}`Kim`
- [ ] owed by the owner
- [x] ticked
- [x] bare {evidence-needed}`a log`
- [-] silent
- [-] told (not applicable: why)
```
"""


def test_open_items_are_listed_with_who_owes_them(build: Build) -> None:
    page = plan("SI-001", owner="backend") + LIST
    view = "# V\n\n```{checklist-table}\n:open:\n```\n\n```{checklist-table}\n```\n"
    app = build({**PAGES, "SI-001.md": page, "view.md": view}, "text")
    told = (app.outdir / "view.txt").read_text("utf-8")
    rows = [[c.strip() for c in r.split("|")[3:6]] for r in told.splitlines()]
    wanted = {"a tick", "evidence", "a reason"}
    assert [r for r in rows if len(r) == 3 and r[2] in wanted] == [
        ["open", "Kim", "a tick"],
        ["owed by the owner", "backend", "a tick"],
        ["bare", "backend", "evidence"],
        ["silent", "backend", "a reason"],
    ]
    assert "2 of 4" in told
