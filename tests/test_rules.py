"""Each rule finds what its example breaks, and nothing once that is put right."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import phase
from sphinx_audit.model import (
    Finding,
    Page,
    Place,
    Problem,
    Register,
    Status,
    Suppression,
)
from sphinx_audit.model.baseline import Baseline, read_baseline
from sphinx_audit.model.suppression import read_suppressions
from sphinx_audit.model.survey import Told
from sphinx_audit.model.verdict import Judged, judge
from sphinx_audit.report import Fault
from sphinx_audit.rules import status
from sphinx_audit.rules.problem import Level, Subject
from sphinx_audit.rules.registry import FAMILIES, RULES, on_gates, problems, stated
from sphinx_audit.settings import Settings
from sphinx_audit.store import ANSWERS, store_of

if TYPE_CHECKING:
    import random
    from pathlib import Path
    from typing import NoReturn

    from sphinx.testing.util import SphinxTestApp


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


IN_WORDS = {
    Fault.STALE_SIGNOFF,
    Fault.BAD_SIGNATURE,
    Fault.MISSING_SIGNATURE,
    Fault.STALE_VERIFICATION,
}
"""Rules that no page alone can break: they need a record or a signature."""


@pytest.mark.parametrize("code", [c for c in RULES if c not in IN_WORDS])
def test_the_example_of_a_rule_breaks_it(examples: SphinxTestApp, code: str) -> None:
    codes = found(examples, f"{code}-wrong")
    assert code in codes
    assert codes[code] > 0
    assert code not in found(examples, f"{code}-right")


@pytest.mark.parametrize(
    ("fixed", "verified", "code"),
    [
        ("Ada", "ada", "self_verified"),
        ("Ada <ada@example.org>", "Ada", "self_verified"),
        ("Ada, Bob", "Bob and Ada", "self_verified"),
        ("Ada", "Ada, Bob", ""),
        ("Ada", "Adam", ""),
        ("", "Ada", "no_fixer"),
        ("Ada", "", "no_verifier"),
    ],
)
def test_a_fix_is_verified_by_another(fixed: str, verified: str, code: str) -> None:
    place = Place(docname="a", line=1)
    said = Finding(
        id="A",
        title="",
        place=place,
        anchor="",
        status=Status.VERIFIED,
        fixed_by=fixed,
        verified_by=verified,
    )
    subject = Subject(register=Register({"a": Page(findings=[said])}))
    assert [str(p.fault) for p in status.check(subject)] == ([code] if code else [])


def test_every_rule_says_why_and_what_to_do() -> None:
    for rule in RULES.values():
        assert rule.why.endswith(".")
        assert rule.remedy.endswith(".")
        assert rule.fault.meaning
        assert rule.level is not Level.OFF or rule.fault == Fault.MISSING_SECTION


def test_every_family_is_asked() -> None:
    assert len({f.__name__ for f in FAMILIES}) == len(FAMILIES)
    assert set(RULES) <= set(Fault)


# -- laws

IDS = st.sampled_from(["SI-001", "SI-002", "2A", ""])
PLACES = st.builds(Place, docname=st.sampled_from("ab"), line=st.integers(1, 9))
PROBLEMS = st.lists(
    st.builds(
        Problem,
        fault=st.sampled_from(list(RULES)),
        message=st.sampled_from("xy"),
        place=PLACES,
        ids=st.tuples(IDS, IDS),
    )
)
LEVELS = dict.fromkeys(RULES, Level.WARNING)


def verdict(found: list[Problem], known: Baseline) -> tuple[Judged, ...]:
    return judge(found, Register({}), LEVELS, known).judged


@given(PROBLEMS, st.randoms(use_true_random=False))
def test_the_order_in_which_rules_speak_does_not_matter(
    found: list[Problem], chance: random.Random
) -> None:
    shuffled = chance.sample(found, len(found))
    assert verdict(shuffled, Baseline()) == verdict(found, Baseline())


@given(PROBLEMS, st.integers(1, 50))
def test_lines_do_not_change_a_fingerprint(found: list[Problem], more: int) -> None:
    moved = [
        dc.replace(p, place=dc.replace(p.place, line=p.place.line + more))
        for p in found
    ]
    prints = [[j.fingerprint for j in verdict(f, Baseline())] for f in (found, moved)]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == len(found)


@given(PROBLEMS, PROBLEMS)
def test_what_is_known_and_what_is_new_are_all(
    before: list[Problem], more: list[Problem]
) -> None:
    """The baseline covers as many of each kind as there were, and no other."""
    written = Baseline.of(
        (j.fingerprint, j.problem) for j in verdict(before, Baseline())
    )
    known = read_baseline(written.text())
    assert known == written
    now = judge([*before, *more], Register({}), LEVELS, known)
    kinds = Counter((p.fault, p.ids) for p in before)
    covered = Counter((j.code, j.problem.ids) for j in now.judged if j.cover)
    assert covered == kinds
    assert len(now.judged) == len(before) + len(more)
    assert now.gone == ()
    assert len(judge([], Register({}), LEVELS, known).gone) == len(before)


@given(
    st.lists(
        st.builds(
            Suppression,
            code=st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True),
            reason=st.sampled_from(["why", "a (b) c", "x; y", "1, 2"]),
            until=st.none() | st.dates(),
        ),
        unique_by=lambda s: s.code,
    )
)
def test_justifications_are_read_as_written(said: list[Suppression]) -> None:
    assert read_suppressions(", ".join(map(str, said))) == tuple(said)


def test_only_the_families_that_say_so_ask_for_gates(examples: SphinxTestApp) -> None:
    class Gateless(Register):
        @property
        def gates(self) -> NoReturn:
            raise AssertionError("asked for gates")

        errors = gates

    pages = store_of(examples.env).pages
    known = Register(pages, TODAY, ANSWERS[-1](examples.env))
    gateless = Gateless(pages, TODAY, Told(seen=known.survey, wrong={}))
    assert stated(Subject(register=gateless)) == stated(Subject(register=known))
    with pytest.raises(AssertionError, match="asked for gates"):
        on_gates(Subject(register=gateless))
