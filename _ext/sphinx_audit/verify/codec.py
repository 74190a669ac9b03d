"""Records as JSON and back, read by their types: a file may be anybody's."""

from __future__ import annotations

import dataclasses as dc
import json
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


class FormatError(ValueError):
    """A text that is not what this version writes; the message says where."""


def as_text(version: int, *, indent: int | None = 1, **named: object) -> str:
    """Return a document with its version, ending in a newline."""
    data = {"version": version} | {k: plain(v) for k, v in named.items()}
    return json.dumps(data, ensure_ascii=False, indent=indent) + "\n"


def plain(value: object) -> object:
    """Return what JSON knows; fields that have their default value have no key."""
    if dc.is_dataclass(value):
        told = ((f, getattr(value, f.name)) for f in dc.fields(value))
        return {f.name: plain(v) for f, v in told if f.init and v != f.default}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return value


def document(text: str, version: int, what: str) -> dict[str, object]:
    """Return the data of a document; raises FormatError."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{what} is no JSON: {error}") from None
    if not isinstance(data, dict):
        raise FormatError(f"{what} is no object")
    if data.get("version") != version:
        raise FormatError(
            f"{what} has version {data.get('version')!r}, this program reads {version}"
        )
    return data


def read(kind: type[T], data: object, at: str) -> T:
    """Return a value of *kind*; raises FormatError with the place."""
    return cast("T", value(kind, data, at))


def value(kind: Any, data: object, at: str) -> object:
    if dc.is_dataclass(kind) and isinstance(kind, type):
        return record(kind, data, at)
    if get_origin(kind) is tuple:
        return items(get_args(kind)[0], data, at)
    if get_origin(kind) is dict:
        inside = get_args(kind)[1]
        return {k: value(inside, v, f"{at}.{k}") for k, v in table(data, at).items()}
    if get_origin(kind) is UnionType:
        return None if data is None else value(get_args(kind)[0], data, at)
    if issubclass(kind, StrEnum):
        return member(kind, data, at)
    asked = (int, float) if kind is float else kind
    if not isinstance(data, asked) or (kind is not bool and isinstance(data, bool)):
        raise FormatError(f"{at} is no {kind.__name__}")
    return data


def record(kind: type[Any], data: object, at: str) -> object:
    told, given = table(data, at), {}
    for field in dc.fields(kind):
        if not field.init:
            continue
        if field.name in told:
            asked = hints(kind)[field.name]
            given[field.name] = value(asked, told[field.name], f"{at}.{field.name}")
        elif field.default is dc.MISSING and field.default_factory is dc.MISSING:
            raise FormatError(f"{at} has no {field.name}")
    return kind(**given)


def hints(kind: type[Any]) -> dict[str, Any]:
    if kind not in HINTS:
        HINTS[kind] = get_type_hints(kind)
    return HINTS[kind]


HINTS: dict[type[Any], dict[str, Any]] = {}
"""Types of the fields of each class that was read."""


def items(kind: Any, data: object, at: str) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise FormatError(f"{at} is no list")
    return tuple(value(kind, one, f"{at}[{n}]") for n, one in enumerate(data))


def table(data: object, at: str) -> dict[str, object]:
    if not isinstance(data, dict):
        raise FormatError(f"{at} is no object")
    return data


def member(kind: type[StrEnum], data: object, at: str) -> StrEnum:
    try:
        return kind(str(data))
    except ValueError:
        known = ", ".join(kind)
        raise FormatError(f"{at} is {data!r}, none of {known}") from None
