"""All pages of an import: collected documents in, texts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .addresses import Addresses
from .bodies import Bodies
from .finding_pages import FindingPages
from .other_pages import OtherPages
from .phase_pages import PhasePages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bodies import Text
    from .collecting import Collected
    from .pictures import Copy
    from .present import Present


def composed(collected: Collected, present: Present) -> Iterator[Text | Copy]:
    """Yield the pages of findings, phases and documents, then those that list them."""
    addresses = Addresses(collected, present)
    bodies = Bodies(collected, addresses)
    findings = FindingPages(collected, addresses, bodies)
    phases = PhasePages(collected, addresses, bodies)
    others = OtherPages(collected, addresses, bodies)
    for told in collected.register.findings():
        yield findings.page(told)
    for id_, members in addresses.phases.items():
        yield phases.page(id_, members)
    others.unowned()
    for file in collected.files:
        if file in collected.spool.own:
            yield others.page(file)
    yield from others.patterns()
    yield from collected.pictures.copies(collected.report, collected.shown)
    yield from others.indexes(first=not present.lists_folders)
