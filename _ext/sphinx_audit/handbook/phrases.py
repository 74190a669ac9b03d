"""The words of the template, in the language of the book."""

from __future__ import annotations

from sphinx.locale import get_translation

from ..model import Decision
from .source import array, record, string

_ = get_translation("audit")


def phrases() -> str:
    """Return a record of Typst with every word that the template sets by itself."""
    words = {
        "contents": _("Contents"),
        "page": _("page {0} of {1}"),
        "page_word": _("Page"),
        "logo": _("Logo"),
        "control": _("Document control"),
        "revisions": _("Revisions"),
        "distribution": _("Distribution"),
        "made": _("How this file was made"),
        "attached": _("Attached to this file"),
        "standards": _("Standards"),
        "no_standard": _("none: see the warnings of the build"),
        "checked": _("checked by Typst"),
        "version": _("Version"),
        "date": _("Date"),
        "by": _("By"),
        "change": _("Change"),
        "number": _("No."),
        "recipient": _("Recipient"),
        "what": _("What"),
        "value": _("Value"),
        "origin": _("From"),
        "file": _("File"),
        "sum": "SHA-256",
        "classification": _("Classification"),
        "findings": _("List of findings"),
        "id": _("Id"),
        "title": _("Title"),
        "priority": _("Priority"),
        "state": _("State"),
        "summary": _("Executive summary"),
        "states": _("Where the findings stand"),
        "by_phase": _("Progress by phase"),
        "by_priority": _("Progress by priority"),
        "no_priority": _("none"),
        "effort_left": _("Effort left"),
        "blocks": _("What holds the work up"),
        "next": _("What can start now"),
        "phase": _("Phase"),
        "progress": _("Progress"),
        "done": _("Done"),
        "left": _("Left"),
        "gate": _("Gate"),
        "range": _("From the lower to the upper estimate"),
        "missing": _("What is missing"),
        "holds": _("Findings held up"),
        "effort": _("Effort"),
        "register": _("Register"),
        "evidence": _("Evidence"),
        "recorded_by": _("Recorded by"),
        "index": _("Index"),
        "conditions_of_gate": _("Conditions of the gate"),
        "met": _("met"),
        "recorded": _("Recorded decisions"),
        "to_sign": _("To be signed"),
        "role": _("Role"),
        "name": _("Name"),
        "decision": _("Decision"),
        "signature": _("Signature"),
        "conditions": _("Conditions"),
    }
    decisions = (Decision.APPROVED, Decision.CONDITIONAL, Decision.REJECTED)
    return record(
        **{name: string(str(word)) for name, word in words.items()},
        decisions=array(string(d.value) for d in decisions),
    )
