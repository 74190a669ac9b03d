"""Audit handbooks as code.

Data flows one way: a page, ``read``, ``store``, ``rules`` and ``show``, any builder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    collector,
    domain,
    exchange,
    handbook,
    outside,
    read,
    rebuild,
    rules,
    settings,
    show,
    sidebar,
)
from .store import STORE_VERSION

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every stage with Sphinx."""
    settings.setup(app)
    collector.setup(app)
    domain.setup(app)
    read.setup(app)
    rebuild.setup(app)
    rules.setup(app)
    outside.setup(app)
    show.setup(app)
    sidebar.setup(app)
    exchange.setup(app)
    handbook.setup(app)
    return {
        "version": __version__,
        "env_version": STORE_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
