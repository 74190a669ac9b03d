"""Where the fonts come from: packages, folders of the project, never the machine."""

from __future__ import annotations

import functools
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.errors import ConfigError

from ..draw import printed
from ..settings import settings_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PACKAGES = {
    "fontpkg_ibm_plex_sans": "files",
    "fontpkg_ibm_plex_mono": "files",
    "manimgx_fonts": "",
}
SYSTEM = "system"
"""What asks for the fonts of the machine in ``audit_handbook_fonts``."""
SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


class FontSet(NamedTuple):
    folders: tuple[Path, ...]
    system: bool = False

    @property
    def added(self) -> bool:
        """Whether the project asks for fonts beside those that come along."""
        return self.system or self.folders != usual()


@functools.cache
def usual() -> tuple[Path, ...]:
    """Return the folders that come with the installation."""
    specs = {name: find_spec(name) for name in PACKAGES}
    origins = {name: spec.origin for name, spec in specs.items() if spec}
    folders = [Path(o).parent / PACKAGES[n] for n, o in origins.items() if o]
    return (*folders, printed.fonts())


def fonts_of(app: Sphinx) -> FontSet:
    """Return the fonts of a project.

    Raises ConfigError for a package or folder that has none.
    """
    asked = settings_of(app.config).handbook_fonts
    more = [
        folder
        for name in asked
        if name != SYSTEM
        for folder in _folders(name, Path(app.confdir))
    ]
    return FontSet((*usual(), *more), SYSTEM in asked)


def _folders(name: str, confdir: Path) -> list[Path]:
    """Return the folders with fonts of a package, or those below a folder."""
    home = confdir / name
    if not home.is_dir():
        module = name.replace("-", "_")
        spec = find_spec(module) if module.isidentifier() else None
        places = list(spec.submodule_search_locations or ()) if spec else []
        if not places:
            raise ConfigError(
                f"audit_handbook_fonts: {name!r} is no installed package, "
                "no folder beside conf.py, and not 'system'"
            )
        home = Path(places[0])
    files = (f for f in home.rglob("*") if f.suffix.lower() in SUFFIXES)
    found = sorted({file.parent for file in files})
    if not found:
        raise ConfigError(f"audit_handbook_fonts: no font is in {name!r}")
    return found
