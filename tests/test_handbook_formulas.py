"""Formulas: typeset as LaTeX means them, or shown as their author wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import warnings_of
from handbook_reader import alternatives, pdf, words
from handbook_sample import page
from sphinx_audit.handbook.formula import NotConvertedError, formula

if TYPE_CHECKING:
    from conftest import Build

KNOWN = [
    (r"a^2", r"attach(\u{61}, t: \u{32})"),
    (r"\frac{a}{b}", r"frac(\u{61}, \u{62})"),
    (r"\sqrt[3]{x}", r"root(\u{33}, \u{78})"),
    (r"\sin x", r'op("sin") \u{78}'),
    (r"\lim_x", r'attach(op("lim", limits: #true), b: \u{78})'),
    (r"\hat{x}", r"accent(\u{78}, \u{302})"),
    (r"\overline{x}", r"overline(\u{78})"),
    (r"\left(\frac12\right)", r"lr(\u{28} frac(\u{31}, \u{32}) \u{29})"),
    (r"\left|x\right|", r"lr(\u{7c} \u{78} \u{7c})"),
    (r"\begin{pmatrix}a&b\end{pmatrix}",
     r"lr(\u{28} mat(delim: #none, \u{61}, \u{62}) \u{29})"),
    (r"\begin{cases}a\\b\end{cases}",
     r"lr(\u{7b} mat(delim: #none, align: #left, \u{61}; \u{62}))"),
    (r"a &= b \\ c &= d", r"\u{61} & \u{3d} \u{62} \ \u{63} & \u{3d} \u{64}"),
    (r"\begin{align}a&=b\end{align}", r"\u{61} & \u{3d} \u{62}"),  # without a number
    (r"\begin{aligned}a&=b\end{aligned}", r"\u{61} & \u{3d} \u{62}"),
    (r"\begin{alignat}{2}a&=b\end{alignat}", r"\u{61} & \u{3d} \u{62}"),
    (r"a \not= b", r"\u{61} \u{2260} \u{62}"),
    (r"\not{x}", r"\u{78}\u{338}"),
    (r"\mathrm{d}x", r"\u{64} \u{78}"),
    (r"\text{if } x", r'"if " \u{78}'),
    (r"\text{100\%}", '"100%"'),
    (r"\boxed{x}", r"#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, $\u{78}$)"),
]  # fmt: skip
SYMBOLS = [
    "\\frac", "\\sqrt", "\\sum", "\\left(", "\\right)", "\\begin{pmatrix}", "\\text",
    "\\end{pmatrix}", "\\hat", "\\binom", "\\mathbb", "\\underbrace", "\\big|", "&",
    "\\\\", "{", "}", "_", "^", "x", "12", "#panic()", "$", '"', "//", "/*", ";", ",",
    "'", "é", "\\alpha", "\\left.", "\\right|", "\\operatorname", "\\color{red}", " ",
]  # fmt: skip


@pytest.mark.parametrize(("latex", "shown"), KNOWN)
def test_latex_becomes_typst(latex: str, shown: str) -> None:
    assert formula(latex) == shown


@pytest.mark.parametrize(
    ("latex", "why"),
    [(r"\unknown{x}", r"\\unknown is unknown"), (r"\frac{", "cannot be parsed"),
     ("}", "} is unknown"), ("", "cannot be parsed"), (r"\not", "struck through"),
     (r"\ce{H2O}", r"\\ce is unknown")],
)  # fmt: skip
def test_what_cannot_be_converted_is_said(latex: str, why: str) -> None:
    with pytest.raises(NotConvertedError, match=why):
        formula(latex)


NESTED = {
    "deep": r"\frac{1}{" * 140 + "x" + "}" * 140,
    "deeper": r"\sqrt{" * 560 + "x" + "}" * 560,
    "long": "x+" * 25_000 + "x",
}


def test_formulas_without_end_are_shown_as_latex_each_with_its_line(
    build: Build,
) -> None:
    shown = "\n\n".join(f"$$\n{latex}\n$$" for latex in NESTED.values())
    app = build(page(f"# Top\n\n{shown}\n\nThe end.\n"), "handbook")
    said = warnings_of(app)
    assert [line.partition(": ")[0] for line in said] == [
        f"index.md:{3 + 4 * at}" for at in range(len(NESTED))
    ]
    *nested, long = said
    assert all("it is nested too deep" in line for line in nested)
    assert "it has 50,001 characters, and 4,000 fit on a page" in long
    assert "The end." in words(pdf(app))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SYMBOLS), max_size=12).map("".join)))
def test_no_formula_fails_a_book(written: list[str]) -> None:
    shown = []
    for latex in written:
        try:
            shown.append(formula(latex))
        except NotConvertedError:
            continue
    source = "\n\n".join(f"$ {one} $" for one in shown)
    typst.compile(source.encode(), format="pdf")


def test_formulas_are_named_by_their_latex_and_numbered(build: Build) -> None:
    text = (
        "# Top\n\nWithin $a^2$ and $\\unknown$ and $\\other$; $\\other$.\n\n"
        "$$\nx = \\frac{1}{2}\n$$ (half)\n\nSee {eq}`half`.\n\n"
        f"$$\n{' + '.join(f'x_{{{n}}}' for n in range(90))}\n$$\n"
    )
    app = build(page(text), "handbook")
    book = pdf(app)
    assert alternatives(book)[:2] == ["a^2", "x = \\frac{1}{2}"]
    assert words(book).count("(1)") == 2
    said = warnings_of(app)
    assert [line[:11] for line in said] == ["index.md:3:"] * 2  # each once
    assert "\\unknown is unknown [audit.formula]" in said[0]


@pytest.mark.parametrize("latex", [r"\hat{q}", r"\vec{q}", r"\mathsf{Ab}"])
def test_no_name_of_the_template_stands_in_a_formula(build: Build, latex: str) -> None:
    app = build(page(f"# Top\n\nA ${latex}$ B\n"), "handbook")
    inside = words(pdf(app)).rpartition("A ")[2].partition(" B")[0]
    assert len(inside.replace(" ", "")) <= 2  # the letter and its hat
    assert warnings_of(app) == []
