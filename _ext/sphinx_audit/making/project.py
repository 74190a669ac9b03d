"""A new project: its files, which build as they are."""

from __future__ import annotations

import dataclasses as dc
import json
from importlib.resources import files
from importlib.util import find_spec

from jinja2 import Environment, StrictUndefined

from ..exchange.literal import literal

TEMPLATES = {
    "conf.py": "conf.py.jinja",
    "pyproject.toml": "pyproject.toml.jinja",
    "Makefile": "Makefile",
    ".gitignore": "gitignore",
    "source/index.md": "source/index.md.jinja",
    "source/about/index.md": "source/about/index.md",
}
"""What every project has, and the template of each file."""

SAMPLE = {
    name: name
    for name in ("source/phase_1_access/index.md", "source/phase_1_access/AC-001.md")
}
"""A phase and a plan to look at and to change."""


@dc.dataclass(frozen=True, kw_only=True)
class Start:
    """How a project starts."""

    name: str
    version: str
    """The sphinx-audit that it needs at least."""
    empty: bool = False
    furo: bool = dc.field(default_factory=lambda: find_spec("furo") is not None)
    """Whether it uses a theme that is not always there."""


def project_files(start: Start) -> dict[str, str]:
    """Return the texts of a project's files by their paths."""
    chosen = TEMPLATES if start.empty else TEMPLATES | SAMPLE
    return {path: made(template, start) for path, template in chosen.items()}


def made(template: str, start: Start) -> str:
    text = (files("sphinx_audit") / "templates" / "project" / template).read_text(
        "utf-8"
    )
    if not template.endswith(".jinja"):
        return text
    jinja = Environment(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters["python"] = python
    return jinja.from_string(text).render(dc.asdict(start), heading=literal(start.name))


def python(text: str) -> str:
    """Return *text* as a string of Python, on one line."""
    return json.dumps(text, ensure_ascii=False)
