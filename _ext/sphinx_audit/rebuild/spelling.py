"""Nodes and pieces of views as plain values that read the same in every process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..show.parts import Link
from ..targets import SEARCH_PRIORITY, find

if TYPE_CHECKING:
    from ..model import Register
    from ..show.parts import Piece

OWN = frozenset({"refdoc", "docname"})
"""Attributes that name the page of a node, which is no fact of others."""


def spelled(thing: object, register: Register | None = None) -> object:
    """Return what a thing says, with the places its links to findings lead to."""
    if isinstance(thing, str):  # the text of a node is one too
        return str(thing)
    if isinstance(thing, nodes.Element):
        said = [(k, v) for k, v in thing.attributes.items() if v and k not in OWN]
        if isinstance(thing, addnodes.pending_xref):
            said.append(("to", place(thing["reftype"], thing["reftarget"], register)))
        return thing.tagname, said, [spelled(child, register) for child in thing]
    if isinstance(thing, tuple | list):
        found = [spelled(part, register) for part in thing]
        if hasattr(thing, "kind") and hasattr(thing, "id"):
            found.append(place(thing.kind, thing.id, register))
        return type(thing).__name__, found
    return thing.__qualname__ if isinstance(thing, type) else thing


def said(pieces: list[Piece], register: Register) -> tuple[object, ...]:
    """Return the same of a view, whose pieces tell their own words quickly.

    Tables of hundreds of rows are looked at whenever one of them changes.
    """
    places: list[object] = []
    drawn: list[object] = []
    waiting: list[object] = [pieces]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, nodes.Element):
            drawn.append(spelled(thing, register))
        elif isinstance(thing, Link):
            places.append(place(thing.kind, thing.id, register))
        elif isinstance(thing, tuple | list):
            waiting += thing
    return pieces, places, drawn


def place(kind: str, id_: str, register: Register | None) -> object:
    """Return where a link leads; its words are its own."""
    if register is None or kind not in SEARCH_PRIORITY:
        return None
    found = find(register, kind, id_)
    return found and (found.docname, found.anchor)
