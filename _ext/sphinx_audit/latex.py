"""A preset for the builder `latex`: LuaLaTeX with emoji and marks, SVG through Typst.

Add ``sphinx_audit.latex`` to ``extensions``; what a project sets itself stays.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from sphinx.builders.latex.constants import LUALATEX_DEFAULT_FONTPKG
from sphinx.transforms.post_transforms.images import ImageConverter

from .handbook import svg, typeset
from .report import Fault, warn

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util._pathlib import _StrPath
    from sphinx.util.typing import ExtensionMetadata

EMOJI = "NotoEmoji[wght].ttf"
COPY = "audit-emoji.ttf"  # brackets mean something in the name of a font
# HarfBuzz crashes on a variable font as a fallback; bold fonts lack some of our marks.
FONTS = rf"""
\directlua{{luaotfload.add_fallback("audit",
  {{"file:{COPY}:mode=node;", "file:FreeSerif.otf:mode=node;"}})}}
\defaultfontfeatures{{RawFeature={{fallback=audit}}}}
{LUALATEX_DEFAULT_FONTPKG}"""


class Converter(ImageConverter):
    """Makes a PDF of what LaTeX cannot read; no program runs, nor a browser."""

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
            if source.suffix.lower() == ".svg":
                typeset.picture(svg.clean(source.read_bytes()).source, Path(_to))
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


def choose(app: Sphinx, config: Config) -> None:
    """Choose engine and fonts, unless the project did."""
    typed = {**config._raw_config, **config.overrides}  # noqa: SLF001 - what was typed
    if "latex_engine" not in typed:
        config.latex_engine = "lualatex"
    if config.latex_engine == "lualatex":
        if "latex_use_xindy" not in typed:
            config.latex_use_xindy = False  # makeindex comes with every TeX
        config.latex_elements = {"fontpkg": FONTS, **config.latex_elements}


def lend_font(app: Sphinx, error: Exception | None) -> None:
    """Put the font for emoji beside the sources, where LuaLaTeX looks for it."""
    spec = find_spec("manimgx_fonts")
    if error or app.builder.name != "latex" or not (spec and spec.origin):
        return
    shutil.copyfile(Path(spec.origin).with_name(EMOJI), Path(app.outdir) / COPY)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("sphinx_audit")
    for converter in converters():
        app.add_post_transform(converter)
    app.connect("config-inited", choose, priority=100)  # before Sphinx completes it
    app.connect("build-finished", lend_font)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
