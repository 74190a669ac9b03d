"""Something that does not hold, and what it is about."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .finding import Place


class Level(StrEnum):
    """How bad it is that a rule does not hold, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"

    @property
    def rank(self) -> int:
        """The place in the order, 0 for the worst."""
        return list(Level).index(self)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A rule that does not hold at a place.

    *ids* are what it is about: first whose problem it is (a finding, a phase, else a
    page), then what tells it from others of the same code.  They make its fingerprint,
    so nothing of them may change when text is moved: no line, no count.
    """

    fault: str
    message: str
    place: Place
    ids: tuple[str, ...]
    noted: bool = False
    """Whether the page says so itself, where it was read."""

    @property
    def owner(self) -> str:
        """Whose problem it is."""
        return self.ids[0] if self.ids else self.place.docname


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by where they are, in an order that no reading order changes."""
    return sorted(
        problems,
        key=lambda p: (
            p.place.docname,
            p.place.path,
            p.place.line,
            p.fault,
            p.message,
            p.ids,
        ),
    )


def fingerprints(problems: Iterable[Problem]) -> list[str]:
    """Return a fingerprint for each problem, the same wherever in the text it stands.

    Of several about the same ids each has its own: the first in order is the first.
    """
    seen: dict[tuple[str, ...], int] = {}
    found = []
    for problem in problems:
        key = (str(problem.fault), *problem.ids)
        seen[key] = seen.get(key, 0) + 1
        told = "\0".join((*key, str(seen[key])))
        data = told.encode("utf-8", "surrogatepass")
        found.append(blake2b(data, digest_size=16).hexdigest())
    return found
