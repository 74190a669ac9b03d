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
    a_register,
    check_sequence,
    differences,
    made,
    run,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

SEQUENCES = int(os.environ.get("AUDIT_SEQUENCES", "24"))
"""How many are run in all; ``make soak`` asks for 500."""

SHARES = {
    ("html", 1): 0.4,
    ("html", 2): 0.4,
    ("dirhtml", 3): 0.1,
    ("text", 4): 0.1,
}

EDIT = st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 9), st.integers(0, 9))
STEPS = st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=1, max_size=3)


@pytest.mark.parametrize(("builder", "number"), SHARES)
def test_any_edits_give_what_a_fresh_build_gives(
    builder: str, number: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    @seed(number)
    @settings(
        max_examples=round(SEQUENCES * SHARES[builder, number]),
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
        check_sequence(folder, a_register(findings, phases), steps, builder)

    sequences()


# -- the hard cases by name


class Project:
    """A register in a folder, built there and, to compare, in another."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.register = folder, a_register(5, 2)
        self.source, self.out = folder / "source", folder / "out"

    def file(self, name: str, text: str) -> None:
        (self.source / name).write_text(text, "utf-8")

    def build(self, builder: str = "html", **more: str) -> None:
        where = self.out if builder == "html" else self.folder / builder
        run(self.source, where, builder, doctrees=self.folder / "doctrees", **more)

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
    project.build(epoch="1740000000")
    before, times = made(project.out), written_at(project)
    project.build(epoch="1803859200")
    assert project.wrong(epoch="1803859200") == []
    check_no_page_was_written_in_vain(project, before, times)


# -- only what differs is written


def written_at(project: Project) -> dict[str, int]:
    return {
        f"{docname}.html": (project.out / f"{docname}.html").stat().st_mtime_ns
        for docname in (p.stem for p in project.source.glob("*.md"))
    }


LISTING = {"index.html", "p1A.html", "p2A.html"}
"""Pages with a contents tree: Sphinx writes them with any page they list."""


def check_no_page_was_written_in_vain(
    project: Project, before: dict[str, bytes], times: dict[str, int]
) -> None:
    now, after = made(project.out), written_at(project)
    written = {name for name, time in times.items() if after[name] != time}
    differing = {name for name in times if before[name] != now[name]}
    assert differing <= written
    assert written - LISTING == differing - LISTING


@pytest.mark.parametrize("kind", ["status", "effort", "item", "prose", "dependency"])
def test_an_edit_writes_only_pages_that_differ(project: Project, kind: str) -> None:
    before, times = made(project.out), written_at(project)
    edit(project, kind, 1, 3)
    project.build()
    check_no_page_was_written_in_vain(project, before, times)


def test_nothing_is_written_when_nothing_changed(project: Project) -> None:
    times = written_at(project)
    project.build()
    assert written_at(project) == times
