"""Go files of a plan, looked at as if they lay in the repository that was audited.

Nothing is written there: Go is given an overlay, a map from paths to files elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..programs import ask
from ..telling import at
from . import checkout, toolchain
from .go import files_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..blocks import Block, Plan
    from ..telling import Diagnostic

TOOL = "go vet"
SECONDS = 300.0
NAME = re.compile(r"[\w./@+-]{1,300}\.go")
LINE = re.compile(
    r"^(?:vet: |#.*|\s*)?(?P<file>[^\s:]+\.go):(?P<line>\d+)(?::(?P<column>\d+))?:? "
    r"(?P<said>.*)$"
)


def vet(plan: Plan, root: Path, cache: Path | None) -> Iterator[Diagnostic]:
    """Yield what ``go vet`` says of the files of a plan; raises NotReadyError."""
    there: dict[str, Block] = {}
    for block in files_of(plan).values():
        if not block.name:
            continue
        target = root / block.name
        said = ""
        if not NAME.fullmatch(block.name):
            said = f"{block.name[:80]!r} is no name of a file of Go"
        elif not inside(target, root):
            said = f"{block.name} is outside the repository"
        else:
            there[os.path.normpath(target)] = block
        if said:
            yield at(plan, block, block.at(1), said, code="go_path", tool=TOOL)
    modules: dict[Path, set[str]] = {}
    for path in there:
        home = module_of(Path(path).parent, root)
        folder = Path(path).parent.relative_to(home).as_posix()
        modules.setdefault(home, set()).add(f"./{folder}")
    for home, folders in sorted(modules.items()):
        yield from said_of(plan, home, sorted(folders), there, cache)


def inside(target: Path, root: Path) -> bool:
    """Tell whether a path stays in a folder, without a link that leads out of it."""
    folder = target.parent
    while not folder.exists():
        folder = folder.parent
    plain = Path(os.path.normpath(target)).is_relative_to(root)
    return plain and folder.resolve().is_relative_to(root.resolve())


def module_of(folder: Path, root: Path) -> Path:
    """Return the folder of the nearest go.mod, else the repository."""
    while folder != root and not (folder / "go.mod").is_file():
        folder = folder.parent
    return folder


def said_of(
    plan: Plan,
    home: Path,
    folders: list[str],
    there: dict[str, Block],
    cache: Path | None,
) -> Iterator[Diagnostic]:
    with tempfile.TemporaryDirectory(prefix="audit-overlay-") as place:
        files = {}
        for number, (path, block) in enumerate(there.items()):
            files[path] = str(Path(place, f"{number}.go"))
            Path(files[path]).write_text(block.text, "utf-8", "replace")
        overlay = Path(place, "overlay.json")
        overlay.write_text(json.dumps({"Replace": files}), "utf-8")
        said = ask(
            [toolchain.go() or "go", "vet", f"-overlay={overlay}", *folders],
            folder=home,
            seconds=SECONDS,
            more=toolchain.environment(toolchain.cache_folder(cache))
            | checkout.environment(home),
        )
    if why := checkout.unready(said, home):
        raise checkout.NotReadyError(why)
    found = list(remarks(said.err, home, files, there))
    for block, line, column, message in found:
        place_ = block.at(line, column)
        yield at(plan, block, place_, message, code="go_type", tool=TOOL)
    if said.code and not found:
        block = next(iter(there.values()))
        why = said.why or " ".join(said.err.split())[:300]
        yield at(plan, block, block.at(1), why, code="go_type", tool=TOOL)


def remarks(
    said: str, home: Path, files: dict[str, str], there: dict[str, Block]
) -> Iterator[tuple[Block, int, int, str]]:
    back = {elsewhere: path for path, elsewhere in files.items()}
    for line in said.splitlines():
        if told := LINE.match(line):
            path = os.path.normpath(home / told["file"])
            block = there.get(back.get(path, path))
            if block:
                column = int(told["column"] or 1)
                yield block, int(told["line"]), column, told["said"]
