"""What every view is given: the register, and for whom it is shown."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ..model.verdict import Verdict

if TYPE_CHECKING:
    from ..model import Page, Register
    from .hrefs import Hrefs


@dc.dataclass(frozen=True, kw_only=True)
class Context:
    """The register as shown on *docname* by a builder."""

    register: Register
    docname: str
    html: bool
    """Whether the builder writes HTML, and so folds and draws bars."""
    pictures: bool
    """Whether the builder can show diagrams."""
    verdict: Verdict = dc.field(default_factory=Verdict)
    """What the rules say."""
    hrefs: Hrefs | None = None
    """The links of the page, where views are written as HTML at once."""

    def page(self, docname: str) -> Page:
        return self.register.pages[docname]
