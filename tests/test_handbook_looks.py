"""What makes a page ugly: words over words or in the margin, pieces torn apart."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from handbook_reader import pdf, placed, words
from handbook_sample import page

if TYPE_CHECKING:
    from pypdf import PageObject

    from conftest import Build

MM = 72 / 25.4
HEADS = ("Identifier", "Organisation", "Responsible", "Frequency", "Severity", "Opened")
WIDE = "|" + "|".join(HEADS * 2) + "|\n" + "|-" * 12 + "|\n"
WIDE += "|" + "|".join(("2026-04-30",) * 6 + ("responsibilities",) * 6) + "|\n"


def sheet_with(build: Build, text: str, word: str) -> PageObject:
    """Build a page; return the last sheet that has *word*."""
    book = pdf(build(page(text), "handbook"))
    return [p for p in book.pages if word in words_of(p)][-1]


def words_of(sheet: PageObject) -> str:
    return " ".join(sheet.extract_text().split())


def test_a_wide_table_lies_and_its_heading_with_it(build: Build) -> None:
    text = f"# Top\n\nWords.\n\n## Controls\n\n{WIDE}\nBehind.\n"
    sheet = sheet_with(build, text, "responsibilities")
    assert sheet.mediabox.width > sheet.mediabox.height
    assert "Controls" in words_of(sheet)
    assert "Behind." not in words_of(sheet)
    starts = sorted(x for x, _y, said in placed(sheet) if said.strip() == "2026-04-30")
    assert len(starts) == 6  # not one run into the next
    for one, next_ in pairwise(starts):
        assert next_ - one > 10 * 0.55 * 6.8


def test_in_a_box_the_words_of_a_wide_table_break(build: Build) -> None:
    text = f"# Top\n\n:::{{note}}\n{WIDE}:::\n"
    sheet = sheet_with(build, text, "Note")
    assert sheet.mediabox.width < sheet.mediabox.height
    for x, _y, said in placed(sheet):
        width = 0.45 * 6.8 * len(said.strip())
        assert x + width < float(sheet.mediabox.width) - 24 * MM, said


@pytest.mark.parametrize("cell", ["word " * 40, "word " * 100])
def test_no_row_of_a_few_lines_goes_on_on_the_next_page(
    build: Build, cell: str
) -> None:
    rows = "".join(f"| {n:02} begins {cell} | {n:02} ends |\n" for n in range(40))
    text = f"# Top\n\n| One | Two |\n|-|-|\n{rows}"
    book = pdf(build(page(text), "handbook"))
    for sheet in book.pages:
        said = words_of(sheet)
        for n in range(40):
            begins = said.find(f"{n:02} begins")
            if begins >= 0:
                tail = said[begins:].partition(f"{n:02} ends")[0]
                assert tail.count("word") == cell.count("word"), n
    assert words(book).count("begins") == 40
