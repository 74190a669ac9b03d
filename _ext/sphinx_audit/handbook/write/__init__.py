"""Docutils, Sphinx and their extensions' nodes to Typst source, a module a subject."""

from __future__ import annotations


def load() -> None:
    """Fill the registry."""
    from . import (  # noqa: F401, PLC0415
        api,
        audit,
        boxes,
        code,
        design,
        diagrams,
        figures,
        formulas,
        graphs,
        inline,
        links,
        lists,
        notes,
        structure,
        tables,
    )
