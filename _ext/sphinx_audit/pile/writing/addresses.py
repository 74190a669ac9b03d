"""Where each page lies, and where the links between files lead then."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.finding import PHASE
from . import layout, pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .collecting import Collected
    from .present import Present
    from .told import Told


class Addresses:
    """The paths of all pages, once all documents are collected."""

    def __init__(self, collected: Collected, present: Present) -> None:
        self.register, self.spool = collected.register, collected.spool
        self.present = present
        told = self.register.findings()
        self.phases = {
            pages.phase_id(id_): found
            for id_, found in self.register.phases().items()
            if pages.phase_id(id_)
        }
        self.defined = {t.id.casefold(): t.id for t in told} | {
            id_.casefold(): id_ for id_ in present.findings
        }
        self.folders = {id_: self.folder(id_) for id_ in self.phases}
        self.paths = self.paths_of(told)
        self.others = layout.names(collected.files, collected.shown)
        self.by_file = {os.path.abspath(f): f for f in collected.files}  # noqa: PTH100
        self.beside: dict[tuple[str, str], str] = {}

    def folder(self, id_: str) -> str:
        if there := self.present.phases.get(id_):
            return os.path.dirname(there)  # noqa: PTH120 - below the sources, with /
        phase = self.register.get(f"{PHASE}{id_}")
        return layout.phase_folder(id_, phase.value("title") if phase else "")

    def paths_of(self, told: Sequence[Told]) -> dict[str, str]:
        taken: set[str] = set()
        found = {}
        for one in told:
            phase = pages.phase_id(one.value("phase"))
            folder = self.folders.get(phase, layout.LOOSE)
            name = layout.file_name(one.id)
            at = f"{folder}/{name}" if folder else name
            found[one.id] = f"{layout.free(at, taken)}.md"
        return found

    def of_phase(self, id_: str) -> str:
        return self.present.phases.get(id_) or f"{self.folders[id_]}/index.md"

    def of_file(self, file: str) -> str:
        """Return the page of what no finding and no phase owns of a file."""
        return f"{layout.OTHER}/{self.others[file]}.md"

    def main_page(self, file: str) -> str | None:
        """Return the page on which most of a file is."""
        if file in self.spool.own:
            return self.of_file(file)
        about = self.spool.first.get(file, "")
        return self.paths.get(self.defined.get(about, ""))

    def link(self, target: str, file: str, page: str) -> str | None:
        """Return where a link of a file leads from a page, if that is a page too."""
        name = unquote(target).partition("#")[0]
        if not name or re.match(r"[a-z][a-z0-9+.-]*:|/|\\", name, re.IGNORECASE):
            return None
        at = (os.path.dirname(file), name)  # noqa: PTH120
        if at not in self.beside:  # plans of a folder link to the same ones
            self.beside[at] = os.path.abspath(os.path.join(*at))  # noqa: PTH100, PTH118
        found = self.by_file.get(self.beside[at])
        path = self.main_page(found) if found else None
        if path is None or path == page:
            return None
        return way(os.path.dirname(page) or ".", path)  # noqa: PTH120


@lru_cache(maxsize=4096)
def way(folder: str, path: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
