"""An edited project, built again, equals the same project built afresh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sphinx.builders import Builder

from conftest import CONF, warnings_of
from projects import TWO_PHASES, finding, phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

EDITS: dict[str, Mapping[str, str | None]] = {
    "title": {"SI-001.md": finding("SI-001", "Another title", status="implemented")},
    "phase": {"SI-002.md": finding("SI-002", phase="2B", depends="SI-001")},
    "status": {"SI-001.md": finding("SI-001", effort="3-4 days", status="open")},
    "effort": {"SI-001.md": finding("SI-001", effort="9 days", status="implemented")},
    "dependency": {"BL-006.md": finding("BL-006", phase="2B", depends="SI-002")},
    "removed": {"BL-006.md": None},
    "added": {"BL-007.md": finding("BL-007", phase="2B", depends="SI-001")},
    "order of phases": {
        "p2a.md": phase("2A", order="2"),
        "p2b.md": phase("2B", order="1"),
    },
    "caption": {
        "index.md": TWO_PHASES["index.md"].replace("}\np2a", "}\n:caption: Way\n\np2a")
    },
    "name in a tree": {"index.md": TWO_PHASES["index.md"].replace("p2b", "B <p2b>")},
    "prose": {"other.md": "# Other\n\nNothing.\n"},
}


def pages(outdir: Path) -> dict[str, str]:
    found = (p for p in outdir.rglob("*.html"))
    return {p.relative_to(outdir).as_posix(): p.read_text("utf-8") for p in found}


def written(app: SphinxTestApp) -> set[str]:
    text = re.sub(r"\x1b\[[0-9;]*m", "", app.status.getvalue())
    return set(re.findall(r"writing output\.\.\. \[ *\d+%\] (\S+)", text))


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_reaches_every_page_that_shows_it(
    build: Build,
    make_app: Callable[..., SphinxTestApp],
    tmp_path: Path,
    edit: str,
) -> None:
    build(TWO_PHASES)
    edited = build(EDITS[edit])
    fresh = make_app("html", srcdir=edited.srcdir, builddir=tmp_path / "fresh")
    fresh.build()
    a, b = pages(edited.outdir), pages(fresh.outdir)
    assert {p: a[p] for p in b} == b
    assert a.keys() - b.keys() <= {"BL-006.html"}, "Sphinx keeps what was removed"


def test_a_status_rewrites_only_pages_that_show_it(build: Build) -> None:
    build(TWO_PHASES)
    app = build(EDITS["status"])
    shows = {"SI-001", "SI-002", "BL-006", "p2a", "p2b", "other"}
    assert "SI-001" in written(app) <= shows


def test_a_sentence_by_a_former_id_follows_the_dependencies(build: Build) -> None:
    former = {"SI-001.md": finding("SI-001", aliases="OLD-1", depends="SI-002")}
    text = "# Other\n\n{depends}`OLD-1`\n"
    pages_ = {**TWO_PHASES, "SI-002.md": finding("SI-002"), "other.md": text}
    build({**pages_, **former})
    more = former["SI-001.md"].replace("SI-002", "SI-002, BL-006")
    app = build({"SI-001.md": more})
    html = (app.outdir / "other.html").read_text("utf-8")
    assert "BL-006.html" in html.partition("audit-depends")[2].partition("</p>")[0]


def test_a_line_of_the_other_definition_is_kept_up(build: Build) -> None:
    build({**TWO_PHASES, "AA.md": finding("SI-001")})
    app = build({"AA.md": "% moved\n\n" + finding("SI-001")})
    html = (app.outdir / "SI-001.html").read_text("utf-8")
    assert "already defined in AA, line 5" in html


def test_text_that_moves_a_fact_rewrites_its_own_page_alone(build: Build) -> None:
    ticks = finding("SI-001") + "\n```{checklist} c\n- [ ] a\n```\n"
    build({**TWO_PHASES, "SI-001.md": ticks})
    app = build({"SI-001.md": "% new\n\n" + ticks})
    assert written(app) == {"SI-001"}


def test_nothing_changed_nothing_written(build: Build) -> None:
    build(TWO_PHASES)
    assert written(build({})) == set()


def test_a_second_builder_sees_what_the_first_one_read(build: Build) -> None:
    build(TWO_PHASES)
    build({}, "dirhtml")
    build(EDITS["title"])
    app = build({}, "dirhtml")
    assert "Another title" in (app.outdir / "p2a" / "index.html").read_text("utf-8")


def test_parallel_equals_serial(
    build: Build, make_app: Callable[..., SphinxTestApp], tmp_path: Path
) -> None:
    more = {f"X-{n}.md": finding(f"X-{n}") for n in range(8)}
    serial = build({**TWO_PHASES, **more})
    parallel = make_app(
        "html", srcdir=serial.srcdir, builddir=tmp_path / "parallel", parallel=2
    )
    parallel.build()
    assert pages(serial.outdir) == pages(parallel.outdir)
    assert warnings_of(serial) == warnings_of(parallel) == []


def test_few_pages_are_read_in_this_process_and_many_in_others(
    build: Build,
    make_app: Callable[..., SphinxTestApp],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    names = [f"X-{n}" for n in range(60)]
    first = build({**TWO_PHASES, **{f"{n}.md": finding(n) for n in names}})
    elsewhere: list[str] = []
    jobs: list[int] = []
    read = Builder._read_parallel

    def spy(self: Builder, docnames: list[str], nproc: int) -> None:
        elsewhere.extend(docnames)
        read(self, docnames, nproc)

    monkeypatch.setattr(Builder, "_read_parallel", spy)

    def read_elsewhere(*changed: str) -> int:
        for name in changed:
            page = finding(name, body=f"Other words {len(jobs)}.")
            (first.srcdir / f"{name}.md").write_text(page, "utf-8")
        elsewhere.clear()
        app = make_app(
            "html", srcdir=first.srcdir, builddir=tmp_path / "parallel", parallel=2
        )
        app.connect("write-started", lambda app, builder: jobs.append(app.parallel))
        app.build()
        for name in changed:
            assert "Other words" in (app.outdir / f"{name}.html").read_text("utf-8")
        return len(elsewhere)

    assert read_elsewhere() > 60
    assert read_elsewhere(names[0]) == 0
    assert read_elsewhere(*names[:6]) == 0
    assert read_elsewhere(*names[:20]) == 20
    assert jobs == [2, 2, 2, 2]


def test_an_interrupted_build_is_caught_up(
    build: Build, make_app: Callable[..., SphinxTestApp]
) -> None:
    first = build(TWO_PHASES)

    def interrupt(app: Sphinx, doctree: nodes.document, docname: str) -> None:
        raise RuntimeError(docname)

    path = first.srcdir / "SI-001.md"
    path.write_text(str(EDITS["title"]["SI-001.md"]), "utf-8")
    broken = make_app("html", srcdir=first.srcdir)
    broken.connect("doctree-resolved", interrupt)
    with pytest.raises(Exception, match="interrupt"):
        broken.build()
    app = build({})
    assert "Another title" in (app.outdir / "p2a.html").read_text("utf-8")


def test_a_plan_joins_the_contents_tree_of_its_phase(build: Build) -> None:
    app = build(TWO_PHASES)
    assert app.env.toctree_includes["p2a"] == ["SI-001", "SI-002"]
    app = build({"AA-001.md": finding("AA-001", priority="critical")})
    assert app.env.toctree_includes["p2a"] == ["AA-001", "SI-001", "SI-002"]


def test_a_page_that_the_author_lists_is_not_listed_twice(build: Build) -> None:
    listed = phase("2A") + "\n```{toctree}\nSI-002\n```\n"
    app = build({**TWO_PHASES, "p2a.md": listed})
    assert sorted(app.env.toctree_includes["p2a"]) == ["SI-001", "SI-002"]


def test_a_phase_may_leave_its_plans_out_of_the_contents_tree(build: Build) -> None:
    app = build({**TWO_PHASES, "p2a.md": phase("2A", toctree="off")})
    assert "p2a" not in app.env.toctree_includes


def test_a_page_that_leads_to_a_phase_is_in_no_contents_tree_of_one(
    build: Build,
) -> None:
    top = finding("SI-003", phase="2A") + "\n```{toctree}\np2a\np2b\nother\n```\n"
    both = phase("2B", "Security") + finding("SI-004", phase="2A").replace("# ", "## ")
    app = build({**TWO_PHASES, "index.md": top, "p2b.md": both})
    assert warnings_of(app) == []
    assert app.env.toctree_includes["p2a"] == ["SI-001", "SI-002"]


def test_the_title_of_an_orphan_is_shown_on_few_pages(build: Build) -> None:
    orphan = "---\norphan: true\n---\n"
    top = TWO_PHASES["index.md"]
    apart = phase("9Z", toctree="off")
    lone = finding("SI-009", phase="9Z")
    pages = {**TWO_PHASES, "index.md": top.replace("p2b", "p2b\np9z"), "p9z.md": apart}
    build({**pages, "SI-009.md": orphan + lone})
    again = build({"SI-009.md": orphan + finding("SI-009", "Renamed", phase="9Z")})
    assert written(again) == {"SI-009", "p9z"}


def test_a_new_date_rewrites_just_the_pages_it_affects(build: Build) -> None:
    risk = finding("SI-009", status="accepted", expires="2026-01-01")
    conf = CONF + "audit_today = '2025-06-01'\n"
    build({**TWO_PHASES, "SI-009.md": risk, "conf.py": conf})
    later = build({"conf.py": conf.replace("2025", "2026")})
    assert "0 added, 0 changed, 0 removed" in later.status.getvalue()
    assert written(later) == {"SI-009", "p2a", "p2b", "BL-006"}  # which wait for it
    assert "ready" in (later.outdir / "SI-009.html").read_text("utf-8")
    again = build({"conf.py": conf.replace("2025", "2027")})
    assert written(again) == set()
