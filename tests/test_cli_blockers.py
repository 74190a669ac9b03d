"""What holds the work up, and how much of it."""

from __future__ import annotations

from sphinx_audit.model import Finding, Page, Phase, Place, Register, Status
from sphinx_audit.model.blockers import Waiting, blockers

HERE = Place(docname="a", line=1)


def finding(
    id_: str, *depends: str, phase: str = "", status: Status = Status.OPEN
) -> Finding:
    return Finding(
        id=id_, title=id_, place=HERE, anchor="", phase=phase, depends=depends,
        status=status,
    )  # fmt: skip


def phase(id_: str, *after: str) -> Phase:
    return Phase(id=id_, title="", place=HERE, anchor="", after=after, gate=("Lead",))


def register(*things: Finding | Phase) -> Register:
    page = Page(
        findings=[t for t in things if isinstance(t, Finding)],
        phases=[t for t in things if isinstance(t, Phase)],
    )
    return Register({"a": page})


def said(*things: Finding | Phase) -> list[tuple[str, str, int]]:
    return [(b.kind, b.id, b.holds) for b in blockers(register(*things))]


def test_what_waits_through_gates_counts_for_the_first() -> None:
    found = said(
        phase("1"), phase("2", "1"), phase("3", "2"),
        finding("A", phase="1", status=Status.VERIFIED),
        finding("B", phase="2"), finding("C", phase="3"), finding("D", phase="3"),
    )  # fmt: skip
    assert found == [("gate", "1", 3)]


def test_work_in_progress_holds_up_what_depends_on_it() -> None:
    busy = finding("A", status=Status.IN_PROGRESS)
    assert said(busy, finding("B", "A"), finding("C", "B")) == [("finding", "A", 2)]
    things = register(busy, finding("B", "A"), finding("C", "B"))
    assert Waiting(things).holds["finding B"] == 1


def test_a_whole_phase_is_held_up_by_its_members() -> None:
    found = said(
        phase("1"),
        finding("A", phase="1", status=Status.IN_PROGRESS),
        finding("B", "phase 1"),
    )
    assert found == [("finding", "A", 1)]


def test_a_circle_is_named_whole() -> None:
    found = blockers(register(finding("A", "B"), finding("B", "A"), finding("C", "B")))
    assert [(b.id, b.holds) for b in found] == [("A", 2), ("B", 2)]
    assert found[0].asks == ("waits for B (open)",)


def test_unknown_and_abandoned_things_hold_up_too() -> None:
    aside = finding("A", status=Status.DEFERRED)
    found = blockers(register(aside, finding("B", "A"), finding("C", "X")))
    assert [(b.kind, b.id, b.asks) for b in found] == [
        ("finding", "A", ("deferred",)),
        ("unknown", "X", ("no page defines it",)),
    ]


def test_a_phase_nobody_declares_holds_up() -> None:
    assert said(phase("2", "1"), finding("A", phase="2")) == [("unknown", "1", 1)]
