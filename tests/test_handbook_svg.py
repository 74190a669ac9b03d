"""Drawings and pictures of strangers: what costs too much or hides is kept out."""

from __future__ import annotations

import base64
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import warnings_of
from handbook_kinds import DOT, png
from handbook_reader import pdf, words
from handbook_sample import page
from sphinx_audit.handbook import raster
from sphinx_audit.handbook import trial as trials
from sphinx_audit.handbook.fonts import FontSet, usual
from sphinx_audit.handbook.svg import FILTERED, clean
from sphinx_audit.handbook.trial import Trial

if TYPE_CHECKING:
    from conftest import Build

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
ENTITY = '<!DOCTYPE svg [<!ENTITY a "secret">]>'


def drawing(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def data(source: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(source).decode()}"


def image(uri: str) -> str:
    return f'<image href="{uri}" width="9" height="9"/>'


REFUSED = {
    "entities": (ENTITY.encode() + drawing("&a;"), "it declares entities"),
    "entities in UTF-16": (
        f'<?xml version="1.0" encoding="utf-16"?>{ENTITY}{HEAD}&a;</svg>'.encode(
            "utf-16"
        ),
        "it is not UTF-8",
    ),
    "no encoding": (
        b'<?xml version="1.0" encoding="foo"?>' + drawing(""), "unknown encoding: foo",
    ),
    "depth": (drawing("<g>" * 90_000 + "</g>" * 90_000), "more than 200 deep"),
    "text": (drawing(f"<text>{'Ab9' * 4000}</text>"), "a text of it has 12,000 char"),
    "weight": (drawing(" " * 20_000_001), "bytes, and 20,000,000 are too many"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_drawing_that_costs_too_much_is_refused(source: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        clean(source)


BLUR = '<filter id="f"><feGaussianBlur stdDeviation="1"/></filter>'
NESTED = image(data(drawing("<script/><text>inner</text>"), "svg+xml"))
LOST = {
    "turbulence": ('<filter><feTurbulence numOctaves="999999"/></filter>', "feTurb"),
    "filters": (BLUR + '<rect filter="url(#f)"/>' * (FILTERED + 1), "filters"),
    "styled filters": (
        f"<style>rect {{ filter: url(#f) }}</style>{'<rect/>' * FILTERED}", "filters",
    ),
    "a style sheet": ('<style>@import "x.css";</style>', "an outside reference"),
    "an address": ('<rect fill="url(http://example.org/#x)"/>', "an outside reference"),
    "a quoted address": (
        "<rect style=\"fill: url( 'x.svg#a' )\"/>", "an outside reference",
    ),
    "a picture's bomb": (image(data(png(9000, 9000), "png")), "an embedded picture"),
    "pictures in all": (image(data(png(6000, 6000), "png")) * 2, "an embedded picture"),
    "a hidden drawing": (image(data(drawing(""), "png")), "an embedded picture"),
    "a drawing in one": (NESTED, "script"),
    "a drawing in a drawing in one": (
        image(data(drawing(NESTED), "svg+xml")), "an embedded picture",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "lost"), LOST.values(), ids=LOST)
def test_what_a_drawing_loses_is_named(inside: str, lost: str) -> None:
    cleaned = clean(drawing(inside))
    (said,) = cleaned.lost
    assert said.startswith(lost)
    for gone in (b"feTurb", b"filter=", b"filter:", b"example.org", b"x.", b"<script"):
        assert gone not in cleaned.source


def test_what_a_drawing_needs_of_itself_is_kept() -> None:
    kept = (
        f'{BLUR}<rect filter="url(#f)" fill="url(#g)"/><use href="#a"/>'
        + image(data(png(9, 9), "png"))
        + "<style>@font-face { src: url(data:font/woff2;base64,AA) }</style>"
    )
    cleaned = clean(drawing(kept))
    assert cleaned.lost == ()
    for part in (b'filter="url(#f)"', b'fill="url(#g)"', b'href="#a"', b"base64,iVBOR"):
        assert part in cleaned.source


def test_a_picture_is_what_it_holds_whatever_its_name_says(
    build: Build, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    for name in ("jpeg.png", "jpeg.svg", "jpeg"):
        source = base64.b64decode(DOT["pic.jpg"])
        (tmp_path / "source" / name).write_bytes(source)
    text = "# Top\n\n![a](jpeg.png)\n\n![b](jpeg.svg)\n\n![c](jpeg)\n"
    app = build(page(text), "handbook")
    assert warnings_of(app) == []
    assert not {"[a]", "[b]", "[c]"} & set(words(pdf(app)).split())


def test_a_file_that_is_too_large_or_none_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(raster.HEAVIEST + 1)
    with pytest.raises(ValueError, match="100,000,001 bytes, and 100,000,000 in all"):
        raster.read(large)
    for none in (Path("/dev/zero"), tmp_path):
        with pytest.raises(ValueError, match="it is no file"):
            raster.read(none)


FATAL = {
    "panics": '<pattern id="p" width="1e38" height="3"><rect width="1" height="1"/>'
    '</pattern><path d="M0 0C1 2 3 4 5 6z" stroke="url(#p)" stroke-width="2"/>',
    "aborts": '<filter id="f"><feOffset dx="1e38"/></filter>'
    '<rect filter="url(#f)" width="9" height="9"/>',
}


@pytest.mark.parametrize("inside", FATAL.values(), ids=FATAL)
def test_a_drawing_that_stops_typst_stops_no_build(build: Build, inside: str) -> None:
    text = "# Top\n\n![fatal](fatal.svg)\n\n![fine](fine.svg)\n\nThe end.\n"
    pages = {"fatal.svg": drawing(inside), "fine.svg": drawing("<text>fine</text>")}
    drawn = {name: source.decode() for name, source in pages.items()}
    app = build(page(text) | drawn, "handbook")
    (said,) = warnings_of(app)
    assert said.startswith("index.md:3: WARNING: the image fatal.svg cannot be used: ")
    assert "Typst fails at it" in said
    assert "[fatal] fine The end." in words(pdf(app))


def test_a_picture_may_take_no_time_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "silent.py"
    silent.write_text("import sys\nfor line in sys.stdin:\n    pass\n", "utf-8")
    (tmp_path / "fine.svg").write_bytes(drawing("<text>fine</text>"))
    with closing(Trial(FontSet(usual()))) as trial:
        monkeypatch.setattr(trials, "TRIER", silent)
        monkeypatch.setattr(trials, "PATIENCE", 0.1)
        with pytest.raises(ValueError, match=r"takes more than 0\.1 seconds"):
            trial.cause(tmp_path, "/fine.svg")
        monkeypatch.undo()
        assert trial.cause(tmp_path, "/fine.svg") == ""
        with pytest.raises(ValueError, match="file not found"):
            trial.cause(tmp_path, "/none.svg")
