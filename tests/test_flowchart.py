"""Any graph becomes Mermaid text that draws, with every word on the picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinx_audit.draw.flowchart import Edge, Flowchart, Group, Node, flowchart
from sphinx_audit.draw.mermaid import draw

if TYPE_CHECKING:
    from sphinx_audit.draw.drawing import Drawing

NASTY = (
    *('"', "`x`", "**b**", "_x_", "a\\nb", "<br/>", "</script>", "&amp;", "&#38;"),
    *("#quot;", "#35;", "%%{init: {}}%%", "$$x$$", "fa:fa-ban", "end", "A --> B"),
    *(
        "]",
        "})",
        "x" * 90,
        "日本語",
        "「接続プール」" * 9,
        "✓ 🔄",
        "\u202eabc",
        "\ud800",
        "\x00",
        "e\u0301",
    ),
)
UNPRINTED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]+"
)


def drawn(chart: Flowchart) -> Drawing:
    return draw(chart.source)


def words(svg: str) -> str:
    """All that the picture says, without white space."""
    texts = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return re.sub(r"\s+", "", "".join("".join(text.itertext()) for text in texts))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_label_comes_back_in_the_picture(text: str) -> None:
    chart = flowchart([Node(id="SI-001", lines=(text,))], [])
    assert words(drawn(chart).svg) == re.sub(r"\s+", "", UNPRINTED.sub(" ", text))


@pytest.mark.parametrize("text", NASTY)
def test_nasty_labels_come_back_wherever_they_stand(text: str) -> None:
    node = Node(id="SI-001", lines=(text, "second"))
    chart = flowchart(
        [Group(id="2A", title=text, nodes=(node, Node(id="B", lines=("x",))))],
        [Edge(start="SI-001", end="B", label=text)],
        title=text,
        descr=text,
    )
    said = words(drawn(chart).svg)
    wanted = re.sub(r"\s+", "", UNPRINTED.sub(" ", text))
    assert said.count(wanted) >= 3 if wanted else "second" in said


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("データベース接続プールの枯渇", ["データベース接続", "プールの枯渇"]),
        ("監査ログの文脈「認可」不足", ["監査ログの文脈", "「認可」不足"]),
        ("予期しない状態へ。および", ["予期しない状態", "へ。および"]),
        (
            "SI-001: 한국어제목이매우깁니다그렇지요",
            ["SI-001: 한국어제목이매우", "깁니다그렇지요"],
        ),
        ("短い題", ["短い題"]),
    ],
)
def test_scripts_without_blanks_are_broken_where_they_may(
    text: str, lines: list[str]
) -> None:
    chart = flowchart([Node(id="A", lines=(text,))], [])
    assert f'["{"<br/>".join(lines)}"]' in chart.source.replace("#58;", ":")


def test_a_title_without_blanks_makes_no_wide_box() -> None:
    title = "大規模なキャンペーン処理における取引境界の不整合と再試行"
    assert drawn(flowchart([Node(id="A", lines=(title,))], [])).width < 220


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=8), min_size=2, max_size=5, unique=True))
@example(["end", "graph", "node1", "o", "x", "style-1", "SI-001", "Ä", "日本"])
@example(["call", "href", "_self", "linkStyle", "flowchart-elk", "v", "a b", "a--b"])
def test_any_id_can_be_drawn_and_joined(ids: list[str]) -> None:
    nodes = [Node(id=id_, lines=("x",), css="done") for id_ in ids]
    edges = [Edge(start=ids[0], end=id_, critical=True) for id_ in ids[1:]]
    chart = flowchart(nodes, edges)
    drawing = drawn(chart)
    names = list(chart.ids.values())
    assert len(set(names)) == len(ids)
    assert [(a, b) for a, b, _ in drawing.edges] == list(chart.critical)
    assert all(f'data-id="{name}"' in drawing.svg for name in names)


def test_ids_of_findings_stay_as_they_are() -> None:
    chart = flowchart([Node(id="SI-001", lines=("x",), css="no good")], [])
    assert chart.ids == {"SI-001": "SI-001"}
    assert chart.source == 'flowchart LR\n  SI-001["x"]\n'


def test_an_edge_to_nowhere_is_left_out_and_flags_are_told() -> None:
    nodes = [Node(id=id_, lines=(id_,)) for id_ in ("A", "B", "end")]
    edges = [
        Edge(start="A", end="B"),
        Edge(start="B", end="end", critical=True),
        Edge(start="end", end="A", back=True),
        Edge(start="A", end="gone", critical=True),
    ]
    chart = flowchart(nodes, edges, direction="TD")
    assert chart.source.startswith("flowchart TD\n")
    assert chart.critical == (("B", "node1"),)
    assert chart.back == (("node1", "A"),)
