"""Images of a build: checked, cleaned and copied below the Typst sources."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from ..report import Fault, warn
from . import glyphs, raster, svg
from .files import put
from .places import near

if TYPE_CHECKING:
    from docutils import nodes

    from .builder import HandbookTypstBuilder

FOLDER = "images"
EMBEDDED = "/images/embeded/"
"""Where Sphinx keeps what a page holds as data: its name says nothing to anyone."""


class Pictures:
    """Where the pictures of one build went; each is looked at once."""

    def __init__(self, builder: HandbookTypstBuilder) -> None:
        self._builder = builder
        self._paths: dict[str, str | None] = {}
        self.used: dict[str, None] = {}
        """What the page that is being translated shows."""

    def path(self, node: nodes.Element) -> str | None:
        """Return the image's path for Typst; warn and return ``None`` if unusable."""
        uri = str(node["uri"])
        if uri not in self._paths:
            self._paths[uri] = self._take(uri, node)
        path = self._paths[uri]
        if path:
            self.used[path.removeprefix("/")] = None
        return path

    def drawn(self, source: str, node: nodes.Element) -> str:
        """Keep an SVG of our own making."""
        return self._keep(self._drawable(source, node), ".svg")

    def _drawable(self, source: str, node: nodes.Element) -> bytes:
        shown, lacking = glyphs.drawable(source, self._builder.fonts)
        if lacking:
            message = (
                "no font has %s of the drawing; add a font in audit_handbook_fonts"
            )
            warn(Fault.GLYPH, message, glyphs.named(lacking), at=near(node))
        return shown.encode()

    def _take(self, uri: str, node: nodes.Element) -> str | None:
        if uri not in self._builder.images:
            if "://" in uri:  # of any other, Sphinx has warned
                warn(Fault.IMAGE, "the image %s is never fetched", uri, at=node)
            return None
        try:
            source = raster.read(self._inside(uri))
            suffix = raster.suffix(source, uri)
            if suffix == raster.SVG:
                source = self._clean(source, uri, node)
            path = self._keep(source, suffix)
            cause = self._builder.trial.cause(self._builder.sources, path)
        except (OSError, ValueError, ParseError) as error:
            why = " ".join(str(error).split())  # some decoders end with a new line
            name = "embedded here" if EMBEDDED in uri else uri
            warn(Fault.IMAGE, "the image %s cannot be used: %s", name, why, at=node)
            return None
        if cause:
            message = "the image %s costs the PDF its standards: %s"
            warn(Fault.PDF_STANDARD, message, uri, cause, at=node)
        return path

    def _inside(self, uri: str) -> Path:
        """Return the file, which must lie in the project or be Sphinx's own copy."""
        builder = self._builder
        path = (Path(builder.srcdir) / uri).resolve()
        homes = (builder.srcdir, builder.confdir, builder.doctreedir)
        if not any(path.is_relative_to(Path(home).resolve()) for home in homes):
            raise ValueError("it lies outside the project")
        return path

    def _clean(self, source: bytes, uri: str, node: nodes.Element) -> bytes:
        cleaned = svg.clean(source)
        if cleaned.lost:
            lost = ", ".join(cleaned.lost)
            warn(Fault.IMAGE, "the image %s loses %s on paper", uri, lost, at=node)
        return self._drawable(cleaned.source.decode(), node)

    def _keep(self, source: bytes, suffix: str) -> str:
        name = hashlib.sha256(source).hexdigest()[:20] + suffix
        put(Path(self._builder.sources) / FOLDER / name, source)
        self.used[f"{FOLDER}/{name}"] = None
        return f"/{FOLDER}/{name}"
