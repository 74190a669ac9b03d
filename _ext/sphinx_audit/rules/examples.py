"""Small plans, for the examples of the rules."""

from __future__ import annotations


def plan(*options: str, id_: str = "XX-001", text: str = "") -> str:
    """Return a plan in MyST whose finding has *options*, with *text* below it."""
    given = "".join(f"{option}\n" for option in options)
    more = f"\n{text}\n" if text else ""
    return f"# {id_}: A plan\n\n```{{finding}} {id_}\n{given}```\n{more}"


def plans(*pages: str) -> str:
    return "\n".join(pages)
