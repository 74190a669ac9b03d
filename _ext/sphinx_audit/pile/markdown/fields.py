"""Fields: `**Priority**: HIGH`, `- Effort: 2 days`, and front matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from ...model.finding import PHASE
from ..said import Shape
from .inline import marked, plain
from .ranges import expanded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .saying import Notes

FIELD = re.compile(r"(?P<name>[A-Za-z0-9][\w &/'()-]{0,48}?)\s*:\s+(?P<value>\S.*)$")
SEVERAL = re.compile(r"\s+[|•·]\s+")
OF_DOCUMENT = frozenset({"approved-by", "approved"})
FILLER = re.compile(r"\b(?:and|findings?|issues?)\b|[\s,;.&]")


def pairs(line: str) -> list[tuple[str, str]]:
    """Return the names and values of a line, which may hold several."""
    if ":" not in line:
        return []
    _, bare = marked(plain(line))
    if ":" not in bare[:60]:
        return []
    parts = SEVERAL.split(bare)
    found = [(m["name"], m["value"]) for p in parts if (m := FIELD.match(p))]
    if len(found) == len(parts):
        return found
    whole = FIELD.match(bare)
    return [(whole["name"], whole["value"])] if whole else []


def read_line(
    line: str, number: int, about: str, notes: Notes, shape: Shape = Shape.FIELD
) -> bool:
    """State the fields of a line; tell whether it has any."""
    found = False
    for name, value in pairs(line):
        found = read_field(name, value, number, about, notes, shape) or found
    return found


def read_field(
    name: str, value: str, line: int, about: str, notes: Notes, shape: Shape
) -> bool:
    profile = notes.profile
    fact = profile.fact(name)
    if not fact:
        return named_ids(name, value, line, notes)
    if fact == "status" and (phases := profile.phases_in(value)):
        return phases_of(phases, value, line, notes)
    if fact in {"id", "document"} or not (about or fact in OF_DOCUMENT):
        return False
    if about.startswith(PHASE) and fact in {"phase", "title"}:
        return False
    notes.state(about, fact, value, line, shape)
    return True


def phases_of(phases: list[str], value: str, line: int, notes: Notes) -> bool:
    """State what `phases 2A, 2B complete` says of each."""
    match = notes.profile.phases.search(value)
    if match is None:
        return False
    words = re.split(r"\s[-–—]\s", value[match.end() :])[0].strip(" :")
    if meaning := notes.profile.status_of(words):
        for phase in notes.profile.phases_in(match[0]):
            about = f"{PHASE}{phase}"
            notes.say(about, "status", words, line, Shape.FIELD, meaning)
    return bool(phases)


def named_ids(name: str, value: str, line: int, notes: Notes) -> bool:
    """State the status of all ids of `7 findings completed: BF-001, BF-004`."""
    words = re.sub(r"\b(?:\d+|findings?|issues?|items?|plans?)\b", " ", name.lower())
    meaning = notes.profile.status_of(words)
    if not meaning:
        return False
    ids = ids_alone(value, notes)
    for id_ in ids:
        notes.say(id_, "status", words.strip(), line, Shape.LIST, meaning)
    return bool(ids)


def ids_alone(value: str, notes: Notes) -> list[str]:
    """Return the ids of a text that holds nothing else."""
    ranges = expanded(value, notes.profile)
    ids = [*notes.profile.ids_in(value), *(i for _, all_ in ranges for i in all_)]
    rest = value
    for words, _ in ranges:
        rest = rest.replace(words, "")
    for id_ in ids:
        rest = rest.replace(id_, "")
    return [] if FILLER.sub("", rest) else list(dict.fromkeys(ids))


def read_front(text: str, line: int, notes: Notes) -> str:
    """State front matter, which begins at a line; return whom it is about."""
    told = list(keys(text, line, notes))
    ids = [v for name, v, _ in told if notes.profile.fact(name) == "id"]
    about = next((i for v in ids for i in notes.profile.ids_in(v)[:1]), "")
    for name, value, at in told:
        fact = notes.profile.fact(name)
        if about and fact and fact not in {"id", "document"}:
            notes.state(about, fact, value, at, Shape.FRONT_MATTER)
    return about


def keys(text: str, line: int, notes: Notes) -> Iterator[tuple[str, str, int]]:
    """Yield names, values and lines of YAML; nothing of it is made an object."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = line + 1 + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "it cannot be read"
        notes.trouble(at, f"the front matter is no YAML: {problem}", "front_matter")
        return
    if not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        at = line + 1 + key.start_mark.line
        if isinstance(value, yaml.ScalarNode):
            yield str(key.value), str(value.value), at
        elif isinstance(value, yaml.SequenceNode):
            parts = [v.value for v in value.value if isinstance(v, yaml.ScalarNode)]
            yield str(key.value), ", ".join(parts), at
