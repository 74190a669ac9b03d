"""The record beside a sign-off: who decided what, and of which state of the plans."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
import re
from typing import TYPE_CHECKING, TypeGuard

from .fingerprint import member_digest

if TYPE_CHECKING:
    from .fingerprint import Entries, Scope
    from .phase import SignOff

VERSION = 1

SAID = ("phase", "decision", "by", "role", "on", "conditions", "expires")
"""What a manifest repeats of its sign-off: an edit of either shows."""


class ManifestError(ValueError):
    """A file that is no manifest; the message says why."""


@dc.dataclass(frozen=True, kw_only=True)
class Manifest:
    """What was signed, and what was said."""

    said: dict[str, str]
    scope: Scope


def said_by(signoff: SignOff) -> dict[str, str]:
    """Return what a sign-off states, as its manifest repeats it."""
    values = {name: getattr(signoff, name) for name in SAID}
    return {k: words(str(v)) for k, v in values.items() if v}


def words(text: str) -> str:
    return " ".join(text.split())


def name_of(signoff: SignOff, number: int = 1) -> str:
    """Return the name of the file: ``2A-security-2026-03-01.json``.

    Of decisions of one role on one day the second has the *number* 2.
    """
    parts = [signoff.phase, signoff.role, str(signoff.on or "undated")]
    more = [str(number)] if number > 1 else []
    slugs = (re.sub(r"[^\w.-]+", "-", p).strip("-.") for p in (*parts, *more))
    return "-".join(s for s in slugs if s).lower() + ".json"


def write_manifest(manifest: Manifest) -> str:
    """Return the text of the file, whose hash is the fingerprint."""
    members = {
        name: {"digest": member_digest(pieces), "entries": dict(sorted(pieces.items()))}
        for name, pieces in manifest.scope.items()
    }
    data = {"version": VERSION, "sign-off": manifest.said, "members": members}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def fingerprint(content: bytes) -> str:
    """Return the hash of a manifest's file, however its lines end."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def read_manifest(content: bytes) -> Manifest:
    """Return what a file holds; raises ManifestError."""
    try:
        data = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"not JSON that can be read: {error}") from error
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ManifestError(f"no manifest of version {VERSION}")
    said, members = data.get("sign-off"), data.get("members")
    if not strings(said) or not isinstance(members, dict):
        raise ManifestError("it lacks its sign-off or its members")
    scope = {name: pieces_of(name, member) for name, member in members.items()}
    return Manifest(said=said, scope=scope)


def pieces_of(name: str, member: object) -> Entries:
    """Return the entries of a member; raises ManifestError if one was edited."""
    told = member if isinstance(member, dict) else {}
    pieces = told.get("entries")
    if not strings(pieces) or told.get("digest") != member_digest(pieces):
        raise ManifestError(f"the digest of {name} does not fit its entries")
    return pieces


def strings(data: object) -> TypeGuard[dict[str, str]]:
    return isinstance(data, dict) and all(isinstance(v, str) for v in data.values())
