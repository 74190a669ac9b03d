"""Arrows between ids, data among documents, broken diagrams, and how far it is."""

from __future__ import annotations

import os
import pty
import re
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from importing import INDEX, importing
from sphinx_audit.pile.drift import drift_of
from sphinx_audit.pile.markdown import read_text
from sphinx_audit.pile.profile import default
from sphinx_audit.pile.said import Shape

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Build

# -- arrows


def needs(text: str) -> list[tuple[str, str, int]]:
    """Return who needs whom, as arrows say, with the lines."""
    document = read_text("a.md", text.split("\n"), default())
    return [
        (s.about, s.value, s.place.line)
        for s in document.statements
        if s.shape is Shape.ARROW
    ]


@pytest.mark.parametrize(
    "text",
    [
        "First SI-001 → SI-002, then the rest.",
        "SI-001 -> SI-002",
        "- `SI-001` --> **SI-002**",
        "SI-002 ← SI-001",
        "SI-002 <-- SI-001",
        "1. SI-001 ⇒ SI-002",
        "```\n[SI-001: Keys] --> [SI-002: Logs]\n```",
        '```dot\n  "SI-001" -> "SI-002";\n```',
        "> SI-001 => SI-002",
    ],
)
def test_an_arrow_between_ids_is_a_dependency(text: str) -> None:
    [(one, other, line)] = needs(f"# Plan\n\n{text}\n")
    assert (one, other) == ("SI-002", "SI-001")
    assert line == 3 + text.startswith("```")


def test_arrows_make_chains_and_groups() -> None:
    assert needs("SI-001, SI-002 → SI-003 → SI-004") == [
        ("SI-003", "SI-001", 1),
        ("SI-003", "SI-002", 1),
        ("SI-004", "SI-003", 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SI-001 - SI-002 and SI-001 – SI-004",
        "SI-001 → done",
        "OPEN -> SI-001",
        "OPEN → CLOSED, SI-001, SI-002",
        "SI-001 → AES-256",
        "SI-001 → SI-002-draft",
        "SI-001 → SI-001",
        "Renamed: SI-001 → SI-002",
        "SI-001 → SI-002 (moved)",
        "SI-001 does not need SI-003 → SI-002",
        "SI-001 → SI-002 ← SI-003",
        "## Former ids\n\nSI-001 → SI-002",
        "```go\nSI-001 -> SI-002\n```",
        "# SI-001 → SI-002",
        "| a |\n|---|\n| SI-001 → SI-002 |",
    ],
)
def test_other_arrows_are_none(text: str) -> None:
    assert needs(text) == []


TABLE = (
    "| Id | Priority |{0}\n|---|---|---|\n| SI-001 | LOW |{1}\n| SI-002 | LOW |{2}\n"
)
GUESS = TABLE.format("", "", "").replace("|---|---|---|", "|---|---|")


def test_what_an_arrow_says_is_told_as_a_guess(tmp_path: Path) -> None:
    made = importing(tmp_path, {"a.md": f"# A\n\n{GUESS}\nSI-001 → SI-002\n"})
    assert ":depends: SI-001\n" in made.pages["findings/SI-002.md"]
    [note] = made.report["guessed"]
    assert note["line"] == 8
    assert "SI-002 needs SI-001, as the arrow says" in note["text"]


@pytest.mark.parametrize(
    ("one", "two"), [("none", "none"), ("SI-002", ""), ("", "SI-003")]
)
def test_words_count_and_no_arrow_beside_them(
    tmp_path: Path, one: str, two: str
) -> None:
    text = TABLE.format(" Depends on |", f" {one} |", f" {two} |")
    made = importing(tmp_path, {"a.md": f"# A\n\n{text}\nSI-001 → SI-002\n"})
    assert ":depends: SI-001\n" not in made.pages["findings/SI-002.md"]
    assert made.report["guessed"] == []


def test_an_arrow_contradicts_nothing() -> None:
    text = TABLE.format(" Depends on |", " none |", " none |")
    lines = f"{text}\nSI-001 → SI-002\n".split("\n")
    documents = [read_text("a.md", lines, default())]
    assert drift_of(iter(documents), default()).judged == ()


# -- data in a folder

CSV = "id,title,priority\nSI-001,Keys,high\n"
NEEDS = (
    '{"current_version": "1", "versions": {"1": {"needs": '
    '{"SI-2": {"id": "SI-2", "title": "Logs", "type": "req"}}}}}'
)


def test_data_in_a_folder_is_read(tmp_path: Path) -> None:
    files = {
        "a/register.csv": CSV,
        "a/needs.json": NEEDS,
        "a/package.json": '{"name": "x"}',
        "a/broken.json": "{",
        "a/times.csv": "when,what\n1,2\n",
        "a/notes.md": "# Notes\n",
    }
    made = importing(tmp_path, files, "a")
    assert made.code == 0
    assert {"findings/SI-001.md", "findings/SI-2.md"} <= made.pages.keys()
    left = {note["file"].rpartition("/")[2] for note in made.report["left"]}
    assert left == {"package.json", "broken.json", "times.csv"}
    named = importing(tmp_path, {}, "a/package.json", into="other")
    assert named.code == 1


# -- diagrams

BROKEN = {
    "open": "graph TD\n  A[SI-001 --> B[SI-002\n  C[[ ]",
    "direction": "flowchart XX\n  A --> B",
    "end": "graph TD\n  subgraph x\n  A --> B",
    "nothing": "graph TD\n  -->",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_diagram_is_shown_and_told(
    tmp_path: Path, build: Build, name: str
) -> None:
    text = f"# SI-001: A\n\n```mermaid\n{BROKEN[name]}\n```\n\nWords.\n"
    made = importing(tmp_path, {"a.md": text})
    app = build({"index.md": INDEX})
    assert warnings_of(app) == []
    page = (app.outdir / "findings/SI-001.html").read_text("utf-8")
    assert BROKEN[name].split("\n")[0] in page
    assert "Words." in page
    [note] = made.report["changed"]
    assert note["line"] == 3
    assert "a diagram is shown as text: it cannot be drawn" in note["text"]


# -- progress


def on_terminal(*words: str) -> str:
    """Return what a command writes to a terminal."""
    code = "import sys; from sphinx_audit.cli import main; main(sys.argv[1:])"
    pid, screen = pty.fork()
    if pid == 0:  # no test runs on in here
        os.execv(sys.executable, [sys.executable, "-c", code, *words])
    written = b""
    while True:
        try:
            data = os.read(screen, 4096)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        written += data
    os.waitpid(pid, 0)
    os.close(screen)
    return written.decode("utf-8")


@pytest.mark.parametrize("command", ["import", "drift"])
def test_a_terminal_is_told_how_far_it_is(tmp_path: Path, command: str) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    text = "\n\n".join(f"Words of a paragraph, *{n}*." for n in range(300))
    for number in range(100):
        (pile / f"{number}.md").write_text(f"# SI-{number:03}: A\n\n{text}\n", "utf-8")
    into = ["--into", str(tmp_path / "source")] if command == "import" else []
    shown = on_terminal(command, str(pile), *into)
    steps = [int(n) for n in re.findall(r"\rreading (\d+) of 100", shown)]
    assert steps
    assert steps == sorted(set(steps))
    after = shown.rpartition("of 100")[2]
    assert after.startswith("\r\x1b[K")


def test_no_progress_is_written_into_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {f"{n}.md": f"# SI-{n:03}: A\n" for n in range(30)}
    importing(tmp_path, {f"a/{name}": text for name, text in files.items()}, "a")
    assert "\r" not in capsys.readouterr().err
