"""Each rule finds what its example breaks, and nothing once that is put right."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from projects import phase
from sphinx_audit.model import Register
from sphinx_audit.report import Fault
from sphinx_audit.rules.problem import Subject
from sphinx_audit.rules.registry import FAMILIES, RULES, problems
from sphinx_audit.settings import Settings
from sphinx_audit.store import ANSWERS, store_of

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

TODAY = dt.date(2026, 3, 1)
INDEX = "# Examples\n\n```{toctree}\n:glob:\n\n*\n```\n"


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> SphinxTestApp:
    """Return a project in which each example is a page."""
    from sphinx.testing.util import SphinxTestApp  # noqa: PLC0415

    from conftest import CONF  # noqa: PLC0415

    source: Path = tmp_path_factory.mktemp("examples")
    more = 'audit_restricted_pages = ["restricted-*"]\naudit_today = "2026-03-01"\n'
    pages = {"conf.py": CONF + more, "index.md": INDEX, "p2a.md": phase("2A")}
    for code, rule in RULES.items():
        pages |= {f"{code}-wrong.md": rule.wrong, f"{code}-right.md": rule.right}
    for name, text in pages.items():
        (source / name).write_text(text, "utf-8")
    app = SphinxTestApp("audit-json", srcdir=source)
    app.build()
    return app


def found(app: SphinxTestApp, name: str) -> dict[str, int]:
    """Return the codes of what is wrong with a page alone, and the first line."""
    pages = store_of(app.env).pages
    alone = {page: pages[page] for page in (name, "p2a") if page in pages}
    register = Register(alone, TODAY, ANSWERS[-1](app.env) if ANSWERS else None)
    subject = Subject(register=register, settings=Settings(), root=app.confdir)
    return {
        str(p.fault): p.place.line for p in problems(subject) if p.place.docname == name
    }


@pytest.mark.parametrize("code", RULES)
def test_the_example_of_a_rule_breaks_it(examples: SphinxTestApp, code: str) -> None:
    codes = found(examples, f"{code}-wrong")
    assert code in codes
    assert codes[code] > 0
    assert code not in found(examples, f"{code}-right")


def test_every_rule_says_why_and_what_to_do() -> None:
    for rule in RULES.values():
        assert rule.why.endswith(".")
        assert rule.remedy.endswith(".")
        assert rule.wrong != rule.right
        assert rule.fault.meaning


def test_every_family_is_asked() -> None:
    assert len({f.__name__ for f in FAMILIES}) == len(FAMILIES)
    assert set(RULES) <= set(Fault)
