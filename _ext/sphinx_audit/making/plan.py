"""A plan that is to be written: its facts, and the place for its page."""

from __future__ import annotations

import dataclasses as dc
import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model import Phase, Register

STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no page can hold, when white space is evened out."""


@dc.dataclass(frozen=True, kw_only=True)
class Plan:
    """What is known of a finding before it has a page."""

    id: str
    title: str
    phase: str
    facts: Mapping[str, str] = dc.field(default_factory=dict)
    """Further options of the directive, as an author would write them."""
    summary: str = ""


def evened(text: str) -> str:
    """Return *text* on one line; raises ValueError for what no page can hold."""
    said = " ".join(text.split())
    if found := STEERING.search(said):
        raise ValueError(f"holds the character U+{ord(found[0]):04X}, leave it out")
    return said


def folder_of(phase: Phase, register: Register) -> str:
    """Return the folder for new plans of a phase: of most plans, else of its page."""
    own = str(PurePosixPath(phase.place.docname).parent)
    pages = {
        f.place.docname
        for f in register.findings.values()
        if f.phase == phase.id and f.place.docname != phase.place.docname
    }
    folders = Counter(str(PurePosixPath(page).parent) for page in sorted(pages))
    most = max(folders.values(), default=0)
    return own if folders[own] == most else folders.most_common(1)[0][0]
