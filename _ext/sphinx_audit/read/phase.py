"""The ``phase`` directive: declares a phase on the page that is its index."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes

from ..model import Phase
from ..placeholders import phase_card
from ..settings import settings_of
from ..store import store_of
from . import values
from .base import IdDirective
from .values import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node


FACTS: dict[str, Fact] = {
    "order": Fact(values.number, "a number", "Its place; else the ids give the order."),
    "after": values.list_of("The phases whose gates must be passed before."),
    "gate": values.list_of("Who must sign; else `gate_roles`.", "roles"),
    "start": values.date_of("When it starts."),
    "end": values.date_of("When it ends."),
    "toctree": values.flag_of("Whether its findings join the contents tree; `on`."),
}


class PhaseDirective(IdDirective):
    """``{phase} 2A``: card, register, graph and contents tree of the phase."""

    example = "2A"
    summary = "Declares a phase and makes the page its index."
    facts: ClassVar[Mapping[str, Fact]] = FACTS

    def define(self, id_: str, title: str, body: list[Node]) -> list[Node]:
        page = store_of(self.env).page(self.docname)
        card = phase_card(
            "", *body, phase=id_, docname=self.docname, record=len(page.phases)
        )
        page.phases.append(self.phase(id_, title))
        if not self.fact("toctree", True):
            return [self.adopt(card)]
        return [self.adopt(card), self.contents_tree(id_)]

    def phase(self, id_: str, title: str) -> Phase:
        roles = tuple(settings_of(self.config).gate_roles)
        return Phase(
            id=id_,
            title=title,
            place=self.place(),
            anchor="",
            order=self.fact("order", None),
            after=self.fact("after", ()),
            gate=self.fact("gate", roles),
            start=self.fact("start", None),
            end=self.fact("end", None),
            toctree=self.fact("toctree", True),
        )

    def contents_tree(self, id_: str) -> Node:
        """Return a hidden toctree, filled when the page and its findings are known."""
        tree = addnodes.toctree(
            "",
            parent=self.docname,
            entries=[],
            includefiles=[],
            maxdepth=1,
            caption=None,
            glob=False,
            hidden=True,
            includehidden=False,
            numbered=0,
            titlesonly=True,
            audit_phase=id_,
        )
        self.adopt(tree)
        return nodes.compound("", tree, classes=["toctree-wrapper"])
