"""The words of a pile: what names its ids, columns, states and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from . import words

if TYPE_CHECKING:
    from collections.abc import Mapping

DATES = frozenset(
    {"detected", "due", "started", "fixed", "verified", "approved", "expires"}
)
"""Facts that are days."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Profile:
    """The words of a pile; the keys of the tables are ours."""

    id_pattern: str
    not_ids: tuple[str, ...]
    phase_pattern: str
    not_title: str
    wishes: tuple[str, ...]
    sections: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]
    status: Mapping[str, tuple[str, ...]]
    priority: Mapping[str, tuple[str, ...]]
    legend: Mapping[str, str]

    @cached_property
    def ids(self) -> re.Pattern[str]:
        """What finds an id in a text."""
        return re.compile(rf"(?<![\w&-])(?:{self.id_pattern})(?![\d&]|-\w)")

    @cached_property
    def phases(self) -> re.Pattern[str]:
        """What finds `Phase 2A`, or several: `phases 2A, 2B and 2C`."""
        one = rf"(?:{self.phase_pattern})\b"
        more = rf"(?:\s*(?:,|/|&|\band\b|,\s*and\b)\s*{one})*"
        return re.compile(rf"\bphases?[\s_-]+(?P<ids>{one}{more})", re.IGNORECASE)

    @cached_property
    def one_phase(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{self.phase_pattern})\b")

    @cached_property
    def wish(self) -> re.Pattern[str]:
        return any_of(self.wishes)

    @cached_property
    def tail(self) -> re.Pattern[str]:
        """What is taken off the end of a title."""
        return re.compile(rf"\s*[-–—:|]+\s*(?:{self.not_title})$", re.IGNORECASE)

    @cached_property
    def _fact(self) -> dict[str, str]:
        """The fact of each name; of two that share a name the first."""
        found: dict[str, str] = {}
        for fact, names in self.fields.items():
            for name in names:
                found.setdefault(words.folded(name), fact)
        return found

    @cached_property
    def _statuses(self) -> dict[str, str]:
        return by_word(self.status)

    @cached_property
    def _priorities(self) -> dict[str, str]:
        return by_word(self.priority)

    def is_id(self, text: str) -> bool:
        return text.rpartition("-")[0].upper() not in self.not_ids

    def ids_in(self, text: str) -> list[str]:
        """Return the ids of a text in their order, each once."""
        found = (m[0] for m in self.ids.finditer(text))
        return list(dict.fromkeys(id_ for id_ in found if self.is_id(id_)))

    def phases_in(self, text: str) -> list[str]:
        """Return the ids of the phases a text names."""
        found = (
            one[0].upper()
            for match in self.phases.finditer(text)
            for one in self.one_phase.finditer(match["ids"])
        )
        return list(dict.fromkeys(found))

    def fact(self, name: str) -> str:
        """Return the fact that a field of this name states, or nothing."""
        return self._fact.get(words.folded(name), "")

    def columns(self, header: list[str]) -> list[str]:
        """Return the fact of each column: the better word gets it, each fact once."""
        names = [words.folded(name) for name in header]
        facts = [""] * len(names)
        for fact, asked in self.fields.items():
            for name in map(words.folded, asked):
                if name in names and not facts[names.index(name)]:
                    facts[names.index(name)] = fact
                    break
        return facts

    def status_of(self, text: str) -> str:
        return words.meant(text, self._statuses)

    def priority_of(self, text: str) -> str:
        return words.meant(text, self._priorities)


def by_word(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {words.folded(w): meaning for meaning, all_ in table.items() for w in all_}


def any_of(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    inside = "|".join(map(re.escape, alternatives)) or r"(?!)"
    return re.compile(rf"\b(?:{inside})\b", re.IGNORECASE)
