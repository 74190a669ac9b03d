"""A profile: the default words of piles, and a project's own over them."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ..model import Priority, Status
from ..model.words import hint
from . import words
from .vocabulary import DATES, Profile

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DATES", "Profile", "ProfileError", "default", "load"]

Words = dict[str, tuple[str, ...]]


class ProfileError(ValueError):
    """A profile cannot be used; the message says where and why."""


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
