"""The one door to Typst: sources in, PDF out, and what it has to say about them."""

from __future__ import annotations

import functools
import re
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..draw import printed

if TYPE_CHECKING:
    import typst

ENGINE = f"typst {version('typst')}"
STANDARDS: tuple[tuple[typst.PDFStandard, ...], ...] = (
    ("ua-1", "a-3a"),
    ("a-3a",),
    ("a-3b",),
    (),
)
"""From what an archive and a screen reader want to what any file reaches."""
FONT_PACKAGES = {
    "fontpkg_ibm_plex_sans": "files",
    "fontpkg_ibm_plex_mono": "files",
    "manimgx_fonts": "",
}
_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)


class TypesetError(Exception):
    """A book that Typst refuses; the message names the cause."""


class Result(NamedTuple):
    """What came of a book: the standards it reached, and why not those above."""

    reached: tuple[str, ...]
    refused: tuple[tuple[tuple[str, ...], str], ...]
    warnings: tuple[str, ...]


def font_folders() -> list[Path]:
    """Return the folders of the installed fonts; those of the system are not used."""
    specs = {name: find_spec(name) for name in FONT_PACKAGES}
    origins = {name: spec.origin for name, spec in specs.items() if spec}
    folders = [Path(o).parent / FONT_PACKAGES[n] for n, o in origins.items() if o]
    return [*folders, printed.fonts()]


@functools.cache
def _fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415 - 30 MB that a build without changes never needs

    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def typeset(main: Path, output: Path) -> Result:
    """Make *output* by the best standards that Typst grants it.

    Raises TypesetError when it cannot even be made without a standard.
    """
    import typst  # noqa: PLC0415

    compiler = typst.Compiler(str(main), root=str(main.parent), font_paths=_fonts())
    refused: list[tuple[tuple[str, ...], str]] = []
    for standards in STANDARDS:
        try:
            _, heard = compiler.compile_with_warnings(
                output=str(output),
                format="pdf",
                pdf_standards=list(standards),
            )
        except typst.TypstError as error:
            refused.append((standards, _said(error)))
            continue
        said = tuple(dict.fromkeys(warning.message for warning in heard))
        return Result(standards, tuple(refused), said)
    raise TypesetError(refused[-1][1])


def _said(error: typst.TypstError) -> str:
    """Return the message and the place in the sources, without folders."""
    places = re.findall(r"┌─ (\S+?):(\d+)", error.diagnostic)
    where = f" ({Path(places[0][0]).name}:{places[0][1]})" if places else ""
    message = re.sub(r"\(searched at .*?\)", "", error.message)
    return re.sub(r"\s+", " ", message).strip() + where


def missing(characters: str) -> str:
    """Return those of *characters* that no font has."""
    import typst  # noqa: PLC0415

    template = (Path(__file__).parent / "template" / "tokens.typ").read_text("utf-8")
    words = ", ".join(f'"\\u{{{ord(c):x}}}"' for c in characters)
    source = f"{template}\n#set text(font: sans)\n#for c in ({words},) [#c\n\n]"
    compiler = typst.Compiler(source.encode(), font_paths=_fonts())
    try:
        compiler.compile(format="pdf", pdf_standards=["a-3b"])
    except typst.TypstError as error:
        return "".join(
            sorted(set("".join(map(_glyph, _GLYPH.findall(error.diagnostic)))))
        )
    return ""


def _glyph(said: str) -> str:
    code = re.fullmatch(r"\\u\{([0-9a-f]+)\}", said)
    return chr(int(code[1], 16)) if code else said


def check_image(root: Path, path: str) -> None:
    """Raise ValueError with the reason if Typst cannot read an image."""
    import typst  # noqa: PLC0415

    source = f'#set page(width: auto, height: auto)\n#image("{path}")'
    try:
        typst.Compiler(source.encode(), root=str(root)).compile(format="pdf")
    except typst.TypstError as error:
        raise ValueError(_said(error)) from None
