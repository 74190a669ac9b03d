"""The problems as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...exchange.document import as_text
from ...model.problem import Level
from ...model.verdict import Cover

if TYPE_CHECKING:
    from ...exchange.codec import Json
    from ...model.verdict import Judged
    from .report import Report

VERSION = 1
"""Raise when a key changes its meaning or goes."""


def as_json(report: Report) -> str:
    levels = [level for level in Level if level is not Level.OFF]
    counts = {str(v): sum(j.level is v for j in report.new) for v in levels}
    data = {
        "version": VERSION,
        "as-of": report.today.isoformat() if report.today else None,
        "since": report.since or None,
        "counts": counts | {str(c): report.count(c) for c in Cover},
        "failing": len(report.failing),
        "problems": [problem(one, report) for one in report.judged],
        "gone": [
            {"fingerprint": e.fingerprint, "code": e.code, "message": e.message}
            for e in report.gone
        ],
    }
    return as_text(data)


def problem(one: Judged, report: Report) -> Json:
    more: Json = {"why": one.why} if one.why else {}
    if also := report.also(one):
        more |= {"also": [{"file": uri, "line": line} for uri, line in also]}
    return {
        "code": one.code,
        "level": str(one.level),
        "message": one.problem.message,
        "file": report.uri(one),
        "line": report.line(one),
        "ids": [id_ for id_ in one.problem.ids if id_],
        "fingerprint": one.fingerprint,
        "known": str(one.cover) if one.cover else None,
    } | more
