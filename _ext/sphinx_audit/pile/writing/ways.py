"""Where the links of documents lead once they are pages."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..said import Place
from . import layout
from .anchors import label
from .links import ELSEWHERE
from .report import Note

if TYPE_CHECKING:
    from .addresses import Addresses
    from .anchors import Head
    from .collecting import Collected


class Ways:
    """Finds the page of a link, and the target of the heading that it names."""

    def __init__(self, collected: Collected, addresses: Addresses) -> None:
        self.addresses, self.anchors = addresses, collected.anchors
        self.by_file = {os.path.abspath(f): f for f in collected.files}  # noqa: PTH100
        self.beside: dict[tuple[str, str], str] = {}
        self.labels: dict[tuple[str, int], str] = {}
        """The targets that pages need, by the file and line of their headings."""
        taken = set(addresses.present.strange_labels())
        for file, target in collected.spool.fragments:
            other, head = self.goal(target, file)
            if other and head is None and target[:1] != "#":
                text = f"no heading is {target}: the link leads to the page"
                at_ = Place(file, collected.places.get((file, target), 1))
                collected.report.changed.append(Note(text, at_))
            if other and head and not self.title(other, head):
                at = (other, head.line)
                if at not in self.labels:
                    page = addresses.page_of(other, head.about)
                    name = label(page, unquote(target.partition("#")[2]))
                    self.labels[at] = layout.free(name, taken)

    def link(self, target: str, file: str, page: str) -> str | None:
        """Return where a link of a file leads from a page, if that is a page too."""
        other, head = self.goal(target, file)
        if other is None:
            return None
        if head is None:
            name, _, part = target.partition("#")
            path = self.addresses.main_page(other) if name else self.finding(part)
            return way(page, path) if path else None
        path = self.addresses.page_of(other, head.about)
        found = self.labels.get((other, head.line), "")
        if not self.addresses.holds(path, found):
            return way(page, path)
        return f"#{found}" if path == page else f"{way(page, path)}#{found}"

    def goal(self, target: str, file: str) -> tuple[str | None, Head | None]:
        """Return the file that a link names, and the heading in it."""
        name, _, part = target.partition("#")
        other = self.file(unquote(name), file) if name else file if part else None
        if other is None or not part or other not in self.anchors:
            return other, None
        return other, self.anchors[other].find(unquote(part))

    def file(self, name: str, file: str) -> str | None:
        if ELSEWHERE.match(name):
            return None
        at = (os.path.dirname(file), name)  # noqa: PTH120
        if at not in self.beside:  # plans of a folder link to the same ones
            self.beside[at] = os.path.abspath(os.path.join(*at))  # noqa: PTH100, PTH118
        return self.by_file.get(self.beside[at])

    def title(self, file: str, head: Head) -> bool:
        """Tell whether a heading is but the title of the page that it is on."""
        at = self.addresses
        return head.own and at.page_of(file, head.about) != at.of_file(file)

    def finding(self, id_: str) -> str | None:
        known = self.addresses.defined.get(unquote(id_).casefold())
        return self.addresses.of_finding(known) if known else None


def way(page: str, path: str) -> str:
    return relative(os.path.dirname(page) or ".", path)  # noqa: PTH120


@lru_cache(maxsize=4096)
def relative(folder: str, path: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
