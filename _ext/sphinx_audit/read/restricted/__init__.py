"""Pages whose text is not trusted: what they may not do is shown as text instead.

Plans arrive by pull request.  On pages that ``audit_restricted_pages`` matches nothing
of what they say runs, and no script, remote load or file from outside the sources gets
in.  One module for each stage at which something must be stopped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import directives, files, front_matter, nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    files.setup(app)
    front_matter.setup(app)
    directives.setup(app)
    nodes.setup(app)
