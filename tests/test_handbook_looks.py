"""What makes a page ugly: words over words or in the margin, pieces torn apart."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from handbook_reader import outline, pdf, placed, words
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


def starts(sheet: PageObject, word: str) -> list[float]:
    """Return how far from the left the pieces begin that say *word*."""
    return [round(x, 1) for x, _y, said in placed(sheet) if said.strip() == word]


PHASES = {
    "index.md": "# Top\n\n```{toctree}\none\ntwo\n```\n",
    "one.md": (
        "# Phase 1: One\n\n```{phase} 1\n```\n\n"
        "## SI-001: First\n\n```{finding} SI-001\n:phase: 1\n:priority: critical\n"
        ":status: in-progress\n```\n"
    ),
    "two.md": "# Phase 2: Two\n\n```{phase} 2\n```\n\n```{toctree}\nplan\naside\n```\n",
    "plan.md": "# SI-002: Second\n\n```{finding} SI-002\n:phase: 2\n```\n",
    "aside.md": (
        "# SI-003: Third\n\n```{finding} SI-003\n:phase: 2\n:status: deferred\n"
        ":reason: later\n```\n"
    ),
}


def test_tables_of_one_list_have_their_columns_below_each_other(build: Build) -> None:
    book = pdf(build(page("") | PHASES, "handbook"))
    (sheet,) = (p for p in book.pages if "Set aside Id" in words_of(p))
    for head in ("Priority", "State"):
        assert len(starts(sheet, head)) == 3
        assert len(set(starts(sheet, head))) == 1


def test_a_phase_is_signed_behind_what_is_set_aside_in_it(build: Build) -> None:
    book = pdf(build(page("") | PHASES, "handbook"))
    said = words(book)
    assert said.rindex("SI-003: Third") < said.rindex("Conditions of the gate")


def test_what_has_no_priority_is_called_none(build: Build) -> None:
    book = pdf(build(page("") | PHASES, "handbook"))
    (sheet,) = (p for p in book.pages if "Progress by priority" in words_of(p))
    assert starts(sheet, "none")


@pytest.mark.parametrize("count", [51, 55, 105, 106])
def test_no_entry_of_the_contents_is_alone_on_a_page(build: Build, count: int) -> None:
    sections = "".join(f"## Part number {n}\n\nText.\n\n" for n in range(count))
    book = pdf(build(page(f"# Top\n\n{sections}"), "handbook"))
    lines = [p.extract_text().splitlines() for p in book.pages]
    counts = [n for page in lines if (n := sum(". . . ." in line for line in page))]
    assert sum(counts) == count + 1
    assert counts[-1] >= 6


def test_notes_hang_and_legends_stand_below_their_figure(build: Build) -> None:
    text = (
        "# Top\n\nWords[^a].\n\n[^a]: First.\n\n    Second.\n\n"
        "```{figure} pic.svg\n:width: 100px\n\nCaption.\n\nLegend.\n```\n"
    )
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    book = pdf(build(page(text) | {"pic.svg": picture}, "handbook"))
    sheet = book.pages[-1]
    (number,) = (x for x, y, said in placed(sheet) if said.strip() == "1" and y < 200)
    (second,) = starts(sheet, "Second.")
    assert number + 4 < second
    (legend,) = starts(sheet, "Legend.")
    assert legend > 200


@pytest.mark.parametrize("options", ["", ":linenos:\n"])
def test_no_page_has_a_line_or_two_of_a_listing_alone(
    build: Build, options: str
) -> None:
    lengths = range(44, 80)
    pages = {
        f"p{n}.md": f"# P{n}\n\n```{{code-block}} text\n{options}\n"
        + "".join(f"line {n}-{at}\n" if at % 7 else "\n" for at in range(n))
        + "```\n"
        for n in lengths
    }
    tree = "\n".join(f"p{n}" for n in lengths)
    index = {"index.md": f"# Top\n\n```{{toctree}}\n{tree}\n```\n"}
    book = pdf(build(page("") | index | pages, "handbook"))
    said = [p.extract_text() for p in book.pages]
    for n in lengths:
        counts = [text.count(f"line {n}-") for text in said]
        assert sum(counts) == n - (n + 6) // 7
        assert min(filter(None, counts)) > 2, (n, counts)


def test_a_page_says_what_it_opens_and_one_that_only_lists_is_left_out(
    build: Build,
) -> None:
    pages = {
        "index.md": "# Top\n\n```{toctree}\nmethod\n```\n",
        "method.md": "# Method\n\nHow.\n\n```{toctree}\n:hidden:\nsources\nways\n```\n",
        "sources.md": "# Sources\n\nOf facts, with a {doc}`link <index>`.\n",
        "ways.md": "# Ways\n\nOf work.\n",
    }
    book = pdf(build(page("") | pages, "handbook"))
    *_front, method, sources, ways = map(words_of, book.pages)
    number = int(sources.partition("page ")[2].split()[0])
    assert f"How. Sources {number} Ways {number + 1}" in method
    assert "Of facts, with a link." in sources
    assert "Of work." in ways
    assert "Top" not in outline(book)
    text = {
        "index.md": pages["index.md"].replace("Top\n", "Top\n\nWords of its own.\n")
    }
    assert "Words of its own." in words(pdf(build(text, "handbook")))


def test_problems_of_one_plan_stand_in_one_box(build: Build) -> None:
    plan = "# SI-001: First\n\n```{finding} SI-001\n:due: soon\n:effort: much\n```\n"
    sheet = sheet_with(build, plan, "much")
    assert len(starts(sheet, "Problem")) == 1
    assert "soon" in words_of(sheet)


def test_a_long_word_is_parted_where_its_language_allows_it(build: Build) -> None:
    word = "Verarbeitungsgeschwindigkeit"
    rows = "|" + "|".join("abcdef") + "|\n|" + "-|" * 6 + f"\n|{f'{word}|' * 6}\n"
    conf = page(f"# Top\n\n{rows}")["conf.py"] + 'language = "de"\n'
    book = pdf(build(page(f"# Top\n\n{rows}") | {"conf.py": conf}, "handbook"))
    said = [piece.strip() for _x, _y, piece in placed(book.pages[-1])]
    assert not any(piece.startswith("eschwin") for piece in said)
    assert any(piece.endswith(("-", "\u2010")) for piece in said)


def test_a_piece_of_evidence_has_its_state_as_a_badge_and_stays_on_a_page(
    build: Build,
) -> None:
    plans = "".join(
        f"## SI-{n:03}: Plan {n} {'which has many words ' * (n % 9)} ends\n\n"
        f"```{{finding}} SI-{n:03}\n:evidence: log.txt\n```\n\n"
        for n in range(90)
    )
    confs = page(f"# Top\n\n{plans}") | {"log.txt": "fine\n"}
    confs["conf.py"] += 'audit_handbooks = [{"kind": "whole", "parts": ["evidence"]}]\n'
    book = pdf(build(confs, "handbook"))
    assert set(starts(book.pages[-1], "valid"))
    assert "(valid)" not in words(book)
    sheets = [words_of(p) for p in book.pages]
    for n in range(90):
        (at,) = (i for i, said in enumerate(sheets) if f"Plan {n} " in said)
        row = sheets[at].partition(f"Plan {n} ")[2].partition(" Plan ")[0]
        assert row.count("many") == n % 9


SMALL = {
    "table": "| A | B |\n|-|-|\n" + "".join(f"| row {n} | x |\n" for n in range(4)),
    "checklist": "```{checklist} C-@ Checks\n:finding: SI-001\n\n"
    + "".join(f"- [ ] row {n}\n" for n in range(5))
    + "```\n",
}


@pytest.mark.parametrize("kind", SMALL)
def test_no_page_takes_a_small_table_or_checklist_apart(
    build: Build, kind: str
) -> None:
    numbers = range(18, 34)
    pages = {
        f"p{n}.md": "# P\n\n" + "Words.\n\n" * n + SMALL[kind].replace("@", str(n))
        for n in numbers
    }
    tree = "\n".join(f"p{n}" for n in numbers)
    plan = "## SI-001: Plan\n\n```{finding} SI-001\n```\n"
    index = {"index.md": f"# Top\n\n```{{toctree}}\n{tree}\n```\n\n{plan}"}
    book = pdf(build(page("") | index | pages, "handbook"))
    counts = [words_of(p).count("row ") for p in book.pages]
    assert sum(counts) == len(numbers) * (4 if kind == "table" else 5)
    assert {*counts} == {0, 4 if kind == "table" else 5}
    filled = {"Words." in said for p in book.pages if "row " in (said := words_of(p))}
    assert filled == {True, False}  # some had to move, and some not


def test_a_heading_stands_where_its_script_begins(build: Build) -> None:
    text = "# Top\n\n## Left\n\nWords.\n\n## שלום עולם\n\nWords.\n"
    sheet = sheet_with(build, text, "Left")
    middle = float(sheet.mediabox.width) / 2
    (left,) = [x for x, _y, said in placed(sheet) if said.strip() == "Left"]
    hebrew = [x for x, _y, said in placed(sheet) if "\u05d0" <= said.strip()[:1] <= "ת"]
    assert left < middle < min(hebrew)
