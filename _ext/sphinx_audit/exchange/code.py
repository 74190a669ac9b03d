"""How far the code of plans is verified, in the document and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.code import Depth, Verified
from .codec import flag, member, names, rows, table, text

if TYPE_CHECKING:
    from ..model import Register
    from .codec import Json

GATE = "gate-level"
"""The key of the level that gates ask for."""


def asked_of_code(register: Register) -> Json:
    asked = register.survey.gate
    return {} if asked is Depth.SKIP else {GATE: str(asked)}


def code_of(id_: str, register: Register) -> Json:
    """Return what a record says of a plan, nothing where nobody verified."""
    verified = register.survey.verified.get(id_)
    if verified is None:
        return {}
    told: Json = {
        "reached": str(verified.reached) if verified.reached else None,
        "asked": str(verified.asked),
        "why": verified.why,
        "on": verified.on,
        "code": verified.code,
        "tools": list(verified.tools),
        "stale": verified.stale,
    }
    return {"verified": {k: v for k, v in told.items() if v or k in ALWAYS}}


ALWAYS = ("reached", "asked")


# -- back


def gate(data: Json) -> Depth:
    return LEVELS(data[GATE], GATE) if GATE in data else Depth.SKIP


def verified(data: Json) -> dict[str, Verified]:
    found = {}
    for n, entry in enumerate(rows(data.get("findings", []), "findings")):
        at = f"findings[{n}]"
        finding = table(entry, at)
        computed = table(finding.get("computed", {}), f"{at}.computed")
        if "verified" in computed:
            place = f"{at}.computed.verified"
            told = table(computed["verified"], place)
            found[text(finding.get("id"), f"{at}.id")] = read(told, place)
    return found


def read(told: Json, at: str) -> Verified:
    reached = told.get("reached")
    return Verified(
        reached=None if reached is None else LEVELS(reached, f"{at}.reached"),
        asked=LEVELS(told.get("asked"), f"{at}.asked"),
        why=text(told.get("why", ""), f"{at}.why"),
        on=text(told.get("on", ""), f"{at}.on"),
        code=text(told.get("code", ""), f"{at}.code"),
        tools=names(told.get("tools", []), f"{at}.tools"),
        stale=flag(told.get("stale", False), f"{at}.stale"),
    )


LEVELS = member(Depth)
