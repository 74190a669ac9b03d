"""Registers of thousands, and shapes that tempt to recurse or to square the work."""

from __future__ import annotations

import gc
import re
import time
from typing import TYPE_CHECKING

import pytest
from sphinx.locale import init
from sphinxcontrib.mermaid import mermaid

from conftest import warnings_of
from projects import finding, phase
from sphinx_audit.draw import fit
from sphinx_audit.model import Effort, Finding, Page, Phase, Place, Register, Status
from sphinx_audit.model.words import SHOWN, chain, hint, nearest
from sphinx_audit.rules import dependencies, problems
from sphinx_audit.rules.problem import Subject
from sphinx_audit.show.context import Context
from sphinx_audit.show.views import graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conftest import Build

    Shape = Callable[[int, int], Sequence[int | str]]

MANY = 5000
PHASES = 10
READABLE = 6.0
"""Points below which no picture is shown."""


def id_of(number: int) -> str:
    return f"SI-{number:04d}"


def register(count: int, depends: Shape, phases: int = PHASES) -> Register:
    """Return *count* findings; *depends* gives the numbers that each one needs."""
    pages = {}
    for n in range(phases):
        place = Place(docname=f"p{n}", line=1)
        part = Phase(id=str(n), title=f"Part {n}", place=place, anchor="phase")
        pages[place.docname] = Page(phases=[part])
    for n in range(count):
        needed = depends(n, count)
        stated = Finding(
            id=id_of(n),
            title=f"Finding {n} of the audit",
            place=Place(docname=id_of(n), line=3),
            anchor="finding",
            phase=str(n * phases // count),
            status=Status.IMPLEMENTED if n % 3 == 2 else Status.OPEN,
            effort=Effort(low=8, high=8 + n % 5),
            depends=tuple(d if isinstance(d, str) else id_of(d) for d in needed),
        )
        pages[id_of(n)] = Page(findings=[stated])
    return Register(pages)


SHAPES: dict[str, Shape] = {
    "one circle": lambda n, count: [(n - 1) % count],
    "a chain": lambda n, count: [n - 1] if n else [],
    "a hub that all need": lambda n, count: [0] if n else [],
    "a hub that needs all": lambda n, count: [] if n else list(range(1, count)),
    "a web": lambda n, count: [n - d for d in (1, 2, 7, 19) if n >= d],
    "whole phases": lambda n, count: (
        [f"phase {n * PHASES // count - 1}"] if n * PHASES >= count else []
    ),
    "unknown ids": lambda n, count: [f"SO-{n:04d}"],
    "nothing": lambda n, count: [],
}


def work(known: Register) -> None:
    """Do what a build asks of a register once."""
    list(problems(Subject(register=known)))
    for found in known.findings.values():
        known.state(found)
    known.gates  # noqa: B018 - computed on demand
    for _, pictures in overviews(known):
        list(pictures)


def overviews(known: Register) -> Iterator[tuple[str, Iterator[mermaid]]]:
    """Yield every graph of many findings that a project can show."""
    context = Context(register=known, docname="index", html=True, pictures=True)

    def pictures(chosen: Sequence[Finding], layout: str = "") -> Iterator[mermaid]:
        shown = graph(chosen, context, layout=layout, outside=not layout)
        return (part for part in shown if isinstance(part, mermaid))

    yield "all", pictures(known.counted)
    yield "all, by phases", pictures(known.counted, "phases")
    for id_ in known.phases:
        yield f"phase {id_}", pictures(known.members(id_))


def cpu(count: int, depends: Shape) -> float:
    """Return the least seconds that the work on a register takes."""
    found = []
    for _ in range(1 if count == MANY else 2):
        known = register(count, depends)
        gc.collect()
        start = time.process_time()
        work(known)
        found.append(time.process_time() - start)
    return min(found)


@pytest.fixture(scope="module", autouse=True)
def _words() -> None:
    init([], "en", catalog="audit")


@pytest.mark.parametrize("name", SHAPES)
def test_work_grows_as_the_register_does(name: str) -> None:
    """Four times the findings: four times the work, sixteen times if it squared."""
    few, many = cpu(1250, SHAPES[name]), cpu(MANY, SHAPES[name])
    assert many < 8 * few + 0.1


@pytest.mark.parametrize("name", SHAPES)
def test_overview_graphs_can_be_read_and_are_drawn_fast(name: str) -> None:
    known = register(MANY, SHAPES[name])
    list(problems(Subject(register=known)))
    start = time.process_time()
    for shown, pictures in overviews(known):
        for picture in pictures:
            drawing = fit.best(picture["code"], fit.HTML)
            assert fit.points(drawing, fit.HTML) >= READABLE, shown
            assert len(drawing.edges) <= 60, shown
    assert time.process_time() - start < 5


def test_a_circle_of_thousands_is_one_problem_in_one_line() -> None:
    known = register(MANY, SHAPES["one circle"])
    (problem,) = dependencies.check(Subject(register=known))
    assert problem.message.startswith(
        "these 5,000 findings wait for each other: SI-0000 → "
    )
    assert problem.message.endswith(" → SI-4999 → SI-0000")
    assert len(problem.message) < 200


def test_a_circle_through_whole_phases_is_found() -> None:
    """Each finding of phase 1 needs phase 0, whose first needs the last of phase 1."""
    known = register(
        MANY,
        lambda n, count: ["phase 0"] if n >= count // 2 else [] if n else [count - 1],
        phases=2,
    )
    (problem,) = dependencies.check(Subject(register=known))
    assert problem.message.endswith(": SI-0000 → SI-4999 → SI-0000")


def test_who_needs_the_own_phase_waits_for_himself() -> None:
    known = register(40, lambda n, count: ["phase 0"] if n == 3 else [])
    (problem,) = dependencies.check(Subject(register=known))
    assert problem.message == "SI-0003 depends on phase 0, which waits for it"


def test_long_chains_show_both_ends() -> None:
    ids = [str(n) for n in range(MANY)]
    assert chain(ids[:SHOWN]) == " → ".join(ids[:SHOWN])
    assert (
        chain(ids)
        == "0 → 1 → 2 → 3 → 4 → 5 → 6 → 7 → … 4,989 more … → 4997 → 4998 → 4999"
    )


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("SI-123", "SI-0123"),
        ("SI-00123", "SI-0123"),
        ("SJ-0123", "SI-0123"),
        ("SI-1023x", "SI-1023"),
        ("IS-0123", "SI-0123"),
        ("si-0123", "SI-0123"),
        ("XY-9876", None),
        ("x" * 100_000, None),
    ],
)
def test_of_thousands_the_one_a_letter_off_is_meant(
    wrong: str, meant: str | None
) -> None:
    ids = [id_of(n) for n in range(MANY)]
    assert nearest(wrong, ids) == meant
    assert hint(wrong, ids) == (f"; did you mean {meant}?" if meant else "")


def one_page(numbers: range, depends: Callable[[int], list[int]]) -> str:
    """Return a page of findings, each in a section."""
    parts = [
        finding(id_of(n), f"Finding {n}", depends=", ".join(map(id_of, depends(n))))
        for n in numbers
    ]
    return "# All\n\n" + "\n".join(f"#{part}" for part in parts)


ONE = {"index.md": "# Top\n\n```{toctree}\np2a\nall\n```\n", "p2a.md": phase("2A")}


def test_five_hundred_findings_in_a_circle_on_one_page(build: Build) -> None:
    app = build({**ONE, "all.md": one_page(range(500), lambda n: [(n - 1) % 500])})
    (said,) = warnings_of(app)
    assert "these 500 findings wait for each other: SI-0000 → SI-0001" in said
    text = (app.outdir / "all.html").read_text("utf-8")
    assert text.count('class="audit-card audit-card-finding') == 500
    assert "SI-0499" in (app.outdir / "p2a.html").read_text("utf-8")


def test_five_thousand_in_a_circle_and_behind_one_hub(build: Build) -> None:
    """The whole build: no depth is too deep for it, and one warning says it."""

    def depends(n: int) -> list[int]:
        return [0, n - 1 if n > 1 else MANY - 1] if n else []

    numbers = [range(n, n + 500) for n in range(0, MANY, 500)]
    pages = {f"all{n[0]}.md": one_page(n, depends) for n in numbers}
    trees = "\n".join(page.removesuffix(".md") for page in pages)
    index = f"# Top\n\n```{{toctree}}\np2a\n{trees}\n```\n"
    app = build({**ONE, **pages, "index.md": index})
    (said,) = warnings_of(app)
    assert "these 4,999 findings wait for each other: SI-0001 → SI-0002" in said
    assert "and 4987 more" in (app.outdir / "all0.html").read_text("utf-8")


ALPHABETS = {
    "Greek": "ΑΒΓ-1",
    "Cyrillic": "БЖЩ-1",
    "Arabic": "عربي-1",
    "Chinese": "审计-1",
    "Japanese": "監査カナ-1",
    "Korean": "감사-1",
    "Devanagari": "लेखा-1",
}


def test_ids_in_other_alphabets(build: Build) -> None:
    """Each is linked from the phase, from who needs it, and lands on its plan."""
    ids = list(ALPHABETS.values())
    pages = {
        f"plan{n}.md": finding(id_, depends=ids[n - 1] if n else "")
        for n, id_ in enumerate(ids)
    }
    trees = "\n".join(["p2a", *(f"plan{n}" for n in range(len(ids)))])
    index = f"# Top\n\n```{{toctree}}\n{trees}\n```\n\n" + " ".join(
        f"{{finding}}`{id_}`" for id_ in ids
    )
    app = build(
        {**ONE, **pages, "index.md": index, "p2a.md": phase("2A")},
        confoverrides={"audit_id_pattern": r"[^\s,]+-\d+"},
    )
    assert warnings_of(app) == []
    for n, id_ in enumerate(ids):
        plan = (app.outdir / f"plan{n}.html").read_text("utf-8")
        anchor = min(re.findall(r'id="(audit-finding[^"]*)"', plan), key=len)
        for page in ("index", "p2a"):
            text = (app.outdir / f"{page}.html").read_text("utf-8")
            assert f'href="plan{n}.html#{anchor}"' in text, (page, id_)
