"""Wrong input: a located warning with a code and a remedy, and no word lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from docutils import nodes
from myst_parser.config.main import MdParserConfig

from conftest import warnings_of
from projects import finding, phase
from sphinx_audit.read.fences import parsed

if TYPE_CHECKING:
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

INDEX = {"index.md": "# Top\n\n```{toctree}\n:glob:\n\n*\n```\n", "p.md": phase("2A")}
OK = {"ok.md": finding("OK-001")}


def page(*lines: str) -> dict[str, str]:
    return {**INDEX, **OK, "x.md": "\n".join(["# X", "", *lines, ""])}


def rst(*lines: str) -> dict[str, str]:
    return {**INDEX, **OK, "x.rst": "\n".join(["X", "=", "", *lines, ""])}


def in_finding(*lines: str) -> tuple[str, ...]:
    """Return a finding whose options are *lines*, the first of them in line 4."""
    return ("```{finding} XX-001", *lines, "", "Kept text.", "```")


def in_rst(*lines: str) -> tuple[str, ...]:
    """Return the same in reStructuredText, its first option in line 5."""
    options = (f"   {line}" for line in lines)
    return (".. finding:: XX-001", *options, "", "   Kept text.")


CASES = {
    "unknown option": (
        page(*in_finding(":phase: 2A", ":prioritiy: high")),
        [
            (
                "x.md:5: WARNING: finding has no option prioritiy; did you mean priority?"
                " [audit.unknown_option]"
            )
        ],
    ),
    "unknown option, reStructuredText": (
        rst(*in_rst(":phase: 2A", ":prioritiy: high")),
        [
            (
                "x.rst:6: WARNING: finding has no option prioritiy; did you mean priority?"
                " [audit.unknown_option]"
            )
        ],
    ),
    "option of two words": (
        rst(*in_rst(":phase: 2A", ":two words: x")),
        ["x.rst:6: WARNING: finding has no option two-words [audit.unknown_option]"],
    ),
    "option given twice": (
        rst(*in_rst(":phase: 2A", ":owner: a", ":owner: b")),
        ["x.rst:7: WARNING: owner is given twice [audit.bad_value]"],
    ),
    "priority": (
        page(*in_finding(":phase: 2A", ":priority: hihg")),
        [
            (
                "x.md:5: WARNING: priority: 'hihg' is unknown; did you mean high?"
                " [audit.bad_value]"
            )
        ],
    ),
    "status": (
        page(*in_finding(":phase: 2A", ":status: implementd")),
        [
            (
                "x.md:5: WARNING: status: 'implementd' is unknown; did you mean implemented?"
                " [audit.bad_value]"
            )
        ],
    ),
    "effort": (
        page(*in_finding(":phase: 2A", ":effort: X-Y days")),
        [
            (
                "x.md:5: WARNING: effort: 'X-Y days' is no effort, such as 3-4 days, 6h or 1w"
                " [audit.bad_value]"
            )
        ],
    ),
    "date": (
        page(*in_finding(":phase: 2A", ":due: 2025-02-30")),
        [
            (
                "x.md:5: WARNING: due: '2025-02-30' is no date, such as 2026-03-01"
                " [audit.bad_value]"
            )
        ],
    ),
    "unknown phase": (
        page(*in_finding(":phase: 2Z")),
        [
            (
                "x.md:3: WARNING: XX-001 names phase 2Z, which no page declares; valid: 2A"
                " [audit.unknown_phase]"
            )
        ],
    ),
    "unknown dependency": (
        page(*in_finding(":phase: 2A", ":depends: OK-01")),
        [
            (
                "x.md:3: WARNING: XX-001 depends on OK-01, which no page defines;"
                " did you mean OK-001? [audit.unknown_dependency]"
            )
        ],
    ),
    "self dependency": (
        page(*in_finding(":phase: 2A", ":depends: XX-001")),
        ["x.md:3: WARNING: XX-001 depends on itself [audit.self_dependency]"],
    ),
    "unknown successor": (
        page(*in_finding(":phase: 2A", ":supersedes: ZZ-9")),
        [
            (
                "x.md:3: WARNING: XX-001: supersedes ZZ-9, which no page defines;"
                " valid: OK-001, XX-001 [audit.unknown_reference]"
            )
        ],
    ),
    "unknown pattern": (
        page(*in_finding(":phase: 2A", ":uses: none")),
        [
            (
                "x.md:3: WARNING: XX-001: uses none, which no page defines"
                " [audit.unknown_reference]"
            )
        ],
    ),
    "bad id": (
        page("```{finding} bogus<x>", ":phase: 2A", "", "Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: bogus<x> does not look like [A-Z][A-Z0-9]*-\\d+"
                " (audit_id_pattern) [audit.bad_id]"
            )
        ],
    ),
    "missing id": (
        page("```{finding}", "", "Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: finding needs an id, such as {finding} SI-001"
                " [audit.missing_argument]"
            )
        ],
    ),
    "missing id, reStructuredText": (
        rst(".. checklist::", "", "   - [ ] Kept text."),
        [
            (
                "x.rst:4: WARNING: checklist needs an id, such as {checklist} SI-001-ci"
                " [audit.missing_argument]"
            )
        ],
    ),
    "two titles": (
        page(
            "## XX-001: One",
            "",
            "```{finding} XX-001 Two",
            ":phase: 2A",
            "",
            "Kept text.",
            "```",
        ),
        [
            (
                "x.md:5: WARNING: XX-001 is called 'Two' here and 'One' in its heading; keep one"
                " [audit.title]"
            )
        ],
    ),
    "item without a mark": (
        page("```{checklist} C", "- [ ] one", "- Kept text.", "```"),
        [
            (
                "x.md:5: WARNING: a checklist item starts with [ ] open, [x] done or"
                " [-] not applicable [audit.bad_item]"
            )
        ],
    ),
    "item with an unknown mark": (
        page("```{checklist} C", "- [?] Kept text.", "```"),
        [
            (
                "x.md:4: WARNING: a checklist item starts with [ ] open, [x] done or"
                " [-] not applicable [audit.bad_item]"
            )
        ],
    ),
    "item with a bad date": (
        page("```{checklist} C", "- [x] Kept text. {on}`yesterday`", "```"),
        [
            (
                "x.md:4: WARNING: on: 'yesterday' is no date, such as 2026-03-01"
                " [audit.bad_value]"
            )
        ],
    ),
    "empty checklist": (
        page("```{checklist} C Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: checklist C has no items, such as - [ ] tested"
                " [audit.empty_checklist]"
            )
        ],
    ),
    "checklist of nobody": (
        page("```{checklist} C", ":finding: OK-01", "- [ ] Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: C: belongs to OK-01, which no page defines;"
                " did you mean OK-001? [audit.unknown_reference]"
            )
        ],
    ),
    "wrong query": (
        page("Kept text.", "", "```{finding-table}", ":state: redy", "```"),
        [
            (
                "x.md:6: WARNING: finding-table: state 'redy' is unknown; did you mean ready?"
                " [audit.bad_query]"
            )
        ],
    ),
    "query for an unknown phase": (
        page("Kept text.", "", "```{progress}", ":phase: 2Z", "```"),
        [
            (
                "x.md:5: WARNING: progress: no page declares phase 2Z; valid: 2A"
                " [audit.bad_query]"
            )
        ],
    ),
    "unknown column": (
        page("Kept text.", "", "```{finding-table}", ":columns: prioritiy", "```"),
        [
            (
                "x.md:6: WARNING: columns: no column 'prioritiy'; did you mean priority?"
                " [audit.bad_value]"
            )
        ],
    ),
    "argument of a view": (
        page("```{progress} Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: progress takes no argument; ask with options such as"
                " :phase: 2A [audit.bad_query]"
            )
        ],
    ),
    "wrong number": (
        page("Kept text. {count}`status=opn`"),
        [
            (
                "x.md:3: WARNING: count: status 'opn' is unknown; did you mean open?"
                " [audit.bad_query]"
            )
        ],
    ),
    "unknown finding in a reference": (
        page("Kept text. {finding}`OK-01`"),
        [
            (
                "x.md:3: WARNING: no page defines finding OK-01; did you mean OK-001?"
                " [audit.unknown_reference]"
            )
        ],
    ),
    "dependencies of an unknown finding": (
        page("Kept text. {depends}`OK-01`"),
        [
            (
                "x.md:3: WARNING: no page defines finding OK-01; did you mean OK-001?"
                " [audit.unknown_reference]"
            )
        ],
    ),
    "number in a heading": (
        page("## Kept text. {count}`status=open`"),
        [
            (
                "x.md:3: WARNING: {count}`status=open` cannot be computed in a heading, which"
                " contents trees repeat; say it in the text below [audit.role_in_heading]"
            )
        ],
    ),
    "role in a diagram": (
        page(
            "```{mermaid}", "flowchart LR", '  a["{finding}`OK-001` Kept text."]', "```"
        ),
        [
            (
                "x.md:5: WARNING: {finding}`OK-001` stays as it is in a diagram: nothing is"
                " computed there [audit.role_in_heading]"
            )
        ],
    ),
    "diagram that cannot be drawn": (
        page("```{mermaid}", "flowchart LR", "  Kept --> [text.", "```"),
        ["x.md:5: WARNING: the diagram cannot be drawn, its source is shown: "],
    ),
    "phase without findings": (
        {**page("Kept text."), "q.md": phase("2B", after="2A")},
        ["q.md:3: WARNING: no finding is in phase 2B [audit.unused_phase]"],
    ),
    "phase after an unknown one": (
        {**page(*in_finding(":phase: 2B")), "q.md": phase("2B", after="2Z")},
        [
            (
                "q.md:3: WARNING: phase 2B names phase 2Z, which no page declares;"
                " valid: 2A, 2B [audit.unknown_phase]"
            )
        ],
    ),
    "sign-off of an unknown phase": (
        page("```{signoff} 2Z", ":decision: approved", "", "Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: a sign-off names phase 2Z, which no page declares;"
                " valid: 2A [audit.unknown_phase]"
            )
        ],
    ),
    "claim without a source": (
        page("```{signoff} 2A", ":decision: claimed", "", "Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: a claimed sign-off names who claims it in :source:"
                " [audit.bad_value]"
            )
        ],
    ),
    "backtick in the first line": (
        page("```{checklist} C Run `go test`", "- [ ] Kept text.", "```"),
        [
            (
                "x.md:3: WARNING: a backtick in the first line ends this fence at once;"
                " open and close it with ::: instead [audit.fence]"
            )
        ],
    ),
    "fence that is never closed": (
        page("```{finding} XX-001", ":phase: 2A", "", "Kept text."),
        ["x.md:3: WARNING: this fence is never closed [audit.fence]"],
    ),
    "fence that swallows the next": (
        page("```sql", "Kept text.", "```{finding} XX-001", "```"),
        [
            (
                "x.md:3: WARNING: this fence is still open in line 5, where another begins;"
                " close it, or open it with 4 marks [audit.fence]"
            )
        ],
    ),
}


def text_of(app: SphinxTestApp, name: str = "x") -> str:
    return (app.outdir / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_located_and_its_text_is_kept(build: Build, case: str) -> None:
    pages, expected = CASES[case]
    app = build(pages, "html" if "diagram" in case else "text")
    said = warnings_of(app)
    assert len(said) == len(expected), said
    for line, start in zip(said, expected, strict=True):
        assert line.startswith(start)
    if app.builder.name == "text":
        assert "Kept text." in text_of(app)
    else:
        assert "Kept" in (app.outdir / "x.html").read_text("utf-8")


def test_a_duplicate_names_both_places_in_the_warning_and_on_the_page(
    build: Build,
) -> None:
    app = build({**INDEX, "a.md": finding("XX-001"), "b.md": finding("XX-001")}, "text")
    assert warnings_of(app) == [
        (
            "b.md:3: WARNING: finding XX-001 is already defined in a, line 3"
            " [audit.duplicate_id]"
        )
    ]
    assert "XX-001 is already defined in a, line 3" in text_of(app, "b")
    assert "Body." in text_of(app, "b")


def test_a_former_id_is_nobody_elses(build: Build) -> None:
    pages = {
        "a.md": finding("XX-001", aliases="XX-002, XX-009"),
        "b.md": finding("XX-002"),
        "c.md": finding("XX-003", aliases="XX-009"),
    }
    assert [
        w.partition(" WARNING: ")[2] for w in warnings_of(build(INDEX | pages))
    ] == [
        "finding XX-002 is already defined in a, line 3 [audit.duplicate_id]",
        "finding XX-009 is already defined in a, line 3 [audit.duplicate_id]",
    ]


def test_a_number_of_a_phase_that_is_not_there_is_none(build: Build) -> None:
    app = build({**INDEX, **OK, "y.md": "# Y\n\n{count}`phase=2X` left.\n"}, "text")
    (said,) = warnings_of(app)
    assert said.startswith("y.md:3: WARNING: count: no page declares phase 2X")
    assert "{count}`phase=2X` left" in text_of(app, "y").replace('"', "")


def test_an_item_may_begin_with_a_list_or_code(build: Build) -> None:
    items = "- - [ ] inner\n- ```text\n  code\n  ```\n- [x] done\n"
    page = finding("XX-001") + f"\n````{{checklist}} C\n{items}````\n"
    app = build({**INDEX, **OK, "x.md": page}, "text")
    said = warnings_of(app)
    assert len(said) == 2
    assert all("[audit.bad_item]" in w for w in said)
    doctree = app.env.get_doctree("x")
    assert {type(mark.parent) for mark in doctree.findall(is_mark)} == {nodes.paragraph}
    assert [word in text_of(app) for word in ("inner", "code", "done")] == [True] * 3


def is_mark(node: nodes.Node) -> bool:
    return isinstance(node, nodes.inline) and "audit-mark" in node["classes"]


@pytest.mark.parametrize("item", ["- ", "1. ", "> * "])
def test_a_fence_may_begin_a_list_item(item: str) -> None:
    then = re.sub(r"[^>]", " ", item)
    text = f"{item}```python\n{then}x\n{then}```\n"
    assert list(parsed(text, None)) == []
    assert [f.line for f in parsed(text + "\n```python\n", None)] == [5]


@pytest.mark.parametrize(
    "text",
    [
        "```text\n    ```\n```\n",
        "<!--\n```\n-->\n",
        "Words.\n\n    ```\n    code\n",
        "````md\n```{finding} X\n```\n````\n",
        "```text\na\u2028```{x}\n```\n",
        "::::{note}\n:::{tip}\nx\n:::\n::::\n",
    ],
)
def test_what_only_looks_like_a_broken_fence_is_none(text: str) -> None:
    config = MdParserConfig(enable_extensions={"colon_fence"})
    assert list(parsed(text, config)) == []


def test_a_circle_is_named_once_with_its_whole_path(build: Build) -> None:
    pages = {
        f"A-{n}.md": finding(f"A-{n}", depends=f"A-{n % 3 + 1}") for n in (1, 2, 3)
    }
    app = build({**INDEX, **pages}, "text")
    (said,) = warnings_of(app)
    assert "wait for each other: A-1 → A-3 → A-2 → A-1 [audit.cycle]" in said


def test_warnings_of_a_phase_page_are_given_once(build: Build) -> None:
    pages = {**INDEX, **OK, "p.md": "# Phase 2A: F\n\n```{phase} 2A\n:ordr: 1\n```\n"}
    assert len(warnings_of(build(pages, "text"))) == 1


SCRIPT = '</script><script>alert("x")</script>'


def test_no_field_lets_markup_through(build: Build) -> None:
    options = ("owner", "severity", "source", "reason", "tags", "evidence", "controls")
    facts = dict.fromkeys(options, SCRIPT)
    body = f"```{{checklist}} C {SCRIPT}\n- [ ] `{SCRIPT}` {{by}}`{SCRIPT}`\n```"
    pages = {
        **INDEX,
        "x.md": finding("XX-001", f"`{SCRIPT}`", "", **facts) + body + "\n",
        "v.md": "# V\n\n```{finding-table}\n:columns: finding, owner, source, tags\n```\n",
    }
    app = build(pages)
    assert all("[audit.missing_evidence]" in w for w in warnings_of(app))
    for name in ("x", "v", "p", "index", "audit-findings"):
        assert "<script>alert" not in (app.outdir / f"{name}.html").read_text("utf-8")


def test_a_label_before_the_heading_of_a_plan_is_no_trouble(build: Build) -> None:
    text = f"(plan)=\n\n{finding('XX-001')}\nSee [the plan](#plan).\n"
    app = build({**INDEX, **OK, "x.md": text}, "text")
    assert warnings_of(app) == []


@pytest.mark.parametrize(
    ("case", "note"),
    [
        ("unknown phase", "XX-001 names phase 2Z"),
        ("unknown dependency", "XX-001 depends on OK-01"),
        ("unknown pattern", "XX-001: uses none"),
        ("sign-off of an unknown phase", "a sign-off names phase 2Z"),
        ("checklist of nobody", "C: belongs to OK-01"),
        ("effort", "'X-Y days' is no effort"),
    ],
)
def test_the_page_shows_what_is_wrong(build: Build, case: str, note: str) -> None:
    text = text_of(build(CASES[case][0], "text"))
    assert note in " ".join(text.split())


@pytest.mark.parametrize("line", [":priority:critical", ":no colon at its end"])
def test_a_mistyped_option_does_not_cost_those_behind_it(
    build: Build, line: str
) -> None:
    app = build(page(*in_finding(":phase: 2A", line, ":owner: me")), "text")
    (said,) = warnings_of(app)
    assert said == (
        "x.md:5: WARNING: this line is no option, such as :name: value"
        " [audit.unknown_option]"
    )
    assert "Owner:\n   me" in text_of(app)
    assert line in " ".join(text_of(app).replace('"', "").split())


def test_options_may_stand_behind_a_blank_line_in_both_syntaxes(build: Build) -> None:
    app = build(
        rst(".. finding:: XX-001", "", "   :phase: 2A", "   :owner: me"), "text"
    )
    assert warnings_of(app) == []
    assert "Owner:\n   me" in text_of(app)


def test_ordered_and_boxed_items_count(build: Build) -> None:
    body = "```{checklist} C\n- [x] a\n\n1. [ ] b\n\n> - [ ] c\n```"
    app = build(page(body), "text")
    assert warnings_of(app) == []
    assert "1 of 3" in text_of(app)


INCLUDED = ":::{finding} XX-001\n:phase: 2A\n:prioritiy: high\n\nText.\n:::\n"
WRONG = "WARNING: finding has no option prioritiy"


def test_a_place_in_an_included_file_is_that_file(build: Build) -> None:
    pages = {"parts/i.txt": f"\n{INCLUDED}", **page("```{include} parts/i.txt\n```")}
    (said,) = warnings_of(build(pages, "text"))
    assert said.startswith(f"parts/i.txt:4: {WRONG}")


def test_lines_behind_an_included_file_are_those_of_the_page(build: Build) -> None:
    lines = [".. include:: i.txt", "", *in_rst(":phase: 2A", ":prioritiy: high")]
    (said,) = warnings_of(build({"i.txt": "A\n\nB\n\nC\n", **rst(*lines)}, "text"))
    assert said.startswith(f"x.rst:8: {WRONG}")


def test_a_directive_whose_line_is_empty_has_its_options_below(build: Build) -> None:
    lines = ["```{eval-rst}", ".. finding-table::", "   :state: redy", "```"]
    (said,) = warnings_of(build(page(*lines), "text"))
    assert said.startswith("x.md:5: WARNING: finding-table: state 'redy'")


def test_two_things_in_one_section_are_told_apart(build: Build) -> None:
    app = build({**INDEX, "x.md": finding("XX-001") + finding("XX-002")[18:]}, "text")
    (said,) = warnings_of(app)
    assert "finding XX-002 shares its section; give it a heading" in said
    assert "Problem: finding XX-002 shares its section" in text_of(app)


@pytest.mark.parametrize(
    "heading", ["XX-001 Words", "[XX-001] Words", "XX-001 – Words"]
)
def test_a_title_needs_no_colon(build: Build, heading: str) -> None:
    text = finding("XX-001").replace("XX-001: A title", heading)
    app = build({**INDEX, "x.md": text}, "text")
    assert "XX-001: Words" in text_of(app, "p")
