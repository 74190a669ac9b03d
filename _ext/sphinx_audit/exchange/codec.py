"""Model objects as JSON and back: one name a fact, one way for each kind of value."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar, cast, get_args, get_type_hints

from ..model import (
    Checklist,
    Decision,
    Effort,
    Finding,
    Item,
    ItemState,
    Pattern,
    Phase,
    Place,
    Priority,
    SignOff,
    Status,
    Suppression,
)
from ..model.effort import HOURS
from ..model.words import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Reader = Callable[[object, str], object]

Json = dict[str, object]
Thing = Finding | Phase | Checklist | Item | Pattern | SignOff | Place | Suppression

T = TypeVar("T", Finding, Phase, Checklist, Item, Pattern, SignOff, Place, Suppression)
E = TypeVar("E", bound=StrEnum)


class FormatError(ValueError):
    """A text that is no findings.json; the message says where it stops being one."""


# -- to JSON


def facts(thing: Thing, without: Collection[str] = ()) -> Json:
    """Return what is stated of *thing*; what is not stated has no key."""
    found: Json = {}
    for field in dc.fields(thing):
        value = getattr(thing, field.name)
        if field.name not in without and (required(field) or not absent(value)):
            found[key(field.name)] = plain(value)
    return found


def key(name: str) -> str:
    """Return the name of a field as authors write it."""
    return OTHER_NAMES.get(name, name.replace("_", "-"))


OTHER_NAMES = {"proposed_for": "for"}


def required(field: dc.Field[object]) -> bool:
    return field.default is dc.MISSING and field.default_factory is dc.MISSING


def absent(value: object) -> bool:
    return value is None or value in ("", ())


def plain(value: object) -> object:
    if isinstance(value, StrEnum):
        return slug(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Effort):
        return effort(value)
    if isinstance(value, Place | Suppression):
        return facts(value)
    return [plain(v) for v in value] if isinstance(value, tuple) else value


def slug(member: StrEnum) -> str:
    """Return the value of an enum as one word, as queries and CSS classes have it."""
    return member.value.replace(" ", "-")


def effort(value: Effort) -> Json:
    return {
        "low": days(value.low),
        "high": days(value.high),
        "unit": "days",
        "text": str(value),
    }


def days(hours: float) -> float:
    """Return days, as whole number where they are one; JSON knows no infinity."""
    found = min(hours / HOURS["d"], MOST_DAYS)
    return int(found) if found.is_integer() else found


MOST_DAYS = 1e9


# -- from JSON


def thing(kind: type[T], data: object, at: str, **given: object) -> T:
    """Return an object of *kind* from its facts; raises FormatError with the place."""
    told = table(data, at)
    values = dict(given)
    for field in dc.fields(kind):
        name = key(field.name)
        if field.name in values:
            continue
        if name in told:
            read = READERS[HINTS[kind][field.name]]
            values[field.name] = read(told[name], f"{at}.{name}")
        elif required(field):
            raise FormatError(f"{at} has no {name}")
    return kind(**values)  # type: ignore[arg-type]  # READERS give the fields' types


def table(data: object, at: str) -> Json:
    if isinstance(data, dict):
        return cast("Json", data)
    raise FormatError(f"{at} is no object")


def rows(data: object, at: str) -> list[object]:
    if isinstance(data, list):
        return data
    raise FormatError(f"{at} is no list")


def text(data: object, at: str) -> str:
    if isinstance(data, str):
        return data
    raise FormatError(f"{at} is no text")


def names(data: object, at: str) -> tuple[str, ...]:
    return tuple(text(d, f"{at}[{n}]") for n, d in enumerate(rows(data, at)))


def flag(data: object, at: str) -> bool:
    if isinstance(data, bool):
        return data
    raise FormatError(f"{at} is neither true nor false")


def number(data: object, at: str) -> int:
    if isinstance(data, int) and not isinstance(data, bool):
        return data
    raise FormatError(f"{at} is no whole number")


def date(data: object, at: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text(data, at))
    except ValueError:
        raise FormatError(f"{at} is no date, such as 2026-03-01") from None


def member(kind: type[E]) -> Callable[[object, str], E]:
    valid = {slug(m): m for m in kind}

    def read(data: object, at: str) -> E:
        word = text(data, at)
        if word not in valid:
            raise FormatError(f"{at} {word!r} is unknown{hint(word, valid)}")
        return valid[word]

    return read


def estimate(data: object, at: str) -> Effort:
    told = table(data, at)
    low, high = told.get("low"), told.get("high")
    if not isinstance(low, int | float) or not isinstance(high, int | float):
        raise FormatError(f"{at} needs low and high, as numbers")
    if not 0 <= low <= high <= MOST_DAYS:  # also refuses NaN and Infinity
        raise FormatError(f"{at} does not go from a low to a high number of days")
    if told.get("unit") != "days":
        raise FormatError(f"{at}.unit is not days")
    return Effort(low=low * HOURS["d"], high=high * HOURS["d"])


def suppressions(data: object, at: str) -> tuple[Suppression, ...]:
    told = enumerate(rows(data, at))
    return tuple(thing(Suppression, one, f"{at}[{n}]") for n, one in told)


def place(data: object, at: str) -> Place:
    return thing(Place, data, at)


READERS: dict[object, Reader] = {
    str: text,
    int: number,
    bool: flag,
    int | None: number,
    tuple[str, ...]: names,
    dt.date | None: date,
    Priority | None: member(Priority),
    Status: member(Status),
    Decision: member(Decision),
    ItemState: member(ItemState),
    Effort | None: estimate,
    Place: place,
    tuple[Suppression, ...]: suppressions,
}
"""How a field of each type is read."""

UNSEEN = {"dt": dt, "Effort": Effort, "Place": Place, "Suppression": Suppression}
"""What the model imports for type checkers only."""

HINTS: dict[object, dict[str, object]] = {
    kind: get_type_hints(kind, localns=UNSEEN) for kind in get_args(Thing)
}
"""The types of the fields of each class."""
