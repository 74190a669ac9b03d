"""How to print the sample and to look into its PDFs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from handbook_sample import SAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdf import PageObject
    from pypdf.generic import ArrayObject, Destination
    from sphinx.testing.util import SphinxTestApp


class Printed(NamedTuple):
    folder: Path
    warnings: str

    def book(self, name: str = "handbook") -> PdfReader:
        return PdfReader(self.folder / f"{name}.pdf")


def printed(folder: Path, seed: str) -> Printed:
    """Build the sample in a process of its own."""
    for name, text in SAMPLE.items():
        (folder / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "handbook", ".", "_out"]
    clean = os.environ | {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1767225600"}
    done = subprocess.run(
        command, cwd=folder, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Printed(folder / "_out", done.stderr)


def pdf(app: SphinxTestApp, name: str = "handbook") -> PdfReader:
    return PdfReader(Path(app.outdir) / f"{name}.pdf")


def words(reader: PdfReader) -> str:
    """Return the text of all pages on one line."""
    return " ".join(" ".join(p.extract_text() for p in reader.pages).split())


def outline(reader: PdfReader) -> list[str]:
    """Return the bookmarks, indented by level."""

    def flat(items: list[Destination | list[object]], depth: int) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from flat(item, depth + 1)  # type: ignore[arg-type]  # nested alike
            else:
                yield "  " * depth + str(item.title)

    return list(flat(reader.outline, 0))  # type: ignore[arg-type]  # pypdf's own union


def links(reader: PdfReader) -> list[tuple[int, int | str]]:
    """Return (page of the link, page it leads to or address), from 1."""
    number = {p.indirect_reference: at for at, p in enumerate(reader.pages, 1)}
    found: list[tuple[int, int | str]] = []
    for at, sheet in enumerate(reader.pages, 1):
        for annotation in sheet.get("/Annots", ()):
            link = annotation.get_object()
            action = link.get("/A")
            if action and "/URI" in action:
                found.append((at, str(action["/URI"])))
                continue
            target = link["/Dest"] if "/Dest" in link else action["/D"]
            if not isinstance(target, list):
                target = [reader.named_destinations[target].page]
            found.append((at, number[target[0]]))
    return found


def inside(holder: DictionaryObject, key: str) -> DictionaryObject:
    found = holder.get(key, DictionaryObject()).get_object()
    assert isinstance(found, DictionaryObject)
    return found


def embedded(font: DictionaryObject) -> str:
    """Return the family of *font*; its file must be in the book."""
    (descendant,) = cast("ArrayObject", font["/DescendantFonts"])
    descriptor = inside(descendant.get_object(), "/FontDescriptor")
    assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
    return str(font["/BaseFont"]).partition("+")[2].partition("-")[0]


def alternatives(reader: PdfReader) -> list[str]:
    """Return the words that a screen reader says for pictures, in order."""

    def below(element: DictionaryObject) -> Iterator[str]:
        if "/Alt" in element:
            yield str(element["/Alt"])
        kids = element.get("/K", [])
        for kid in cast("ArrayObject", kids if isinstance(kids, list) else [kids]):
            if isinstance(kid.get_object(), DictionaryObject):
                yield from below(kid.get_object())

    return list(below(inside(inside(reader.trailer, "/Root"), "/StructTreeRoot")))


def placed(sheet: PageObject) -> list[tuple[float, float, str]]:
    """Return the pieces of text of a page with the places where they start."""
    found: list[tuple[float, float, str]] = []

    def note(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
            y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
            found.append((x, y, text))

    sheet.extract_text(visitor_text=note)
    return found
