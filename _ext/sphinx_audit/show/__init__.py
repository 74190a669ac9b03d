"""Views of the register, as nodes that every builder can write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..settings import today_of
from . import anchors, diagrams, views

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

HERE = Path(__file__).parent.parent


def setup(app: Sphinx) -> None:
    diagrams.setup(app)
    app.add_post_transform(views.Views)
    app.add_post_transform(anchors.Anchors)
    app.add_message_catalog("audit", str(HERE / "locale"))
    app.connect("builder-inited", add_static_path)
    app.connect("html-page-context", add_style)
    app.connect("html-page-context", add_date)


def add_static_path(app: Sphinx) -> None:
    """Add our folder when Sphinx has hashed the settings: its path is none."""
    app.config.html_static_path = [*app.config.html_static_path, str(HERE / "static")]


def add_style(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the style sheet on pages that use it, and on no other."""
    if "audit-" in context.get("body", ""):
        app.add_css_file("audit.css")


def add_date(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let a template tell as of when the register is looked at."""
    today = today_of(app.config)
    context["audit_today"] = today.isoformat() if today else ""
