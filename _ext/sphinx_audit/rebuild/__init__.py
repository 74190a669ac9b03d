"""Rebuilds that equal a fresh build: what to read, to write and to drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import archive, few, incremental, search_index

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    incremental.setup(app)
    few.setup(app)
    search_index.setup(app)
    archive.setup(app)
