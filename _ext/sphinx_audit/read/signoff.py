"""The ``signoff`` directive: a decision on the gate of a phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from sphinx.util.nodes import make_id

from ..model import Decision, SignOff
from ..placeholders import signoff_card
from ..report import Fault
from ..store import store_of
from . import values
from .base import AuditDirective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from .values import Fact

FACTS: dict[str, Fact] = {
    "decision": values.member_of(Decision, "What was decided; needed."),
    "by": values.text_of("Who decided."),
    "role": values.text_of("In which role, as the gate names it."),
    "on": values.date_of("When."),
    "commit": values.text_of("The commit that was looked at; for information."),
    "conditions": values.text_of("What a conditional approval asks for."),
    "expires": values.date_of("When a conditional approval runs out."),
    "fingerprint": values.text_of(
        "The hash of the record in `signoffs/`, as `sphinx-audit sign` writes it."
    ),
    "evidence": values.list_of("What shows that it was decided.", "places"),
    "source": values.text_of("Who claims a `claimed` decision."),
}


class SignOffDirective(AuditDirective):
    """``{signoff} 2A``; without a decision it is a claim, which never counts."""

    summary = "Records a decision on the gate of a phase."
    facts: ClassVar[Mapping[str, Fact]] = FACTS

    def make(self) -> list[Node]:
        phase = self.block.argument
        body = self.parse_content_to_nodes()
        if not phase:
            self.problem(
                Fault.MISSING_ARGUMENT, "signoff needs a phase, such as {signoff} 2A"
            )
            return body
        signoff = self.signoff(phase)
        if self.given.get("decision") is Decision.CLAIMED and not signoff.source:
            self.problem(
                Fault.BAD_VALUE, "a claimed sign-off names who claims it in :source:"
            )
        page = store_of(self.env).page(self.docname)
        card = signoff_card(
            "", *body, phase=phase, docname=self.docname, record=len(page.signoffs)
        )
        card["ids"].append(signoff.anchor)
        page.signoffs.append(signoff)
        self.state.document.note_explicit_target(card)
        return [self.adopt(card)]

    def signoff(self, phase: str) -> SignOff:
        given = dict(self.given)
        decision = given.pop("decision", None)
        if decision is None and "decision" not in {o.name for o in self.block.options}:
            self.problem(
                Fault.BAD_VALUE,
                f"a sign-off needs a decision: {', '.join(Decision)}",
            )
        return SignOff(
            phase=phase,
            decision=decision if isinstance(decision, Decision) else Decision.CLAIMED,
            place=self.place(),
            anchor=make_id(self.env, self.state.document, "audit-signoff", phase),
            **given,  # type: ignore[arg-type]  # FACTS names SignOff's fields and types
        )
