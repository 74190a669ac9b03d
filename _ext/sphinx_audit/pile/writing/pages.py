"""Pages of findings, phases and documents, as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from .blocks import parse
from .cleaning import clean, safe_text
from .facts import OPTIONS
from .harmless import written
from .listings import fenced

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from .report import Extra
    from .told import Told

REFER = frozenset({"supersedes", "duplicates", "related"})
"""Lists of ids that must be those of findings."""

LONG = 200
"""Characters above which words get a section of their own."""


def one_line(text: str) -> str:
    return " ".join(clean(text.replace("\n", " ")).split())


def phase_id(value: str) -> str:
    """Return a phase's id as a word that an option and a directive can hold."""
    return re.sub(r"[^\w.+-]+", "-", value.removeprefix(PHASE)).strip("-")


def heading(id_: str, title: str) -> str:
    said = safe_text(one_line(title))
    return f"# {id_}: {said}" if said else f"# {id_}"


def finding_head(
    told: Told, options: dict[str, str], summary: Sequence[str]
) -> list[str]:
    """Return the title of a plan and its directive."""
    lines = [f":{name}: {options[name]}" for name in OPTIONS if options.get(name)]
    body = ["", *summary] if summary else []
    return [
        heading(told.id, told.value("title")),
        "",
        *fenced(f"{{finding}} {told.id}", [*lines, *body]),
    ]


def summary_of(told: Told) -> list[str]:
    text = told.value("summary")
    if not text:
        return []
    parsed = parse([clean(line) for line in text.split("\n")])
    flat = [b for b in parsed.blocks if b.kind != "hr"]
    for block in flat:
        if block.kind == "heading":  # a directive holds none
            block.kind = "paragraph"
    return written(flat, parsed.definitions)


def known(
    told: Told,
    fact: str,
    defined: dict[str, str],
    phases: Iterable[str],
    patterns: Container[str],
) -> tuple[list[str], list[str]]:
    """Return what a list names, and what of it no page defines."""
    found: list[str] = []
    missing: list[str] = []
    places = set(phases)
    for name in told.all_of(fact):
        if fact == "depends" and name.startswith(PHASE):
            id_ = phase_id(name)
            (found if id_ in places else missing).append(f"{PHASE}{id_}")
        elif fact == "uses":
            (found if name in patterns else missing).append(name)
        elif fact == "depends" or fact in REFER:
            id_ = defined.get(name.casefold(), "")
            if id_ != told.id:
                (found if id_ else missing).append(id_ or name)
        else:
            found.append(name)
    return list(dict.fromkeys(found)), list(dict.fromkeys(missing))


def option(told: Told, fact: str) -> str:
    """Return the text of an option that is no list."""
    value = one_line(told.value(fact))
    if fact == "phase":
        return phase_id(value)
    return value.replace("–", "-") if fact == "effort" else value


def source(told: Told, shown: dict[str, str]) -> str:
    """Return where a finding is told of, unless a source says so itself."""
    if said := one_line(told.value("source")):
        return said
    if told.ours:
        return ""
    places = [place_in(place, shown) for place in told.places()]
    return one_line("; ".join(places[:5]))


def place_in(place: str, shown: dict[str, str]) -> str:
    """Return a place with the name that pages have for its file."""
    file, _, line = place.rpartition(":")
    bare, mark, part = file.partition(" [")
    return f"{shown.get(bare, bare)}{mark}{part}:{line}"


def extras(found: Sequence[Extra], shown: dict[str, str]) -> Iterator[str]:
    """Yield the section of what else the sources record, long words apart."""
    short = [e for e in found if "\n" not in e.text and len(e.text) <= LONG]
    for extra in found:
        if extra not in short:
            yield from ("", f"## {safe_text(extra.name) or 'Note'}", "", extra.text)
    if short:
        yield from ("", "## Also recorded", "")
    for extra in short:
        name = f"{safe_text(extra.name)}: " if extra.name.strip() else ""
        where = safe_text(place_in(str(extra.place), shown))
        yield f"- {name}{extra.text} ({where})"


def phase_head(id_: str, title: str, options: dict[str, str]) -> list[str]:
    said = safe_text(one_line(title))
    lines = [f":{name}: {value}" for name, value in options.items() if value]
    return [
        f"# Phase {id_}: {said}" if said else f"# Phase {id_}",
        "",
        *fenced(f"{{phase}} {id_}", lines),
    ]


def claimed(id_: str, source_: str) -> list[str]:
    """Return the record of a gate that a source calls passed, which never counts."""
    return signoff(id_, [":decision: claimed", f":source: {source_}"])


def signoff(id_: str, options: Sequence[str]) -> list[str]:
    return ["", *fenced(f"{{signoff}} {id_}", options)]


def pattern(id_: str, told: Told) -> str:
    options = told.value("pattern").split("\n")
    head = fenced(f"{{pattern}} {id_}", [line for line in options if line])
    return "\n".join([heading(id_, told.value("title")), "", *head, ""])


def index(title: str, *views: str, entries: Sequence[str]) -> str:
    """Return a page whose contents tree takes what lies in folders."""
    tree = fenced("{toctree}", [":glob:", "", *entries])
    shown = [line for view in views for line in (*fenced(view, []), "")]
    return "\n".join([f"# {title}", "", *shown, *tree, ""])
