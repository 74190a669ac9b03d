"""SARIF 2.1.0: one finding a result, whose id follows from the tool and its order."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from .lined import Lined, items, table, tables, text

if TYPE_CHECKING:
    from .notes import Records

PRIORITY = {"error": "high", "warning": "medium", "note": "low", "none": "low"}
NO_FINDING = frozenset({"pass", "notApplicable", "informational"})


def is_it(data: object) -> bool:
    return isinstance(table(data).get("runs"), list)


def read(data: object, records: Records) -> None:
    passed: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
    for run in tables(table(data).get("runs")):
        driver = table(table(run.get("tool")).get("driver"))
        rules = rules_of(run)
        for result in tables(run.get("results")):
            kind = text(result.get("kind")) or "fail"
            if kind in NO_FINDING:
                passed[kind] += 1
                continue
            read_result(result, driver, rules, numbers, records)
    for kind, count in passed.items():
        records.left(1, f"{count} results of kind {kind}, which are no findings")
    if numbers:
        ids = ", ".join(f"{p}-1 to {p}-{n}" for p, n in numbers.items())
        records.trouble(1, f"results have no ids; they become {ids}", "guessed")


def rules_of(run: Lined) -> dict[str, Lined]:
    tool = table(run.get("tool"))
    parts = [table(tool.get("driver")), *tables(tool.get("extensions"))]
    return {text(r.get("id")): r for p in parts for r in tables(p.get("rules"))}


def read_result(
    result: Lined,
    driver: Lined,
    rules: dict[str, Lined],
    numbers: Counter[str],
    records: Records,
) -> None:
    rule_id = text(result.get("ruleId")) or text(table(result.get("rule")).get("id"))
    listed = tables(driver.get("rules"))
    index = result.get("ruleIndex")
    if not rule_id and isinstance(index, int) and 0 <= index < len(listed):
        rule_id = text(listed[index].get("id"))
    rule = rules.get(rule_id, Lined())
    tool = text(driver.get("name")) or "SARIF"
    prefix = re.sub(r"[^A-Z0-9]", "", tool.upper())[:12] or "SARIF"
    prefix = prefix if prefix[0].isalpha() else f"T{prefix}"
    numbers[prefix] += 1
    line = result.line
    about = records.new(f"{prefix}-{numbers[prefix]}", line)
    message = message_of(result, rule)
    title = words_of(rule.get("shortDescription")) or text(rule.get("name"))
    title = title or message.split("\n")[0] or rule_id
    records.say(about, "title", " ".join(title.split())[:160], line)
    records.say(about, "summary", message, line)
    records.say(about, "source", " ".join(w for w in (tool, rule_id) if w), line)
    urgency(about, result, rule, records)
    state(about, result, records)
    for place in tables(result.get("locations")):
        records.also(about, "Location", location(place), line)
    controls = [t for t in map(text, tags(rule)) if re.search(r"cwe", t, re.IGNORECASE)]
    taxa = [text(t.get("id")) for t in tables(result.get("taxa"))]
    found = [
        re.sub(r".*cwe-?0*(\d+)$", r"CWE-\1", c, flags=re.IGNORECASE) for c in controls
    ]
    records.say(about, "controls", [*found, *taxa], line)
    details(about, result, rule, records)


def tags(rule: Lined) -> list[object]:
    return items(table(rule.get("properties")).get("tags"))


def words_of(message: object) -> str:
    said = table(message)
    return text(said.get("markdown")) or text(said.get("text"))


def message_of(result: Lined, rule: Lined) -> str:
    """Return the message, its placeholders filled (SARIF 3.11)."""
    message = table(result.get("message"))
    named = table(table(rule.get("messageStrings")).get(text(message.get("id"))))
    said = text(message.get("text")) or text(named.get("text"))
    arguments = [str(a) for a in items(message.get("arguments"))]

    def filled(match: re.Match[str]) -> str:
        number = int(match[1])
        return arguments[number] if number < len(arguments) else match[0]

    return re.sub(r"\{(\d{1,3})\}", filled, said)


def urgency(about: str, result: Lined, rule: Lined, records: Records) -> None:
    default = text(table(rule.get("defaultConfiguration")).get("level"))
    level = text(result.get("level")) or default or "warning"
    score = table(rule.get("properties")).get("security-severity")
    try:
        number = float(str(score))
    except ValueError:
        number = -1.0
    if number < 0:
        records.exactly(
            about, "priority", level, PRIORITY.get(level, "medium"), result.line
        )
        records.say(about, "severity", level, result.line)
        return
    steps = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.0, "low"))
    value = next(word for least, word in steps if number >= least)
    records.exactly(about, "priority", str(score), value, result.line)
    records.say(about, "severity", f"{level}, {score}", result.line)


def state(about: str, result: Lined, records: Records) -> None:
    """State the status: what is gone is fixed, what was accepted is accepted."""
    base = text(result.get("baselineState"))
    kinds = tables(result.get("suppressions"))
    accepted = [s for s in kinds if text(s.get("status")) in {"", "accepted"}]
    if base == "absent":
        records.exactly(about, "status", base, "implemented", result.line)
    elif accepted:
        records.exactly(about, "status", "suppressed", "accepted", result.line)
    else:
        records.exactly(about, "status", base or "result", "open", result.line)
    if base:
        records.also(about, "Baseline state", base, result.line)
    for one in kinds:
        records.say(about, "reason", one.get("justification"), one.line)
        said = ", ".join(str(one[k]) for k in ("kind", "status") if one.get(k))
        records.also(about, "Suppression", said, one.line)


def location(place: Lined) -> str:
    physical = table(place.get("physicalLocation"))
    uri = text(table(physical.get("artifactLocation")).get("uri"))
    region = table(physical.get("region"))
    first = region.get("startLine")
    logical = ", ".join(
        text(one.get("fullyQualifiedName")) or text(one.get("name"))
        for one in tables(place.get("logicalLocations"))
    )
    where = f"{uri}:{first}" if first else uri
    return " ".join(w for w in (where, logical) if w)


def details(about: str, result: Lined, rule: Lined, records: Records) -> None:
    """Note what else is said of the result and of its rule."""
    full, helps = words_of(rule.get("fullDescription")), words_of(rule.get("help"))
    records.also(about, "Rule", full, result.line)
    records.also(about, "Help of the rule", helps, result.line)
    records.also(about, "Help of the rule (link)", rule.get("helpUri"), result.line)
    prints = table(result.get("partialFingerprints")) | table(
        result.get("fingerprints")
    )
    records.also(about, "Fingerprints", dict(prints), result.line)
    records.also(about, "Work items", result.get("workItemUris"), result.line)
    records.also(about, "Guid", result.get("guid"), result.line)
    others = result.keys() - KNOWN
    if others:
        records.left(result.line, f"of {about}: {', '.join(sorted(others))}")


KNOWN = frozenset(
    {"ruleId", "rule", "ruleIndex", "message", "level", "kind", "locations", "taxa"}
    | {"baselineState", "suppressions", "partialFingerprints", "fingerprints"}
    | {"workItemUris", "guid"}
)
