"""What words and marks mean in a pile: the defaults, and a project's own over them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ..model import Priority, Status
from ..model.words import hint
from . import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Words = dict[str, tuple[str, ...]]

DATES = frozenset({"detected", "due", "started", "fixed", "verified", "approved"})


class ProfileError(ValueError):
    """A profile cannot be used; the message says where and why."""


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


@lru_cache(maxsize=1)
def default() -> Profile:
    text = files(__package__).joinpath("profile.toml").read_text("utf-8")
    return made(tomllib.loads(text))


def load(path: Path | None) -> Profile:
    """Return the profile of a file over the defaults; raises ProfileError."""
    if path is None:
        return default()
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise ProfileError(f"{path}: {error.strerror}") from error
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: {error}") from error
    base = tomllib.loads(files(__package__).joinpath("profile.toml").read_text("utf-8"))
    try:
        return made(merged(base, given))
    except Mistake as mistake:
        at = f"{path}:{line_of(text, *mistake.keys)}"
        raise ProfileError(f"{at}: {mistake}") from mistake


class Mistake(ValueError):  # noqa: N818 - becomes a ProfileError
    def __init__(self, text: str, *keys: str) -> None:
        super().__init__(text)
        self.keys = keys


TABLES = {
    "fields": frozenset[str](),
    "status": frozenset(map(str, Status)),
    "priority": frozenset(map(str, Priority)),
    "legend": frozenset[str](),
}
"""The tables, with the keys they may have; without any, any key."""


def merged(base: dict[str, object], given: dict[str, object]) -> dict[str, object]:
    """Return the defaults with what is given over them, key by key."""
    result = dict(base)
    for name, value in given.items():
        own = base.get(name)
        if own is None:
            raise Mistake(f"no key {name}{hint(name, base)}", name)
        if type(own) is not type(value):
            raise Mistake(f"{name} is no {KINDS.get(type(own))}", name)
        if isinstance(own, dict) and isinstance(value, dict):
            result[name] = table(name, own, value)
        else:
            result[name] = value
    return result


KINDS: dict[type, str] = {str: "text", list: "list of texts", dict: "table"}


def table(
    name: str, base: dict[str, object], given: dict[str, object]
) -> dict[str, object]:
    """Return a table with its keys replaced; a word given anew leaves its old key."""
    allowed = TABLES[name] or (base.keys() if name == "fields" else ())
    for key, value in given.items():
        if allowed and key not in allowed:
            raise Mistake(f"{name} has no {key}{hint(key, sorted(allowed))}", name, key)
        if name == "legend":
            check_meaning(key, value)
        elif not texts(value):
            raise Mistake(f"{key} of {name} is no list of texts", name, key)
    if name == "legend":
        return {**base, **given}
    taken = {words.folded(w) for all_ in given.values() for w in as_texts(all_)}
    kept = {
        key: [w for w in as_texts(all_) if words.folded(w) not in taken]
        for key, all_ in base.items()
    }
    return {**kept, **given}


def check_meaning(mark: str, value: object) -> None:
    if value != "" and value not in set(map(str, Status)):
        near = hint(str(value), [str(s) for s in Status])
        text = f"{mark} of legend is {value!r}, which is no status{near}"
        raise Mistake(text, "legend", mark)


def texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) for v in value)


def as_texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def made(data: dict[str, object]) -> Profile:
    for name in ("id_pattern", "phase_pattern", "not_title"):
        try:
            re.compile(str(data[name]))
        except re.error as error:
            raise Mistake(f"{name} is no regular expression: {error}", name) from error
    for name in ("not_ids", "wishes", "sections"):
        if not texts(data[name]):
            raise Mistake(f"{name} is no list of texts", name)

    def lists(name: str) -> Words:
        inside = data[name]
        given = inside if isinstance(inside, dict) else {}
        return {str(key): as_texts(value) for key, value in given.items()}

    legend = data["legend"]
    marks = legend if isinstance(legend, dict) else {}
    return Profile(
        id_pattern=str(data["id_pattern"]),
        phase_pattern=str(data["phase_pattern"]),
        not_title=str(data["not_title"]),
        not_ids=as_texts(data["not_ids"]),
        wishes=as_texts(data["wishes"]),
        sections=as_texts(data["sections"]),
        fields=lists("fields"),
        status=lists("status"),
        priority=lists("priority"),
        legend={str(mark): str(value) for mark, value in marks.items()},
    )


def line_of(text: str, *keys: str) -> int:
    """Return the line on which a key stands: TOML's reader does not tell."""
    lines = text.splitlines()
    start = 0
    if len(keys) > 1:
        heads = (n for n, s in enumerate(lines) if s.strip() == f"[{keys[0]}]")
        start = next(heads, 0)
    key = keys[-1]
    quoted = rf"""(?:{re.escape(key)}|"{re.escape(key)}"|'{re.escape(key)}')"""
    pattern = re.compile(rf"\s*(?:\[\s*)?{quoted}\s*[\].=]")
    for number, line in enumerate(lines[start:], start=start + 1):
        if pattern.match(line):
            return number
    return start + 1
