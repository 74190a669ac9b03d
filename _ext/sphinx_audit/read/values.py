"""Text of an option to a typed value; ValueError says what would be valid."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ..model import Effort
from ..model.finding import PHASE
from ..model.words import hint, names

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    Converter = Callable[[str], object]


class Fact(NamedTuple):
    """An option of a directive: how its text is read, its form, and what it says."""

    read: Converter
    form: str
    help: str


E = TypeVar("E", bound="StrEnum")


def words(text: str) -> str:
    """Take any text, white space evened out."""
    return " ".join(text.split())


def name_list(text: str) -> tuple[str, ...]:
    return names(text)


def flag(text: str) -> bool:
    """Take a bare option for yes, and yes, no, on, off, true, false."""
    word = text.strip().lower()
    if word in {"", "yes", "on", "true"}:
        return True
    if word in {"no", "off", "false"}:
        return False
    raise ValueError(f"{text!r} is neither on nor off")


def one_of(kind: type[E]) -> Callable[[str], E]:
    """Return a converter to a member of *kind*; spaces and case do not matter."""

    def convert(text: str) -> E:
        word = "-".join(text.lower().split())
        try:
            return kind(word)
        except ValueError:
            raise ValueError(f"{text!r} is unknown{hint(word, list(kind))}") from None

    return convert


def choice(*valid: str) -> Callable[[str], str]:
    def convert(text: str) -> str:
        word = "-".join(text.lower().split())
        if word not in valid:
            raise ValueError(f"{text!r} is unknown{hint(word, valid)}")
        return word

    return convert


def effort(text: str) -> Effort:
    return Effort.read(text)


def date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no date, such as 2026-03-01") from None


def number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{text!r} is no whole number") from None


def dependencies(text: str) -> tuple[str, ...]:
    """Split ids of findings and phases: ``SI-001, phase 2A``."""
    found = []
    for name in names(text):
        head, _, tail = name.partition(" ")
        found.append(f"{PHASE}{tail.strip()}" if head.lower() == "phase" else name)
    return tuple(dict.fromkeys(found))


def text_of(help_: str) -> Fact:
    return Fact(words, "text", help_)


def list_of(help_: str, form: str = "ids") -> Fact:
    return Fact(name_list, f"{form}, with commas", help_)


def date_of(help_: str) -> Fact:
    return Fact(date, "`2026-03-01`", help_)


def member_of(kind: type[StrEnum], help_: str) -> Fact:
    return Fact(one_of(kind), ", ".join(f"`{k}`" for k in kind), help_)


def chosen_from(valid: tuple[str, ...], help_: str) -> Fact:
    return Fact(choice(*valid), ", ".join(f"`{v}`" for v in valid), help_)


def flag_of(help_: str) -> Fact:
    return Fact(flag, "nothing, `on` or `off`", help_)
