"""The pages of new plans: where they go, what is in them, that they say it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives, roles
from sphinx.errors import SphinxError

from ..making.ids import file_name
from ..making.plan import folder_of
from ..making.templates import BadTemplateError, Templates
from ..making.writing import take_back, write_new
from ..settings import settings_of
from ..store import register_of, store_of
from .build import nothing_printed, rules_unheard, told
from .problem import Problem, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx.application import Sphinx

    from ..making.plan import Plan

REST = "restructuredtext"


NAMES = ("finding", "checklist", "depends")
"""What templates of the package use."""


def prefix(app: Sphinx) -> str:
    """Return what our names need before them where others have the short ones."""
    known = {**vars(directives)["_directives"], **vars(roles)["_roles"]}
    homes = [getattr(known.get(name), "__module__", "") for name in NAMES]
    ours = all(home.startswith("sphinx_audit.") for home in homes)
    return "" if ours and settings_of(app.config).short_names else "audit:"


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
        title = self.register.phases[plan.phase].title
        try:
            return self.templates_for(plan).page(plan, title, self.sections)
        except BadTemplateError as error:
            raise Problem(f"template {error}; nothing was written") from error

    def template(self, plan: Plan) -> str:
        return self.templates_for(plan).name(plan.phase)

    def templates_for(self, plan: Plan) -> Templates:
        kind = self.app.config.source_suffix.get(self.suffix(plan))
        syntax = ".rst" if kind == REST else ".md"
        if syntax not in self.templates:
            self.templates[syntax] = Templates(self.folders(), syntax, prefix(self.app))
        return self.templates[syntax]

    def folders(self) -> list[Path]:
        """Return the folders of the project's own templates."""
        conf = Path(self.app.confdir)
        return [conf / path / "audit" for path in self.app.config.templates_path]

    def write(self, plans: Sequence[Plan], files: Mapping[str, str]) -> int:
        """Write pages, and take all back unless they say what they should.

        One page of each template is read, and returned how many places in them wait to
        be filled in.  Raises Problem.
        """
        samples = {
            self.template(p): (p, path) for p, path in zip(plans, files, strict=True)
        }
        first = {path: files[path] for _, path in samples.values()}
        made = self.put(first)
        try:
            left = self.prove([*samples.values()])
            made += self.put({p: t for p, t in files.items() if p not in first})
            self.look_for(files)
        except BaseException:
            take_back(made)
            raise
        return left

    def put(self, files: Mapping[str, str]) -> list[Path]:
        try:
            return write_new(self.source, files)
        except UnicodeEncodeError as error:
            raise Problem(
                f"a template has a character that is none: {error}"
            ) from error
        except OSError as error:
            at = error.filename2 or error.filename or self.source
            raise Problem(f"cannot write {at}: {error.strerror}") from error

    def prove(self, samples: Sequence[tuple[Plan, str]]) -> int:
        """Read pages; raises Problem for one that does not state its finding."""
        self.read()
        findings, left = register_of(self.app.env).findings, 0
        for plan, path in samples:
            found = findings.get(plan.id)
            if found is None or found.phase != plan.phase:
                raise Problem(
                    f"{path} would not state the finding {plan.id} in phase "
                    f"{plan.phase}: its template lacks that directive, or "
                    "exclude_patterns leaves the page out; nothing was written"
                )
            trees = self.app.env.toctree_includes.values()
            if not any(found.place.docname in tree for tree in trees):
                say(f"no contents tree lists {path}; that of its phase is off")
            page = store_of(self.app.env).page(found.place.docname)
            left += sum(len(section.left) for section in page.sections)
        return left

    def read(self) -> None:
        """Read what is new, so that it is told of; the next command reads it again."""
        try:
            with rules_unheard(), nothing_printed():
                again = self.app.builder.read()
        except SphinxError as error:
            raise Problem(f"{told(error)}; nothing was written") from error
        except Exception as error:
            kind = type(error).__name__
            raise Problem(f"the pages cannot be read: {kind}: {error}") from error
        for docname in again:
            (self.app.doctreedir / f"{docname}.doctree").unlink(missing_ok=True)

    def look_for(self, paths: Iterable[str]) -> None:
        """Raise Problem for a page that the next build would not find."""
        self.app.env.find_files(self.app.config, self.app.builder)
        for path in paths:
            if str(PurePosixPath(path).with_suffix("")) not in self.app.env.found_docs:
                why = "exclude_patterns leaves the page out"
                raise Problem(f"{path}: {why}; nothing was written")
