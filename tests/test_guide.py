"""The examples of the guide are projects: they build without a warning."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from reference import TARGET, reference

if TYPE_CHECKING:
    from conftest import Build

GUIDE = Path(__file__).parent.parent / "source" / "guide"
BLOCK = re.compile(
    r"^(?P<run>`{3,})\{code-block\} \w+\n:caption: (?P<name>\S+)\n\n"
    r"(?P<text>.*?)^(?P=run)$",
    re.MULTILINE | re.DOTALL,
)
WRONG = {"trouble.md"}
"""Pages that show what a mistake looks like."""


def files(page: str) -> dict[str, str]:
    """Return the files that a page of the guide shows, with an index if it has none."""
    text = (GUIDE / page).read_text("utf-8")
    found = {m["name"]: m["text"] for m in BLOCK.finditer(text)}
    contents = "# Example\n\n```{toctree}\n:glob:\n\n*\n```\n"
    pages = any(name.endswith(".md") for name in found)
    return {"index.md": contents if pages else "# Example\n", **found} if found else {}


PAGES = [p.name for p in sorted(GUIDE.glob("*.md")) if files(p.name)]


@pytest.mark.parametrize("page", [p for p in PAGES if p not in WRONG])
def test_the_examples_of_a_page_are_a_project_without_a_warning(
    build: Build, page: str
) -> None:
    app = build(files(page))
    pages = {name for name in files(page) if name.endswith(".md")}
    listed = {f"{Path(name).stem}.html" for name in pages}
    assert listed <= {p.name for p in app.outdir.glob("*.html")}
    assert warnings_of(app) == []


def test_the_mistakes_are_reported_as_shown(build: Build) -> None:
    shown = files("trouble.md")
    expected = shown.pop("warnings").strip().splitlines()
    assert sorted(warnings_of(build(shown))) == sorted(expected)


def test_most_pages_have_examples() -> None:
    assert len(PAGES) >= 7


def test_the_reference_is_that_of_the_code() -> None:
    assert TARGET.read_text("utf-8") == reference(), "run make reference"
