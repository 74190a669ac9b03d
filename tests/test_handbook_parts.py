"""The pure parts of the PDF builder: foreign SVG, widths of columns, lengths."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

import pytest
from docutils import nodes

from handbook_kinds import DOT
from sphinx_audit.handbook.books import Book
from sphinx_audit.handbook.names import distinct, file_name
from sphinx_audit.handbook.svg import clean
from sphinx_audit.handbook.widths import Tables, columns, measured, shape, wide
from sphinx_audit.handbook.write.figures import length

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def cleaned(inside: str) -> str:
    return clean(f"{HEAD}{inside}</svg>".encode()).source.decode()


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        ("<script>alert(1)</script>", "alert"),
        ('<rect onclick="alert(1)"/>', "alert"),
        ("<foreignObject><p>html</p></foreignObject>", "html"),
        ('<image href="http://example.org/x.png"/>', "example.org"),
        ('<image xlink:href="file:///etc/passwd"/>', "passwd"),
        ('<use href="other.svg#a"/>', "other.svg"),
        ('<rect fill="url(http://example.org/#a)"/>', "example.org"),
        ("<style>@import 'http://example.org/a.css'; a {}</style>", "example.org"),
        ('<rect style="--x: red; fill: currentColor"/>', "--x"),
        ('<text font-family="Comic Sans">a</text>', "Comic"),
    ],
)
def test_an_svg_loses_what_runs_fetches_or_has_no_font(inside: str, gone: str) -> None:
    assert gone not in cleaned(inside)


@pytest.mark.parametrize(
    "kept",
    [
        'href="#a"',
        'fill="url(#a)"',
        f'href="data:image/gif;base64,{DOT["pic.gif"]}"',
    ],
)
def test_an_svg_keeps_what_points_into_itself(kept: str) -> None:
    assert kept in cleaned(f'<use id="a" {kept}/>')


def test_an_svg_says_what_it_loses() -> None:
    source = f"{HEAD}<script/><foreignObject/><rect/></svg>".encode()
    assert clean(source).lost == ("foreignObject", "script")


@pytest.mark.parametrize(
    "source", [b"<svg", b"<html/>", b"<!DOCTYPE svg [<!ENTITY a ''>]><svg/>"]
)
def test_what_is_no_plain_svg_is_refused(source: bytes) -> None:
    with pytest.raises((ParseError, ValueError)):
        clean(source)


def table(*rows: tuple[str, ...]) -> nodes.table:
    made = nodes.table()
    for row in rows:
        made += nodes.row("", *(nodes.entry("", nodes.paragraph("", c)) for c in row))
    return made


def widths(*rows: tuple[str, ...]) -> list[str]:
    return columns(measured([table(*rows)]))


def test_a_cell_below_one_that_spans_rows_is_in_its_own_column() -> None:
    made = table(("a", "b"), ("long words " * 3,), ("c", "d"))
    next(made.findall(nodes.entry))["morerows"] = 1
    inner = table(("deep inside", "x" * 50, "y" * 50))
    list(made.findall(nodes.entry))[-1] += inner
    lines = measured([made]).lines
    assert len(lines) == 2
    assert lines[0] == 3
    assert lines[1] > 20


def test_a_small_table_stays_small_and_a_middling_one_fills_the_line() -> None:
    assert widths(("a", "b"), ("1", "2")) == ["auto", "auto"]
    first, second = widths(("x " * 20, "y " * 10), ("1", "2"))
    assert float(first.removesuffix("fr")) > 1.6 * float(second.removesuffix("fr"))


def test_beside_long_text_short_lines_do_not_break() -> None:
    first, *_, last = widths(("a short line", "long text " * 30, "y " * 30))
    assert float(first.removesuffix("fr")) >= wide("a short line") + 2
    assert float(last.removesuffix("fr")) > 20


def test_tables_with_many_long_words_get_a_smaller_text() -> None:
    assert shape(measured([table(("a", "b"))])).size == 8.6
    assert shape(measured([table(("letters" * 2,) * 8)])).size < 8


def test_a_table_too_wide_to_stand_lies_or_has_its_words_cut() -> None:
    broad = measured([table(("a-long-word-" * 2,) * 6)])
    alone, boxed = shape(broad, alone=True), shape(broad)
    assert (alone.lying, alone.cut) == (True, 0)
    assert (boxed.lying, boxed.cut > 10) == (False, True)
    assert alone.size > boxed.size


def test_letters_are_not_equally_wide() -> None:
    assert wide("WWWWW") > wide("nnnnn") == 5 > wide("iiiii")
    assert wide("漢字") == 4


def test_a_very_long_text_leaves_less_to_the_others_than_a_long_one() -> None:
    def last(length: int) -> float:
        text = "x " * (length // 2)
        *_, width = widths(("a note of some length here " * 2, text), ("a", "b"))
        return float(width.removesuffix("fr"))

    assert last(100) + 8 < last(600) < 80


def test_tables_with_one_head_get_the_same_columns() -> None:
    page = nodes.section()
    for body in ("short", "a very much longer cell " * 5):
        head = nodes.thead("", *table(("Finding", "State")).children)
        group = nodes.tgroup("", head, *table((body, "done")).children)
        page += nodes.table("", group)
    tables = Tables(page)
    first, second = page.children
    assert isinstance(first, nodes.table)
    assert isinstance(second, nodes.table)
    assert tables.extent(first) == tables.extent(second)


@pytest.mark.parametrize(
    ("given", "typst"),
    [("100px", "75pt"), ("50%", "50%"), ("2 cm", "56.693pt"), ("1em", "1em"),
     ("100", "75pt"), ("1ex", None), (None, None), ("50%; x", None)],
)  # fmt: skip
def test_lengths_become_typst_lengths(given: str | None, typst: str | None) -> None:
    assert length(given) == typst


@pytest.mark.parametrize(
    ("id_", "title", "name"),
    [
        ("2A", "Foundation", "phase-2A-foundation"),
        ("2/A", "Prüfung: (neu)", "phase-2-A-prufung-neu"),
        ("Я", "Основа", "phase-Я"),
        ("../..", "", "phase"),
        ("2A", "word " * 90, "phase-2A-" + "-".join(["word"] * 14)),
        ("X" * 300, "Title", "phase-" + "X" * 74),
        ("ж" * 100, "", "phase-" + "ж" * 37),
        ("2A", "x" * 300, "phase-2A"),
    ],
)
def test_a_file_name_is_short_and_valid(id_: str, title: str, name: str) -> None:
    assert file_name("phase-{id}-{title}", id_, title) == name


def test_files_of_one_name_are_numbered_even_if_case_differs() -> None:
    names = ["phase-a", "phase-A", "phase-a-2", "phase-a", "phase-b"]
    made = [Book(name=name, root="x", title="T", kind="K") for name in names]
    assert [book.name for book in distinct(made)] == [
        "phase-a", "phase-A-2", "phase-a-2-2", "phase-a-3", "phase-b",
    ]  # fmt: skip
