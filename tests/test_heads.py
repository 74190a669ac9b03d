"""Whether the marks of a plan's head change just when the head does."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_audit.model import Finding, Page, Place, Register
from sphinx_audit.placeholders import finding_card
from sphinx_audit.rebuild.cards import Heads
from sphinx_audit.rebuild.spelling import spelled
from sphinx_audit.show.cards import finding_card as head
from sphinx_audit.show.context import Context
from sphinx_audit.show.neighbours import ROOM, needed, needing
from test_exchange_reader import FINDINGS, audits

if TYPE_CHECKING:
    from sphinx_audit.exchange.document import Audit

OWN = "own"


def shown(finding: Finding, register: Register) -> str:
    """Return the head of a plan and the boxes of its graph, links led to their ends."""
    context = Context(register=register, docname=OWN, html=True, pictures=True)
    pieces = head(finding_card("", docname=OWN, record=0), context)
    sides = needed(finding, register), needing(finding, register)
    boxes = [(len(side), side[:ROOM]) for side in sides]
    return repr((spelled(pieces, register), boxes))


def others(audit: Audit) -> dict[str, Page]:
    return audit.register.pages


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(FINDINGS, audits(), audits(), st.data())
def test_a_head_has_another_mark_just_when_it_shows_something_else(
    finding: Finding, one: Audit, other: Audit, data: st.DataObject
) -> None:
    own = dc.replace(finding, place=Place(docname=OWN, line=1))
    before = {OWN: Page(findings=[own]), **others(one)}
    taken = data.draw(st.sets(st.sampled_from(sorted(others(other)) or [OWN])))
    changed = {name: others(other).get(name, before.get(name)) for name in taken}
    after = before | {n: p for n, p in changed.items() if p and n != OWN}
    now, then = (Register(pages, one.register.today) for pages in (before, after))
    same = repr(Heads(now).of(own)) == repr(Heads(then).of(own))
    assert same == (shown(own, now) == shown(own, then))
