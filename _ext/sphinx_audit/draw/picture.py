"""A picture as a file for builders that take no SVG: a PDF page or a PNG."""

from __future__ import annotations

import tempfile
from importlib import resources
from pathlib import Path
from typing import Literal

from .printed import fonts

Kind = Literal["pdf", "png"]

PAGE = """\
#set document(date: none)
#set page(width: {width:.2f}pt, height: {height:.2f}pt, margin: 0pt)
#image("picture.svg", width: 100%, height: 100%)
"""


def typeset(svg: str, width: float, height: float, kind: Kind) -> bytes:
    """Set an SVG for print on a page of its own size, given in CSS pixels."""
    import typst  # noqa: PLC0415 - 7 MB that pages of HTML never need

    with tempfile.TemporaryDirectory(prefix="audit-") as name:
        folder = Path(name)
        (folder / "picture.svg").write_text(svg, encoding="utf-8")
        page = PAGE.format(width=0.75 * width, height=0.75 * height)
        (folder / "page.typ").write_text(page, encoding="utf-8")
        made: bytes = typst.compile(
            str(folder / "page.typ"),
            format=kind,
            font_paths=[str(folder) for folder in font_folders()],
            ignore_system_fonts=True,
            ppi=192,
        )
        return made


def font_folders() -> tuple[Path, ...]:
    """Return that of the labels, then that for signs and scripts it lacks."""
    return fonts(), Path(str(resources.files("manimgx_fonts")))
