"""The pages of new plans: where they go, what is in them, that they say it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError

from ..making.ids import file_name
from ..making.plan import folder_of
from ..making.templates import BadTemplateError, Templates
from ..making.writing import take_back, write_new
from ..settings import settings_of
from ..store import register_of, store_of
from .build import nothing_printed, rules_unheard, told
from .problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.application import Sphinx

    from ..making.plan import Plan

RST = "restructuredtext"


class Pages:
    """The pages that plans get in the handbook of *app*."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        self.source = Path(app.srcdir)
        self.register = register_of(app.env)
        self.sections = settings_of(app.config).plan_sections
        self.found = {name.casefold(): name for name in app.env.found_docs}
        self.templates: dict[str, Templates] = {}

    def files(self, plans: Sequence[Plan]) -> dict[str, str]:
        """Return the text of each plan's page by its path; raises Problem."""
        found: dict[str, str] = {}
        for plan in plans:
            path = self.path(plan)
            if path in found:
                raise Problem(f"{plan.id}: {path} is another plan's page, too")
            found[path] = self.text(plan)
        return found

    def path(self, plan: Plan) -> str:
        """Return the path of a page below the sources; raises Problem if it is used."""
        folder = folder_of(self.register.phases[plan.phase], self.register)
        docname = str(PurePosixPath(folder, file_name(plan.id)))
        if (there := self.found.get(docname.casefold())) is not None:
            raise Problem(f"{plan.id}: there is a page {there} already")
        return f"{docname}{self.suffix(plan)}"

    def suffix(self, plan: Plan) -> str:
        """Return the suffix of the page of a plan's phase: authors write alike."""
        page = self.register.phases[plan.phase].place.docname
        return Path(self.app.env.doc2path(page)).suffix

    def text(self, plan: Plan) -> str:
        kind = self.app.config.source_suffix.get(self.suffix(plan))
        syntax = ".rst" if kind == RST else ".md"
        if syntax not in self.templates:
            self.templates[syntax] = Templates(self.folders(), syntax)
        title = self.register.phases[plan.phase].title
        try:
            return self.templates[syntax].page(plan, title, self.sections)
        except BadTemplateError as error:
            raise Problem(f"template {error}; nothing was written") from error

    def folders(self) -> list[Path]:
        """Return the folders of the project's own templates."""
        conf = Path(self.app.confdir)
        return [conf / path / "audit" for path in self.app.config.templates_path]

    def write(self, plans: Sequence[Plan], files: Mapping[str, str]) -> None:
        """Write pages, read them, and take all back unless they say what they should.

        Raises Problem.
        """
        try:
            made = write_new(self.source, files)
        except UnicodeEncodeError as error:
            raise Problem(
                f"a template has a character that is none: {error}"
            ) from error
        except OSError as error:
            at = error.filename2 or error.filename or self.source
            raise Problem(f"cannot write {at}: {error.strerror}") from error
        try:
            self.read_again()
            self.prove(plans, list(files))
        except BaseException:
            take_back(made)
            raise

    def read_again(self) -> None:
        try:
            with rules_unheard(), nothing_printed():
                self.app.build()
        except SphinxError as error:
            raise Problem(f"{told(error)}; nothing was written") from error
        except Exception as error:
            kind = type(error).__name__
            raise Problem(f"the pages cannot be read: {kind}: {error}") from error

    def prove(self, plans: Sequence[Plan], paths: Sequence[str]) -> None:
        findings = register_of(self.app.env).findings
        for plan, path in zip(plans, paths, strict=True):
            found = findings.get(plan.id)
            if found is None or found.phase != plan.phase:
                raise Problem(
                    f"{path} would not state the finding {plan.id} in phase "
                    f"{plan.phase}: its template lacks that directive, or "
                    "exclude_patterns leaves the page out; nothing was written"
                )

    def to_fill_in(self, path: str) -> int:
        """Return how many words of the template a page waits to lose."""
        page = store_of(self.app.env).page(str(PurePosixPath(path).with_suffix("")))
        return sum(len(section.left) for section in page.sections)
