"""Links from one page to the places of another, as a builder writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

if TYPE_CHECKING:
    from sphinx.builders import Builder


def has_pages(builder: Builder) -> bool:
    """Tell whether a builder writes each page as HTML of its own, and no book."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not isinstance(builder, SingleFileHTMLBuilder)
        and not builder.embedded
    )


class Hrefs:
    """The links of one page; a page is asked for once."""

    def __init__(self, docname: str, builder: Builder) -> None:
        self.docname, self.builder = docname, builder
        self.pages: dict[str, str] = {}

    def to(self, docname: str, anchor: str) -> str:
        """Return the link to a place; raises NoUri where the builder has none."""
        if docname == self.docname and anchor and self.builder.name != "epub":
            return f"#{anchor}"
        if docname not in self.pages:
            self.pages[docname] = self.builder.get_relative_uri(self.docname, docname)
        uri = self.pages[docname]
        if self.builder.name == "epub":
            anchor = anchor.replace(":", "-")  # as Sphinx changes the ids there
        # In a single page every document is an anchor of its own.
        return f"{'' if uri.startswith('#') else uri}#{anchor}" if anchor else uri
