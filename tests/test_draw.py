"""Drawings: what a page and a print get, and that nothing in them runs or changes."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sphinx_audit
from sphinx_audit.draw import colours, fit, svg
from sphinx_audit.draw.drawing import Drawing, DrawingError
from sphinx_audit.draw.mermaid import LIMIT, draw
from sphinx_audit.draw.page import for_page, is_safe
from sphinx_audit.draw.picture import typeset
from sphinx_audit.draw.printed import boxes, fonts, for_print

GRAPH = """\
flowchart LR
  accTitle: Findings
  subgraph p2A["Phase 2A"]
    SI-001["✓ SI-001<br/>Transactions"]:::done
    BF-004["◐ BF-004"]:::in-progress
  end
  SI-001 -->|needs| BF-004
  BF-004 --> SI-001
  BF-004 --> X{"or"}
  click SI-001 "authored.html" "Go there"
"""
SAMPLES = {
    "gantt": "gantt\n dateFormat YYYY-MM-DD\n T1 :2025-03-01, 80d\n T2 :30d",
    "sequence": "sequenceDiagram\n A->>B: hi\n B-->>A: ho",
    "class": "classDiagram\n Animal <|-- Duck\n Duck : +swim()",
    "state": "stateDiagram-v2\n [*] --> A\n A --> B : go",
    "er": "erDiagram\n A ||--o{ B : has",
    "pie": 'pie title P\n "a": 1\n "b": 2',
    "mindmap": "mindmap\n root((x))\n  a\n  b",
    "architecture": "architecture-beta\n service a(database)[DB]\n service b(server)[S]"
    "\n a:L -- R:b",
    "journey": "journey\n title T\n section S\n Make tea: 5: Me",
}
ATTACKS = (
    'flowchart LR\n A["<script>alert(1)</script>"]',
    'flowchart LR\n A["<img src=x onerror=alert(1)>"]',
    'flowchart LR\n A\n click A "javascript:alert(1)"',
    'flowchart LR\n A\n click A "data:text/html,<script>alert(1)</script>"',
    "flowchart LR\n A\n click A call alert()",
    "flowchart LR\n A[\"<a href='javascript:alert(1)'>x</a>\"]",
    '%%{init: {"securityLevel": "loose"}}%%\nflowchart LR\n A["<b onclick=x()>b</b>"]',
    'flowchart LR\n A@{img: "https://example.org/x.png"}',
    'flowchart LR\n A\n style A fill:url("https://example.org/x")',
    "sequenceDiagram\n A->>B: x\n link A: y @ javascript:alert(1)",
    'classDiagram\n class A\n click A href "javascript:alert(1)"',
    'gantt\n T1 :a, 2025-01-01, 3d\n click a href "javascript:alert(1)"',
)
RUNS = re.compile(
    r"<(script|foreignObject|image|style|iframe|animate|set)\b|\son\w+=|"
    r"(href|src)=\"\s*(javascript|data|vbscript)|url\((?!#)",
    re.IGNORECASE,
)


def page(drawing: Drawing, **more: object) -> str:
    given_: dict[str, object] = {"prefix": "p1", "hrefs": {}} | more
    return for_page(drawing, **given_)  # type: ignore[arg-type]  # keywords of a test


def elements(picture: str, tag: str) -> list[ET.Element]:
    return list(ET.fromstring(picture).iter(f"{{{svg.NAMESPACE}}}{tag}"))


# -- drawing


def test_a_drawing_knows_its_size_edges_and_links() -> None:
    drawing = draw(GRAPH)
    assert drawing.kind == "flowchart"
    assert drawing.width > drawing.height > 50
    assert drawing.links == {"SI-001": "authored.html"}
    assert [edge[:2] for edge in drawing.edges] == [
        ("SI-001", "BF-004"),
        ("BF-004", "SI-001"),
        ("BF-004", "X"),
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("flowchart LR\n A --> B\n A --> [\n B --> C", 3),
        ("---\ntitle: x\n---\nflowchart LR\n A --> B\n A --> [", 6),
        ("%% note\nflowchart LR\n%% note\n A --> B\n A --> [", 5),
        ('%%{init: {\n"theme": "x"}}%%\nflowchart LR\n A --> [', 4),
        ("\n\nflowchart LR\n A --> [", 4),
        ("flowchart LR\n A -->\n\n\n", 2),
        ("sequenceDiagram\n %% c\n A->>B: x\n A->>\n B->>A: x", 4),
    ],
)
def test_a_fault_names_the_line_its_author_sees(source: str, line: int) -> None:
    with pytest.raises(DrawingError) as caught:
        draw(source)
    assert caught.value.line == line
    assert "on line" not in caught.value.message


@pytest.mark.parametrize(
    "source",
    [
        "",
        " \n",
        "nonsense",
        "flowchart LR\n" + "x" * LIMIT,
        "flowchart LR\nA@{shape: no}",
    ],
)
def test_what_cannot_be_drawn_is_one_kind_of_error(source: str) -> None:
    with pytest.raises(DrawingError):
        draw(source)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["flowchart LR\n", "sequenceDiagram\n", "gantt\n", "pie\n", ""]),
    st.text("AB-->[]{}()|\"':;%\n {init}<>&#\x00\ud800é", max_size=60),
)
def test_random_text_is_drawn_or_refused(head: str, text: str) -> None:
    try:
        picture = page(draw(head + text))
    except DrawingError:
        return
    ET.fromstring(picture)


def test_deep_nesting_is_drawn_or_refused() -> None:
    deep = "".join(f"subgraph s{i}\n" for i in range(1500)) + "A\n" + "end\n" * 1500
    with contextlib.suppress(DrawingError):
        assert page(draw(f"flowchart LR\n{deep}"))


# -- the same everywhere and always


def test_a_chart_that_begins_today_is_refused() -> None:
    with pytest.raises(DrawingError, match="give its first task a date"):
        draw("gantt\n T1 :30d")
    assert "pele-today" not in draw(SAMPLES["gantt"]).svg
    assert draw("gantt\n dateFormat HH:mm\n T1 :00:00, 2h").kind == "gantt"


SCRIPT = f"""
from sphinx_audit.draw.mermaid import draw
from sphinx_audit.draw.page import for_page
from sphinx_audit.draw.printed import for_print
for source in {[GRAPH, *SAMPLES.values()]!r}:
    drawing = draw(source)
    edges = {{("SI-001", "BF-004"), ("BF-004", "X")}}
    print(for_page(drawing, prefix="p", hrefs={{}}, critical=edges, back=edges))
    print(for_print(drawing, critical=edges, back=edges))
"""


def test_neither_hash_seed_nor_time_zone_changes_a_byte() -> None:
    runs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert len(runs) == 1
    assert b"</svg>" in runs.pop()


def uncached(source: str) -> str:
    return draw.__wrapped__(source).svg


def test_threads_and_forks_draw_the_same() -> None:
    sources = [GRAPH, *SAMPLES.values()]
    wanted = [uncached(source) for source in sources]
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(uncached, sources)) == wanted
    if sys.platform != "win32":
        with get_context("fork").Pool(2) as workers:
            assert workers.map(uncached, sources) == wanted


# -- on a page


def test_ids_are_unique_and_references_follow_them() -> None:
    both = page(draw(GRAPH), prefix="a", descr="d") + page(draw(GRAPH), prefix="b")
    ids = re.findall(r'(?<![-\w])id="([^"]*)"', both)
    assert len(ids) == len(set(ids)) == 3
    named = re.findall(r'aria-(?:labelledby|describedby)="([^"]*)"', both)
    assert sorted(named) == sorted(ids)


def test_a_picture_has_name_and_role() -> None:
    picture = page(draw(SAMPLES["pie"]), title='T <"&>', descr="Two slices")
    root = ET.fromstring(picture)
    assert root.get("role") == "img"
    assert root[0].text == 'T <"&>'
    assert root[1].text == "Two slices"
    assert root.get("aria-labelledby") == root[0].get("id")
    linked = ET.fromstring(page(draw(GRAPH)))
    assert linked.get("role") == "graphics-document document"
    assert linked[0].text == "Findings"


def test_nodes_are_links_ours_first() -> None:
    hrefs = {"SI-001": "ours.html#x", "p2A": "phase.html", "X": "javascript:alert(1)"}
    links = elements(page(draw(GRAPH), hrefs=hrefs), "a")
    assert [link.get("href") for link in links] == ["phase.html", "ours.html#x"]
    assert links[1][0].text == "Go there"
    links = elements(page(draw(GRAPH)), "a")
    assert [link.get("href") for link in links] == ["authored.html"]


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("a/b.html#c", True),
        ("#c", True),
        ("https://example.org", True),
        ("mailto:a@example.org", True),
        ("javascript:alert(1)", False),
        (" java\nscript:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("//example.org", False),
        ("\\\\example.org", False),
        ("", False),
    ],
)
def test_only_links_to_pages_and_mail_are_safe(href: str, safe: bool) -> None:
    assert is_safe(href) is safe


@pytest.mark.parametrize("source", ATTACKS)
def test_nothing_in_a_picture_runs_or_loads(source: str) -> None:
    try:
        drawing = draw(source)
    except DrawingError:
        return
    for picture in (drawing.svg, page(drawing), for_print(drawing)):
        tags = re.sub(r">[^<]*<", "><", picture)
        assert not RUNS.search(tags)


def test_what_a_renderer_should_never_write_is_taken_out() -> None:
    hostile = (
        f'<svg xmlns="{svg.NAMESPACE}" xmlns:l="http://www.w3.org/1999/xlink" '
        'onload="x()"><script>x()</script><g style="fill:url(http://a.b)">'
        '<a l:href="javascript:x()"><text>gone</text></a><image href="http://a.b/c"/>'
        '<foreignObject/><rect fill="url(#own)" stroke="url(http://a.b)"/>'
        '<text href="data:x" onclick="x()">kept</text></g></svg>'
    )
    clean = svg.cleaned(hostile)
    assert not RUNS.search(clean)
    assert "url(#own)" in clean
    assert "kept" in clean
    assert "gone" not in clean
    assert svg.cleaned(clean) == clean


def test_edges_say_what_they_join_and_what_they_are() -> None:
    picture = page(
        draw(GRAPH),
        critical={("SI-001", "BF-004")},
        back={("BF-004", "SI-001")},
    )
    edges = [g for g in elements(picture, "g") if g.get("data-from")]
    told = {(g.get("data-from"), g.get("data-to"), g.get("class")) for g in edges}
    assert ("SI-001", "BF-004", "pele-edge audit-critical") in told
    assert ("BF-004", "SI-001", "pele-edge audit-back") in told
    assert ("BF-004", "X", "pele-edge") in told


@pytest.mark.parametrize("name", SAMPLES)
def test_colours_follow_the_theme(name: str) -> None:
    picture = page(draw(SAMPLES[name]))
    assert "--_" not in picture
    assert "var(--audit-" in picture
    bare = re.sub(r"var\(--audit-[\w-]+,#\w+\)", "", picture)
    assert not re.search("#(222222|444444|F3F3F3|E6E6E6|888888)", bare)
    assert "sans-serif" in picture


def test_the_words_of_a_halo_are_said_once() -> None:
    texts = elements(page(draw(SAMPLES["state"])), "text")
    assert all(t.get("aria-hidden") for t in texts if t.get("fill") == "none")


def test_labels_stay_legible_on_the_authors_own_fill() -> None:
    source = "flowchart LR\n A\n B\n style A fill:#024\n style B fill:#fec,color:#700"
    for picture in (page(draw(source)), for_print(draw(source))):
        dark, light = [t for t in elements(picture, "text") if t.text in {"A", "B"}]
        assert "fill:#ffffff" in dark.get("style", "")
        assert "#700" in light.get("style", "")
        assert "#111" not in light.get("style", "")


# -- in print


@pytest.mark.parametrize("source", [GRAPH, *SAMPLES.values()])
def test_print_knows_neither_variables_nor_classes(source: str) -> None:
    picture = for_print(draw(source))
    assert not re.search(r"var\(|color-mix|currentColor|--", picture)
    assert typeset(picture, 100, 100, "png").startswith(b"\x89PNG")


def test_a_printed_file_is_the_same_each_time() -> None:
    picture = for_print(draw(GRAPH))
    pdf = typeset(picture, 300, 100, "pdf")
    assert pdf.startswith(b"%PDF")
    assert pdf == typeset(picture, 300, 100, "pdf")


def test_marks_have_runs_and_states_have_colours_in_print() -> None:
    critical = {("SI-001", "BF-004")}
    picture = for_print(draw(GRAPH), critical=critical, back={("BF-004", "SI-001")})
    marks = [t for t in elements(picture, "tspan") if t.get("font-family")]
    assert [mark.text for mark in marks] == ["✓", "◐"]
    assert all(mark.get("x") for mark in marks)
    fills = {rect.get("fill") for rect in elements(picture, "rect")}
    assert colours.STATES["done"].fill in fills
    reds = [p for p in elements(picture, "path") if p.get("stroke") == colours.CRITICAL]
    assert [path.get("stroke-dasharray") for path in reds] == [None, "6 4"]


def test_what_the_font_lacks_never_changes_the_rest_of_a_line() -> None:
    picture = for_print(draw('flowchart LR\n A["✅ a → b ⊘ é 日本"]'))
    runs = {
        run.text or "": run.get("font-family") for run in elements(picture, "tspan")
    }
    assert [run.strip() for run in runs] == ["✅", "a", "→", "b", "⊘", "é", "日本"]
    assert {run for run, font in runs.items() if font} == {"→", "⊘"}
    places = [float(run.get("x", "")) for run in elements(picture, "tspan")]
    assert places == sorted(places)


def test_boxes_lie_where_nodes_are() -> None:
    shapes = 'A["r"] --> B((c)) --> C[/p/] --> D[(d)] --> E{{h}} --> F{"v"} --> G>f]'
    drawing = draw(f"flowchart LR\n {shapes}")
    found = list(boxes(for_print(drawing)))
    assert [box.id for box in found] == list("ABCDEFG")
    for box in found:
        assert 0 <= box.x < box.x + box.width <= drawing.width
        assert 0 <= box.y < box.y + box.height <= drawing.height
        assert box.width > 20 < box.height


def test_the_fonts_of_print_are_there() -> None:
    assert (fonts() / "NotoSans-Regular.ttf").is_file()


# -- the best of four


def test_the_best_variant_reads_better_and_small_ones_stay_as_authored() -> None:
    wide = "flowchart LR\n" + "\n".join(f" a{i} --> a{i + 1}" for i in range(14))
    assert fit.points(draw(wide), fit.HTML) < 8
    assert fit.points(fit.best(wide, fit.HTML), fit.HTML) == 12
    as_is = fit.best(wide, fit.HTML, turn=False)
    assert as_is.width > as_is.height
    assert fit.best(GRAPH, fit.A4_PORTRAIT) == draw(GRAPH)


@pytest.mark.parametrize(
    "head", ["graph", "flowchart TB", "---\ntitle: x\n---\ngraph LR;"]
)
def test_every_way_to_begin_can_be_turned(head: str) -> None:
    fan = "\n".join(f" r --> a{i}[A rather long label {i}]" for i in range(30))
    source = f"{head}\n{fan}"
    best = fit.best(source, fit.HTML)
    assert fit.points(best, fit.HTML) >= fit.points(draw(source), fit.HTML)
    assert best.kind == "flowchart"


# -- the style sheet

CSS = (Path(sphinx_audit.__file__).parent / "static/audit-diagram.css").read_text(
    "utf-8"
)


def palettes() -> list[dict[str, str]]:
    """Read the light palette and the dark one, which stands there twice."""
    blocks = re.findall(r"\{([^{}]*--audit-surface:[^{}]*)\}", CSS)
    pair = r"--audit-([\w-]+):\s*(?:var\([\w-]+,\s*)?(#\w+)"
    return [dict(re.findall(pair, block)) for block in blocks]


def test_the_dark_palette_is_one_and_print_is_light() -> None:
    light, dark, again = palettes()
    assert dark == again
    assert set(light) == set(dark)
    for state, tint in colours.STATES.items():
        assert (light[f"{state}-bg"], light[state]) == tint
    assert light["critical"] == colours.CRITICAL


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_everything_in_a_picture_can_be_told_from_its_ground(scheme: int) -> None:
    palette = palettes()[scheme]
    ground = palette["bg"]
    for state in colours.STATES:
        fill, line = palette[f"{state}-bg"], palette[state]
        assert colours.contrast(palette["label"], fill) >= 12
        assert colours.contrast(line, fill) >= 4.5
        assert colours.contrast(line, ground) >= 4.5
    for name in ("critical", "line", "border", "accent"):
        assert colours.contrast(palette[name], ground) >= 4
    for name in ("bg", "surface", "surface-alt"):
        assert colours.contrast(palette["muted"], palette[name]) >= 4.5
        assert colours.contrast(palette["fg"], palette[name]) >= 10
