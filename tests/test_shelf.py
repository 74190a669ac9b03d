"""Drawings outlive a run: the same source is drawn once, whatever lies on the shelf."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import CONF
from sphinx_audit.draw import mermaid, shelf
from sphinx_audit.draw.drawing import DrawingError
from sphinx_audit.draw.mermaid import draw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx_audit.draw.drawing import Drawing

SOURCE = 'flowchart LR\na["one ✓"] -->|words| b\nclick a "page.html"'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a shelf, put up."""
    mermaid.shelf.put_up(tmp_path / "shelf")
    yield tmp_path / "shelf"
    mermaid.shelf.put_up(None)


def again(source: str) -> Drawing:
    """Draw as another run would: it remembers nothing but the shelf."""
    draw.cache_clear()
    return draw(source)


def refuse(source: str) -> Drawing:
    raise AssertionError(f"drawn again: {source}")


def test_what_lies_on_the_shelf_is_not_drawn_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = again(SOURCE)
    assert [file.suffix for file in folder.iterdir()] == [".json"]
    monkeypatch.setattr(mermaid, "_rendered", refuse)
    found = again(SOURCE)
    assert found == first
    assert found.links == {"a": "page.html"}
    assert [edge.id for edge in found.edges] == [edge.id for edge in first.edges]
    with pytest.raises(DrawingError, match="drawn again"):
        again(SOURCE + "\n")


def test_a_fault_is_found_again(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(DrawingError) as caught:
            again("flowchart LR\na --> [")
        assert caught.value.line == 2
    assert not folder.exists()


@pytest.mark.parametrize(
    "broken", ["", "{", "null", "[]", '{"svg": "x"}', '{"edges": [1]}', "\0"]
)
def test_a_broken_file_costs_a_drawing_only(folder: Path, broken: str) -> None:
    first = again(SOURCE)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_text(broken)
    assert again(SOURCE) == first
    assert file.read_bytes() == whole


@pytest.mark.parametrize("name", ["engine", "_hand"])
def test_another_renderer_or_other_code_draws_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    again(SOURCE)
    home = mermaid if name == "engine" else shelf
    monkeypatch.setattr(home, name, lambda: "another")
    again(SOURCE)
    assert len(list(folder.iterdir())) == 2


def test_a_folder_that_cannot_be_written_costs_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(mermaid, "shelf", kept := shelf.Shelf())
    kept.put_up(tmp_path / "file" / "shelf")
    assert again(SOURCE).kind == "flowchart"


def test_a_shelf_that_is_not_ours_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = again(SOURCE)
    monkeypatch.setattr(mermaid, "_rendered", refuse)
    monkeypatch.setattr(os, "utime", forbidden)
    assert again(SOURCE) == first


def forbidden(*_: object) -> None:
    raise PermissionError


def test_what_was_used_last_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "ROOM", 2)
    sources = [f"flowchart LR\na --> b{number}" for number in range(3)]
    for age, source in enumerate(sources):
        again(source)
        newest = max(folder.iterdir(), key=lambda file: file.stat().st_mtime)
        os.utime(newest, (age, age))
    again(sources[0])  # used now, though made first
    killed = folder / "half.1234"
    killed.touch()
    os.utime(killed, (0, 0))
    mermaid.shelf.put_up(folder)
    assert not killed.exists()
    monkeypatch.setattr(mermaid, "_rendered", refuse)
    assert again(sources[0])
    assert again(sources[2])
    with pytest.raises(DrawingError, match="drawn again"):
        again(sources[1])


def test_a_second_build_does_not_start_the_renderer(tmp_path: Path) -> None:
    """Seen from outside, for what a build imports is for its whole process."""
    page = f"# A page\n\n```{{mermaid}}\n{SOURCE}\n```\n"
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text(CONF)
    command = [sys.executable, "-X", "importtime", "-m", "sphinx", "-q"]
    command += ["-b", "html", str(source), str(tmp_path / "made")]
    started = []
    for words in ("", "\nMore.\n"):
        (source / "index.md").write_text(page + words, "utf-8")
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        started.append("quickjs" in done.stderr)
    made = tmp_path / "made" / "index.html"
    assert "audit-diagram" in made.read_text("utf-8")
    assert "More." in made.read_text("utf-8")
    assert started == [True, False]
