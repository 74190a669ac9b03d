"""A drawing as an ordinary image, for builders whose pages hold no SVG of their own."""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..draw.mermaid import engine, shelf
from ..draw.picture import typeset
from ..draw.printed import for_print

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from ..draw.drawing import Drawing
    from ..draw.page import Ends

FOLDER = "audit-diagrams"


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", put_up_shelf)
    app.connect("build-finished", take_down_shelf)


def put_up_shelf(app: Sphinx) -> None:
    """Keep drawings beside the doctrees, where Sphinx keeps what pages were read to."""
    shelf.put_up(Path(app.doctreedir, FOLDER))


def take_down_shelf(app: Sphinx, exception: Exception | None) -> None:
    shelf.put_up(None)


def image_of(
    drawing: Drawing,
    builder: Builder,
    *,
    critical: Collection[Ends] = (),
    back: Collection[Ends] = (),
) -> nodes.image | None:
    """Return an image of the first kind the builder takes, none if it takes no such."""
    svg = for_print(drawing, critical=critical, back=back)
    return image_of_svg(svg, (drawing.width, drawing.height), builder)


def image_of_svg(
    svg: str, size: tuple[float, float], builder: Builder
) -> nodes.image | None:
    """Return an image of what is drawn for print already."""
    kinds: dict[str, tuple[str, Callable[[], bytes]]] = {
        "image/svg+xml": ("svg", svg.encode),
        "application/pdf": ("pdf", lambda: typeset(svg, *size, "pdf")),
        "image/png": ("png", lambda: typeset(svg, *size, "png")),
    }
    taken = builder.supported_image_types
    mime = next((mime for mime in kinds if mime in taken), None)
    if mime is None:
        return None
    suffix, make = kinds[mime]
    name = hashlib.sha256(f"{tools()} {svg}".encode()).hexdigest()[:20]
    path = kept(Path(builder.doctreedir, FOLDER, f"diagram-{name}.{suffix}"), make)
    builder.env.images.add_file(builder.env.current_document.docname, str(path))
    return nodes.image("", uri=str(path), candidates={mime: str(path)})


@cache
def tools() -> str:
    return f"{engine()} typst {version('typst')}"


def kept(path: Path, make: Callable[[], bytes]) -> Path:
    """Make a file unless it is there; other writers see all of it or nothing."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(make())
    Path(name).replace(path)
    return path
