"""Evidence: where it is said to be, and what a look there tells."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import re
from enum import StrEnum

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S")
ROOT = re.compile(r"(?P<root>[A-Za-z][\w-]+):(?P<rest>.*)", re.DOTALL)
LINES = re.compile(r"L(?P<first>\d{1,9})(?:-L?(?P<last>\d{1,9}))?")
COMMIT = re.compile(r"(?P<path>.+)@(?P<commit>[0-9A-Fa-f]{7,64})")
HASH = re.compile(r"[0-9A-Fa-f]{64}")

FORM = "[ROOT:]PATH[@COMMIT][#L10[-L20]][::SYMBOL] [sha256=HEX] [expires=DATE]"


class EvidenceState(StrEnum):
    """What a look at a piece of evidence tells."""

    VALID = "valid"
    CHANGED = "changed since"
    MISSING = "missing"
    EXPIRED = "expired"
    UNCHECKED = "unchecked"

    @property
    def slug(self) -> str:
        return self.value.replace(" ", "-")

    @property
    def fails(self) -> bool:
        """Whether a gate does not pass with it; what nobody looked at may be there."""
        return self in {self.CHANGED, self.MISSING, self.EXPIRED}


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The state of a piece of evidence, and why."""

    state: EvidenceState
    why: str = ""


class EvidenceError(ValueError):
    """A text that names no evidence; the message says why."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a piece of evidence is; lines count from 1, *last* is the last one."""

    url: str = ""
    root: str = ""
    path: str = ""
    commit: str = ""
    first: int = 0
    last: int = 0
    symbol: str = ""
    sha256: str = ""
    expires: dt.date | None = None

    @property
    def of_text(self) -> bool:
        """Whether it names a part of a text file."""
        return bool(self.first or self.symbol)


def read_evidence(text: str) -> Evidence:
    """Return what a text names; raises EvidenceError."""
    where, facts = conditions_in(text)
    if not where:
        raise EvidenceError(f"no path and no address: {FORM}")
    if URL.match(where):
        return dc.replace(facts, url=where)
    rest, _, symbol = where.partition("::")
    if "::" in where and not symbol.strip():
        raise EvidenceError("no symbol behind ::")
    rest, hash_, lines = rest.partition("#")
    first, last = read_lines(lines) if hash_ else (0, 0)
    commit = ""
    if match := COMMIT.fullmatch(rest):
        rest, commit = match["path"], match["commit"].lower()
    root = ""
    if match := ROOT.fullmatch(rest):
        root, rest = match["root"], match["rest"]
    return dc.replace(
        facts,
        root=root,
        path=read_path(rest),
        commit=commit,
        first=first,
        last=last,
        symbol=symbol.strip(),
    )


def conditions_in(text: str) -> tuple[str, Evidence]:
    """Take ``sha256=`` and ``expires=`` off the end of a text."""
    words = text.split()
    sha256, expires = "", None
    while words and (match := re.fullmatch(r"(sha256|expires)=(.*)", words[-1])):
        words.pop()
        if match[1] == "sha256":
            if not HASH.fullmatch(match[2]):
                raise EvidenceError(f"sha256={match[2]} has not 64 hexadecimal digits")
            sha256 = match[2].lower()
            continue
        try:
            expires = dt.date.fromisoformat(match[2])
        except ValueError:
            raise EvidenceError(
                f"expires={match[2]} is no date, such as 2026-03-01"
            ) from None
    return " ".join(words), Evidence(sha256=sha256, expires=expires)


def read_lines(text: str) -> tuple[int, int]:
    match = LINES.fullmatch(text)
    if match is None:
        raise EvidenceError(f"#{text} names no lines, such as #L10 or #L10-L20")
    first = int(match["first"])
    last = int(match["last"] or first)
    if first == 0 or last == 0:
        raise EvidenceError("lines count from 1, there is no line 0")
    if last < first:
        raise EvidenceError(f"lines {first} to {last} run backwards")
    return first, last


def read_path(text: str) -> str:
    """Return a path with slashes that stays below its root."""
    path = text.strip().replace("\\", "/")
    if path.startswith(("/", "~")) or re.match(r"[A-Za-z]:", path):
        raise EvidenceError(
            f"{text} is outside the repository; paths are relative to its root"
        )
    parts = [p for p in path.split("/") if p not in {"", "."}]
    if ".." in parts:
        raise EvidenceError(f"{text} leaves the repository")
    if not parts:
        raise EvidenceError(f"no path: {FORM}")
    if any(ord(c) < 32 or ord(c) == 127 for c in path):
        raise EvidenceError("a path holds no control character")
    return "/".join(parts)


def over(evidence: Evidence, today: dt.date | None) -> bool:
    """Tell whether a piece has expired; without a date none has."""
    return (
        today is not None and evidence.expires is not None and evidence.expires < today
    )


def shortened(text: str) -> str:
    """Return a text without the digits of its hash, which nobody reads."""
    try:
        where, facts = conditions_in(text)
    except EvidenceError:
        return text
    parts = [where]
    if facts.sha256:
        parts.append(f"sha256={facts.sha256[:8]}…")
    if facts.expires:
        parts.append(f"expires={facts.expires}")
    return " ".join(parts)
