"""Links and pictures of documents lead on their pages where they led before."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import warnings_of
from handbook_kinds import png
from importing import INDEX, importing
from sphinx_audit.pile.writing.anchors import Anchors, Head

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

pytestmark = pytest.mark.filterwarnings(
    "ignore::sphinx.deprecation.RemovedInSphinx11Warning"  # MyST, where it links pages
)

README = """\
# Audit of the shop

- [first](#fix), [second](#fix-1), [numbered](#2-findings--all), [id](#SI-001)
- [plan](plans/SI-001.md), [problem](plans/SI-001.md#the-problem "A \\"title\\"")
- [title](plans/SI-001.md#si-001-old-keys), [named](#named), [emptied](#trailing)
- [phase][p], [*by* reference][ref], [inside][], [nowhere](#nope)
- [lost](plans/SI-001.md#lost)

## 2. Findings & all

| Finding | Priority |
|---|---|
| SI-001 | HIGH |
| SI-002 | HIGH |

## Fix

One.

## Fix

Two.

<a name="named"></a>

### Called

Words.

## Phase 1: Go

- SI-001: Old keys

### Inside

Back [to the fix](#fix).

## Trailing

| Finding | Priority |
|---|---|
| SI-001 | HIGH |

[p]: #phase-1-go
[ref]: plans/SI-001.md#the-problem
[inside]: #inside
"""

PLAN = """\
# SI-001: Old keys

See [the fix](../README.md#fix), [below](#the-problem), [self](SI-001.md).

## The problem ✅

Words.

- [ ] look [there](../README.md#inside)
"""

LEADS = {
    "first": "One.",
    "second": "Two.",
    "numbered": "2. Findings & all",
    "id": "SI-001: Old keys",
    "plan": "SI-001: Old keys",
    "problem": "The problem",
    "title": "SI-001: Old keys",
    "named": "Called",
    "emptied": "Trailing",
    "phase": "Phase 1: Go",
    "by reference": "The problem",
    "inside": "Inside",
    "lost": "SI-001: Old keys",
    "the fix": "One.",
    "below": "The problem",
    "self": "SI-001: Old keys",
    "to the fix": "One.",
    "there": "Inside",
}
"""Words of links, with words of the section that each leads to."""


def led(app: SphinxTestApp) -> dict[str, str]:
    """Return the text of the section that each link of the articles leads to."""
    found = {}
    for page in app.outdir.rglob("*.html"):
        root = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
        for link in root.findall(".//a[@class]"):
            if "internal" in link.attrib["class"]:
                path, _, id_ = link.attrib["href"].partition("#")
                goal = (page.parent / path).resolve() if path else page
                other = html5lib.parse(
                    goal.read_text("utf-8"), namespaceHTMLElements=False
                )
                at = f".//*[@id='{id_}']" if id_ else ".//h1/.."
                place = other.find(at)
                assert place is not None, (page.name, link.attrib["href"])
                found["".join(link.itertext())] = "".join(place.itertext())
    return found


def test_links_to_headings_lead_there(tmp_path: Path, build: Build) -> None:
    made = importing(tmp_path, {"README.md": README, "plans/SI-001.md": PLAN})
    app = build({})
    assert warnings_of(app) == []
    goals = led(app)
    for words, text in LEADS.items():
        assert text in goals[words], words
    assert "nowhere (`#nope`)" in made.pages["imported/README.md"]
    assert made.report["links-as-text"] == [
        {"file": str(tmp_path / "pile/README.md"), "target": "#nope"}
    ]
    [lost] = [n for n in made.report["changed"] if "lost" in n["text"]]
    assert (
        lost["line"] == README.split("\n").index("- [lost](plans/SI-001.md#lost)") + 1
    )


def test_only_headings_that_are_linked_get_a_target(tmp_path: Path) -> None:
    made = importing(
        tmp_path, {"a.md": "# A SI-001\n\n## B\n\nx [b](#b)\n\n## C\n\ny\n"}
    )
    targets = re.findall(r"^\((.+)\)=$", "\n".join(made.pages.values()), re.MULTILINE)
    assert targets == ["heading-si-001-b"]


def test_targets_are_not_those_of_other_pages(tmp_path: Path, build: Build) -> None:
    """One label on two pages would be a warning, and lead to either."""
    build({"index.md": "# Top\n\n(heading-si-001-b)=\n\n## Mine\n"})
    importing(tmp_path, {"a.md": "# SI-001: A\n\n## B\n\nx [to b](#b)\n"})
    app = build({"index.md": f"{INDEX}\n(heading-si-001-b)=\n## Mine\n"})
    assert warnings_of(app) == []
    assert "Mine" not in led(app)["to b"]


def test_a_page_that_its_author_keeps_is_linked_as_it_is(
    tmp_path: Path, build: Build
) -> None:
    """Its target may be gone, and its place be another."""
    texts = {
        "a.md": "# SI-001: A\n\n## B\n\nx\n",
        "b.md": "# SI-002: C\n\n[to b](a.md#b)\n",
    }
    importing(tmp_path, texts)
    source = tmp_path / "source"
    page = source / "findings/SI-001.md"
    edited = page.read_text("utf-8").replace("(heading-si-001-b)=\n", "") + "\nMine.\n"
    page.write_text(edited, "utf-8")
    made = importing(tmp_path, texts)
    assert "[to b](SI-001.md)" in made.pages["findings/SI-002.md"]
    assert warnings_of(build({})) == []
    page.unlink()
    (source / "own.md").write_text(f"---\norphan: true\n---\n\n{edited}", "utf-8")
    made = importing(tmp_path, texts)
    assert "[to b](../own.md)" in made.pages["findings/SI-002.md"]
    assert warnings_of(build({})) == []


def test_links_in_a_summary_are_settled(tmp_path: Path) -> None:
    words = "s [x](b.md) [y](#SI-001)"
    data = {"version": 1, "findings": [{"id": "SI-001", "summary": words}]}
    made = importing(tmp_path, {"f.json": json.dumps(data), "b.md": "# B\n\nSI-001\n"})
    page = made.pages["findings/SI-001.md"]
    assert "s [x](../imported/b.md) [y](SI-001.md)" in page
    assert not re.search("[\ue000-\uf8ff]", page)


WORDS = st.lists(
    st.sampled_from(["a", "B", "é", "1.", "*x*", "`y`", "-", "(z)", "✅", "&"]),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_each_heading_is_found_by_the_name_github_gives_it(heads: list[str]) -> None:
    anchors = Anchors()
    given_: list[str] = []
    for line, text in enumerate(heads):
        anchors.add(text, Head(line, "", own=False))
        given_.append(github(text, given_))
    for line, name in enumerate(given_):
        head = anchors.find(name)
        assert head is not None
        assert head.line == line


def github(text: str, taken: list[str]) -> str:
    """Return the name of a heading as GitHub's documents describe it."""
    kept = [c for c in text.lower() if c.isalnum() or c in "-_ "]
    slug = name = "".join(kept).replace(" ", "-")
    number = 0
    while name in taken:
        number += 1
        name = f"{slug}-{number}"
    return name


# -- pictures

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
DRAWING = SVG.format('<style>a{b:c}</style><rect fill="url(#g)" width="5"/>')

SHOWN = """\
# SI-001: Title

![a *b*](<img/a b.png> "Title") ![percent](img/a%20b.png) ![no kind](img/x.txt)
[![thumb](img/d.svg)](other.md) ![ref][r] ![ü](img/ü.png)

- [ ] ![item](img/d.svg)

| a |
|---|
| ![cell](img/d.svg "x") |

[r]: img/d.svg?raw=true
"""


def pictures(**more: str | bytes) -> dict[str, str | bytes]:
    return {
        "img/a b.png": png(4, 3),
        "img/ü.png": png(5, 3),
        "img/d.svg": DRAWING,
        "other.md": "# Other\n\n![again](img/d.svg)\n",
        **more,
    }


@pytest.mark.parametrize("builder", ["html", "handbook"])
def test_pictures_beside_a_document_are_shown(
    tmp_path: Path, build: Build, builder: str
) -> None:
    files = pictures(**{"plan.md": SHOWN})
    made = importing(tmp_path, files, "plan.md", "other.md")
    assert warnings_of(build({}, builder)) == []
    page = made.pages["findings/SI-001.md"]
    for text in (
        '![a *b*](../imported/pictures/img-a-b.png "Title")',
        "![percent](../imported/pictures/img-a-b.png)",
        "[![thumb](../imported/pictures/img-d.svg)](../imported/other.md)",
        "![ref](../imported/pictures/img-d.svg)",
        "![ü](../imported/pictures/img-u.png)",
        "- [ ] ![item](../imported/pictures/img-d.svg)",
        "no kind (picture `img/x.txt`)",
    ):
        assert text in page
    there = tmp_path / "source/imported/pictures"
    assert {p.name: p.read_bytes() for p in there.iterdir()} == {
        "img-a-b.png": png(4, 3),
        "img-u.png": png(5, 3),
        "img-d.svg": DRAWING.encode(),
    }
    [changed] = made.report["changed"]
    assert (changed["line"], changed["text"][:23]) == (3, "the picture img/x.txt i")


def test_pictures_are_imported_again_as_pages_are(tmp_path: Path) -> None:
    files = pictures(**{"plan.md": SHOWN})
    importing(tmp_path, files, "plan.md", "other.md")
    source = tmp_path / "source"
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in source.rglob("*.*")}
    made = importing(tmp_path, files, "plan.md", "other.md")
    assert {p["fate"] for p in made.report["pictures"]} == {"unchanged"}
    after = {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in source.rglob("*.*")}
    assert before == after
    mine, theirs = (
        source / "imported/pictures" / n for n in ("img-a-b.png", "img-u.png")
    )
    mine.write_bytes(png(7, 7))
    files["img/ü.png"] = png(8, 8)
    made = importing(tmp_path, files, "plan.md", "other.md")
    fates = {p["path"]: p["fate"] for p in made.report["pictures"]}
    assert fates["imported/pictures/img-a-b.png"] == "kept"
    assert fates["imported/pictures/img-u.png"] == "written"
    assert (mine.read_bytes(), theirs.read_bytes()) == (png(7, 7), png(8, 8))


def test_a_picture_of_the_author_keeps_its_name(tmp_path: Path) -> None:
    own = tmp_path / "source/imported/pictures/img-a-b.png"
    own.parent.mkdir(parents=True)
    own.write_bytes(png(7, 7))
    made = importing(tmp_path, pictures(**{"plan.md": SHOWN}), "plan.md")
    assert own.read_bytes() == png(7, 7)
    assert "pictures/img-a-b-2.png" in made.pages["findings/SI-001.md"]


def test_a_dry_run_copies_nothing(tmp_path: Path) -> None:
    made = importing(tmp_path, pictures(**{"p.md": SHOWN}), "p.md", "--dry-run")
    assert len(made.report["pictures"]) == 3
    assert not (tmp_path / "source").exists()


HOSTILE: dict[str, tuple[str, str]] = {
    "up": ("../secret.png", "outside"),
    "up and away": ("../../../../../../../../etc/passwd", "pictures are"),
    "percent": ("%2e%2e/secret.png", "outside"),
    "absolute": ("{tmp}/secret.png", "beside"),
    "file": ("file://{tmp}/secret.png", "beside"),
    "web": ("http://example.org/x.png", "beside"),
    "server": ("//example.org/x.png", "beside"),
    "backslash": ("..\\\\secret.png", "no such file"),
    "link out": ("out.png", "outside"),
    "folder that leads out": ("away/secret.png", "outside"),
    "circle": ("circle.png", "no such file"),
    "folder": ("folder.png", "no file"),
    "pipe": ("pipe.png", "no file"),
    "huge": ("huge.png", "larger"),
    "many pixels": ("wide.png", "too many"),
    "cut": ("cut.png", "broken"),
    "no picture": ("text.png", "bytes another"),
    "nul": ("a%00.png", "beside"),
    "long": ("a" * 5000 + ".png", "no such file"),
    "missing": ("gone.png", "no such file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_pictures_from_elsewhere_are_told_and_not_copied(
    tmp_path: Path, name: str
) -> None:
    pile = tmp_path / "pile"
    (pile / "folder.png").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    (pile / "out.png").symlink_to(tmp_path / "secret.png")
    (pile / "away").symlink_to(tmp_path)
    (pile / "circle.png").symlink_to(pile / "circle.png")
    os.mkfifo(pile / "pipe.png")
    (pile / "huge.png").touch()
    os.truncate(pile / "huge.png", 30_000_000)
    (pile / "wide.png").write_bytes(wide())
    (pile / "cut.png").write_bytes(png(3, 3)[:-6])
    (pile / "text.png").write_text("root:x:0:0", "utf-8")
    target, why = HOSTILE[name]
    target = target.replace("{tmp}", str(tmp_path))
    text = f"# SI-001: A\n\nSee\n![alt](<{target}>).\n"
    made = importing(tmp_path, {"a.md": text})
    assert made.code == 0
    assert made.report["pictures"] == []
    assert not (tmp_path / "source/imported").exists()
    [told] = made.report["changed"]
    assert why in told["text"]
    assert told["line"] == 4
    assert "alt (picture `" in made.pages["findings/SI-001.md"]


def wide() -> bytes:
    """Return a picture whose head asks for more memory than there is."""
    import zlib  # noqa: PLC0415

    data = png(3, 3)
    head = data[12:16] + (10**5).to_bytes(4) * 2 + data[24:29]
    return data[:12] + head + zlib.crc32(head).to_bytes(4) + data[33:]


DRAWINGS = {
    "script": "<script>alert(1)</script>",
    "handler": '<rect onload="alert(1)"/>',
    "html": "<foreignObject><p>x</p></foreignObject>",
    "script link": '<a href="javascript:alert(1)"><text>x</text></a>',
    "link": '<a xlink:href="http://e.org" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
    "picture": '<image href="http://e.org/x.png"/>',
    "drawing": '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
    "use": '<use href="other.svg#a"/>',
    "style": "<style>@import 'http://e.org/x.css';</style>",
    "style by escapes": r"<style>a{fill:\75rl(http://e.org)}</style>",
    "fill": '<rect fill="url(http://e.org/x)"/>',
    "change": '<a href="#a"><set attributeName="href" to="javascript:alert(1)"/></a>',
    "animation": '<animate attributeName="href" to="javascript:alert(1)"/>',
    "broken": "<rect>",
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_that_do_something_are_not_copied(tmp_path: Path, name: str) -> None:
    not_shown(tmp_path, SVG.format(DRAWINGS[name]))


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
        '<?xml-stylesheet href="http://e.org"?><svg/>',
        "<html><svg/></html>",
        "",
        "<svg/>".encode("utf-16"),
        '<?xml version="1.0" encoding="utf-7"?><svg>+ADw-script+AD4-</svg>',
    ],
)
def test_what_is_no_drawing_is_not_copied(tmp_path: Path, text: str | bytes) -> None:
    not_shown(tmp_path, text)


def not_shown(folder: Path, drawing: str | bytes) -> None:
    text = "# SI-001: A\n\n![x](d.svg)\n"
    made = importing(folder, {"a.md": text, "d.svg": drawing}, "a.md")
    assert made.report["pictures"] == []
    [told] = made.report["changed"]
    assert "the picture d.svg is shown as text" in told["text"]
    made = importing(folder, {"a.md": text, "d.svg": DRAWING}, "a.md")
    assert len(made.report["pictures"]) == 1
