"""The ``finding`` directive: marks the section it stands in as a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..model import Finding, Status
from ..model.finding import Priority
from ..model.suppression import read_suppressions
from ..placeholders import finding_card
from ..report import Fault
from ..settings import compiled, settings_of
from ..store import store_of
from . import values
from .base import IdDirective
from .values import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils.nodes import Node


FACTS: dict[str, Fact] = {
    "phase": values.text_of("The phase in which it is worked off."),
    "category": values.text_of("Else that of the id's prefix, by `categories`."),
    "priority": values.member_of(Priority, "How urgent it is."),
    "status": values.member_of(Status, "What is claimed; `open` unless given."),
    "effort": Fact(values.effort, "`3-4 days`, `6h`, `1w`", "The work it takes."),
    "depends": Fact(
        values.dependencies,
        "ids and `phase ID`, with commas",
        "What must be done before.",
    ),
    "owner": values.text_of("Who answers for it."),
    "assignee": values.text_of("Who works on it."),
    "reviewer": values.text_of("Who looks at the work."),
    "fixed-by": values.text_of("Who fixed it."),
    "verified-by": values.text_of("Who checked the fix, not the fixer."),
    "detected": values.date_of("When it was found."),
    "due": values.date_of("When it must be done."),
    "started": values.date_of("When work began."),
    "fixed": values.date_of("When the fix was claimed."),
    "verified": values.date_of("When the fix was checked."),
    "severity": values.text_of("The severity in the words of its source."),
    "controls": values.list_of("The controls it touches: CWE, ISO, NIST.", "names"),
    "source": values.text_of("Where it is reported."),
    "supersedes": values.list_of("The findings whose place it takes."),
    "duplicates": values.list_of("The findings that say the same."),
    "related": values.list_of("Findings to read with it."),
    "uses": values.list_of("The patterns its plan uses."),
    "reason": values.text_of("Why it was set aside or accepted."),
    "approved-by": values.text_of("Who accepted the risk."),
    "expires": values.date_of("When the acceptance runs out."),
    "evidence": values.list_of("What shows its state: paths or links.", "places"),
    "tags": values.list_of("Words to choose it by.", "words"),
    "aliases": values.list_of("Former ids, which go on leading here."),
    "suppress": Fact(
        read_suppressions,
        "`code (why; until 2026-12-31)`, with commas",
        "The rules that need not hold for it, each with its justification.",
    ),
}


class FindingDirective(IdDirective):
    """``{finding} SI-001``: facts as options, the summary as content."""

    example = "SI-001"
    summary = "Marks its section as the plan of a finding; its content is the summary."
    facts: ClassVar[Mapping[str, Fact]] = FACTS

    @property
    def owner(self) -> str:
        return self.block.argument.partition(" ")[0]

    def define(self, id_: str, title: str, body: list[Node]) -> list[Node]:
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
