"""Pictures that LaTeX cannot read, as PDF; no program runs, nor a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from sphinx.transforms.post_transforms.images import ImageConverter

from ..handbook import raster, svg, typeset
from ..report import Fault, warn

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from sphinx.util._pathlib import _StrPath


class Converter(ImageConverter):
    """Makes a PDF of what LaTeX cannot read."""

    @property
    def imagedir(self) -> _StrPath:
        """A folder for each kind: names may differ by their suffix only."""
        (rule,) = self.conversion_rules
        return super().imagedir / rule[0].replace("/", "-")

    def is_available(self) -> bool:
        return True

    def convert(
        self, _from: str | os.PathLike[str], _to: str | os.PathLike[str]
    ) -> bool:
        source, docname = Path(_from), self.env.current_document.docname
        try:
            self._check(source)
            held = raster.read(source)
            if raster.suffix(held, source.name) == raster.SVG:
                typeset.picture(svg.clean(held).source, Path(_to))
            else:
                typeset.photograph(source, Path(_to))
        except (OSError, ValueError, ParseError) as error:
            message = "the image %s cannot be used: %s"
            warn(Fault.IMAGE, message, source.name, error, at=docname)
            return False
        return True

    def _check(self, path: Path) -> None:
        """Raise ValueError for a file that is none of the project's."""
        homes = (self.env.srcdir, self.env.doctreedir)
        if not any(path.resolve().is_relative_to(Path(h).resolve()) for h in homes):
            raise ValueError("it lies outside the project")


def converters() -> Iterator[type[Converter]]:
    for kind in ("svg+xml", "gif", "webp"):
        rules = {"conversion_rules": [(f"image/{kind}", "application/pdf")]}
        yield type(f"Converter-{kind}", (Converter,), rules)
