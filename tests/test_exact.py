"""After any edit, killed or misled, a rebuild equals a fresh build byte for byte."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from exact_register import (
    EDITS,
    Built,
    a_register,
    check_only_differing_were_written,
    check_sequence,
    differences,
    run,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

SEQUENCES = int(os.environ.get("AUDIT_SEQUENCES", "24"))
"""How many are run in all; ``make soak`` asks for 500."""

SHARES = {
    ("html", 1): 0.3,
    ("html", 2): 0.2,
    ("html in parallel", 3): 0.1,
    ("dirhtml", 4): 0.12,
    ("singlehtml", 5): 0.07,
    ("epub", 6): 0.05,
    ("text", 7): 0.05,
    ("audit-json", 8): 0.05,
    ("handbook-typst", 9): 0.04,
    ("handbook", 10): 0.02,
}
"""The part of each builder; PDFs are slow."""

EPOCH = "1750636800"
"""For what is dated: without a date a book tells the time it was made."""

EDIT = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9), st.integers(0, 9))
STEPS = st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=1, max_size=3)


@pytest.mark.parametrize(("kind", "number"), SHARES)
def test_any_edits_give_what_a_fresh_build_gives(
    kind: str,
    number: int,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builder, _, parallel = kind.partition(" in ")
    more = {"parallel": 4} if parallel else {}
    cut = number != 2
    monkeypatch.setattr("sphinx_audit.sidebar.FEW", 0)
    monkeypatch.setattr("sphinx_audit.rebuild.few.AT_LEAST", 0)  # all in parallel

    @seed(number)
    @settings(
        max_examples=max(1, round(SEQUENCES * SHARES[kind, number])),
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(4, 8), st.integers(2, 3), STEPS)
    def sequences(
        findings: int, phases: int, steps: list[list[tuple[str, int, int]]]
    ) -> None:
        folder = tmp_path_factory.mktemp("exact")
        register = a_register(findings, phases)
        register.conf["sidebar"] = str(cut)
        if builder in {"epub", "handbook"}:
            register.epoch, register.dated = EPOCH, True
        check_sequence(folder, register, steps, builder, whole=not cut, **more)

    sequences()


# -- the hard cases by name


class Project:
    """A register in a folder, built there and, to compare, in another."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.register = folder, a_register(5, 2)
        self.source, self.out = folder / "source", folder / "out"

    def file(self, name: str, text: str) -> None:
        (self.source / name).write_text(text, "utf-8")

    def build(self, builder: str = "html", **more: str) -> Sphinx:
        where = self.out if builder == "html" else self.folder / builder
        doctrees = self.folder / "doctrees"
        return run(self.source, where, builder, doctrees=doctrees, **more)

    def wrong(self, builder: str = "html", **more: str) -> list[str]:
        """Return the files that differ from those of a fresh build."""
        where = self.out if builder == "html" else self.folder / builder
        fresh = self.folder / f"fresh-{builder}-{len(list(self.folder.iterdir()))}"
        run(self.source, fresh, builder, **more)
        return differences(where, fresh)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project that has been built."""
    found = Project(tmp_path)
    write(found.register, found.source)
    found.build()
    return found


def edit(project: Project, kind: str, a: int = 0, b: int = 0) -> None:
    EDITS[kind](project.register, a, b)
    write(project.register, project.source)


def test_a_page_that_comes_is_linked_by_those_that_name_its_path(
    project: Project,
) -> None:
    project.file("notes.md", "# N\n\n[](late.md), [x](./late.md#there), [](data.csv)\n")
    project.build()
    project.file("late.md", "# Late\n\n## There\n")
    project.file("data.csv", "1,2\n")
    project.build()
    assert 'href="late.html#there"' in (project.out / "notes.html").read_text("utf-8")
    assert project.wrong() == []
    (project.source / "late.md").unlink()
    (project.source / "data.csv").unlink()
    project.build()
    assert project.wrong() == []
    assert not (project.out / "late.html").exists()
    assert not list(project.out.glob("_sources/late*"))
    assert not list(project.out.glob("_downloads/**/*"))


@pytest.mark.parametrize("time", [1, 2**31])
def test_text_counts_and_not_its_time(project: Project, time: int) -> None:
    """A file restored with its old time, or edited when the clock was set back."""
    for path in [*project.out.rglob("*.html"), *project.folder.glob("doctrees/*")]:
        os.utime(path, (time, time))
    edit(project, "prose", 1, 4)
    for path in project.source.glob("*.md"):
        os.utime(path, (1000, 1000))
    project.build()
    assert project.wrong() == []


def test_builders_that_share_their_doctrees(project: Project) -> None:
    project.build("dirhtml")
    project.build("text")
    for kind in ("status", "title", "categories", "label", "removed", "sign-off"):
        edit(project, kind, 1, 2)
        project.build()
        project.build("dirhtml")
    project.build("text")
    for builder in ("html", "dirhtml", "text"):
        assert project.wrong(builder) == []


def test_a_second_builder_sees_a_text_of_an_older_time(project: Project) -> None:
    project.build("dirhtml")
    edit(project, "prose", 1, 4)
    for path in project.source.glob("*.md"):
        os.utime(path, (1000, 1000))
    project.build()
    project.build("dirhtml")
    assert project.wrong("dirhtml") == []


@pytest.mark.parametrize("lost", ["*", "*.html", "searchindex.js", ".audit-marks.json"])
def test_what_is_deleted_of_the_output_is_made_again(
    project: Project, lost: str
) -> None:
    for path in project.out.glob(lost):
        if path.is_file():
            path.unlink()
    edit(project, "status", 1, 3)
    project.build()
    assert project.wrong() == []


def test_a_page_that_cannot_be_read_is_repaired(project: Project) -> None:
    text = (project.source / "notes.md").read_bytes()
    (project.source / "notes.md").write_bytes(b"# Not text \xff\n\n```{finding} SI-9\n")
    edit_ = project.register.findings["SI-000"]
    edit_["status"] = "verified"
    project.file("SI-000.md", project.register.files()["SI-000.md"])
    with contextlib.suppress(Exception):  # how Sphinx gives up is its own affair
        project.build()
    (project.source / "notes.md").write_bytes(text)
    project.build()
    assert project.wrong() == []


def test_a_file_that_a_page_lacks_may_come(project: Project) -> None:
    project.file("notes.md", "# N\n\n```{include} part.txt\n```\n\nEnd.\n")
    project.build()
    project.file("part.txt", "A *part*.\n")
    project.build()
    assert "<em>part</em>" in (project.out / "notes.html").read_text("utf-8")
    assert project.wrong() == []


def test_a_reading_that_ended_halfway_is_done_again(project: Project) -> None:
    """Its doctrees are newer than the environment; the text may go back meanwhile."""
    before = (project.source / "notes.md").read_bytes()
    stat = (project.source / "notes.md").stat()
    environment = (project.folder / "doctrees/environment.pickle").read_bytes()
    project.file("notes.md", "# Notes\n\nAnother text.\n")
    command = [sys.executable, "-c", KILLED_AFTER_READING, *arguments(project)]
    assert subprocess.run(command, check=False).returncode == -9
    kept = project.folder / "doctrees/environment.pickle"
    assert kept.read_bytes() == environment
    (project.source / "notes.md").write_bytes(before)
    os.utime(project.source / "notes.md", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    edit(project, "title of a page", 0, 1)
    edit(project, "status", 1, 1)
    project.build()
    assert project.wrong() == []


KILLED_AFTER_READING = """
import os, signal, sys
from sphinx.cmd.build import main
from sphinx.environment import BuildEnvironment
BuildEnvironment.check_dependents = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(sys.argv[1:])
"""


def arguments(project: Project) -> list[str]:
    doctrees = str(project.folder / "doctrees")
    return ["-q", "-Q", "-d", doctrees, str(project.source), str(project.out)]


def test_a_killed_build_is_caught_up(project: Project) -> None:
    chance = random.Random(SEQUENCES)
    for _ in range(max(5, SEQUENCES // 10)):
        for _ in range(2):
            kind = chance.choice(sorted(EDITS))
            if kind != "date of the build":
                edit(project, kind, chance.randrange(10), chance.randrange(10))
        build = subprocess.Popen([sys.executable, "-m", "sphinx", *arguments(project)])
        try:
            build.wait(chance.uniform(0.5, 2.0))
        except subprocess.TimeoutExpired:
            build.kill()
            build.wait()
    project.build()
    assert project.wrong() == []


@pytest.mark.parametrize("kind", ["due", "sign-off", "accepted risk"])
def test_another_date_rewrites_what_it_affects(project: Project, kind: str) -> None:
    edit(project, kind, 1, 2)
    before = Built.of(project.build(epoch="1740000000"))
    now = Built.of(project.build(epoch="1803859200"))
    assert project.wrong(epoch="1803859200") == []
    check_only_differing_were_written(before, now)


def test_another_date_is_in_the_data_though_no_page_is_read(project: Project) -> None:
    project.build("audit-json")
    project.build("audit-json", epoch=EPOCH)
    assert project.wrong("audit-json", epoch=EPOCH) == []


# -- only what differs is written


@pytest.mark.parametrize(
    "kind", ["status", "effort", "item", "prose", "dependency", "due", "alias"]
)
def test_an_edit_writes_only_pages_that_differ(project: Project, kind: str) -> None:
    before = Built.of(project.build())
    edit(project, kind, 1, 3)
    check_only_differing_were_written(before, Built.of(project.build()))


def test_a_title_writes_only_pages_that_show_it_where_sidebars_are_cut(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sphinx_audit.sidebar.FEW", 0)
    monkeypatch.setattr("sphinx_audit.rebuild.few.AT_LEAST", 0)  # all in parallel
    project.register.conf["sidebar"] = "True"
    write(project.register, project.source)
    before = Built.of(project.build())
    edit(project, "title", 2, 1)
    now = Built.of(project.build())
    check_only_differing_were_written(before, now)
    assert now.written["phases"] == before.written["phases"]
    assert now.written["p1A"] != before.written["p1A"]


def test_a_view_of_one_phase_is_left_alone_by_another_phase(project: Project) -> None:
    project.file("views.md", "# V\n\n```{finding-table}\n:phase: 1A\n```\n")
    project.file("far.md", "# F\n\n```{progress}\n```\n")
    before = Built.of(project.build())
    text = (project.source / "SI-003.md").with_name("BF-001.md").read_text("utf-8")
    assert ":phase: 2A" in text
    project.file("BF-001.md", text.replace(": 2 days", ": 5 days"))
    now = Built.of(project.build())
    assert now.written["views"] == before.written["views"]
    assert now.written["far"] != before.written["far"], "it sums the efforts up"


def test_nothing_is_written_when_nothing_changed(project: Project) -> None:
    before = Built.of(project.build())
    assert Built.of(project.build()) == before


@pytest.mark.parametrize("lost", ["", "genindex.html", "audit-findings.html"])
def test_indices_are_left_alone_until_they_are_lost_or_others(
    project: Project, lost: str
) -> None:
    pages = [project.out / name for name in ("genindex.html", "audit-findings.html")]
    before = [page.stat().st_mtime_ns for page in pages]
    if lost:
        (project.out / lost).unlink()
    project.build()
    after = [page.stat().st_mtime_ns for page in pages]
    assert (before == after) == (not lost)
    edit(project, "title", 1, 4)
    project.build()
    assert all(
        page.stat().st_mtime_ns > t for page, t in zip(pages, after, strict=True)
    )
    assert project.wrong() == []


def test_the_search_index_is_left_alone_until_a_page_is_written(
    project: Project,
) -> None:
    index = project.out / "searchindex.js"
    before = index.stat().st_mtime_ns
    project.build()
    assert index.stat().st_mtime_ns == before
    tools = (project.out / "_static/language_data.js").read_text("utf-8")
    assert "Stemmer" in tools
    folder = project.folder
    run(project.source, project.out, doctrees=folder / "doctrees", all_=True)
    assert index.stat().st_mtime_ns > before
    assert project.wrong() == []


# -- what is left of former builds


def test_static_files_that_were_removed_are_gone(project: Project) -> None:
    folder = project.source / "_static"
    (folder / "sub").mkdir(parents=True)
    for name in ("a.css", "b.png", "sub/c.txt_t"):
        (folder / name).write_text(name, "utf-8")
    conf = (project.source / "conf.py").read_text("utf-8")
    project.file("conf.py", conf + 'html_static_path = ["_static"]\n')
    project.build()
    static = project.out / "_static"
    (static / "foreign.txt").write_text("kept", "utf-8")
    assert (static / "sub/c.txt").is_file()
    (folder / "b.png").unlink()
    project.build()
    assert not (static / "b.png").exists()
    assert (static / "a.css").is_file()
    project.file("conf.py", conf)
    project.build()
    assert not (static / "a.css").exists()
    assert not (static / "sub").exists()
    assert (static / "foreign.txt").read_text("utf-8") == "kept"
    assert project.wrong() == ["_static/foreign.txt"]


def test_pages_that_a_build_of_named_files_left_out_are_written_next_time(
    project: Project,
) -> None:
    edit(project, "title", 0, 1)
    run(
        project.source,
        project.out,
        doctrees=project.folder / "doctrees",
        filenames=[project.source / "gate.md"],
    )
    project.build()
    assert project.wrong() == []
