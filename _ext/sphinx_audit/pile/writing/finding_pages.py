"""The page of a finding, from all that is told of it."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ...model import Status
from ..said import Shape
from . import pages
from .facts import LISTS
from .report import Extra
from .settling import Page

if TYPE_CHECKING:
    from .addresses import Addresses
    from .bodies import Bodies, Text
    from .collecting import Collected
    from .told import Told


class FindingPages:
    """Writes the pages of findings."""

    def __init__(
        self, collected: Collected, addresses: Addresses, bodies: Bodies
    ) -> None:
        self.collected, self.addresses, self.bodies = collected, addresses, bodies
        self.report = collected.report

    def page(self, told: Told) -> Text:
        self.collected.differing(told)
        notes = self.report.extras.get(told.id.casefold(), [])
        options = self.options(told, notes)
        page = Page(self.addresses.paths[told.id], told.id)
        text = pages.finding_head(told, options, self.summary(told, page))
        slots = self.collected.spool.about.get(told.id.casefold(), [])
        text += self.bodies.body(slots, page)
        shown = self.collected.shown
        text += pages.extras([self.settled(n, page) for n in notes], shown)
        return self.bodies.text(page, text, told.places())

    def options(self, told: Told, notes: list[Extra]) -> dict[str, str]:
        """Return the options of a finding; *notes* get what these cannot hold."""
        options = {}
        for fact in told.facts:
            if fact in LISTS:
                at = self.addresses
                found, missing = pages.known(
                    told, fact, at.defined, at.phases, at.patterns
                )
                options[fact] = pages.one_line(", ".join(found))
                notes += self.undefined(told, fact, missing)
            else:
                options[fact] = pages.option(told, fact)
        options["status"] = self.status(told)
        options["source"] = pages.source(told, self.collected.shown)
        return options

    def summary(self, told: Told, page: Page) -> list[str]:
        said = told.first("summary")
        file = said.place.file if said else ""
        settle = self.bodies.settler.settle
        return settle(pages.summary_of(told), file, page, 2) if said else []

    def settled(self, note: Extra, page: Page) -> Extra:
        """Return a note with its links and its checklist as the page has them."""
        lines = note.text.split("\n")
        lines = self.bodies.settler.settle(lines, note.place.file, page, 2)
        return dc.replace(note, text="\n".join(lines))

    def undefined(self, told: Told, fact: str, missing: list[str]) -> list[Extra]:
        said = told.first(fact)
        if not missing or said is None:
            return []
        for name in missing:
            self.report.undefined(told, fact, name)
        text = ", ".join(f"`{pages.one_line(m).replace('`', '')}`" for m in missing)
        return [Extra(f"{fact}, which no source defines", text, said.place)]

    def status(self, told: Told) -> str:
        """Return the status: a claim of completion is never more than a claim."""
        said = told.first("status")
        if said is None:
            return ""
        if said.value == Status.VERIFIED:
            if told.ours and said.shape is Shape.RECORD:
                return said.value
            when = said.shape is Shape.RECORD or told.value("verified")
            if not (when and told.value("verified-by")):
                self.report.lowered(told, said)
                return str(Status.IMPLEMENTED)
        return said.value
