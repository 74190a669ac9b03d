"""The ``pattern`` directive: marks the section it stands in as a reusable solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Pattern
from ..placeholders import pattern_card
from ..report import Fault
from ..store import store_of
from . import values
from .base import AuditDirective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from .values import Fact

FACTS: dict[str, Fact] = {
    "phase": values.text_of("The phase it was written for."),
    "for": values.list_of("The findings it was proposed for."),
    "source": values.text_of("Where it comes from."),
}


class PatternDirective(AuditDirective):
    """``{pattern} row-claim``; findings name it in ``uses``."""

    summary = "Marks its section as a reusable solution."
    facts: ClassVar[Mapping[str, Fact]] = FACTS

    def make(self) -> list[Node]:
        id_, _, title = self.block.argument.partition(" ")
        body = self.parse_content_to_nodes()
        if not id_:
            self.problem(
                Fault.MISSING_ARGUMENT,
                "pattern needs an id, such as {pattern} row-claim",
            )
            return body
        page = store_of(self.env).page(self.docname)
        card = pattern_card(
            "", *body, pattern=id_, docname=self.docname, record=len(page.patterns)
        )
        page.patterns.append(
            Pattern(
                id=id_,
                title=title,
                place=self.place(),
                anchor="",
                phase=self.fact("phase", ""),
                proposed_for=self.fact("for", ()),
                source=self.fact("source", ""),
            )
        )
        return [self.adopt(card)]
