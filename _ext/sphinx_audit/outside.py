"""What a build's register asks beyond its pages: files, git, records and the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.errors import ConfigError

from .evidence.git import top_of
from .evidence.looking import look_at
from .evidence.records import FOLDER, Archive, records
from .model import Register
from .model.chains import chains
from .model.code import Depth, Verified
from .model.survey import Outside, Survey, Told, evidence_in
from .read.plan_text import texts_of
from .report import Fault, warn
from .rules.inside import errors_inside
from .settings import settings_of
from .store import answer_with, register_of, store_of
from .verify.asking import AskingError, asked_by
from .verify.codec import FormatError
from .verify.results import Codes, Results, read_results
from .verify.results import verified as said_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config
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
        gate = asked_by(settings.verify).gate
        known = verified(plain, record_of(env), always=gate is not Depth.SKIP)
        return Survey(evidence=looks, records=found, verified=known, gate=gate)

    def errors(self, register: Stated) -> Mapping[str, tuple[str, ...]]:
        """Ask the rules, of gates that know of no errors: else each asks the other."""
        seen = Told(seen=register.survey, wrong={})
        innocent = Register(register.pages, register.today, seen)
        return errors_inside(self.env, cast("Register", register), innocent)


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


# -- the code of plans


def record_file(env: BuildEnvironment) -> Path:
    return confdir(env) / settings_of(env.config).verified


def record_of(env: BuildEnvironment) -> Results:
    """Return the record of verified plans; one that cannot be read says nothing."""
    try:
        return load(record_file(env))
    except FormatError:
        return Results()


def load(path: Path) -> Results:
    """Return what a record holds, nothing without one; raises FormatError."""
    if not path.is_file():
        return Results()
    try:
        return read_results(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{path.name} cannot be read: {error}") from error


def verified(
    register: Register, record: Results, *, always: bool
) -> dict[str, Verified]:
    """Return what a record says of each plan that has code now.

    Where nobody verifies nothing is said, unless it is *always* asked for.
    """
    if not record.reports and not always:
        return {}
    codes = {c.finding: c for p in register.pages.values() for c in p.code}
    known = Codes({id_: code.digest for id_, code in codes.items()})
    needs = chains(register, {id_ for id_, code in codes.items() if code.migrates})
    told = {r.plan: r for r in record.reports}
    return {
        id_: said_of(told[id_], record.on, known.of(id_, needs.get(id_, ())))
        if id_ in told
        else NEVER
        for id_ in codes
    }


NEVER = Verified(reached=None, asked=Depth.SKIP)
"""Of a plan that is in no record."""


def name_unreadable(app: Sphinx, env: BuildEnvironment) -> None:
    path = record_file(env)
    try:
        load(path)
    except FormatError as error:
        message = "%s; sphinx-audit verify --record writes a new one"
        warn(Fault.VERIFICATION, message, error, at=f"{path.name}:1")


def refuse_wrong_table(app: Sphinx, config: Config) -> None:
    """Stop where the table ``verify`` cannot be meant; raises ConfigError."""
    try:
        asked_by(settings_of(config).verify)
    except AskingError as error:
        raise ConfigError(f"audit_verify: {error}") from error


def setup(app: Sphinx) -> None:
    answer_with(OfBuild)
    app.connect("config-inited", refuse_wrong_table, priority=900)
    app.connect("env-check-consistency", name_unreadable)
    app.connect("env-updated", keep_texts, priority=950)
