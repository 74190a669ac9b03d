"""The problems as test cases, which CI servers show in their tables."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ...model.verdict import Cover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...model.verdict import Judged
    from .report import Report

FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that XML 1.0 has no way to write."""


def as_junit(report: Report) -> str:
    """Return a suite for each file; without any problem one test that passes."""
    failing = len(report.failing)
    whole = ET.Element("testsuites", name="sphinx-audit")
    total = 0
    for uri, group in groupby(report.judged, key=report.uri):
        total += suite(whole, uri, list(group), report)
    if not total:
        total = 1
        only = ET.SubElement(whole, "testsuite", name="rules", tests="1", failures="0")
        ET.SubElement(only, "testcase", classname="rules", name="all rules hold")
    whole.set("tests", str(total))
    whole.set("failures", str(failing))
    ET.indent(whole, " ")
    text = ET.tostring(whole, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def suite(whole: ET.Element, uri: str, judged: Sequence[Judged], report: Report) -> int:
    failures = sum(report.fails(one) for one in judged)
    skipped = sum(one.cover is not None for one in judged)
    made = ET.SubElement(
        whole,
        "testsuite",
        name=clean(uri),
        tests=str(len(judged)),
        failures=str(failures),
        skipped=str(skipped),
    )
    for one in judged:
        case(made, uri, one, report)
    return len(judged)


def case(suite: ET.Element, uri: str, one: Judged, report: Report) -> None:
    named = " ".join(filter(None, one.problem.ids[:3]))
    made = ET.SubElement(
        suite,
        "testcase",
        classname=clean(uri),
        name=clean(f"{one.code}: {named}"),
        file=clean(uri),
        line=str(report.line(one)),
    )
    said = clean(one.problem.message)
    if one.cover is not None:
        why = one.why if one.cover is Cover.SUPPRESSED else "known in the baseline"
        ET.SubElement(made, "skipped", message=clean(f"{said} ({why})"))
    elif report.fails(one):
        failure = ET.SubElement(made, "failure", message=said, type=str(one.level))
        failure.text = f"{clean(uri)}:{report.line(one)}: {said} [{one.code}]"
    else:
        ET.SubElement(made, "system-out").text = f"{one.level}: {said}"


def clean(text: str) -> str:
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
