"""The one door to Typst: sources in, PDF out, and what it has to say about them."""

from __future__ import annotations

import functools
import re
import unicodedata
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .files import put, utf8
from .fonts import FontSet, fonts_of, usual
from .refusal import Refusal, refusal
from .source import string

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import typst

__all__ = ["ENGINE", "FontSet", "Refusal", "Result", "TypesetError", "fonts_of",
           "missing", "typeset"]  # fmt: skip

ENGINE = f"typst {version('typst')}"
STANDARDS: tuple[tuple[typst.PDFStandard, ...], ...] = (
    ("ua-1", "a-3a"),
    ("a-3a",),
    ("a-3b",),
    (),
)
"""From what an archive and a screen reader want to what any file reaches."""
_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)


class TypesetError(Exception):
    """A book that Typst refuses; the message names the cause."""

    def __init__(self, cause: str, refused: Refusal | None = None) -> None:
        super().__init__(cause)
        self.refused = refused


class Result(NamedTuple):
    """What came of a book: the standards it reached, and why not those above."""

    reached: tuple[str, ...]
    refused: tuple[Refusal, ...]
    warnings: tuple[str, ...]


@functools.cache
def _fonts(chosen: FontSet) -> typst.Fonts:
    import typst  # noqa: PLC0415 - 30 MB that a build without changes never needs

    folders = [str(folder) for folder in chosen.folders]
    return typst.Fonts(include_system_fonts=chosen.system, font_paths=folders)


@functools.cache
def _added(chosen: FontSet) -> dict[str, str]:
    """Return the input that names the families of a project's own folders.

    By name they come before fonts that have a letter of a script by chance.
    """
    ours = FontSet(usual())
    if chosen.folders == ours.folders:
        return {}
    own = chosen._replace(system=False)
    more = set(_fonts(own).families()).difference(_fonts(ours).families())
    # each East Asian family has the forms of all, and takes those of the language
    names = sorted(more, key=lambda name: (not name.endswith(" JP"), name))
    return {"fonts": "\n".join(names)}


def typeset(
    main: Path,
    output: Path,
    fonts: FontSet | None = None,
    inputs: Mapping[str, str] | None = None,
) -> Result:
    """Make *output* by the best standards that Typst grants it.

    Raises TypesetError when it cannot even be made without a standard, OSError
    when it cannot be written.
    """
    import typst  # noqa: PLC0415

    for path in (main, output):
        if not utf8(path):
            raise TypesetError(
                f"Typst takes no folder whose name is not UTF-8: {path!a}"
            )
    chosen = fonts or FontSet(usual())
    refused: list[Refusal] = []
    for standards in STANDARDS:
        compiler = typst.Compiler(
            str(main),
            root=str(main.parent),
            font_paths=_fonts(chosen),
            # only a step down is told, for it sets a line of document control anew
            sys_inputs={**(inputs or {}), **_added(chosen), **_told(standards)},
        )
        try:
            made, heard = compiler.compile_with_warnings(
                format="pdf", pdf_standards=list(standards)
            )
        except typst.TypstError as error:
            refused.append(refusal(standards, error, main.parent))
            continue
        except BaseException as error:  # pyo3's class for a panic can be named only
            if type(error).__name__ != "PanicException":
                raise
            raise TypesetError(f"Typst fails: {error}") from None
        assert isinstance(made, bytes)
        put(output, made)
        said = tuple(dict.fromkeys(warning.message for warning in heard))
        return Result(standards, tuple(refused), said)
    raise TypesetError(refused[-1].cause, refused[-1])


def _told(standards: tuple[str, ...]) -> dict[str, str]:
    if standards == STANDARDS[0]:
        return {}
    return {"standards": ", ".join(f"PDF/{s.upper()}" for s in standards)}


def missing(characters: str, fonts: FontSet) -> str:
    """Return those of *characters* that no font has."""
    import typst  # noqa: PLC0415

    template = (Path(__file__).parent / "template" / "tokens.typ").read_text("utf-8")
    words = ", ".join(f'"{_escaped(said)}"' for said in _tried(characters))
    source = f"{template}\n#set text(font: sans)\n#for c in ({words},) [#c\n\n]"
    compiler = typst.Compiler(
        source.encode(), font_paths=_fonts(fonts), sys_inputs=_added(fonts)
    )
    try:
        compiler.compile(format="pdf", pdf_standards=["a-3b"])
    except typst.TypstError as error:
        said = "".join(map(_glyph, _GLYPH.findall(error.diagnostic)))
        return "".join(sorted(set(characters).intersection(said)))
    return ""


def _tried(characters: str) -> Iterator[str]:
    """Yield what is set to see which characters lack a font.

    A mark needs a font that has what it stands on, too; alone it stands on a circle.
    """
    yield from characters
    marks = (c for c in characters if unicodedata.category(c).startswith("M"))
    yield from (ahead + mark for mark in marks for ahead in "x1 ")


def _escaped(said: str) -> str:
    return "".join(f"\\u{{{ord(letter):x}}}" for letter in said)


def _glyph(said: str) -> str:
    code = re.fullmatch(r"\\u\{([0-9a-f]+)\}", said)
    return chr(int(code[1], 16)) if code else said


def picture(svg: bytes, output: Path) -> None:
    """Make a PDF as large as a drawing; raise ValueError if Typst cannot read it."""
    read = 'bytes(sys.inputs.svg), format: "svg"'
    told = {"svg": svg.decode("utf-8", "replace")}
    _alone(read, output, inputs=told)


def photograph(file: Path, output: Path) -> None:
    """Make a PDF of a raster image; raise ValueError if Typst cannot read it."""
    _alone(string(file.name), output, root=file.parent)


def _alone(
    image: str,
    output: Path,
    *,
    root: Path | None = None,
    inputs: Mapping[str, str] | None = None,
) -> None:
    import typst  # noqa: PLC0415

    page = "#set page(width: auto, height: auto, margin: 0pt)"
    compiler = typst.Compiler(
        f"{page}\n#image({image})".encode(),
        root=str(root) if root else None,
        font_paths=_fonts(FontSet(usual())),
        sys_inputs=dict(inputs or {}),
    )
    try:
        compiler.compile(output=str(output), format="pdf", timestamp=0)
    except typst.TypstError as error:
        raise ValueError(error.message) from None
