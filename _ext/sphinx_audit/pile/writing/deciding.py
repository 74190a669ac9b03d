"""Which pages are written: never one that somebody edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .bodies import Text
from .present import Written, digest
from .report import Fate, Made

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .pictures import Copy
    from .present import Present
    from .report import Report


def chosen(
    texts: Iterable[Text | Copy], present: Present, report: Report
) -> Iterator[tuple[Text | Copy, str]]:
    """Yield the pages to write, each with the page that it takes the place of."""
    used: set[str] = set()
    for text in texts:
        fate, why, old = fate_of(text, present)
        folder, _, name = text.path.rpartition("/")
        if not text.about and name == "index.md" and folder and folder not in used:
            continue  # all that would be listed there is elsewhere
        if fate is not Fate.KEPT or text.path in present.digests:
            used.add(folder)
        listed = report.pages if isinstance(text, Text) else report.pictures
        listed.append(Made(text.path, fate, text.about, text.sources, why))
        if fate in {Fate.WRITTEN, Fate.MOVED}:
            yield text, old


def fate_of(text: Text | Copy, present: Present) -> tuple[Fate, str, str]:
    path = text.path
    there = present.home(text.about) or path
    if there != path and path not in present.digests:
        if present.ours(there) and there.endswith(f"/{path.rpartition('/')[2]}"):
            return moved(text, there, present)
        return Fate.KEPT, f"{text.about} is already on {there}", ""
    if path not in present.digests:
        return Fate.WRITTEN, "", ""
    if present.digests[path] == digest(text.data):
        return Fate.UNCHANGED, "", ""
    if not present.ours(path):
        why = "edited since" if path in present.written else "not written by an import"
        return Fate.KEPT, why, ""
    return again(text, present.written[path], Fate.WRITTEN, "")


def moved(text: Text | Copy, there: str, present: Present) -> tuple[Fate, str, str]:
    fate, why, _ = again(text, present.written[there], Fate.MOVED, there)
    return fate, why or f"from {there}", there if fate is Fate.MOVED else ""


def again(
    text: Text | Copy, before: Written, fate: Fate, old: str
) -> tuple[Fate, str, str]:
    """Keep a page that other sources made: their words are not in this one."""
    lacking = sorted(set(before.sources) - set(text.sources))
    if lacking:
        why = f"made from {', '.join(lacking)} as well; import them together"
        return Fate.KEPT, why, ""
    return fate, "", old
