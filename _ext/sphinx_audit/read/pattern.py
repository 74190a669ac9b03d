"""The ``pattern`` directive: marks the section it stands in as a reusable solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Pattern
from ..placeholders import pattern_card
from ..store import store_of
from . import values
from .base import IdDirective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from .values import Fact

FACTS: dict[str, Fact] = {
    "phase": values.text_of("The phase it was written for."),
    "for": values.list_of("The findings it was proposed for."),
    "source": values.text_of("Where it comes from."),
}


class PatternDirective(IdDirective):
    """``{pattern} row-claim``; findings name it in ``uses``."""

    example = "row-claim"
    summary = "Marks its section as a reusable solution."
    facts: ClassVar[Mapping[str, Fact]] = FACTS

    def define(self, id_: str, title: str, body: list[Node]) -> list[Node]:
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
