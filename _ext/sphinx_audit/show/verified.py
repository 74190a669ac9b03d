"""How far the code of a plan is verified, as its record says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .parts import _, badge, inline

if TYPE_CHECKING:
    from ..model import Register
    from ..model.code import Verified
    from .parts import Piece

SHORT = 8
"""Characters of a digest that tell it from others."""


def code(id_: str, register: Register) -> list[Piece]:
    """Return a badge with what stands behind it; nothing where nobody verified."""
    verified = register.survey.verified.get(id_)
    return told(verified) if verified else []


def told(verified: Verified) -> list[Piece]:
    found: list[Piece] = [mark(verified)]
    if verified.stale:
        found += [" ", inline(f"({_('the code changed since')})", "audit-why")]
    elif verified.why:
        found += [" ", inline(f"({verified.why})", "audit-why")]
    if not verified.code:
        return found
    behind = [verified.on, f"{_('code')} {verified.code[:SHORT]}", *verified.tools]
    return [*found, " ", inline(", ".join(filter(None, behind)), "audit-behind")]


def mark(verified: Verified) -> Piece:
    """Return the level that was reached; stale if the code is another one now."""
    reached = verified.reached
    if reached is None:
        return badge(_("not verified"), "verified", "verified-failed")
    said = _("verified: %s") % reached
    if verified.stale:
        return badge(f"{said}, {_('stale')}", "verified", "verified-stale")
    return badge(said, "verified", "verified-passed")
