"""A preset for the builder `latex`: LuaLaTeX with emoji and marks, SVG through Typst.

Add ``sphinx_audit.latex`` to ``extensions``; what a project sets itself stays.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.latex.constants import LUALATEX_DEFAULT_FONTPKG

from . import escapes
from .diagrams import Charts
from .images import converters
from .tables import Tables

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

EMOJI = "NotoEmoji[wght].ttf"
COPY = "audit-emoji.ttf"  # brackets mean something in the name of a font
STYLE = "sphinxaudit"
OTHER_ENGINES = ("ja", "zh")  # languages for which Sphinx has engines with their fonts
LISTS = "20"  # levels, of which LaTeX has six
# HarfBuzz crashes on a variable font as a fallback; bold fonts lack some of our marks.
FONTS = rf"""
\directlua{{luaotfload.add_fallback("audit",
  {{"file:{COPY}:mode=node;", "file:FreeSerif.otf:mode=node;"}})}}
\defaultfontfeatures{{RawFeature={{fallback=audit}}}}
{LUALATEX_DEFAULT_FONTPKG}"""


def choose(app: Sphinx, config: Config) -> None:
    """Choose engine and fonts, unless the project did."""
    typed = {**config._raw_config, **config.overrides}  # noqa: SLF001 - what was typed
    own = (config.language or "").startswith(OTHER_ENGINES)
    if "latex_engine" not in typed and not own:
        config.latex_engine = "lualatex"
    if config.latex_engine == "lualatex":
        if "latex_use_xindy" not in typed:
            config.latex_use_xindy = False  # makeindex comes with every TeX
        ours = {"fontpkg": FONTS, "maxlistdepth": LISTS}
        config.latex_elements = {**ours, **config.latex_elements}


def lend(app: Sphinx, error: Exception | None) -> None:
    """Put our style and the font for emoji beside the sources, where TeX looks."""
    if error or app.builder.name != "latex":
        return
    for suffix in (".sty", ".lua"):
        shutil.copyfile(Path(__file__).with_name(STYLE + suffix),
                        Path(app.outdir) / (STYLE + suffix))  # fmt: skip
    spec = find_spec("manimgx_fonts")
    if spec and spec.origin:
        shutil.copyfile(Path(spec.origin).with_name(EMOJI), Path(app.outdir) / COPY)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("sphinx_audit")
    escapes.setup()
    for converter in converters():
        app.add_post_transform(converter)
    app.add_post_transform(Tables)
    app.add_post_transform(Charts)
    app.add_latex_package(STYLE, after_hyperref=True)
    app.connect("config-inited", choose, priority=100)  # before Sphinx completes it
    app.connect("build-finished", lend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
