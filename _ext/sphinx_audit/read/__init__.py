"""Directive text to model: one module a directive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import code, complete, fences, item_marks, places, plan_sections, restricted

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    fences.setup(app)
    restricted.setup(app)
    places.setup(app)
    item_marks.setup(app)
    complete.setup(app)
    plan_sections.setup(app)
    code.setup(app)
