"""The PDFs of a project, as a reader and a screen reader find them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest

from handbook_reader import embedded, inside, links, outline, printed, words
from handbook_sample import BOOKLET

if TYPE_CHECKING:
    from pathlib import Path

    from pypdf.generic import ArrayObject

    from handbook_reader import Printed


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return printed(tmp_path_factory.mktemp("sample"), "1")


def test_the_sample_prints_without_a_warning(sample: Printed) -> None:
    assert sample.warnings == ""


def test_another_folder_and_hash_seed_give_the_same_bytes(
    sample: Printed, tmp_path: Path
) -> None:
    other = printed(tmp_path, "2")
    files = sorted(path.name for path in sample.folder.glob("*.pdf"))
    assert files == ["handbook.pdf", f"{BOOKLET}.pdf"]
    for name in files:
        here, there = sample.folder / name, other.folder / name
        assert here.read_bytes() == there.read_bytes()


def test_the_outline_holds_parts_pages_and_sections(sample: Printed) -> None:
    assert outline(sample.book())[:14] == [
        "Document control",
        "Executive summary",
        "List of findings",
        "The whole sample",
        "The plans",
        "  Phase 2A: Foundation",
        "    SI-001: Enhanced transactions",
        "      Checks",
        "    Sign-off of phase 2A: Foundation",
        "  Another page",
        "    SI-002: Former work",
        "Every kind",
        "  Within a line",
        "  Tables",
    ]


def test_a_booklet_starts_with_its_phase(sample: Printed) -> None:
    assert outline(sample.book(BOOKLET)) == [
        "Document control",
        "Phase 2A: Foundation",
        "SI-001: Enhanced transactions",
        "  Checks",
        "Sign-off of phase 2A: Foundation",
    ]


def test_contents_name_the_page_that_a_link_leads_to(sample: Printed) -> None:
    book = sample.book()
    contents = " ".join(book.pages[2].extract_text().split())
    for title in ("SI-001: Enhanced transactions", "Another page", "Every kind"):
        at = next(
            at
            for at, sheet in enumerate(book.pages, 1)
            if at > 5 and sheet.extract_text().count(title) > 1  # in header and heading
        )
        assert re.search(rf"{re.escape(title)}[ .]* {at}\b", contents)
        assert (3, at) in links(book)


def test_every_link_leads_to_a_page_of_the_book_or_to_the_web(sample: Printed) -> None:
    book = sample.book()
    inside = [goal for _, goal in links(book) if isinstance(goal, int)]
    outside = {goal for _, goal in links(book) if isinstance(goal, str)}
    assert len(inside) > 15
    assert outside == {
        "https://example.org",
        "https://example.org/a/very/long/path?query=string",
    }


def test_a_booklet_shows_links_out_of_it_as_text(sample: Printed) -> None:
    book = sample.book(BOOKLET)
    sheet = words(book)
    assert "See Every kind and the plan." in sheet
    first = next(
        at for at, p in enumerate(book.pages, 1) if "See Every" in p.extract_text()
    )
    goals = [goal for at, goal in links(book) if at == first]
    assert set(goals) == {first + 1}  # the plan, from prose and register, else nothing


def test_the_nodes_of_a_graph_are_links(sample: Printed) -> None:
    book = sample.book()
    at, sheet = next(
        (at, p)
        for at, p in enumerate(book.pages, 1)
        if "Words before" in p.extract_text()
    )
    areas = [
        annotation.get_object()["/Rect"]
        for annotation in cast("ArrayObject", sheet["/Annots"])
    ]
    high = [area for area in areas if float(area[3]) - float(area[1]) > 15]
    assert len(high) == 1  # the finding that is needed; the other is this one
    assert at in {goal for _, goal in links(book)}


def test_the_text_of_every_kind_is_there(sample: Printed) -> None:
    text = words(sample.book())
    for said in (
        "CI (integration)", "File ‣ Open", "its second meaning", "another value",
        "Table 1", "A captioned table", "See Table 1.", "cell b", "Body of two.",
        "In the first tab.", "In the second tab.", "Its content.", "A button",
        "A tip.", "Own title", "Topic text.", "Added in version 1.2", "Fig. 1",
        "The caption of the figure.", "Listing 1", "return x + 1", "First", "Second",
        "Meaning of the entry.", "f(a, b=1)", "-a ALL", "line two",
        "some emphasis", "A rubric", "Centred", "beta", "The note says",
    ):  # fmt: skip
        assert said in text, said


def test_boxes_show_what_is_done(sample: Printed) -> None:
    text = words(sample.book())
    for item in (
        "☑ ticked item", "☐ open item", "☒ absent item", "☑ task done", "☐ task open",
    ):  # fmt: skip
        assert item in text, item


def test_pages_say_where_they_are(sample: Printed) -> None:
    book = sample.book()
    last = len(book.pages)
    for at, sheet in list(enumerate(book.pages, 1))[1:]:
        assert f"page {at} of {last}" in sheet.extract_text()
    plan = next(p for p in book.pages if "Words before" in p.extract_text())
    assert plan.extract_text().count("SI-001: Enhanced transactions") >= 2


def test_the_cover_names_version_and_date(sample: Printed) -> None:
    cover = sample.book().pages[0].extract_text()
    for said in ("Sample", "The whole sample", "1.4", "2026-01-01", "Somebody"):
        assert said in cover


def test_every_font_is_embedded_and_from_a_package(sample: Printed) -> None:
    names = set()
    for sheet in sample.book().pages:
        for font in inside(inside(sheet, "/Resources"), "/Font").values():
            names.add(embedded(font.get_object()))
    assert names <= {
        "IBMPlexSans", "IBMPlexMono", "DejaVuSansMono", "NotoSans", "NewCMMath",
    }  # fmt: skip
    assert {"IBMPlexSans", "IBMPlexMono"} <= names


def test_pages_are_a4_and_tagged_for_archives_and_screen_readers(
    sample: Printed,
) -> None:
    for name in ("handbook", BOOKLET):
        book = sample.book(name)
        sizes = {
            (round(p.mediabox.width), round(p.mediabox.height)) for p in book.pages
        }
        assert sizes == {(595, 842), (842, 595)} if name == "handbook" else {(595, 842)}
        catalog = inside(book.trailer, "/Root")
        assert inside(catalog, "/MarkInfo")["/Marked"]
        assert str(catalog["/Lang"]) == "en"
        assert book.metadata is not None
        assert book.metadata.author == "Somebody"
        xmp = book.xmp_metadata
        assert xmp is not None
        said = xmp.rdf_root.toxml()
        assert "<pdfaid:part>3" in said
        assert "<pdfaid:conformance>A" in said
        assert "<pdfuaid:part>1" in said
