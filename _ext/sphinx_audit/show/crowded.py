"""The graph of too many findings: the longest chain, and what holds up most."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from ..model.graph import reduced
from ..model.state import done
from ..model.ways import critical_path
from ..model.words import natural
from .boxes import draw, finding_box
from .graphs import as_table, edges_among, path_left
from .parts import _, paragraph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ..model import Finding
    from .context import Context
    from .graphs import Pair
    from .parts import Piece

ROOM = 24
"""Boxes whose text a reader can still read at the width of a page."""
CHAIN = 6
"""Boxes of the longest chain, from its beginning; no other may be longer."""
HELD = 3
"""Findings shown behind one that holds them up."""


def crowded(
    findings: Sequence[Finding], context: Context, *, title: str = ""
) -> list[Piece]:
    """Return the picture of what counts among open findings, and a table of that."""
    register = context.register
    left = [f for f in findings if not done(f, register.today)]
    edges = edges_among(left, register)
    way = path_left(left, edges, register)
    ids = set(chosen(edges, way))
    shown = register.in_order(f for f in left if f.id in ids)
    if not shown:
        return [nothing_waits(findings)]
    kept = reduced(
        ids, [(a, b) for a, b in edges if a in ids and b in ids], set(pairwise(way))
    )
    picture = draw(
        [finding_box(f, register) for f in shown],
        kept,
        context,
        title=title or _("What holds up most"),
        descr=_(
            "%(n)d findings and %(e)d dependencies; an arrow leads to what needs it"
        )
        % {"n": len(shown), "e": len(kept)},
        way=way,
    )
    words = _(
        "Shown are %(shown)d of %(total)d findings: the beginning of the longest chain "
        "of work left, and what holds up most."
    ) % {"shown": len(shown), "total": len(findings)}
    said = paragraph(words, classes=["audit-legend"])
    return [*picture, said, *as_table(shown, context)]


def nothing_waits(findings: Sequence[Finding]) -> Piece:
    words = _("None of %d findings holds up several others.") % len(findings)
    return paragraph(words, classes=["audit-none"])


def chosen(edges: Collection[Pair], way: Sequence[str]) -> list[str]:
    """Return ids of the longest chain, then those that several wait for, with some.

    One that would make the picture wider than the chain is left out.
    """
    waiting: dict[str, list[str]] = {}
    for need, user in edges:
        waiting.setdefault(need, []).append(user)
    weight = Counter({need: len(users) for need, users in waiting.items()})

    def most(ids: Iterable[str]) -> list[str]:
        return sorted(ids, key=lambda id_: (-weight[id_], natural(id_)))

    candidates = dict.fromkeys(way[:CHAIN])
    for need in most(id_ for id_, users in weight.items() if users > 1)[:ROOM]:
        candidates |= dict.fromkeys([need, *most(waiting[need])[:HELD]])
    near = [(a, b) for a, b in edges if a in candidates and b in candidates]
    found: list[str] = []
    for id_ in candidates:
        trial = dict.fromkeys([*found, id_], 1.0)
        if len(found) < ROOM and len(critical_path(trial, near)) <= CHAIN:
            found.append(id_)
    return found
