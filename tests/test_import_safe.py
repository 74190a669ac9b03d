"""Nothing in a text of strangers does anything on the page that carries it over."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from conftest import warnings_of
from importing import importing
from sphinx_audit.pile.writing.blocks import parse
from sphinx_audit.pile.writing.cleaning import clean
from sphinx_audit.pile.writing.harmless import written
from sphinx_audit.pile.writing.links import LATER, PICTURE, Shown, nothing
from sphinx_audit.pile.writing.settling import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from markdown_it.token import Token

    from conftest import Build

EVERYTHING = MdParserConfig(
    enable_extensions={
        *("amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist"),
        *("dollarmath", "fieldlist", "html_admonition", "html_image", "replacements"),
        *("smartquotes", "strikethrough", "substitution", "tasklist"),
    }
)
"""All that a project may turn on."""

LET_THROUGH = {
    *("text", "softbreak", "hardbreak", "code_inline", "link_open", "link_close"),
    *("em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"),
    *("paragraph_open", "paragraph_close", "inline", "heading_open", "heading_close"),
    *("bullet_list_open", "bullet_list_close", "ordered_list_open", "fence"),
    *("ordered_list_close", "list_item_open", "list_item_close", "text_special"),
    *("blockquote_open", "blockquote_close", "table_open", "table_close"),
    *("thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close"),
    *("th_open", "th_close", "td_open", "td_close", "entity"),
}
FENCES = re.compile(r"text|\{code-block\} [\w.+#-]+|\{mermaid\}")


def carried(text: str, picture: Callable[[str], Shown] = nothing) -> str:
    """Return what a page shows of a text, its links to other files as text."""
    parsed = parse([clean(line) for line in text.split("\n")])
    parsed.definitions.picture = picture
    lines = written(parsed.blocks, parsed.definitions)
    made = "\n".join(re.sub("^\ue004(\\d) ", heading, line) for line in lines)
    made = PICTURE.sub(lambda m: shown(m, "page.md"), made)
    return LATER.sub(lambda m: f"{m['label']}", made)


def heading(match: re.Match[str]) -> str:
    return "#" * int(match[1]) + " "


def tokens(text: str) -> Iterator[Token]:
    for token in create_md_parser(EVERYTHING, RendererHTML).parse(text):
        yield token
        yield from token.children or ()


def assert_harmless(text: str, picture: Callable[[str], Shown] = nothing) -> None:
    made = carried(text, picture)
    for token in tokens(made):
        if token.type == "image" and picture is not nothing:
            assert token.attrGet("src") == PATH
            continue
        assert token.type in LET_THROUGH, f"{token.type} in {made!r}"
        if token.type == "fence":
            assert FENCES.fullmatch(token.info.strip()), f"{token.info} in {made!r}"
        if token.type == "link_open":
            target = str(token.attrGet("href"))
            assert re.match(r"https?:|mailto:|ftp:", target), f"{target} in {made!r}"


HOSTILE = {
    "directive": "```{include} /etc/passwd\n```",
    "directive with tildes": "~~~{raw} html\n<script>alert(1)</script>\n~~~",
    "directive with colons": ":::{include} /etc/passwd\n:::",
    "directive in a list": "- a\n\n  ```{literalinclude} /etc/passwd\n  ```",
    "directive in a quote": "> ```{include} /etc/passwd\n> ```",
    "directive behind a line separator": "- [ ] a\u2028```{include} /etc/passwd",
    "role": "see {download}`/etc/passwd`",
    "role behind code": "`` a ` {download}`/etc/passwd` ``x`` {eval}`1`",
    "role in a link": "[{download}`/etc/passwd`](http://example.org)",
    "role behind an address": "[a](x`y) {download}`/etc/passwd`",
    "role in a table": "| a |\n|---|\n| {download}`/etc/passwd` |",
    "role behind an escaped bar": "| a |\n|---|\n| `x\\|` {download}`y\\|` |",
    "role in a heading": "# {eval}`1`",
    "role in a definition": "Term\n: text\n\n    {download}`/etc/passwd`",
    "role in a footnote": "a[^1]\n\n[^1]: b\n\n    {download}`/etc/passwd`",
    "substitution": "{{ env.config }} and {{ ''.__class__ }}",
    "raw HTML": "<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b",
    "HTML comment": "<!-- hidden --> and\n\n<!--\nlong\n-->",
    "picture": "![remote](http://example.org/x.png) ![local](/etc/passwd)",
    "picture by reference": "![x][y]\n\n[y]: http://example.org/x.png",
    "script link": "[a](javascript:alert(1)) <javascript:alert(1)>",
    "data link": "[a](data:text/html,<script>alert(1)</script>)",
    "math": "$\\input{/etc/passwd}$\n\n$$\n\\input{/etc/passwd}\n$$",
    "amsmath": "\\begin{equation}\n\\input{/etc/passwd}\n\\end{equation}",
    "comment": "% hidden\n\ntext\n% hidden as well",
    "target": "(secret)=\n\n# Title",
    "block break": "a\n\n+++ {} b",
    "field list": ":orphan: yes\n:nosearch: yes\n",
    "front matter": "---\nmyst: {enable_extensions: [substitution]}\n---\n\ntext",
    "attributes": "{onclick=alert(1)}\n[a]{onclick=alert(1)}",
    "mermaid with a file": "```mermaid /etc/passwd\n```",
    "mermaid that configures": '```mermaid\n%%{init: {"a": 1}}%%\ngraph TD\n  A\n```',
    "mermaid with options": "```mermaid\n:align: center\n\ngraph TD\n  A-->B\n```",
    "mermaid that links": "```mermaid\ngraph TD\n click A 'javascript:alert(1)'\n```",
    "code with options": "```python\n:caption: {eval}`1`\n\nx\n```",
    "longer fence": "````text\n```{include} x\n```\n````",
    "fence in code": "```text\n`````{include} x\n```",
    "empty fence": "```python\n```",
    "definition that gives": "[a]: /etc/passwd\n\n{download}`x` [a]",
    "nested": "> - > - > - > - > - > - > - > - > - ```{include} x",
    "indented code": "text\n\n    {download}`/etc/passwd`\n",
    "setext": "{eval}`1`\n=========\n\n`a\n===\nb`",
    "rule": "a\n\n---\n\n***\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markdown_is_harmless(name: str) -> None:
    assert_harmless(HOSTILE[name])


PIECES = st.sampled_from(
    [
        *"`~{}[]()<>!$%^&*_-+=|\\/:;'\"#.? \n\t",
        *("```", "~~~", ":::", "````", "{download}`x`", "{{ x }}", "{raw}", "[^1]"),
        *("[a](b)", "![a](b)", "[a]: b", "[a][a]", "<script>", "<!--", "-->", "    "),
        *("\n\n", "- ", "1. ", "> ", "| a | b |", "|---|---|", "$$", "\\begin{x}"),
        *("(a)=", "+++", "% ", ":a: b", "---", "===", "a", "word", "http://e.org/"),
        *("<http://e.org>", "mermaid", "python", "\\", "\\`", "\\{", "&lt;", "&#96;"),
        *("Anton", "Berta", "Cesar", "Dora", "Emil", "Friedrich", "Gustav", "Heinrich"),
        *("\u2028", "\x0b", "\x85", "\x00", "\ue000", "\ue005x", "é", "✅", "\u00a0"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example("[a\n    # b](c)")
@example("- - - #")
@example("((a)=")
@example("`\u2028`\u2028\u2028\u2028`")
@example("++\u2028+ a")
@example("[# a](c) {x}`y`")
@example("* `a\\|b` {c}`d`\n|-|\n")
@settings(max_examples=1500, deadline=None)
def test_no_text_at_all_does_anything(text: str) -> None:
    assert_harmless(text)


PATH = "imported/pictures/x.png"


@given(st.lists(PIECES, max_size=40).map("".join))
@example('[![![a](b)](c "|")](d)')
@example("# ![a](b)\n\n| ![a](b) |\n|-|")
@settings(max_examples=700, deadline=None)
def test_no_text_around_a_picture_does_anything(text: str) -> None:
    assert_harmless(text, lambda target: Shown(PATH))


WORD = re.compile(r"[^\W_]+")


@given(st.lists(PIECES, max_size=40).map("".join))
@example("```python")
@example("[a]: b&lt;")
@settings(max_examples=700, deadline=None)
def test_no_word_is_lost(text: str) -> None:
    """Whatever is between two words may change, a word may not go."""
    parsed = parse([clean(line) for line in text.split("\n")])
    made = "\n".join(written(parsed.blocks, parsed.definitions))
    where = [part for d in parsed.definitions.values() for part in (d.target, d.title)]
    shown = letters("".join([made, *where, *parsed.definitions]))
    lost = [
        w
        for w in WORD.findall(unescape(clean(text.replace("\n", " "))))
        if w.casefold() not in shown
    ]
    assert not lost, f"{lost} of {text!r} are not in {made!r}"


def letters(text: str) -> str:
    return "".join(WORD.findall(unescape(f"{text} {unquote(text)}").casefold()))


def test_a_page_of_hostile_text_builds_without_a_word_of_warning(build: Build) -> None:
    pages = {
        f"page{n}.md": f"# Page {n}\n\n{carried(text)}\n"
        for n, text in enumerate(HOSTILE.values())
        if not re.search(r"^(?:#|.*\n===)", text)
    }
    app = build({"index.md": "# Top\n\n```{toctree}\n:glob:\n\n*\n```\n", **pages})
    assert warnings_of(app) == []
    for name in pages:
        page = (app.outdir / name.replace(".md", ".html")).read_text("utf-8")
        body = page.partition("<article")[2].partition("</article>")[0]
        assert "root:" not in body
        assert "<script" not in body
        assert "onerror=" not in re.sub(r"<span[^>]*>|</span>|&[lg]t;.*", "", body)
        assert 'src="http' not in body


def test_what_ends_a_line_for_a_directive_alone_is_a_space(tmp_path: Path) -> None:
    ends = "".join(("\u2028", "\u2029", "\x0b", "\x0c", "\x85", "\x1c"))
    item = f"- [ ] a{ends}```{{include}} conf.py{ends}```"
    made = importing(tmp_path, {"a.md": f"# SI-001: Title\n\n{item}\n"})
    page = made.pages["findings/SI-001.md"]
    assert page.split("\n") == [*page.splitlines(), ""]
    assert "{checklist} SI-001-checklist Checklist" in page
    assert re.search(r"^- \[ \] a.*\{include\} conf.py.*$", page, re.MULTILINE), page
