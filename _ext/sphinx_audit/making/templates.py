"""The templates of plans: the project's own, else those of the package."""

from __future__ import annotations

import traceback
from importlib.resources import files
from typing import TYPE_CHECKING

from docutils.utils import column_width
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from ..exchange.literal import literal, literal_rst
from .ids import file_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .plan import Plan

RST = ".rst"
PACKAGE = "sphinx-audit"
"""Where templates of a project find those of the package, to extend them."""


class BadTemplateError(ValueError):
    """A template that cannot be used; the message begins with its file and line."""


class Templates:
    """The templates of plans in *folders*, for pages of one *suffix*.

    *prefix* is ``audit:`` where the short names of directives are somebody else's.
    """

    def __init__(self, folders: Sequence[Path], suffix: str, prefix: str = "") -> None:
        self.folders, self.suffix, self.prefix = folders, suffix, prefix
        self.literal = literal_rst if suffix == RST else literal
        ours = FunctionLoader(of_package)
        self.jinja = Environment(
            loader=ChoiceLoader(
                [FileSystemLoader(folders), PrefixLoader({PACKAGE: ours})]
            ),
            undefined=StrictUndefined,
            autoescape=False,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.jinja.filters |= {"literal": self.literal, "underlined": underlined}

    def page(self, plan: Plan, phase_title: str, sections: Sequence[str]) -> str:
        """Return the text of a plan's page; raises BadTemplateError."""
        name = self.name(plan.phase)
        try:
            text = self.jinja.get_template(name).render(
                id=plan.id,
                title=self.literal(plan.title),
                heading=self.literal(f"{plan.id}: {plan.title}"),
                phase=plan.phase,
                phase_title=self.literal(phase_title),
                options=options(plan),
                facts=dict(plan.facts),
                depends=plan.facts.get("depends", ""),
                dependencies=self.dependencies(plan.id),
                finding=self.directive("finding"),
                checklist=self.directive("checklist"),
                summary=self.literal(plan.summary),
                sections=list(sections),
            )
        except Exception as error:
            raise BadTemplateError(located(error, name)) from error
        return text.rstrip() + "\n"

    def directive(self, name: str) -> str:
        whole = f"{self.prefix}{name}"
        return whole if self.suffix == RST else f"{{{whole}}}"

    def dependencies(self, id_: str) -> str:
        """Return the role that names what a finding depends on."""
        name = f"{self.prefix}depends"
        return f":{name}:`{id_}`" if self.suffix == RST else f"{{{name}}}`{id_}`"

    def name(self, phase: str) -> str:
        """Return the name of the template for a phase: its own comes first."""
        for stem in (f"plan-{file_name(phase)}", "plan"):
            name = f"{stem}{self.suffix}"
            if any((folder / name).is_file() for folder in self.folders):
                return name
        return f"{PACKAGE}/plan{self.suffix}"


def of_package(name: str) -> tuple[str, str, None] | None:
    file = files("sphinx_audit") / "templates" / name
    if not file.is_file():
        return None
    return file.read_text("utf-8"), f"{PACKAGE}/{name}", None


def options(plan: Plan) -> str:
    """Return the lines of the directive's options."""
    given = {"phase": plan.phase, **plan.facts}
    return "\n".join(f":{name}: {value}" for name, value in given.items() if value)


def underlined(text: str, mark: str) -> str:
    """Return a heading of reStructuredText."""
    return f"{text}\n{mark * column_width(text)}"


def located(error: Exception, name: str) -> str:
    """Return what is wrong with a template, behind its file and line."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name or name}:{error.lineno}: {error.message}"
    if isinstance(error, TemplateNotFound):
        what = f"no template {error.name!r}"
    elif isinstance(error, TemplateError):
        what = error.message or type(error).__name__
    else:
        what = f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [
        f"{f.filename}:{f.lineno}"
        for f in frames
        if f.filename.endswith((".md", ".rst"))
    ]
    return f"{lines[-1] if lines else name}: {what}"
