"""What is said to be done agrees with its checklists and with what it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model import Status
from ..model.state import Cause, gates_before, waits, waits_for_gate, waits_for_phase
from ..report import Fault
from .examples import plan, plans
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Finding, Register
    from .problem import Subject

CLAIMED = frozenset({Status.IMPLEMENTED, Status.VERIFIED})
BEGUN = CLAIMED | {Status.IN_PROGRESS}
LIST = "```{{checklist}} XX-001-ci\n:mandatory:\n\n- [{}] tests pass\n```"
GATES = (
    "# Phase 3X: First\n\n```{phase} 3X\n```\n\n"
    "# Phase 3Y: Second\n\n```{phase} 3Y\n:after: 3X\n```\n"
)

RULES = (
    Rule(
        fault=Fault.OPEN_ITEMS,
        level=Level.WARNING,
        why="A fix whose mandatory checks are open is claimed, but not shown.",
        remedy="Tick the items with who and when, or set the status back.",
        wrong=plan(":status: implemented", text=LIST.format(" ")),
        right=plan(":status: implemented", text=LIST.format("x")),
    ),
    Rule(
        fault=Fault.EARLY,
        level=Level.WARNING,
        why="What was built on something unfinished may have to be built again.",
        remedy="Correct one of the two statuses, or take out the dependency.",
        wrong=plans(
            plan(":status: implemented", ":depends: XX-002"),
            plan(":status: open", id_="XX-002"),
        ),
        right=plans(
            plan(":status: implemented", ":depends: XX-002"),
            plan(":status: implemented", id_="XX-002"),
        ),
    ),
    Rule(
        fault=Fault.BEFORE_GATE,
        level=Level.WARNING,
        why="A gate that nobody waits for decides nothing.",
        remedy="Have the gate passed, or take its phase out of `:after:`.",
        wrong=plans(
            GATES,
            plan(":phase: 3X"),
            plan(":phase: 3Y", ":status: in-progress", id_="XX-002"),
        ),
        right=plans(
            GATES,
            plan(":phase: 3X", ":status: implemented"),
            plan(":phase: 3Y", ":status: in-progress", id_="XX-002"),
        ),
    ),
    Rule(
        fault=Fault.SELF_VERIFIED,
        level=Level.ERROR,
        why="A check by the one who made the fix is no check.",
        remedy="Let somebody else verify it, and name them in `:verified-by:`.",
        wrong=plan(":status: verified", ":fixed-by: Ada", ":verified-by: Ada"),
        right=plan(":status: verified", ":fixed-by: Ada", ":verified-by: Bob"),
    ),
    Rule(
        fault=Fault.NO_VERIFIER,
        level=Level.WARNING,
        why="Nobody can be asked how the fix was checked.",
        remedy="Name who checked it in `:verified-by:`.",
        wrong=plan(":status: verified"),
        right=plan(":status: verified", ":fixed-by: Ada", ":verified-by: Bob"),
    ),
    Rule(
        fault=Fault.NO_FIXER,
        level=Level.WARNING,
        why="Nobody can tell whether the one who checked the fix is not its maker.",
        remedy="Name who made it in `:fixed-by:`.",
        wrong=plan(":status: verified", ":verified-by: Bob"),
        right=plan(":status: verified", ":fixed-by: Ada", ":verified-by: Bob"),
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    for finding in register.findings.values():
        if finding.status in CLAIMED:
            yield from open_items(finding, register)
            yield from early(finding, register)
        if finding.status in BEGUN:
            yield from before_gate(finding, register)
        if finding.status is Status.VERIFIED:
            yield from verification(finding)


def open_items(finding: Finding, register: Register) -> Iterator[Problem]:
    for checklist in register.checklists_of(finding.id):
        progress = checklist.progress
        left = progress.total - progress.done
        if checklist.mandatory and left:
            message = (
                f"{finding.id} is {finding.status}, but {left} of "
                f"{progress.total} mandatory items of {checklist.id} are open"
            )
            yield Problem(
                fault=Fault.OPEN_ITEMS,
                message=message,
                place=finding.place,
                ids=(finding.id, checklist.id),
            )


def early(finding: Finding, register: Register) -> Iterator[Problem]:
    """Yield what it needs that is not done; what is unknown has a rule of its own."""
    reasons = [
        *(waits(id_, register) for id_ in finding.needed_findings),
        *(waits_for_phase(id_, register) for id_ in finding.needed_phases),
    ]
    for reason in reasons:
        if reason and reason.cause != "unknown" and reason.id != finding.id:
            kind = "phase " if reason.cause == "phase" else ""
            yield Problem(
                fault=Fault.EARLY,
                message=f"{finding.id} is {finding.status}, but needs "
                f"{kind}{reason.id}: {reason.why}",
                place=finding.place,
                ids=(finding.id, f"{kind}{reason.id}"),
            )


def before_gate(finding: Finding, register: Register) -> Iterator[Problem]:
    """Yield the gates that its phase comes after and that are not passed."""
    for id_ in gates_before(finding, register):
        reason = waits_for_gate(id_, register)
        if reason and reason.cause is Cause.GATE:
            yield Problem(
                fault=Fault.BEFORE_GATE,
                message=f"{finding.id} is {finding.status}, but phase {finding.phase} "
                f"comes after gate {id_}, which is {reason.why}",
                place=finding.place,
                ids=(finding.id, f"gate {id_}"),
            )


def verification(finding: Finding) -> Iterator[Problem]:
    fixer = finding.fixed_by or finding.assignee or finding.owner
    verifier = finding.verified_by
    fault, said = None, ""
    if not verifier:
        fault, said = Fault.NO_VERIFIER, ", but nobody is named; add verified-by"
    elif not fixer:
        fault = Fault.NO_FIXER
        said = f" by {verifier}, but who fixed it is not said; add fixed-by"
    elif people(verifier) <= people(fixer):
        fault = Fault.SELF_VERIFIED
        said = f" by {verifier}, who fixed it; somebody else has to"
    if fault:
        yield Problem(
            fault=fault,
            message=f"{finding.id} is verified{said}",
            place=finding.place,
            ids=(finding.id,),
        )


def people(text: str) -> set[str]:
    """Return who is named, of several each, without case and address."""
    bare = (re.sub(r"<[^<>]*>", "", name) for name in re.split("[,;&]| and ", text))
    return {" ".join(name.casefold().split()) for name in bare} - {""}
