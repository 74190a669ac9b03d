"""What a view would show, as a digest: a page is as old as the views on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..placeholders import (
    finding_card,
    pattern_card,
    phase_card,
    signoff_card,
    view,
)
from ..rules import verdict_of
from ..show.context import Context
from ..show.views import SHOWN
from .quiet import muted
from .spelling import said
from .surroundings import digest

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

    from .cards import Heads

    Card = finding_card | phase_card | pattern_card | signoff_card

VIEW = "view:"
"""What begins the key of a view; the rest says which."""

CARDS = (finding_card, phase_card, pattern_card, signoff_card)
KINDS: dict[str, type[Element]] = {kind.__name__: kind for kind in CARDS}


def key_of(node: Card | view) -> str:
    """Return the key of a placeholder whose view is to be looked at as a whole."""
    if isinstance(node, view):
        asked = [node["kind"], node["query"], node["options"]]
        return VIEW + json.dumps(asked, sort_keys=True)
    return VIEW + json.dumps([type(node).__name__, node["docname"], node["record"]])


def placeholder(key: str) -> Element:
    """Return the placeholder that a key was made of, without its text."""
    kind, asked, more = json.loads(key.removeprefix(VIEW))
    if kind in KINDS:
        return KINDS[kind]("", docname=asked, record=more)
    return view("", kind=kind, query=asked, options=more)


def shown_by(key: str, app: Sphinx, heads: Heads) -> str:
    """Return a digest of what a view says, and of where its links lead."""
    builder, register = app.builder, heads.register
    node = placeholder(key)
    if isinstance(node, finding_card):
        page = register.pages[node["docname"]]
        return digest(heads.of(page.findings[node["record"]]))
    context = Context(
        register=register,
        verdict=verdict_of(app.env),
        docname="",
        html=builder.format == "html",
        pictures=bool(builder.supported_image_types),
    )
    with muted():
        shown = SHOWN[type(node)](node, context)
    return digest(*said(shown, register))
