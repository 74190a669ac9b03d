"""The problems a project knew of when it adopted the rules, as a file."""

from __future__ import annotations

import dataclasses as dc
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .problem import Problem

VERSION = 1
FILE = "audit-baseline.json"

IDS_KEPT = 8
"""Ids an entry is written with: only its fingerprint is read again."""


class BaselineError(ValueError):
    """A text that is no baseline; the message says why."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A problem that is known, with words for those who read the file."""

    fingerprint: str
    code: str
    ids: tuple[str, ...] = ()
    message: str = ""


@dc.dataclass(frozen=True, kw_only=True)
class Baseline:
    """The problems that are known, by fingerprint."""

    entries: dict[str, Entry] = dc.field(default_factory=dict)

    @classmethod
    def of(cls, known: Iterable[tuple[str, Problem]]) -> Baseline:
        """Return the baseline of problems with their fingerprints."""
        return cls(
            entries={
                fingerprint: Entry(
                    fingerprint=fingerprint,
                    code=str(problem.fault),
                    ids=problem.ids[:IDS_KEPT],
                    message=problem.message,
                )
                for fingerprint, problem in known
            }
        )

    def text(self) -> str:
        """Return the file, in an order in which two versions are easily compared."""
        ordered = sorted(
            self.entries.values(), key=lambda e: (e.code, e.ids, e.fingerprint)
        )
        data = {"version": VERSION, "problems": [dc.asdict(e) for e in ordered]}
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_baseline(text: str) -> Baseline:
    """Return the baseline that *text* holds; raises BaselineError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}"
        raise BaselineError(f"not JSON: {error.msg} in {at}") from error
    except (RecursionError, ValueError) as error:
        raise BaselineError(f"not JSON that can be read: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("problems"), list):
        raise BaselineError("no baseline: it has no list of problems")
    if data.get("version") != VERSION:
        raise BaselineError(
            f"version {data.get('version')!r} is not known, only {VERSION}"
        )
    entries = (entry(one, n) for n, one in enumerate(data["problems"]))
    return Baseline(entries={e.fingerprint: e for e in entries})


def entry(data: object, number: int) -> Entry:
    told = data if isinstance(data, dict) else {}
    words = [told.get(name) for name in ("fingerprint", "code", "message")]
    ids = told.get("ids", [])
    whole = (*words, *(ids if isinstance(ids, list) else [None]))
    if not all(isinstance(word, str) for word in whole) or not words[0]:
        raise BaselineError(
            f"problems[{number}] has no fingerprint, code, ids and message as texts"
        )
    fingerprint, code, message = map(str, words)
    return Entry(fingerprint=fingerprint, code=code, ids=tuple(ids), message=message)
