"""``finding`` for ``audit:finding``, where nobody else has the name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils.parsers.rst import directives, roles

from .settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docutils.nodes import Node, system_message
    from docutils.parsers.rst import Directive
    from docutils.parsers.rst.states import Inliner
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import RoleFunction


def taken(registry: object, *tables: str) -> set[str]:
    """Return the names that docutils' registry holds; it has no public list."""
    return {name for table in tables for name in getattr(registry, table)}


def add_short_names(
    app: Sphinx,
    config: Config,
    ours: Mapping[str, type[Directive]],
    our_roles: Mapping[str, RoleFunction],
) -> None:
    if not settings_of(config).short_names:
        return
    known = taken(directives, "_directives", "_directive_registry")
    for name, directive in ours.items():
        if name not in known:
            app.add_directive(name, directive)
    known = taken(roles, "_roles", "_role_registry")
    for name, role in our_roles.items():
        if name not in known:
            app.add_role(name, short(name, role))


def short(name: str, role: RoleFunction) -> RoleFunction:
    """Return the role under its full name: cross references read their kind from it."""

    def run(
        typ: str,
        rawtext: str,
        text: str,
        lineno: int,
        inliner: Inliner,
        options: dict[str, Any] | None = None,
        content: Sequence[str] = (),
    ) -> tuple[list[Node], list[system_message]]:
        return role(
            f"audit:{name}", rawtext, text, lineno, inliner, options or {}, content
        )

    return run
