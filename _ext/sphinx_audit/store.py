"""What every page said, kept in Sphinx's environment between builds."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING, Any, cast

from .model import Page, Register
from .settings import today_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from sphinx.environment import BuildEnvironment

    from .model.fingerprint import Texts
    from .model.survey import Outside

STORE_VERSION = 8
"""Raise whenever a class that lands in the store changes its fields."""


@dc.dataclass
class Store:
    """All pages by name; everything else is derived, whatever the reading order."""

    pages: dict[str, Page] = dc.field(default_factory=dict)
    borrowed: dict[str, frozenset[str]] = dc.field(default_factory=dict)
    """Keys of what each page shows of other pages."""
    texts: dict[str, Texts] = dc.field(default_factory=dict)
    """Digests of the plans of pages that a signature needs, by page and finding."""
    _register: Register | None = dc.field(default=None, repr=False)

    def page(self, docname: str) -> Page:
        """Return the record of *docname*, to be filled while it is read."""
        self._register = None
        return self.pages.setdefault(docname, Page())

    def changed(self) -> None:
        """Derive everything anew: a record that was taken out is replaced."""
        self._register = None

    def forget(self, docname: str) -> None:
        self._register = None
        self.pages.pop(docname, None)
        self.texts.pop(docname, None)
        self.borrowed.pop(docname, None)

    def merge(self, other: Store, docnames: AbstractSet[str]) -> None:
        self._register = None
        self.pages |= {d: p for d, p in other.pages.items() if d in docnames}
        self.borrowed |= {d: b for d, b in other.borrowed.items() if d in docnames}

    def __getstate__(self) -> dict[str, Any]:
        return {
            "pages": self.pages,
            "borrowed": self.borrowed,
            "texts": self.texts,
            "_register": None,
        }


ANSWERS: list[Callable[[BuildEnvironment], Outside]] = []
"""What tells a register what its pages do not: it needs the rules, which need this."""


def answer_with(make: Callable[[BuildEnvironment], Outside]) -> None:
    """Let registers ask what *make* returns."""
    ANSWERS[:] = [make]


def store_of(env: BuildEnvironment) -> Store:
    return cast("Store", env.domaindata["audit"]["store"])


def register_of(env: BuildEnvironment) -> Register:
    """Return the register of all pages read so far."""
    store = store_of(env)
    today = today_of(env.config)
    if store._register is None or store._register.today != today:  # noqa: SLF001 - its own module
        outside = ANSWERS[-1](env) if ANSWERS else None
        store._register = Register(store.pages, today, outside)  # noqa: SLF001
    return store._register  # noqa: SLF001
