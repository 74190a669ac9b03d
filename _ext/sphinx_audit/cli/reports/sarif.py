"""The problems as SARIF 2.1.0, which code scanning shows at their lines."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ... import __version__
from ...exchange.document import as_text
from ...model.problem import Level
from ...model.verdict import Cover

if TYPE_CHECKING:
    from ...exchange.codec import Json
    from ...model.verdict import Judged
    from .report import Report, Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
"""The base that readers of SARIF take for the top of the repository (§3.14.14)."""
FINGERPRINT = "auditProblem/v1"
"""The name of our fingerprint, with the version of how it is made (§3.27.17)."""


def as_sarif(report: Report) -> str:
    places = {code: n for n, code in enumerate(report.rules)}
    as_of = {"properties": {"asOf": report.today.isoformat()}} if report.today else {}
    driver = {
        "name": "sphinx-audit",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [rule(r, report.levels[code]) for code, r in report.rules.items()],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The top of the repository."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": [result(one, places, report) for one in report.judged],
    } | as_of
    return as_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def rule(rule: Rule, level: Level) -> Json:
    off = level is Level.OFF
    wrong, right = (f"````md\n{t.strip()}\n````" for t in (rule.wrong, rule.right))
    examples = f"Wrong:\n\n{wrong}\n\nRight:\n\n{right}\n"
    return {
        "id": str(rule.fault),
        "name": "".join(word.title() for word in str(rule.fault).split("_")),
        "shortDescription": {"text": rule.fault.meaning},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": f"{rule.why} {rule.remedy}",
            "markdown": f"{rule.why}\n\n{rule.remedy}\n\n{examples}",
        },
        "defaultConfiguration": {
            "enabled": not off,
            "level": "none" if off else str(level),
        },
        "properties": {"tags": ["audit"]},
    }


def result(one: Judged, places: dict[str, int], report: Report) -> Json:
    suppressed = {"suppressions": [suppression(one)]} if one.cover else {}
    known = one.cover is Cover.BASELINE
    return {
        "ruleId": one.code,
        "ruleIndex": places[one.code],
        "level": str(one.level),
        "message": {"text": one.problem.message},
        "locations": [location(one, report)],
        **related(one, report),
        "partialFingerprints": {
            FINGERPRINT: one.fingerprint,
            "primaryLocationLineHash": f"{one.fingerprint}:1",  # what GitHub reads
        },
        "baselineState": "unchanged" if known else "new",
    } | suppressed


def related(one: Judged, report: Report) -> Json:
    """Return the other places of a contradiction (§3.27.22)."""
    places = [
        {"id": n, "physicalLocation": physical(uri, line)}
        for n, (uri, line) in enumerate(report.also(one), start=1)
    ]
    return {"relatedLocations": places} if places else {}


def physical(uri: str, line: int) -> Json:
    return {"artifactLocation": artifact(uri), "region": {"startLine": line}}


@cache
def artifact(uri: str) -> Json:
    """Return the address of a file; outside the repository it is a whole one."""
    path = Path(uri)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(uri), "uriBaseId": ROOT}


def location(one: Judged, report: Report) -> Json:
    return {
        "physicalLocation": physical(report.uri(one), report.line(one)),
        "logicalLocations": [{"name": one.problem.owner, "kind": "element"}],
    }


def suppression(one: Judged) -> Json:
    """Return why nobody is warned: said in the page, or in the baseline (§3.35)."""
    if one.cover is Cover.SUPPRESSED:
        return {"kind": "inSource", "status": "accepted", "justification": one.why}
    return {
        "kind": "external",
        "status": "accepted",
        "justification": "known in the baseline",
    }
