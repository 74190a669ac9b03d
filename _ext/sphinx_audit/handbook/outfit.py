"""What a project lends to its books: a logo, an accent colour, templates."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from sphinx.errors import ConfigError

from ..report import Fault, warn
from . import glyphs, raster, svg
from .files import digest
from .names import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from .builder import HandbookTypstBuilder
    from .wanted import Wanted

    Keep = Callable[[str, bytes], None]
    """Writes a file at a path below the sources."""

_PACKAGE = re.compile(rb"""["'](@[\w-]+/[^"']+)["']""")
ENOUGH = 4.5
"""The contrast that WCAG 2.2 (1.4.3) asks of text; links have the accent colour."""


def logo(wanted: Wanted, builder: HandbookTypstBuilder) -> str:
    """Copy the logo below the sources, and return its path there.

    Raises ConfigError for a file that is none, or none of the project's.
    """
    if not wanted.logo:
        return ""
    file = own(wanted.logo, Path(builder.confdir), "logo")
    try:
        source = raster.read(file)
        suffix = raster.suffix(source, file.name)
        is_new = builder.strangers.first(f"logo {wanted.logo}")  # each book asks
        if suffix == raster.SVG:
            source = _drawable(svg.clean(source).source, file, builder, tell=is_new)
        path = f"own/{digest(source)[:20]}{suffix}"
        builder.keep(path, source)
        cause = is_new and builder.trial.cause(builder.sources, f"/{path}")
    except (OSError, ParseError, ValueError) as error:
        raise ConfigError(f"logo {wanted.logo!r}: {error}") from error
    if cause:
        message = "the logo %s costs the PDFs their standards: %s"
        warn(Fault.PDF_STANDARD, message, wanted.logo, cause)
    return f"/{path}"


def _drawable(
    source: bytes, file: Path, builder: HandbookTypstBuilder, *, tell: bool
) -> bytes:
    shown, lacking = glyphs.drawable(source.decode(), builder.fonts)
    if lacking and tell:
        message = "no font has %s of the logo; draw it as a path or add a font"
        at = glyphs.line_of(lacking, file)
        warn(Fault.GLYPH, message, glyphs.named(lacking), at=at)
    return shown.encode()


def inputs(wanted: Wanted, confdir: Path, keep: Keep) -> dict[str, str]:
    """Return what Typst is told of a book besides its source."""
    found = {}
    if wanted.accent:
        found["accent"] = wanted.accent.lower()
    if wanted.template:
        file = own(wanted.template, confdir, "template")
        source = file.read_bytes()
        _check_packages(source, wanted.template)
        path = f"own/{digest(source)[:8]}-{plain(file.stem)}.typ"
        keep(path, source)
        found["template"] = f"/{path}"
    return found


def _check_packages(source: bytes, name: str) -> None:
    """Refuse a template that asks the network, or folders of this machine."""
    if found := _PACKAGE.search(source):
        package = found[1].decode("utf-8", "replace")
        raise ConfigError(
            f"template {name!r} imports {package}, and a build asks no network; "
            "write what it needs of it into the template"
        )


def own(name: str, confdir: Path, key: str) -> Path:
    """Return a file of the project, never one outside of it."""
    try:
        file = (confdir / name).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a link to itself, a NUL
        raise ConfigError(f"{key} {name!r}: {error}") from error
    if not file.is_file() or not file.is_relative_to(confdir.resolve()):
        raise ConfigError(f"{key} {name!r} is no file in the folder of conf.py")
    return file


def check_contrast(wanted: Wanted) -> None:
    """Warn of an accent that is too light to be read on white."""
    if wanted.accent and (found := contrast(wanted.accent)) < ENOUGH:
        message = "accent %s has a contrast of %.1f to white; text needs %.1f"
        warn(Fault.SETTING, message, wanted.accent, found, ENOUGH)


def contrast(colour: str) -> float:
    """Return the contrast of *colour* (``#rrggbb``) to white, 1 to 21."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
