"""The diagnostics as SARIF 2.1.0, each at its line and column."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from ... import __version__
from ...exchange.document import as_text
from ...rules import RULES
from ...verify.blocks import digest
from ..reports.sarif import ROOT, SCHEMA

if TYPE_CHECKING:
    from ...exchange.codec import Json
    from ...verify.telling import Diagnostic
    from .outcome import Outcome

FINGERPRINT = "auditVerify/v1"
"""The name of our fingerprint, with the version of how it is made (§3.27.17)."""


def as_sarif(found: Outcome) -> str:
    told = found.results.diagnostics
    codes = sorted({one.code for one in told})
    tools = {
        n: v
        for r in found.results.reports
        for p in r.results
        for n, v in p.tools.items()
    }
    driver: Json = {
        "name": "sphinx-audit verify",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [rule(code) for code in codes],
    }
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": driver,
            "extensions": [
                {"name": name, "version": version or "unknown"}
                for name, version in sorted(tools.items())
            ],
        },
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The top of the repository."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": [result(one, codes, seen, found) for one in told],
    }
    return as_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def rule(code: str) -> Json:
    known = RULES.get(code)
    if known is None:
        return {"id": code, "properties": {"tags": ["audit", "code"]}}
    return {
        "id": code,
        "shortDescription": {"text": known.fault.meaning},
        "fullDescription": {"text": known.why},
        "help": {"text": f"{known.why} {known.remedy}"},
        "properties": {"tags": ["audit", "code"]},
    }


def result(
    one: Diagnostic, codes: list[str], seen: Counter[str], found: Outcome
) -> Json:
    """Return a diagnostic; of several alike in a plan each has its own fingerprint."""
    alike = digest(one.plan, one.code, one.message)
    seen[alike] += 1
    mark = digest(alike, str(seen[alike]))
    return {
        "ruleId": one.code,
        "ruleIndex": codes.index(one.code),
        "level": str(one.level),
        "message": {"text": f"{one.message} ({one.tool})"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": quote(found.uri(one.path)),
                        "uriBaseId": ROOT,
                    },
                    "region": {"startLine": one.line, "startColumn": one.column},
                },
                "logicalLocations": [{"name": one.plan, "kind": "element"}],
            }
        ],
        "partialFingerprints": {
            FINGERPRINT: mark,
            "primaryLocationLineHash": f"{mark}:1",  # what GitHub reads
        },
    }
