"""An import as a user makes it: files in a folder, the command, the pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_audit.cli import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

INDEX = "# Top\n\n```{toctree}\n:glob:\n\n*/index\n```\n"


class Imported(NamedTuple):
    """What came of it: the exit code, the report, and the pages by their paths."""

    code: int
    report: dict[str, Any]
    pages: dict[str, str]

    def said(self, key: str) -> str:
        """Return a part of the report, or all of it, as one text."""
        part = self.report[key] if key else self.report
        return json.dumps(part, ensure_ascii=False)


def importing(
    folder: Path, files: Mapping[str, str | bytes], *words: str, into: str = "source"
) -> Imported:
    """Write files, import those that are named, or all, and read the pages."""
    for name, text in files.items():
        path = folder / "pile" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    given = [w for w in words if not w.startswith("-")]
    flags = [w for w in words if w.startswith("-")]
    named = [str(folder / "pile" / name) for name in (given or files)]
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    target = folder / into
    code = main(
        [
            *("import", *named, "--into", str(target), *flags),
            *("--format", "json", "--output", str(report)),
        ]
    )
    told = json.loads(report.read_text("utf-8")) if report.is_file() else {}
    return Imported(code, told, pages(target))


def pages(target: Path) -> dict[str, str]:
    return {
        path.relative_to(target).as_posix(): path.read_text("utf-8")
        for path in sorted(target.rglob("*.md"))
    }
