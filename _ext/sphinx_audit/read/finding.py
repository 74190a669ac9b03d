"""The ``finding`` directive: marks the section it stands in as a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Finding, Status
from ..model.finding import Priority
from ..placeholders import finding_card
from ..report import Fault
from ..settings import compiled, settings_of
from ..store import store_of
from . import values
from .base import AuditDirective

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node

    from .values import Converter

FACTS: dict[str, Converter] = {
    "phase": values.words,
    "category": values.words,
    "priority": values.one_of(Priority),
    "status": values.one_of(Status),
    "effort": values.effort,
    "depends": values.dependencies,
    "owner": values.words,
    "assignee": values.words,
    "reviewer": values.words,
    "fixed-by": values.words,
    "verified-by": values.words,
    "detected": values.date,
    "due": values.date,
    "started": values.date,
    "fixed": values.date,
    "verified": values.date,
    "severity": values.words,
    "controls": values.name_list,
    "source": values.words,
    "supersedes": values.name_list,
    "duplicates": values.name_list,
    "related": values.name_list,
    "uses": values.name_list,
    "reason": values.words,
    "approved-by": values.words,
    "expires": values.date,
    "evidence": values.name_list,
    "tags": values.name_list,
    "aliases": values.name_list,
}


class FindingDirective(AuditDirective):
    """``{finding} SI-001``: facts as options, the summary as content."""

    facts: ClassVar[Mapping[str, Converter]] = FACTS

    def make(self) -> list[Node]:
        id_, _, title = self.block.argument.partition(" ")
        body = self.parse_content_to_nodes()
        if not id_:
            self.problem(
                Fault.MISSING_ARGUMENT,
                "finding needs an id, such as {finding} SI-001",
            )
            return body
        self.check_id(id_)
        page = store_of(self.env).page(self.docname)
        card = finding_card(
            "", *body, finding=id_, docname=self.docname, record=len(page.findings)
        )
        page.findings.append(
            self.finding(id_, title, " ".join(n.astext() for n in body))
        )
        return [self.adopt(card)]

    def check_id(self, id_: str) -> None:
        pattern = compiled(settings_of(self.config))
        if not pattern.fullmatch(id_):
            self.problem(
                Fault.BAD_ID,
                f"{id_} does not look like {pattern.pattern} (audit_id_pattern)",
            )

    def finding(self, id_: str, title: str, summary: str) -> Finding:
        """Return what is known now; the title comes when the page is whole."""
        given = {name.replace("-", "_"): value for name, value in self.given.items()}
        given.setdefault("category", self.category(id_))
        return Finding(
            id=id_,
            title=title,
            place=self.place(),
            anchor="",
            summary=" ".join(summary.split()),
            **given,  # type: ignore[arg-type]  # FACTS names Finding's fields and types
        )

    def category(self, id_: str) -> str:
        categories = settings_of(self.config).categories
        return categories.get(id_.partition("-")[0], "")
