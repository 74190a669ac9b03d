"""The search index of a rebuild is that of a fresh build, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sphinx.search import js_index

from projects import TWO_PHASES, finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import Any

    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

WORDS = "# Words\n\n```{glossary}\ngate\n  What a phase ends with.\n```\n\n## Shared\n"
PAGES = TWO_PHASES | {
    "index.md": "# Top\n\n```{toctree}\np2a\np2b\nother\nwords\n```\n",
    "words.md": WORDS,
    "other.md": "# Other\n\n## First\n\n## Shared\n\nA marmalade.\n",
}
EDITS: dict[str, Mapping[str, str | None]] = {
    "nothing": {},
    "a word less": {"other.md": "# Other\n\n## Shared\n\n## First\n"},
    "another title": {"SI-001.md": finding("SI-001", "Zebra")},
    "a page less": {"BL-006.md": None},
    "a page more": {"SI-009.md": finding("SI-009", "Aardvark")},
}


def index(app: SphinxTestApp) -> str:
    return (app.outdir / "searchindex.js").read_text("utf-8")


@pytest.mark.parametrize("edit", EDITS)
def test_a_rebuilt_index_is_a_fresh_one(
    build: Build, make_app: Callable[..., SphinxTestApp], tmp_path: Path, edit: str
) -> None:
    build(PAGES)
    edited = build(EDITS[edit])
    fresh = make_app("html", srcdir=edited.srcdir, builddir=tmp_path / "fresh")
    fresh.build()
    assert index(edited) == index(fresh)


def test_findings_come_first_and_terms_are_kept(build: Build) -> None:
    build(PAGES)
    found: dict[str, Any] = js_index.loads(index(build({})))
    names = {value[1] for value in found["objnames"].values()}
    assert {"finding", "phase"} <= names
    ids = {entry[4]: entry[2] for entry in found["objects"][""]}
    assert ids["SI-001: A title"] == 0, "shown before pages that hold the words"
    assert "gate" in found["indexentries"]


def test_the_search_leads_to_the_anchor_of_a_finding(build: Build) -> None:
    """Follow the rule by which Sphinx's script makes a link of an object found."""
    app = build(PAGES)
    found: dict[str, Any] = js_index.loads(index(app))
    kinds = found["objtypes"]
    for prefix, entries in found["objects"].items():
        for doc, kind, _priority, short, name in entries:
            full = f"{prefix}.{name}" if prefix else name
            role = kinds[str(kind)].partition(":")[2]
            anchor = {"": full, "-": f"{role}-{full}"}.get(short, short)
            page = (app.outdir / f"{found['docnames'][doc]}.html").read_text("utf-8")
            assert f'id="{anchor}"' in page
