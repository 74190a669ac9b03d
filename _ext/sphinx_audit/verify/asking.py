"""The table ``verify`` of the settings: how far code is verified, and by what."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING, Any

from ..model.code import Depth
from ..model.words import hint

if TYPE_CHECKING:
    from collections.abc import Mapping


class AskingError(ValueError):
    """A value that cannot be meant; the message names the key."""


@dc.dataclass(frozen=True, kw_only=True)
class Asked:
    """What a project asks for; the command line may ask for something else."""

    level: Depth = Depth.PARSE
    gate: Depth = Depth.SKIP
    """The level that the plans of a phase must have reached before its gate passes."""
    pages: tuple[str, ...] = ()
    """Pages without a finding whose code is verified, too (glob patterns)."""
    baseline: str = ""
    postgres: str = ""
    """The major version of PostgreSQL to apply with; the first that is found."""
    checkout: str = ""
    timeout: float = 5.0
    test_timeout: float = 60.0
    workers: int = 4


def asked_by(table: Mapping[str, object]) -> Asked:
    """Return what a table asks for; raises AskingError."""
    known = {field.name: field for field in dc.fields(Asked)}
    given: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            raise AskingError(f"verify has no {name}{hint(name, list(known))}")
        given[name] = valued(name, value)
    return Asked(**given)


def valued(name: str, value: object) -> object:
    if name in {"level", "gate"}:
        if value not in set(Depth):
            raise AskingError(f"verify.{name} {value!r}{hint(str(value), list(Depth))}")
        return Depth(str(value))
    if name == "pages":
        several = [value] if isinstance(value, str) else value
        if isinstance(several, list | tuple) and all(
            isinstance(one, str) for one in several
        ):
            return tuple(several)
        raise AskingError("verify.pages is no list of patterns")
    if name == "postgres":
        if not str(value).isdecimal():
            raise AskingError(f"verify.postgres {value!r} is no version, such as 18")
        return str(value)
    if name in {"baseline", "checkout"}:
        if not isinstance(value, str):
            raise AskingError(f"verify.{name} is no path")
        return value
    whole = name == "workers"
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise AskingError(f"verify.{name} is no number")
    if not 0 < value < 100_000:
        raise AskingError(f"verify.{name} {value} makes no sense")
    return value if whole else float(value)
