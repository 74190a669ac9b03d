"""Pieces of evidence, each with what a look at it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.evidence import shortened
from .parts import _, badge, inline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Register
    from ..model.evidence import Look
    from .parts import Piece


def evidence(texts: Iterable[str], register: Register) -> list[Piece]:
    """Return each piece with its state, and why it is not valid."""
    found: list[Piece] = []
    for text in texts:
        if found:
            found.append(", ")
        found += [shortened(text), *looked(text, register)]
    return found


def looked(text: str, register: Register) -> list[Piece]:
    """Return the state of a piece, nothing if nobody was asked about it."""
    look = register.survey.evidence.get(text)
    return [" ", *told(look)] if look else []


def told(look: Look) -> list[Piece]:
    shown: list[Piece] = [
        badge(_(look.state.value), "evidence", f"evidence-{look.state.slug}")
    ]
    return [*shown, " ", inline(f"({look.why})", "audit-why")] if look.why else shown
