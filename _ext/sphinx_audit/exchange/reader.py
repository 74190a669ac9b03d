"""A findings.json back as a register; what follows from the facts is computed anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..model import (
    Checklist,
    Finding,
    Item,
    Page,
    Pattern,
    Phase,
    Place,
    Register,
    SignOff,
)
from ..model.survey import mark_of
from .codec import FormatError, date, number, rows, table, text, thing
from .document import VERSION, Audit
from .seen import outside

if TYPE_CHECKING:
    from collections.abc import Iterator


def read_text(content: str) -> Audit:
    """Return what the text of a findings.json holds; raises FormatError."""
    try:
        data = json.loads(content)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}"
        raise FormatError(f"not JSON: {error.msg} in {at}") from error
    except (RecursionError, ValueError) as error:
        raise FormatError(f"not JSON that can be read: {error}") from error
    return read(data)


def read(data: object) -> Audit:
    """Return what a document holds; keys that are not known are passed over."""
    whole = checked(data)
    project = table(whole.get("project", {}), "project")
    today = whole.get("as-of")
    pages = Pages(whole)
    return Audit(
        project=text(project.get("name", ""), "project.name"),
        release=text(project.get("release", ""), "project.release"),
        register=Register(
            pages.found,
            None if today is None else date(today, "as-of"),
            outside(whole, pages.signoffs),
        ),
    )


def checked(data: object) -> dict[str, object]:
    if not isinstance(data, dict) or not {"version", "findings"} <= data.keys():
        raise FormatError("no findings.json: it has no version and no findings")
    if data["version"] != VERSION:
        raise FormatError(
            f"version {data['version']!r} of findings.json is not known, "
            f"only {VERSION}; use the sphinx-audit that wrote it"
        )
    return data


class Pages:
    """Gives the facts of a document back to the pages that state them."""

    def __init__(self, data: dict[str, object]) -> None:
        self.data = data
        self.found: dict[str, Page] = {}
        self.signoffs: dict[str, dict[str, object]] = {}
        """What the document says of each sign-off, by its mark."""
        for at, entry in self.entries("findings"):
            one = thing(Finding, entry, at)
            self.page(one.place).findings.append(one)
        for at, entry in self.entries("phases"):
            phase = thing(Phase, entry, at)
            self.page(phase.place).phases.append(phase)
        for at, entry in self.entries("checklists"):
            listed = checklist(entry, at)
            self.page(listed.place).checklists.append(listed)
        for at, entry in self.entries("patterns"):
            pattern = thing(Pattern, entry, at)
            self.page(pattern.place).patterns.append(pattern)
        for at, entry in self.entries("signoffs"):
            signoff = thing(SignOff, entry, at)
            self.page(signoff.place).signoffs.append(signoff)
            self.signoffs[mark_of(signoff)] = table(entry, at)

    def entries(self, name: str) -> Iterator[tuple[str, object]]:
        for n, entry in enumerate(rows(self.data.get(name, []), name)):
            yield f"{name}[{n}]", entry

    def page(self, place: Place) -> Page:
        return self.found.setdefault(place.docname, Page())


def checklist(entry: object, at: str) -> Checklist:
    place = thing(Place, table(entry, at).get("place"), f"{at}.place")
    return thing(Checklist, entry, at, items=items(entry, at, place.docname))


def items(entry: object, at: str, docname: str) -> tuple[Item, ...]:
    """Return the items of a checklist or of an item, with those nested in them."""
    at = f"{at}.items"
    told = rows(table(entry, at).get("items", []), at)
    return tuple(item(one, f"{at}[{n}]", docname) for n, one in enumerate(told))


def item(entry: object, at: str, docname: str) -> Item:
    line = number(table(entry, at).get("line"), f"{at}.line")
    place = Place(docname=docname, line=line)
    return thing(Item, entry, at, place=place, items=items(entry, at, docname))
