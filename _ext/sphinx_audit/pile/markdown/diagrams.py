"""Diagrams: nodes that name findings and phases, edges as dependencies, and trees."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Shape
from .inline import plain
from .ranges import expanded
from .subject import Subject, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .saying import Notes

NODE = re.compile(
    r"\s*(?P<name>[\w.-]*\w)\s*"
    r"(?:[\[({>/\\]{1,3}(?P<label>\"[^\"]*\"|[^\])}|]*)[\])}/\\]{1,3})?(?::::\w+)?\s*"
)
EDGE = re.compile(
    r"(?:<?[-=]{2,}[-=.]*>?|<?-\.+->?|[-=]{2,}[^-=>|]{1,60}[-=]{2,}>|[-=]{2,}[ox]\s)"
    r"\s*(?:\|[^|]*\|)?"
)
LABEL = re.compile(r"[\[({]{1,3}(\"[^\"]*\"|[^\])}]*)[\])}]")
TREE = re.compile(r"[├└]|^\s*[|`]--", re.MULTILINE)
SUBGRAPH = re.compile(r"\s*subgraph\s+(?:\w+\s*\[)?\"?(?P<title>[^\]\"]*)")
KEYWORD = re.compile(
    r"\s*(?:graph|flowchart|style|classDef|class|click|linkStyle|direction|%%|end\b)"
)
BRANCH = re.compile(
    r"^(?P<before>[\s│|├└─`+\\-]*)(?P<name>[\w.-]+/?)\s*(?:#\s*(?P<text>.*))?$"
)


def read_mermaid(text: str, first: int, notes: Notes) -> None:
    """State what a flowchart says; its text begins on a line."""
    known: dict[str, Subject] = {}
    inside: list[str] = []
    for number, line in enumerate(text.split("\n"), start=first):
        if opened := SUBGRAPH.match(line):
            whom = subject(opened["title"], notes.profile)
            inside.append(whom.about if whom else "")
            if whom:
                notes.about(whom, number, Shape.DIAGRAM)
        elif line.strip() == "end" and inside:
            inside.pop()
        elif not KEYWORD.match(line):
            home = next((i for i in reversed(inside) if i.startswith(PHASE)), "")
            read_edges(line, number, home, known, notes)


def read_edges(
    line: str, number: int, home: str, known: dict[str, Subject], notes: Notes
) -> None:
    groups = list(node_groups(line))
    new = [(n, label) for group in groups for n, label in group if label]
    for name, label in new:
        whom = subject(label, notes.profile)
        if whom and name not in known:
            known[name] = whom
            notes.about(whom, number, Shape.DIAGRAM)
            if home and not whom.about.startswith(PHASE):
                member(whom.about, home, number, notes)
    for before, after in pairwise(groups):
        for a, _ in before:
            for b, _ in after:
                edge(known.get(a), known.get(b), number, notes)


def node_groups(line: str) -> Iterator[list[tuple[str, str]]]:
    """Yield the nodes between the edges of `A & B[label] --> C`, with their labels."""
    group: list[tuple[str, str]] = []
    at = 0
    while match := NODE.match(line, at):
        label = (match["label"] or match["name"]).strip('" ')
        group.append((match["name"], plain(label.replace("<br/>", " "))))
        at = match.end()
        if joined := EDGE.match(line, at):
            yield group
            group, at = [], joined.end()
        elif line[at : at + 1] == "&":
            at += 1
        else:
            break
    if group:
        yield group


def edge(a: Subject | None, b: Subject | None, line: int, notes: Notes) -> None:
    if a is None or b is None or a.about == b.about:
        return
    of_phase = a.about.startswith(PHASE)
    if of_phase and not b.about.startswith(PHASE):
        member(b.about, a.about, line, notes)
    elif of_phase == b.about.startswith(PHASE):
        words = f"{a.about} → {b.about}"
        notes.say(b.about, "depends", words, line, Shape.DIAGRAM, a.about)


def member(about: str, phase: str, line: int, notes: Notes) -> None:
    value = phase.removeprefix(PHASE)
    notes.say(about, "phase", value, line, Shape.DIAGRAM, value)


def read_tree(text: str, first: int, notes: Notes) -> None:
    """State what a tree of files says: titles behind `#`, phases by their folders."""
    folders: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), start=first):
        match = BRANCH.match(line)
        if match is None:
            continue
        deep = len(match["before"])
        folders = [(d, phase) for d, phase in folders if d < deep]
        if match["name"].endswith("/"):
            phases = notes.profile.phases_in(match["name"].replace("_", " "))
            folders.append((deep, phases[0] if len(phases) == 1 else ""))
            continue
        phase = next((p for _, p in reversed(folders) if p), "")
        read_leaf(match["name"], plain(match["text"] or ""), phase, number, notes)


def read_leaf(name: str, text: str, phase: str, line: int, notes: Notes) -> None:
    whom = subject(name, notes.profile)
    ids = [whom.about] if whom else []
    if whom and text:
        notes.state(whom.about, "title", text, line, Shape.DIAGRAM)
    for words, members in expanded(text, notes.profile):
        notes.say("", "range", words, line, Shape.DIAGRAM, ", ".join(members))
        ids += members
    for id_ in ids if phase else ():
        member(id_, f"{PHASE}{phase}", line, notes)
