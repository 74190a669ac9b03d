"""Text reaches the PDF as it was written, whatever it looks like to Typst."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_audit.handbook.source import breakable, starts_rtl, string, text

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
HOSTILE = [
    "= no heading",
    "- no list",
    "+ no list either",
    "/ no: term",
    '#import "@preview/x:0.1.0": *',
    "#panic()",
    "</script><script>alert(1)</script>",
    "] [ } { ) (",
    '" \\" \\\\" \\u{41}',
    "@label <label> `raw` $x$ *b* _i_ ~ // /* */",
    "  two blanks before and after  ",
    "a\tb\nc\r\nd\u2028e",
    "\x00\x07\x1b[31m\x9b",
    "مرحبا \u202eeurt\u202c שלום",
    "👩\u200d👩\u200d👧 e\u0301 ﬁ",
    "https://" + "x" * 300,
]


def shown(strings: Sequence[str], write: str = "content") -> list[str]:
    """Return what Typst makes of each string, by asking it, not by reading a page."""
    lines = [f"#[#metadata([{text(s)}])<t>];" for s in strings]
    source = "\n".join(["#let from-right(words) = words", *lines])
    found = typst.query(source.encode(), "<t>", field="value")
    return [said(value) for value in json.loads(found)]


def said(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    if value.get("func") == "space":
        return " "
    inside = "".join(map(said, value.get("children", ())))
    return inside + str(value.get("text", ""))


def expected(written: str) -> str:
    """Say what a line of text shows: one blank for a line's end, no controls."""
    one_line = re.sub("[\t\n\r\x85\u2028\u2029]+ *", " ", written)
    return CONTROL.sub("\ufffd", one_line)


@pytest.mark.parametrize("written", HOSTILE)
def test_hostile_text_is_only_text(written: str) -> None:
    assert shown([f"a{written}", f"{written}("]) == [
        expected(f"a{written}"),
        expected(f"{written}("),
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=60))
def test_any_text_is_only_text(strings: list[str]) -> None:
    assert shown(strings) == [expected(s) for s in strings]


SYNTAX = st.text("#[](){}\\\"'`$*_=+-/<>@~;:,.%&|^!?\n\t ax1é", min_size=1, max_size=80)


@settings(max_examples=30, deadline=None)
@given(st.lists(SYNTAX, min_size=1, max_size=60))
def test_typst_syntax_in_text_is_only_text(strings: list[str]) -> None:
    assert shown(strings) == [expected(s) for s in strings]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=60))
def test_a_string_keeps_every_character_but_controls(strings: list[str]) -> None:
    source = "\n".join(f"#metadata({string(s)})<t>" for s in strings)
    found = json.loads(typst.query(source.encode(), "<t>", field="value"))
    line_ends = [re.sub("\r\n|\r|\x85", "\n", s) for s in strings]
    assert found == [CONTROL.sub("\ufffd", s) for s in line_ends]


@given(st.text("ab/._-: ", max_size=200))
def test_only_long_words_may_break_and_lose_nothing(written: str) -> None:
    pieces = breakable(written)
    assert "".join(pieces) == written
    if all(len(word) < 22 for word in written.split()):
        assert pieces == [written]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("שלום (2) עולם, x", True),
        ("2. مرحبا", True),
        ("x שלום", False),
        ("2 (!)", False),
    ],
)
def test_words_from_the_right_are_told_apart(written: str, first: bool) -> None:
    assert starts_rtl(written) == first
    assert text(written).count("#from-right(") == (written != "2 (!)")


def test_a_path_breaks_behind_its_separators() -> None:
    path = "services/campaign/internal/repository.go"
    assert breakable(path) == [
        "services/",
        "campaign/",
        "internal/",
        "repository.",
        "go",
    ]


def test_words_of_a_language_are_parted_by_its_rules_and_names_anywhere() -> None:
    assert text("Verarbeitungsgeschwindigkeit.").count("hyphenate: true") == 1
    for name in ("aNameThatIsLongAndOfCode", "a" * 60, "path/to/some/other/file"):
        assert "hyphenate" not in text(name)
        assert "#box();" in text(name)
