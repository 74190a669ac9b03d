"""The verdict on a build's register, worked out once."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ..model.baseline import Baseline, BaselineError, read_baseline
from ..model.verdict import Verdict, judge
from ..settings import settings_of
from ..store import register_of
from .levels import levels
from .problem import Subject
from .registry import problems

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model import Register

KNOWN: WeakKeyDictionary[Register, Verdict] = WeakKeyDictionary()


def verdict_of(env: BuildEnvironment) -> Verdict:
    """Return what the rules say of the pages read so far, as the project wants it."""
    register = register_of(env)
    found = KNOWN.get(register)
    if found is None:
        subject = subject_of(env, register)
        found = KNOWN[register] = verdict(subject, baseline_or_none(env))
    return found


def verdict(subject: Subject, baseline: Baseline) -> Verdict:
    asked = levels(subject.settings)
    return judge(problems(subject), subject.register, asked, baseline)


def subject_of(env: BuildEnvironment, register: Register) -> Subject:
    return Subject(
        register=register, settings=settings_of(env.config), root=confdir(env)
    )


def confdir(env: BuildEnvironment) -> Path:
    return Path(env._app.confdir)  # noqa: SLF001 - listeners of the environment get no other


def baseline_file(env: BuildEnvironment) -> Path:
    return confdir(env) / settings_of(env.config).baseline


def baseline_or_none(env: BuildEnvironment) -> Baseline:
    """Return the project's baseline; one that cannot be read covers nothing."""
    try:
        return load(baseline_file(env))
    except BaselineError:
        return Baseline()


def load(path: Path) -> Baseline:
    """Return the baseline of a file, empty without one; raises BaselineError."""
    try:
        return read_baseline(path.read_text("utf-8"))
    except FileNotFoundError:
        return Baseline()
    except IsADirectoryError:  # such as that of conf.py, for a setting without a name
        return Baseline()
    except UnicodeDecodeError as error:
        raise BaselineError(f"not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise BaselineError(error.strerror or str(error)) from error


def inputs(app: Sphinx) -> str:
    """Return a digest of what the verdict is made of besides the pages."""
    settings = settings_of(app.config)
    path = baseline_file(app.env)
    data = path.read_bytes() if path.is_file() else b""
    said = repr((settings.rules, settings.plan_sections)).encode()
    return blake2b(said + b"\0" + data, digest_size=16).hexdigest()
