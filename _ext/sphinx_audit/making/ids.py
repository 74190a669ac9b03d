"""Ids that a new plan may have, and the names of files for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model import Register

SAFE = re.compile(r"[^\W_][\w.:/+-]*")
"""An id that means nothing else in a directive, a list of ids or a file's name."""

SPHINX = {"index", "genindex", "modindex", "py-modindex", "search", "phase"}
"""Names of pages that Sphinx or a folder has itself; and how dependencies name phases.
"""
WINDOWS = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\..*)?", re.IGNORECASE)
"""Names that no file can have there."""


def taken(register: Register) -> dict[str, str]:
    """Return what has each id, by the id in small letters."""
    found: dict[str, str] = {}
    for kind, things in (
        ("finding", register.findings),
        ("phase", register.phases),
        ("checklist", register.checklists),
        ("pattern", register.patterns),
    ):
        for thing in things.values():
            at = f"{thing.place.docname}, line {thing.place.line}"
            found.setdefault(thing.id.casefold(), f"{kind} {thing.id} has it ({at})")
    for former, present in register.aliases.items():
        found.setdefault(former.casefold(), f"a former id of {present}")
    return found


def refusal(id_: str, pattern: re.Pattern[str], used: Mapping[str, str]) -> str:
    """Return why a new finding cannot have an id, or nothing."""
    if owner := used.get(id_.casefold()):
        return f"{id_!r} is used: {owner}"
    if not pattern.fullmatch(id_):
        return f"{id_!r} does not look like {pattern.pattern} (audit_id_pattern)"
    if not SAFE.fullmatch(id_) or ".." in id_:
        return (
            f"{id_!r} has characters that mean something in pages or names of files; "
            "letters, digits and . _ - + : / are fine"
        )
    if id_.lower() in SPHINX or WINDOWS.fullmatch(id_):
        return f"{id_!r} is reserved: a page of that name is Sphinx's or the system's"
    return ""


def file_name(id_: str) -> str:
    """Return the name of the page of an id, without its suffix."""
    return re.sub(r"[^\w.+-]", "-", id_)
