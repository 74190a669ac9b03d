"""Blocks are found in every nesting, each at its file, line and column."""

from __future__ import annotations

import dataclasses as dc
import json
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import CONF, warnings_of
from sphinx_audit.read.code import Collector
from sphinx_audit.verify.anchor import File
from sphinx_audit.verify.blocks import (
    Block,
    Depth,
    Heading,
    Plan,
    Role,
    Trouble,
    read_plans,
    written,
)
from sphinx_audit.verify.codec import FormatError
from sphinx_audit.verify.naming import marks_in, name_of, role_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docutils import nodes
    from sphinx.testing.util import SphinxTestApp

    from conftest import Build

    Wrap = Callable[[list[str], int], list[str]]

MORE = CONF.replace(
    '["colon_fence"]', '["colon_fence", "attrs_block", "deflist"]'
).replace('"sphinx_audit"]', '"sphinx_audit", "sphinx_design"]')


def prefixed(first: str, rest: str) -> Wrap:
    def wrap(lines: list[str], depth: int) -> list[str]:
        return [
            first + lines[0],
            *(rest + line if line else line for line in lines[1:]),
        ]

    return wrap


def quoted(lines: list[str], depth: int) -> list[str]:
    return [f"> {line}" for line in lines]


def fenced(name: str, *before: str) -> Wrap:
    def wrap(lines: list[str], depth: int) -> list[str]:
        marks = ":" * (4 + depth)
        return [f"{marks}{{{name}}}", *before, *lines, marks]

    return wrap


def tabs(lines: list[str], depth: int) -> list[str]:
    outer, inner = ":" * (5 + 2 * depth), ":" * (4 + 2 * depth)
    return [f"{outer}{{tab-set}}", f"{inner}{{tab-item}} T", *lines, inner, outer]


def listed(lines: list[str], depth: int) -> list[str]:
    marks = "`" * (6 + depth)
    cell = prefixed("  - ", "    ")(lines, depth)
    return [f"{marks}{{list-table}}", "* - one", *cell, marks]


MYST_WRAPS: list[Wrap] = [
    quoted,
    prefixed("- ", "  "),
    prefixed("12. ", "    "),
    prefixed("Term\n: ", "  "),
    fenced("note"),
    fenced("dropdown", ":open:", ""),
    tabs,
    listed,
]


def indented(directive: str, *options: str) -> Wrap:
    def wrap(lines: list[str], depth: int) -> list[str]:
        head = [f".. {directive}", *(f"   {o}" for o in options), ""]
        return [*head, *(f"   {line}" if line else "" for line in lines)]

    return wrap


def in_tabs(lines: list[str], depth: int) -> list[str]:
    return indented("tab-set::")(indented("tab-item:: T")(lines, depth), depth)


RST_WRAPS: list[Wrap] = [
    prefixed("- ", "  "),
    prefixed("#. ", "   "),
    prefixed("Term\n   ", "   "),
    prefixed("   ", "   "),
    indented("note::"),
    in_tabs,
    indented("container:: x"),
]

CODE = st.lists(
    st.sampled_from(["", "  deeper", "x = 'ü'", "}", "- no list", "> no quote"]),
    max_size=4,
)


def myst_leaf(kind: int, code: list[str]) -> list[str]:
    return [
        ["```sql", *code, "```"],
        ["~~~~sql", *code, "~~~~"],
        ["```{code-block} sql", ":caption: a/b.sql", ":name: NAME", "", *code, "```"],
        ["```{code-block} sql", ":linenos:", "", "", *code, "```"],
        [":::{code-block} sql", *code, ":::"],
        ["{.verify-run}", "```sql", "", *code, "```"],
        ["```{eval-rst}", "x", "", *rst_leaf(0, code), "```"],
    ][kind]


def rst_leaf(kind: int, code: list[str]) -> list[str]:
    inside = [f"   {line}" if line else "" for line in code]
    return [
        [".. code-block:: sql", "   :caption: a/b.sql", "", *inside],
        [".. code-block:: sql", "", "", *inside],
        ["See::", "", *inside],
        [".. parsed-literal::", "", *inside],
        [".. class:: verify-run", "", ".. code-block:: sql", "", *inside],
    ][kind]


@st.composite
def pages(draw: st.DrawFn, wraps: list[Wrap], kinds: int) -> str:
    """Return a page with blocks in nestings, each with its number in its first line."""
    leaf = myst_leaf if wraps is MYST_WRAPS else rst_leaf
    lines = ["Page", "====", ""]
    for number in range(draw(st.integers(1, 12))):
        code = [f"SELECT {number};", *draw(CODE), "END;"]
        made = [
            line.replace("NAME", f"n{number}")
            for line in leaf(draw(st.integers(0, kinds - 1)), code)
        ]
        for depth in range(draw(st.integers(0, 3))):
            made = draw(st.sampled_from(wraps))(made, depth)
            made = "\n".join(made).split("\n")
        lines += [f"Text {number}.", "", *made, "", "----", ""]
    return "\n".join([*lines, "End.", ""])


class Reader:
    """One application that reads page after page."""

    def __init__(self, folder: Path) -> None:
        from sphinx.testing.util import SphinxTestApp  # noqa: PLC0415

        (folder / "conf.py").write_text(MORE, "utf-8")
        (folder / "index.md").write_text("# Top\n", "utf-8")
        self.folder = folder
        self.app = SphinxTestApp("audit-json", srcdir=folder)
        self.app.build()
        self.found: list[Block] = []
        self.app.connect("doctree-read", self.see)

    def see(self, app: SphinxTestApp, document: nodes.document) -> None:
        docname = app.env.current_document.docname
        found = Collector(document, docname, app.env).blocks()
        self.found = [block for _, _, block in found]

    def blocks(self, name: str, text: str) -> list[Block]:
        path = self.folder / name
        path.write_text(text, "utf-8")
        self.app.env.project.discover()
        self.app.builder.read_doc(path.stem)
        return self.found


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(tmp_path_factory.mktemp("reader"))


def stands_there(block: Block, text: str) -> None:
    """Assert that each line of a block is in the file where the block says so."""
    lines = text.split("\n")
    assert block.exact
    for number, code in enumerate(block.text.split("\n")[:-1], start=1):
        line, column = block.at(number)
        assert lines[line - 1][column - 1 :].rstrip() == code.rstrip()


LAW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@LAW
@given(pages(MYST_WRAPS, 7))
def test_a_block_of_markdown_stands_where_it_says(reader: Reader, text: str) -> None:
    check(reader.blocks("m.md", text), text)


@LAW
@given(pages(RST_WRAPS, 5))
def test_a_block_of_restructuredtext_stands_where_it_says(
    reader: Reader, text: str
) -> None:
    check(reader.blocks("r.rst", text), text)


def check(blocks: list[Block], text: str) -> None:
    wanted = re.findall(r"SELECT \d+;", text)
    found = [b for b in blocks if b.text.lstrip().startswith("SELECT")]
    assert [b.text.split()[:2] for b in found] == [w.split() for w in wanted]
    for block in found:
        stands_there(block, text)


# -- what no random page has


def place(block: Block, text: str) -> str:
    stands_there(block, text)
    return f"{block.path}:{block.line}"


def test_options_written_as_yaml_stand_before_the_code(reader: Reader) -> None:
    text = "# X\n\n```{code-block} sql\n---\ncaption: a\n---\n\nSELECT 1;\n```\n"
    (block,) = reader.blocks("y.md", text)
    assert place(block, text) == "y.md:8"


def test_code_in_a_table_drawn_with_lines(reader: Reader) -> None:
    text = """\
X
=

+-----+------------------------+
| one | two                    |
+=====+========================+
| a   | .. code-block:: sql    |
|     |                        |
|     |    SELECT 1;           |
|     |      SELECT 2;         |
+-----+------------------------+
"""
    (block,) = reader.blocks("g.rst", text)
    assert (block.line, block.columns, block.exact) == (9, (11,), True)


def test_what_is_included_stands_in_its_own_file(reader: Reader) -> None:
    (reader.folder / "parts").mkdir(exist_ok=True)
    part = "Some text.\n\n> ```sql\n> SELECT 7;\n> ```\n"
    code = "-- one\nSELECT 8;\nSELECT 9;\n"
    (reader.folder / "parts" / "part.txt").write_text(part, "utf-8")
    (reader.folder / "parts" / "code.sql").write_text(code, "utf-8")
    page = "# X\n\n```{include} parts/part.txt\n```\n\n"
    page += "```{literalinclude} parts/code.sql\n:lines: 2-\n```\n"
    included, literal = reader.blocks("i.md", page)
    assert place(included, part) == "parts/part.txt:4"
    assert place(literal, code) == "parts/code.sql:2"
    assert literal.name == "parts/code.sql"


def test_what_restructuredtext_includes_stands_in_its_own_file(reader: Reader) -> None:
    part = (
        "Some text.\n\n- .. code-block:: sql\n     :caption: a.sql\n\n     SELECT 7;\n"
    )
    code = "a\n  SELECT 8;\n  SELECT 9;\nb\n"
    (reader.folder / "part.inc").write_text(part, "utf-8")
    (reader.folder / "code.sql").write_text(code, "utf-8")
    page = "X\n=\n\n.. include:: part.inc\n\n.. literalinclude:: code.sql\n"
    page += "   :lines: 2-3\n   :dedent: 2\n"
    included, literal = reader.blocks("ri.rst", page)
    assert place(included, part) == "part.inc:6"
    assert place(literal, code) == "code.sql:2"


def test_the_same_code_twice_is_in_two_places(reader: Reader) -> None:
    text = "# X\n\n```sql\nSELECT 1;\n```\n\n```sql\nSELECT 1;\n```\n"
    assert [b.line for b in reader.blocks("t.md", text)] == [4, 8]
    file = File("a\n\na\n")  # where a parser tells the same line for both
    found = [file.find(["a"], 0) for _ in range(3)]
    assert [anchor and anchor.line for anchor in found] == [0, 2, 0]


def test_a_page_of_one_line_again_and_again_is_read_in_time() -> None:
    begin = time.process_time()
    assert File("a\n" * 100_000).find([*["a"] * 50_000, "b"], 0) is None
    assert time.process_time() - begin < 20


def test_tabs_that_restructuredtext_widens_keep_their_place(reader: Reader) -> None:
    text = "X\n=\n\n.. code-block:: go\n\n\tfunc f() {\n\t\tg()\n\t}\n"
    (block,) = reader.blocks("tabs.rst", text)
    assert block.text == "func f() {\n        g()\n}\n"
    assert (block.line, block.columns, block.exact) == (6, (1, -6, 1), True)
    assert [block.at(1, 6), block.at(2, 9), block.at(3, 1)] == [(6, 7), (7, 3), (8, 2)]
    assert block.at(2, 1) == (7, 1)


def test_a_tab_that_is_indent_and_code_in_one_keeps_the_place(reader: Reader) -> None:
    text = "X\n=\n\n.. code-block:: sql\n\n   CREATE TABLE t (\n   \tid int,,\n   );\n"
    (block,) = reader.blocks("tabs.rst", text)
    line = block.text.split("\n")[1]
    assert block.at(2, line.index(",,") + 1) == (7, 4 + 1 + len("id int"))


def test_code_in_the_body_of_a_finding_is_part_of_its_plan(reader: Reader) -> None:
    code = "It is:\n\n```sql\nSELECT 1;\n```\n"
    text = f"# A-1: X\n\n````{{finding}} A-1\n:phase: 1\n\n{code}````\n"
    (block,) = reader.blocks("f.md", text)
    assert place(block, text) == "f.md:9"


def test_code_that_a_file_does_not_have_stands_at_its_directive() -> None:
    assert File("a\nb\n").find(["c"], 0) is None
    assert File("a\n").find([], 0) is None
    block = Block(page="p", path="p.md", line=7, exact=False, text="c\n")
    assert block.at(3, 9) == (7, 1)


@given(st.lists(st.sampled_from(["a", " b", "\tc", "", "> d"]), max_size=30), st.data())
def test_what_is_found_is_there(lines: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(lines)))
    last = data.draw(st.integers(first, len(lines)))
    code = [line.lstrip("> \t") for line in lines[first:last]]
    found = File("\n".join(lines)).find(code, first)
    assert (found is None) == (not any(code))
    if found:
        assert found.line == first
        for number, line in enumerate(code):
            assert lines[first + number][found.columns[number] :].strip() == line


# -- what a block is


@pytest.mark.parametrize(
    ("language", "name", "heading", "text", "role"),
    [
        ("sql", "", "Database migration", "CREATE TABLE t ();", Role.UP),
        ("sql", "", "Rollback", "DROP TABLE t;", Role.DOWN),
        ("sql", "1_rollback.sql", "Database migration", "DROP TABLE t;", Role.DOWN),
        ("sql", "1.down.sql", "", "DROP TABLE t;", Role.DOWN),
        ("sql", "1_up.sql", "Rollback", "CREATE TABLE t ();", Role.UP),
        ("sql", "", "Overview", "-- how many\nSELECT 1;", Role.FRAGMENT),
        ("sql", "", "Database migration", "SELECT f();", Role.UP),
        ("go", "a/b.go", "", "package b\n", Role.SERVICE),
        ("go", "a/b_test.go", "", "package b\n", Role.TEST),
        ("go", "", "", "x := 1\n", Role.FRAGMENT),
        ("bash", "", "", "ls\n", Role.OTHER),
    ],
)
def test_a_role_follows_from_names_and_headings(
    language: str, name: str, heading: str, text: str, role: Role
) -> None:
    assert role_of(language, name, ("SI-001", heading), text) is role


@pytest.mark.parametrize(
    ("text", "caption", "name"),
    [
        ("-- File: a/b.sql\nSELECT 1;", "other.sql", "a/b.sql"),
        ("#!/bin/sh\n# File: run.sh\n", "", "run.sh"),
        ("// File: a/b.go\n", "", "a/b.go"),
        ("SELECT 1;", "a/b.sql", "a/b.sql"),
        ("SELECT 1;", "How it goes", ""),
        ("SELECT 1;\n-- File: a.sql", "", ""),
    ],
)
def test_a_name_is_in_the_first_line_or_the_caption(
    text: str, caption: str, name: str
) -> None:
    assert name_of(text, caption) == name


def test_classes_say_how_to_verify() -> None:
    marks = marks_in(["x", "verify-check", "verify-down", "verify-fails"])
    assert marks == (Role.DOWN, Depth.CHECK, True, ())
    (said,) = marks_in(["verify-chekc"]).unknown
    assert said == "no block is verify-chekc; did you mean check?"


WRONG_MARK = """\
# XX-001: One

```{finding} XX-001
```

{.verify-rnu}
```sql
SELECT 1;
```
"""


def test_a_wrong_mark_is_reported_at_its_block(build: Build) -> None:
    pages = {"conf.py": MORE, "index.md": WRONG_MARK}
    (warning,) = [w for w in warnings_of(build(pages)) if "verify" in w]
    assert warning.startswith("index.md:7: WARNING: no block is verify-rnu;")


def test_marks_that_nobody_reads_are_reported(build: Build) -> None:
    (warning,) = [
        w for w in warnings_of(build({"index.md": WRONG_MARK})) if "mark" in w
    ]
    assert warning == (
        "index.md:6: WARNING: this marks no block: myst_enable_extensions lacks "
        "attrs_block [audit.bad_value]"
    )


# -- blocks.json

TEXT = st.text(st.characters(codec="utf-8"), max_size=9)
BLOCKS = st.builds(
    Block,
    page=TEXT,
    path=TEXT,
    line=st.integers(1, 99),
    columns=st.lists(st.integers(0, 9)).map(tuple),
    exact=st.booleans(),
    role=st.sampled_from(Role),
    depth=st.sampled_from(Depth),
    fails=st.booleans(),
    text=TEXT,
    sections=st.lists(TEXT, max_size=2).map(tuple),
)
PLANS = st.builds(
    Plan,
    id=TEXT,
    title=TEXT,
    depends=st.lists(TEXT, max_size=2).map(tuple),
    blocks=st.lists(BLOCKS, max_size=3).map(tuple),
    sections=st.lists(
        st.builds(Heading, title=TEXT, path=TEXT, line=st.integers(1, 9)), max_size=2
    ).map(tuple),
    troubles=st.lists(
        st.builds(Trouble, code=TEXT, message=TEXT, path=TEXT, line=st.integers(1, 9)),
        max_size=2,
    ).map(tuple),
)


@given(st.lists(PLANS, max_size=3).map(tuple))
def test_plans_are_read_as_written(plans: tuple[Plan, ...]) -> None:
    assert read_plans(written(plans)) == plans


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["version", "plans", "id", "blocks", "line", "role", "text"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(JSON)
def test_anything_else_is_read_or_refused(data: object) -> None:
    text = json.dumps({"version": 1, "plans": data})
    with suppress(FormatError):
        assert isinstance(read_plans(text), tuple)


@pytest.mark.parametrize("text", ["", "[", "[]", "{}", '{"version": 2}', "[" * 100_000])
def test_what_is_no_such_file_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read_plans(text)


def test_moving_code_keeps_its_digest_and_editing_does_not() -> None:
    block = Block(page="p", path="p.md", line=7, columns=(0,), text="c\n")
    moved = dc.replace(block, line=9, columns=(4,), sections=("Other",))
    assert moved.digest == block.digest
    assert dc.replace(block, text="d\n").digest != block.digest
    assert dc.replace(block, role=Role.UP).digest != block.digest
