"""Listings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..beside import share
from ..classes import only
from ..numbers import figure_number
from ..registry import writes
from ..source import array, block, call, content, string

if TYPE_CHECKING:
    from ..translator import Translator

LANGUAGES = {  # Pygments' names for what Typst's highlighter calls otherwise
    "default": "",
    "none": "",
    "text": "",
    "md": "",  # of which our colours show nothing, and which costs half a second
    "markdown": "",
    "myst": "",
    "console": "sh",
    "shell": "sh",
    "bash": "sh",
    "ipython3": "python",
    "pycon": "python",
    "python3": "python",
    "py3": "python",
    "postgresql": "sql",
    "postgres": "sql",
    "plpgsql": "sql",
    "golang": "go",
    "ts": "typescript",
    "docker": "dockerfile",
    "jsonc": "json",
    "protobuf": "proto",
}
FITTING = ((84, 8.4), (92, 7.7), (100, 7.1))  # characters a line, points
TALL = 12  # lines from which a listing may go on on the next page


def listing(
    source: str, language: str = "", /, *, share: float = 1, **options: str | None
) -> str:
    """Write a listing in the largest size that fits, else with broken lines.

    *share*: how much of a line of the page there is for it.
    """
    source = source.expandtabs(4).strip("\n")
    lines = source.split("\n")
    widest = max(map(len, lines))
    fitting = (size for width, size in FITTING if widest <= share * width)
    size = next(fitting, None)
    language = LANGUAGES.get(language.lower(), language)
    return call(
        "listing",
        string(source),
        lang=string(language) if language else None,
        size=f"{size or FITTING[1][1]}pt",
        wrap=None if size else "true",
        tall="true" if len(lines) > TALL else (None if size else "auto"),
        **options,
    )


@writes("literal_block", "doctest_block")
def literal_block(book: Translator, node: nodes.Element) -> str:
    if any(not isinstance(child, nodes.Text) for child in node.children):
        return block(call("verbatim", content(_parsed(book, node))))
    source, options = _source(book, node), _options(node)
    return block(listing(source, _language(node), share=share(node), **options))


def _source(book: Translator, node: nodes.Element) -> str:
    """Return the text of a listing; the heads of a diff name files by their folders."""
    if node.get("language") == "udiff":
        book.shorten_paths(node)
    return node.astext()


def _language(node: nodes.Element) -> str:
    is_session = isinstance(node, nodes.doctest_block)
    return "python" if is_session else str(node.get("language", ""))


def _options(node: nodes.Element) -> dict[str, str | None]:
    given: dict[str, list[int]] = node.get("highlight_args", {})
    marked = given.get("hl_lines") or []
    first = str(given.get("linenostart", 1)) if node.get("linenos") else None
    return {"from_": first, "marked": array(map(str, marked)) if marked else None}


def _parsed(book: Translator, node: nodes.Element) -> str:
    """Keep the lines and blanks of a block that holds markup."""
    for words in list(node.findall(nodes.Text)):
        lines = words.astext().replace(" ", "\xa0").split("\n")
        kept: list[nodes.Node] = [nodes.Text(lines[0])]
        for line in lines[1:]:
            kept += [nodes.raw("", "<br>", format="html"), nodes.Text(line)]
        words.parent.replace(words, kept)
    return book.render(node.children)


def captioned(book: Translator, node: nodes.Element) -> str:
    """Write the container that Sphinx puts around a listing with a caption."""
    parts = only(node, nodes.caption, nodes.literal_block)
    caption = next((c for c in parts if isinstance(c, nodes.caption)), None)
    inside = next(c for c in parts if isinstance(c, nodes.literal_block))
    options = _options(inside)
    if caption is not None:
        options["caption"] = content(book.render(caption.children))
    options["number"] = figure_number(book, node, "code-block")
    anchor = book.labels.anchor(node) + book.labels.anchor(inside)
    source, language = _source(book, inside), _language(inside)
    return block(anchor + listing(source, language, share=share(node), **options))


@writes("productionlist")
def productionlist(book: Translator, node: nodes.Element) -> str:
    return block(listing("\n".join(child.astext().rstrip() for child in node.children)))
