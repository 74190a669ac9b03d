"""Roles of ours in plain text, where nothing computes them: found, and said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from ..report import Fault
from .telling import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Node
    from markdown_it.token import Token
    from sphinx.environment import BuildEnvironment

    from ..model import Place

ROLE = re.compile(
    r"(?:\{(?:audit:)?(?:finding|phase|checklist|pattern|count|depends)\}"
    r"|:(?:audit:)?(?:finding|phase|checklist|pattern|count|depends):)`[^`]+`"
)
"""One of our roles, in either syntax."""


def complain(env: BuildEnvironment, text: str, where: str, at: Node | Place) -> None:
    """Warn of each role in a text that is shown as it is written."""
    for match in ROLE.finditer(text):
        message = f"{match[0]} stays as it is in {where}: nothing is computed there"
        tell(env, Fault.ROLE_IN_HEADING, message, at=at)


def words_for_images(markdown: str, config: MdParserConfig | None) -> list[str]:
    """Return the words of each image in a paragraph, with the roles MyST drops."""
    parser = create_md_parser(config or MdParserConfig(), RendererHTML)
    inline = parser.parseInline(markdown)[0]
    images = (token for token in inline.children or () if token.type == "image")
    return ["".join(written(image.children or ())) for image in images]


def written(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "myst_role":
            yield f"{{{token.meta['name']}}}`{token.content}`"
        elif token.type == "softbreak":
            yield "\n"
        elif token.children:
            yield from written(token.children)
        else:
            yield token.content
