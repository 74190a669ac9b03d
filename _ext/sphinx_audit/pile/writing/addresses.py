"""Where each page lies, and what of the documents is on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

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
        self.patterns = {*self.register.patterns(), *present.patterns}
        self.folders = {id_: self.folder(id_) for id_ in self.phases}
        self.paths = self.paths_of(told)
        self.others = layout.names(collected.files, collected.shown)
        self.sources = frozenset(collected.shown.values())

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

    def of_finding(self, id_: str) -> str:
        """Return the page that a finding will be on, which may be its author's own."""
        path = self.paths.get(id_, "")
        there = self.present.findings.get(id_, path)
        moves = self.present.ours(there) and there.endswith(
            f"/{path.rpartition('/')[2]}"
        )
        return path if path and (path in self.present.digests or moves) else there

    def page_of(self, file: str, about: str) -> str:
        """Return the page that what a file says about somebody goes to."""
        if about.startswith(PHASE):
            id_ = pages.phase_id(about)
            return self.of_phase(id_) if id_ in self.phases else self.of_file(file)
        id_ = self.defined.get(about.casefold(), "")
        return self.of_finding(id_) if id_ in self.paths else self.of_file(file)

    def main_page(self, file: str) -> str | None:
        """Return the page on which most of a file is."""
        if file in self.spool.own:
            return self.of_file(file)
        about = self.spool.first.get(file, "")
        return self.page_of(file, about) if about else None

    def holds(self, path: str, label: str) -> bool:
        """Tell whether a page has a target: one that is kept has its old ones."""
        present = self.present
        if path not in present.digests or (
            present.ours(path)
            and self.sources.issuperset(present.written[path].sources)
        ):
            return bool(label)
        return label in present.labels.get(path, ())
