"""The page of a phase, from all that is told of it and of its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.finding import PHASE
from . import pages
from .settling import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .addresses import Addresses
    from .bodies import Bodies, Text
    from .collecting import Collected
    from .told import Told


class PhasePages:
    """Writes the pages of phases."""

    def __init__(
        self, collected: Collected, addresses: Addresses, bodies: Bodies
    ) -> None:
        self.collected, self.addresses, self.bodies = collected, addresses, bodies

    def page(self, id_: str, members: Sequence[Told]) -> Text:
        told = self.collected.register.get(f"{PHASE}{id_}")
        title = told.value("title") if told else ""
        whole = frozenset(m.id for m in members)
        page = Page(self.addresses.of_phase(id_), f"phase {id_}", members=whole)
        text = pages.phase_head(id_, title, self.options(told, id_))
        if told and (gate := told.first("gate")):
            where = pages.place_in(str(gate.place), self.collected.shown)
            text += pages.claimed(id_, pages.one_line(where))
        for said in told.all_said("signoff") if told else ():
            text += pages.signoff(id_, said.value.split("\n"))
        slots = self.collected.spool.about.get(f"{PHASE}{id_}".casefold(), [])
        text += self.bodies.body(slots, page)
        if told:
            self.collected.differing(told)
        all_ = [*members, *([told] if told else [])]
        return self.bodies.text(page, text, [p for t in all_ for p in t.places()])

    def options(self, told: Told | None, id_: str) -> dict[str, str]:
        if told is None:
            return {}
        after = [
            pages.phase_id(d) for d in told.all_of("depends") if d.startswith(PHASE)
        ]
        known = [a for a in after if a in self.addresses.phases and a != id_]
        dates = {name: told.value(name) for name in ("order", "start", "end")}
        return {
            "after": ", ".join(known),
            "gate": pages.one_line(told.value("roles")),
            **dates,
        }
