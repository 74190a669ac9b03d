"""findings.json, as `sphinx-build -b audit-json` and `sphinx-audit list` write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model import Decision
from ...model.finding import PHASE
from ..said import PATTERN
from .lined import Lined, items, table, tables, text
from .notes import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .notes import Records

NOT_STATED = frozenset({"id", "computed", "place", "anchor", "effort", "suppress"})

SIGNOFF = (
    *("decision", "by", "role", "on", "commit", "conditions", "expires"),
    *("fingerprint", "evidence", "source"),
)
USED = ("phase", "for", "source")
"""The options of a sign-off and of a pattern, in the order in which they stand."""


def is_it(data: object) -> bool:
    listed = data if isinstance(data, list) else None
    if listed is not None:  # the findings alone
        return bool(listed) and all("id" in table(d) for d in listed)
    return {"version", "findings"} <= table(data).keys()


def read(data: object, records: Records) -> None:
    whole = Lined(findings=data) if isinstance(data, list) else table(data)
    for phase in tables(whole.get("phases")):
        read_phase(phase, records)
    for one in tables(whole.get("findings")):
        read_finding(one, records)
    for one in tables(whole.get("checklists")):
        read_checklist(one, records)
    for one in tables(whole.get("patterns")):
        read_pattern(one, records)
    for one in tables(whole.get("signoffs")):
        read_signoff(one, records)


def read_phase(one: Lined, records: Records) -> None:
    about = f"{PHASE}{text(one.get('id'))}"
    if about == PHASE:
        return
    records.ours(about, one.line)
    records.say(about, "title", one.get("title"), one.line)
    for id_ in items(one.get("after")):
        records.exactly(about, "depends", str(id_), f"{PHASE}{id_}", one.line)
    for name in ("order", "start", "end"):
        records.say(about, name, one.get(name), one.line)
    records.say(about, "roles", one.get("gate"), one.line)


def read_signoff(one: Lined, records: Records) -> None:
    """State a decision on a gate as the options of its directive."""
    phase, decision = text(one.get("phase")), text(one.get("decision"))
    if not phase or decision not in set(Decision):
        words = f"a sign-off of {phase or 'no phase'} that says {decision!r}"
        records.left(one.line, words)
        return
    options = written(one, SIGNOFF)
    records.exactly(f"{PHASE}{phase}", "signoff", decision, options, one.line)


def read_pattern(one: Lined, records: Records) -> None:
    id_ = text(one.get("id"))
    if not re.fullmatch(r"[\w.&+-]+", id_):
        records.left(one.line, f"a pattern whose id is {id_!r}")
        return
    about = f"{PATTERN}{id_}"
    records.say(about, "title", one.get("title"), one.line)
    records.exactly(about, "pattern", id_, written(one, USED), one.line)


def written(one: Lined, names: Sequence[str]) -> str:
    """Return facts as options, a line each."""
    found = ((name, told(one.get(name))) for name in names)
    return "\n".join(f":{name}: {one_line(words)}" for name, words in found if words)


def one_line(words: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", " ", words).split())


def read_finding(one: Lined, records: Records) -> None:
    id_ = text(one.get("id"))
    if not id_:
        records.trouble(one.line, "a finding without an id", "no_id")
        return
    about = records.new(id_, one.line)
    records.ours(about, one.line)
    for name, value in one.items():
        if name == "effort":
            effort(about, value, one.line, records)
        elif name == "suppress":
            said = [suppressed(s) for s in tables(value)]
            records.say(about, name, said, one.line)
        elif name not in NOT_STATED:
            records.say(about, name, value, one.line)


def effort(about: str, value: object, line: int, records: Records) -> None:
    if isinstance(value, str):
        records.say(about, "effort", value, line)
        return
    told = table(value)
    low, high = told.get("low"), told.get("high")
    if isinstance(low, int | float) and isinstance(high, int | float):
        words = f"{low:g}-{high:g} days" if low != high else f"{low:g} days"
        records.say(about, "effort", words, line)


def suppressed(one: Lined) -> str:
    until = f"; until {one['until']}" if one.get("until") else ""
    return f"{one.get('code', '')} ({one.get('reason', '')}{until})"


def read_checklist(one: Lined, records: Records) -> None:
    """State a checklist as Markdown, which is written as every other."""
    phase = text(one.get("phase"))
    about = text(one.get("finding")) or (f"{PHASE}{phase}" if phase else "")
    lines = list(boxes(tables(one.get("items")), ""))
    if about and lines:
        title = text(one.get("title")) or "Checklist"
        if one.get("mandatory") and "mandatory" not in title.lower():
            title += " (mandatory)"
        words = "\n".join(lines)
        records.exactly(about, title, f"{words}\n", words, one.line)


BOXES = {"open": " ", "done": "x", "not-applicable": "-"}


def boxes(found: list[Lined], room: str) -> list[str]:
    lines = []
    for one in found:
        mark = BOXES.get(text(one.get("state")), " ")
        said = [f"{n}: {one[n]}" for n in ("by", "on") if one.get(n)]
        said += [f"evidence: {e}" for e in items(one.get("evidence"))]
        record = f" ({'; '.join(said)})" if said else ""
        words = " ".join(text(one.get("text")).split())
        lines.append(f"{room}- [{mark}] {words}{record}")
        lines += boxes(tables(one.get("items")), f"{room}  ")
    return lines
