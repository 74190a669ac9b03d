"""A plan between its neighbours, as drawn in its page."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_audit.draw import fit
from sphinx_audit.draw.columns import Columns, picture, placed
from sphinx_audit.draw.flowchart import Node
from sphinx_audit.draw.wrapping import ROOM, measured, wrapped

SVG = "{http://www.w3.org/2000/svg}"
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
IDS = st.lists(TEXT, max_size=12, unique=True)


def node(id_: str, *more: str) -> Node:
    return Node(id=id_, lines=(f"✓ {id_}", *more), css="done")


def drawn(left: list[str], right: list[str]) -> ET.Element:
    columns = Columns([*map(node, left)], node("me"), [*map(node, right)])
    hrefs = dict.fromkeys([*left, *right], "a.html#b&c")
    svg = picture(
        columns, prefix="p", hrefs=hrefs, back={("me", "x")}, title="<T>", descr="&"
    ).svg
    return ET.fromstring(svg)


@given(IDS, IDS)
@settings(deadline=None)
def test_every_word_of_every_box_is_there(left: list[str], right: list[str]) -> None:
    root = drawn(left, right)
    boxes = [
        g for g in root.iter(f"{SVG}g") if "pele-node" in g.get("class", "").split()
    ]
    assert [g.get("data-id") for g in boxes] == [*left, "me", *right]
    for group in boxes:
        said = "".join("".join(t.itertext()) for t in group.iter(f"{SVG}tspan"))
        wanted = f"✓{group.get('data-id')}"
        assert "".join(said.split()) == "".join(wanted.split())
    arrows = [g for g in root.iter(f"{SVG}g") if g.get("data-from")]
    ends = {(g.get("data-from"), g.get("data-to")) for g in arrows}
    assert ends == {(i, "me") for i in left} | {("me", i) for i in right}


@given(IDS, IDS)
@settings(deadline=None)
def test_no_box_hides_another(left: list[str], right: list[str]) -> None:
    columns = Columns([*map(node, left)], node("me"), [*map(node, right)])
    boxes = [box for column in placed(columns) for box in column]
    for one, two in combinations(boxes, 2):
        apart = abs(one.x - two.x) >= (one.width + two.width) / 2
        assert apart or abs(one.y - two.y) >= (one.height + two.height) / 2


@given(st.lists(TEXT, min_size=1, max_size=3).map(tuple))
@settings(deadline=None)
def test_lines_are_no_wider_than_a_box_and_lose_no_letter(
    lines: tuple[str, ...],
) -> None:
    found = wrapped(lines)
    assert all(measured(line) <= ROOM or len(line) == 1 for line in found)
    assert "".join("".join(found).split()) == "".join("".join(lines).split())


def test_full_columns_fit_a_page_at_their_natural_size() -> None:
    long = "a rather long title of a finding that wraps and wraps again"
    sides = [[node(f"{s}-{n:03}", long) for n in range(12)] for s in "AB"]
    columns = Columns(sides[0], node("C-001", long), sides[1])
    made = picture(columns, prefix="p", hrefs={}, back=(), title="T", descr="D")
    assert made.width <= fit.HTML.width
    assert made.height <= fit.HTML.height


def test_only_safe_links_and_no_markup_of_others() -> None:
    evil = '"><script>x</script>'
    columns = Columns([node(evil)], node("me"), [])
    for href in ("javascript:x", "//elsewhere", "data:,x"):
        made = picture(
            columns, prefix="p", hrefs={evil: href}, back=(), title=evil, descr=evil
        )
        root = ET.fromstring(made.svg)
        assert not list(root.iter(f"{SVG}script"))
        assert not list(root.iter(f"{SVG}a"))


def test_an_arrow_that_closes_a_circle_is_marked() -> None:
    root = drawn(["x"], ["x", "y"])
    marked = [g for g in root.iter() if "audit-back" in g.get("class", "")]
    assert [(g.get("data-from"), g.get("data-to")) for g in marked] == [("me", "x")]
