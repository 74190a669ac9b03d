"""One fixture for all: a project given as strings, built, edited, built again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

pytest_plugins = ["sphinx.testing.fixtures", "sites"]

# The same examples for each change, so that a change is judged and not the day;
# `make soak` looks for others.
settings.load_profile("ci")

CONF = """\
extensions = ["myst_parser", "sphinx_audit"]
myst_enable_extensions = ["colon_fence"]
myst_fence_as_directive = ["mermaid"]
html_theme = "furo"
nitpicky = True
project = "Sample"
version = release = "1.0"
copyright = author = "Somebody"
"""


class Build(Protocol):
    """Write *pages* (``None`` deletes one), build, and return the application."""

    def __call__(
        self,
        pages: Mapping[str, str | None],
        builder: str = ...,
        **kwargs: object,
    ) -> SphinxTestApp: ...


@pytest.fixture
def build(tmp_path: Path, make_app: Callable[..., SphinxTestApp]) -> Build:
    source = tmp_path / "source"

    def run(
        pages: Mapping[str, str | None], builder: str = "html", **kwargs: object
    ) -> SphinxTestApp:
        source.mkdir(exist_ok=True)
        written = {} if (source / "conf.py").exists() else {"conf.py": CONF}
        for name, text in {**written, **pages}.items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            elif not path.exists() or path.read_text("utf-8") != text:
                path.write_text(text, "utf-8")
        app = make_app(builder, srcdir=source, **kwargs)
        app.build()
        return app

    return run


def warnings_of(app: SphinxTestApp) -> list[str]:
    """Return the warnings of a build, one a line, with paths as in the sources."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())
    lines = text.replace(f"{app.srcdir}/", "").splitlines()
    # a second application in one process finds Sphinx's own names registered
    return [w for w in lines if w.strip() and "[app.add_" not in w]
