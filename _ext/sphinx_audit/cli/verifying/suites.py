"""The results as JUnit XML: a test case for each plan."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ..reports.junit import clean

if TYPE_CHECKING:
    from ...verify.results import Report
    from ...verify.telling import Diagnostic
    from .outcome import Outcome


def as_junit(found: Outcome) -> str:
    reports = found.results.reports
    whole = ET.Element("testsuites", name="sphinx-audit verify")
    suite = ET.SubElement(whole, "testsuite", name=f"level {found.asked}")
    kinds = [case(suite, report, found) for report in reports]
    for one in (whole, suite):
        one.set("tests", str(len(reports)))
        one.set("failures", str(kinds.count("failure")))
        one.set("skipped", str(kinds.count("skipped")))
    ET.indent(whole, " ")
    text = ET.tostring(whole, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def case(suite: ET.Element, report: Report, found: Outcome) -> str:
    """Add a plan, and return what became of it."""
    made = ET.SubElement(
        suite,
        "testcase",
        classname=clean(report.page),
        name=clean(f"{report.plan}: {report.title}"),
        file=clean(found.uri(report.path)),
        line=str(report.line),
        time=f"{sum(r.seconds for r in report.results):.3f}",
    )
    wrong = [d for d in report.diagnostics if found.fails(d)]
    rest = [d for d in report.diagnostics if d not in wrong]
    stopped, kind = report.stopped, ""
    if wrong:
        kind = "failure"
        failure = ET.SubElement(
            made, "failure", message=clean(wrong[0].message), type=clean(wrong[0].code)
        )
        failure.text = lines(wrong, found)
    elif stopped:
        kind = "skipped"
        said = f"level {stopped.depth} {stopped.outcome}: {stopped.reason}"
        remedy = f"; {stopped.install}" if stopped.install else ""
        ET.SubElement(made, "skipped", message=clean(said + remedy))
    if rest:
        ET.SubElement(made, "system-out").text = lines(rest, found)
    return kind


def lines(told: list[Diagnostic], found: Outcome) -> str:
    told_lines = (
        f"{found.uri(d.path)}:{d.line}:{d.column}: {d.level}: {d.message} [{d.code}]"
        for d in told
    )
    return clean("\n".join(told_lines))
