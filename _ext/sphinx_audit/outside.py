"""What a build's register asks beyond its pages: files, git, records and the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .evidence.git import top_of
from .evidence.looking import look_at
from .evidence.records import FOLDER, Archive, records
from .model import Register
from .model.survey import Outside, Survey, Told, evidence_in
from .read.plan_text import texts_of
from .rules.inside import errors_inside
from .settings import settings_of
from .store import answer_with, register_of, store_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .model.fingerprint import Texts
    from .model.stated import Stated

DEFAULT_ROOT = "."
"""The name in ``evidence_roots`` of where evidence without a root lies."""


class OfBuild(Outside):
    """Looks when it is asked, once for each state of the register."""

    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env

    def survey(self, register: Stated) -> Survey:
        env, settings = self.env, settings_of(self.env.config)
        plain = Register(register.pages, register.today)
        looks = look_at(evidence_in(plain), roots_of(env), register.today)
        signed = {s.phase for s in plain.signoffs if s.fingerprint}
        found = records(plain, texts_of_phases(signed, plain, env), archive_of(env))
        if not (settings.require_signatures or signed):
            found = {}
        return Survey(evidence=looks, records=found)

    def errors(self, register: Stated) -> Mapping[str, tuple[str, ...]]:
        """Ask the rules, of gates that know of no errors: else each asks the other."""
        seen = Told(seen=register.survey, wrong={})
        return errors_inside(self.env, Register(register.pages, register.today, seen))


def confdir(env: BuildEnvironment) -> Path:
    return Path(env._app.confdir)  # noqa: SLF001 - listeners of the environment get no other


def roots_of(env: BuildEnvironment) -> dict[str, Path]:
    """Return where evidence lies, by the names of the roots."""
    here = confdir(env)
    given = {n: here / p for n, p in settings_of(env.config).evidence_roots.items()}
    default = given.pop(DEFAULT_ROOT, None) or top_of(here) or here
    return {"": default, **given}


def archive_of(env: BuildEnvironment) -> Archive:
    settings, here = settings_of(env.config), confdir(env)
    signers = settings.allowed_signers
    return Archive(
        folder=here / FOLDER,
        signers=here / signers if signers else None,
        required=settings.require_signatures,
    )


# -- the text of plans


def texts_of_phases(
    phases: Iterable[str], register: Register, env: BuildEnvironment
) -> Texts:
    """Return the digested plans of phases; a page is looked at once after each reading.

    Of pages that no signature needs nothing is digested: that would cost each build.
    """
    kept = store_of(env).texts
    found: Texts = {}
    for phase in sorted(phases):
        for finding in (*register.members(phase), *register.set_aside(phase)):
            docname = finding.place.docname
            if docname not in kept:
                kept[docname] = texts_of(env.get_doctree(docname))
            found[finding.id] = kept[docname].get(finding.id, {})
    return found


def keep_texts(app: Sphinx, env: BuildEnvironment) -> None:
    """Digest what signatures need before the environment is written to the disk."""
    register = register_of(env)
    signed = {s.phase for s in register.signoffs if s.fingerprint}
    texts_of_phases(signed, register, env)


def setup(app: Sphinx) -> None:
    answer_with(OfBuild)
    app.connect("env-updated", keep_texts, priority=950)
