"""Links to files that are not there."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .rule import Code, Level, Rule, found, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Document, Place
    from .rule import Problem

RULES = (
    Rule(
        fault=Code.LINK,
        level=Level.WARNING,
        why="What the document rests on cannot be looked at.",
        remedy="Correct the link, or hand the file out with the document.",
        wrong="See [the plan](plans/XX-001.md).\n",
        right="See [the plan](#the-plan).\n",
    ),
)
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|$|[{<]")


def look(document: Document) -> Iterator[Problem]:
    folder = Path(document.file).parent
    missing: dict[str, list[Place]] = {}
    for link in document.links:
        target = unquote(link.target.split("#")[0].split("?")[0])
        if not ELSEWHERE.match(link.target) and target and not there(folder, target):
            missing.setdefault(target, []).append(link.place)
    for target, places in missing.items():
        others = named(places[1:], places[0])
        again = f" (also linked in {others})" if others else ""
        short = target if len(target) < 100 else f"{target[:99]}…"
        message = f"there is no file {short}{again}"
        yield found(Code.LINK, message, places, (document.file, target))


@lru_cache(maxsize=4096)  # an index links all plans, and they link it
def there(folder: Path, target: str) -> bool:
    """Tell whether a file is there; `/` begins at some root that nobody names."""
    if target.startswith("/"):
        return True
    try:
        return (folder / target).exists()
    except (OSError, ValueError):
        return False
