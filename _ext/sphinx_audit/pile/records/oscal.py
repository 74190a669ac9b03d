"""OSCAL plans of action and milestones (POA&M), as JSON, version 1.0 to 1.2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lined import Lined, table, tables, text

if TYPE_CHECKING:
    from .notes import Records

ROOT = "plan-of-action-and-milestones"

STATUS = {
    "open": "open",
    "investigating": "in-progress",
    "remediating": "in-progress",
    "deviation-requested": "open",
    "deviation-approved": "open",
    "closed": "implemented",
}
"""Risk states; an approved deviation stays open."""

RATINGS = frozenset({"risk", "impact", "severity", "priority", "risk-rating"})


def is_it(data: object) -> bool:
    return ROOT in table(data)


def read(data: object, records: Records) -> None:
    plan = table(table(data).get(ROOT))
    by_uuid = {
        text(one.get("uuid")): one
        for kind in ("risks", "observations", "findings")
        for one in tables(plan.get(kind))
    }
    used: set[str] = set()
    for number, item in enumerate(tables(plan.get("poam-items")), start=1):
        read_item(item, number, by_uuid, used, records)
    for uuid, one in by_uuid.items():
        if uuid not in used:
            records.left(
                one.line, f"{text(one.get('title')) or uuid}: no item names it"
            )
    for name, value in plan.items():
        if name not in {"uuid", "poam-items", "risks", "observations", "findings"}:
            line = value.line if isinstance(value, Lined) else plan.line
            records.left(line, f"{name} of the plan")


def read_item(
    item: Lined,
    number: int,
    by_uuid: dict[str, Lined],
    used: set[str],
    records: Records,
) -> None:
    props = {
        text(p.get("name")).lower(): p.get("value") for p in tables(item.get("props"))
    }
    named = text(props.get("poam-id"))
    if not named:
        said = f"an item without POAM-ID becomes POAM-{number}"
        records.trouble(item.line, said, "guessed")
    about = records.new(named or f"POAM-{number}", item.line)
    records.say(about, "title", item.get("title"), item.line)
    records.say(about, "summary", item.get("description"), item.line)
    records.also(about, "UUID", item.get("uuid"), item.line)
    for name, value in props.items():
        if name != "poam-id":
            records.also(about, name, value, item.line)
    records.also(about, "Remarks", item.get("remarks"), item.line)
    for key, uuid_of in REFERENCES:
        for named_one in tables(item.get(key)):
            uuid = text(named_one.get(uuid_of))
            one = by_uuid.get(uuid)
            if one is None:
                records.left(
                    named_one.line, f"of {about}: {key} {uuid}, not in the file"
                )
                continue
            used.add(uuid)
            if uuid_of == "risk-uuid":
                read_risk(about, one, records)
            else:
                read_other(about, one, uuid_of, records)


REFERENCES = (
    ("related-risks", "risk-uuid"),
    ("associated-risks", "risk-uuid"),
    ("related-observations", "observation-uuid"),
    ("related-findings", "finding-uuid"),
)


def read_risk(about: str, risk: Lined, records: Records) -> None:
    line = risk.line
    word = text(risk.get("status"))
    records.exactly(about, "status", word, STATUS.get(word, ""), line)
    records.say(about, "due", text(risk.get("deadline"))[:10], line)
    name = text(risk.get("title")) or "Risk"
    for key in ("description", "statement", "remarks"):
        records.also(about, f"{name} ({key})", risk.get(key), line)
    for facet in facets(risk):
        word, value = text(facet.get("name")), text(facet.get("value"))
        if word.lower() in RATINGS and records.value("priority", value):
            records.say(about, "priority", value, facet.line)
            records.say(about, "severity", value, facet.line)
        else:
            records.also(about, f"{word} (characterization)", value, facet.line)
    for factor in tables(risk.get("mitigating-factors")):
        records.also(about, "Mitigating factor", factor.get("description"), factor.line)
    for answer in tables(risk.get("remediations")):
        read_remediation(about, answer, records)
    for entry in tables(table(risk.get("risk-log")).get("entries")):
        read_entry(about, entry, records)


def facets(risk: Lined) -> list[Lined]:
    told = tables(risk.get("characterizations"))
    return [facet for one in told for facet in tables(one.get("facets"))]


def read_remediation(about: str, answer: Lined, records: Records) -> None:
    cycle = text(answer.get("lifecycle"))
    name = text(answer.get("title")) or "Remediation"
    lines = [text(answer.get("description"))]
    for task in tables(answer.get("tasks")):
        title, kind = text(task.get("title")), text(task.get("type"))
        timing = table(task.get("timing"))
        when = text(table(timing.get("on-date")).get("date"))[:10]
        within = table(timing.get("within-date-range"))
        when = when or text(within.get("end"))[:10]
        said = ", ".join(w for w in (kind, when) if w)
        words = " ".join(text(task.get("description")).split())
        lines.append(
            f"- {title}{f' ({said})' if said else ''}{': ' if words else ''}{words}"
        )
    words = "\n\n".join(lines[:1]) + "\n\n" + "\n".join(lines[1:])
    records.also(about, f"{name} ({cycle})" if cycle else name, words, answer.line)


def read_entry(about: str, entry: Lined, records: Records) -> None:
    start = text(entry.get("start"))[:10]
    said = [text(entry.get("title")), text(entry.get("description"))]
    change = text(entry.get("status-change"))
    words = ": ".join(w for w in said if w)
    words += f" (status: {change})" if change else ""
    records.also(about, f"Log {start}".strip(), words, entry.line)


def read_other(about: str, one: Lined, kind: str, records: Records) -> None:
    """Note an observation or a finding of OSCAL."""
    what = kind.removesuffix("-uuid").capitalize()
    name = text(one.get("title"))
    records.also(
        about, f"{what}: {name}" if name else what, one.get("description"), one.line
    )
    records.say(about, "detected", text(one.get("collected"))[:10], one.line)
    records.also(about, f"{what} methods", one.get("methods"), one.line)
    records.also(about, f"{what} expires", text(one.get("expires"))[:10], one.line)
    for proof in tables(one.get("relevant-evidence")):
        said = ": ".join(
            t for k in ("href", "description") if (t := text(proof.get(k)))
        )
        records.also(about, "Relevant evidence", said, proof.line)
    target = table(one.get("target"))
    state = text(table(target.get("status")).get("state"))
    if target:
        records.also(
            about,
            f"{what} target",
            f"{text(target.get('target-id'))} {state}",
            one.line,
        )
