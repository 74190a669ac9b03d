"""What the folder that is imported into holds already."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..said import PATTERN
from .layout import PICTURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

STATE = ".sphinx-audit-import.json"
"""What was written by imports: the digest of each page and its sources."""

VERSION = 1

DIRECTIVE = re.compile(
    r"^\s*(?:[`:~]{3,}\{(?:audit:)?(?P<kind>finding|phase|pattern)\}"
    r"|\.\. (?:audit:)?(?P<rst>finding|phase|pattern)::)[ \t]+(?P<id>\S+)",
    re.MULTILINE,
)

LABEL = re.compile(r"^\(([^()\s]+)\)=\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Written:
    """A page as an import wrote it."""

    digest: str
    sources: tuple[str, ...]


@dataclass(slots=True)
class Present:
    """Pages by their path below the folder, with slashes."""

    findings: dict[str, str] = field(default_factory=dict)
    """The page of each finding."""
    phases: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)
    labels: dict[str, frozenset[str]] = field(default_factory=dict)
    """The targets that pages of MyST define for others to link to."""
    trouble: str = ""
    lists_folders: bool = False
    """Whether the contents of the first page take the index of each folder."""

    def ours(self, path: str) -> bool:
        """Tell whether nobody edited a page since it was imported."""
        return path in self.written and self.written[path].digest == self.digests.get(
            path
        )

    def of(self, kind: str) -> dict[str, str]:
        """Return the pages of findings, phases or patterns."""
        kinds = {"finding": self.findings, "phase": self.phases}
        return kinds.get(kind, self.patterns)

    def home(self, about: str) -> str:
        """Return the page of a finding or of a pattern, if there is one."""
        if about.startswith(PATTERN):
            return self.patterns.get(about.removeprefix(PATTERN), "")
        return self.findings.get(about, "")

    def strange_labels(self) -> Iterator[str]:
        """Yield the targets of pages that no import wrote."""
        for path, labels in self.labels.items():
            if path not in self.written:
                yield from labels


def digest(data: bytes) -> str:
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def look(folder: Path) -> Present:
    """Return what is in a folder; a state file nobody can read counts as none."""
    found = Present()
    if not folder.is_dir():
        return found
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        page = path.suffix in {".md", ".rst"}
        if not (page or name.startswith(f"{PICTURES}/")) or not path.is_file():
            continue
        data = path.read_bytes()
        found.digests[name] = digest(data)
        if not page:
            continue
        text = data.decode("utf-8", "replace")
        if ")=" in text:
            found.labels[name] = frozenset(LABEL.findall(text))
        for match in DIRECTIVE.finditer(text):
            kind = match["kind"] or match["rst"]
            found.of(kind).setdefault(match["id"], name)
    found.lists_folders = has_glob(folder / "index.md")
    found.written, found.trouble = read_state(folder / STATE)
    return found


def has_glob(path: Path) -> bool:
    if not path.is_file():
        return False
    text = path.read_text("utf-8", "replace")
    return ":glob:" in text and bool(
        re.search(r"^\s*\*+/index\s*$", text, re.MULTILINE)
    )


def read_state(path: Path) -> tuple[dict[str, Written], str]:
    if not path.is_file():
        return {}, ""
    try:
        data = json.loads(path.read_text("utf-8"))
        pages = data["pages"] if data["version"] == VERSION else {}
        found = {
            str(name): Written(str(page["sha256"]), tuple(map(str, page["from"])))
            for name, page in pages.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return {}, f"{path.name} cannot be read ({error}): all pages count as edited"
    return found, ""


def state_text(pages: Mapping[str, Written]) -> str:
    data = {
        "version": VERSION,
        "pages": {
            name: {"sha256": one.digest, "from": list(one.sources)}
            for name, one in sorted(pages.items())
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
