"""What an author declares to be known: a code with a justification and an end."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import re

ENTRY = re.compile(
    r"\s*(?P<code>[a-z][a-z0-9_-]*)\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)\s*"
)
UNTIL = re.compile(r"\s*;\s*until\s+(?P<date>[^\s;]+)\s*$")

FORM = "code (why; until 2026-12-31)"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """A rule that need not hold for a finding, why, and for how long."""

    code: str
    reason: str
    until: dt.date | None = None

    def __str__(self) -> str:
        until = f"; until {self.until}" if self.until else ""
        return f"{self.code} ({self.reason}{until})"

    def over(self, today: dt.date | None) -> bool:
        """Tell whether it has run out; without a date nothing has."""
        return today is not None and self.until is not None and self.until < today


def read_suppressions(text: str) -> tuple[Suppression, ...]:
    """Return the entries of ``code (why; until 2026-12-31), code (why)``.

    Raises ValueError with the reason.
    """
    found: list[Suppression] = []
    rest = " ".join(text.split())
    while rest:
        match = ENTRY.match(rest)
        if match is None or (rest[match.end() :] and rest[match.end()] != ","):
            raise ValueError(f"{rest!r} is no {FORM}: a justification is needed")
        found.append(entry(match["code"].replace("-", "_"), match["inside"]))
        rest = rest[match.end() + 1 :].strip()
    codes = [s.code for s in found]
    if len(set(codes)) < len(codes):
        raise ValueError("a code is suppressed twice")
    return tuple(found)


def entry(code: str, inside: str) -> Suppression:
    until = None
    if match := UNTIL.search(inside):
        inside = inside[: match.start()]
        try:
            until = dt.date.fromisoformat(match["date"])
        except ValueError:
            raise ValueError(
                f"{code}: until {match['date']!r} is no date, such as 2026-12-31"
            ) from None
    reason = inside.strip()
    if not any(c.isalnum() for c in reason):
        raise ValueError(f"{code} is suppressed without a justification: {FORM}")
    return Suppression(code=code, reason=reason, until=until)
