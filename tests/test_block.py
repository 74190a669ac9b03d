"""A directive's text is taken apart, and no line of it gets lost."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_audit.read.block import Block, Option, read_myst, read_rst

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [":phase: 2A", ":a b: c", ":mandatory:", "---", "", "  more", "text", ":x"]
        ),
        st.text(max_size=12).map(lambda t: " ".join(t.splitlines())),
    ),
    max_size=12,
)


def option(name: str, value: str, line: int) -> Option:
    return Option(name=name, value=value, line=line)


def test_rst_has_options_between_argument_and_blank_line() -> None:
    block = read_rst(["SI-001 A title", ":phase: 2A", ":depends: SI-002,", "   SI-003"])
    assert block == Block(
        argument="SI-001 A title",
        options=(option("phase", "2A", 1), option("depends", "SI-002,\nSI-003", 2)),
    )


def test_myst_has_options_on_the_first_lines_of_the_content() -> None:
    block = read_myst("SI-001", [":phase: 2A", "", "Text"])
    assert block == Block(
        argument="SI-001", options=(option("phase", "2A", 0),), body=1
    )


def test_myst_options_may_stand_between_dashes() -> None:
    block = read_myst("SI-001", ["---", "phase: 2A", "---", "Text"])
    assert block.options == (option("phase", "2A", 1),)
    assert block.body == 3


def test_dashes_that_never_close_are_content() -> None:
    assert read_myst("X", ["---", "phase: 2A"]) == Block(argument="X")


def test_a_role_at_the_start_of_the_content_is_no_option() -> None:
    assert read_myst("X", ["{count}`status=open` are left"]).body == 0


@example(["---", "0-", "---"])
@given(LINES)
def test_every_line_of_myst_content_is_an_option_or_stays(lines: list[str]) -> None:
    block = read_myst("X", lines)
    assert 0 <= block.body <= len(lines)
    taken = " ".join(f"{o.name} {o.value}" for o in block.options).split()
    for line in lines[: block.body]:
        words = line.strip(" -:").replace(":", " ").split()
        assert {w.lower() for w in words} <= {t.strip("-:").lower() for t in taken} or (
            line.strip() in {"", "---"} or ":" in line
        )


@given(LINES)
def test_every_word_of_rst_argument_lines_is_kept(lines: list[str]) -> None:
    block = read_rst(lines)
    kept = block.argument + " ".join(f":{o.name}: {o.value}" for o in block.options)
    for line in lines:
        if line.strip() and ":" not in line and line.strip() != "---":
            assert "".join(line.split()) in "".join(kept.split())
