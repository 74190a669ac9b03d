"""Every warning this extension can give, and the one door through which it goes.

A member's value is the warning's subtype (``suppress_warnings = ["audit.cycle"]``),
the code that ``sphinx-audit check`` prints and SARIF's rule id.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx.util import logging

from .model import Place

if TYPE_CHECKING:
    from docutils.nodes import Node

logger = logging.getLogger(__name__)


class Fault(StrEnum):
    """The codes; the text behind each is its row in the reference."""

    DUPLICATE_ID = "duplicate_id", "Two pages define the same id."
    BAD_ID = "bad_id", "An id does not match the pattern of the project."
    MISSING_ARGUMENT = "missing_argument", "A directive lacks the id it needs."
    UNKNOWN_OPTION = "unknown_option", "A directive has no such option."
    BAD_VALUE = "bad_value", "An option's value cannot be understood."
    UNKNOWN_PHASE = "unknown_phase", "No page declares the phase that is named."
    UNUSED_PHASE = "unused_phase", "A phase has no finding."
    UNKNOWN_DEPENDENCY = "unknown_dependency", "A finding depends on an unknown one."
    UNKNOWN_REFERENCE = "unknown_reference", "A fact names an id no page defines."
    SELF_DEPENDENCY = "self_dependency", "A finding depends on itself or its own phase."
    CYCLE = "cycle", "Findings or phases wait for each other in a circle."
    TITLE = "title", "A typed title differs from the heading, or there is no heading."
    BAD_ITEM = "bad_item", "A checklist item has no mark or an unknown one."
    EMPTY_CHECKLIST = "empty_checklist", "A checklist has no items."
    BAD_EVIDENCE = "bad_evidence", "Evidence names no place that can be looked at."
    MISSING_EVIDENCE = "missing_evidence", "Evidence is not where it is said to be."
    CHANGED_EVIDENCE = "changed_evidence", "A file is not the one that was evidence."
    EXPIRED_EVIDENCE = "expired_evidence", "Evidence is older than it may be."
    UNCHECKED_EVIDENCE = "unchecked_evidence", "Evidence could not be looked at."
    EVIDENCE_NEEDED = "evidence_needed", "An item is ticked without its evidence."
    UNSIGNED = "unsigned", "A decision lacks its person, its role or its day."
    CLAIMED_SIGNOFF = "claimed_signoff", "A sign-off is claimed and recorded nowhere."
    UNKNOWN_ROLE = "unknown_role", "A sign-off is in a role its gate does not name."
    FUTURE_SIGNOFF = "future_signoff", "A sign-off is dated after the as-of date."
    BROKEN_SIGNOFF = "broken_signoff", "The record of a sign-off does not fit it."
    STALE_SIGNOFF = "stale_signoff", "What was signed has changed since."
    UNSEALED_SIGNOFF = "unsealed_signoff", "An approval has no fingerprint."
    EXPIRED_SIGNOFF = "expired_signoff", "An approval has run out."
    BAD_SIGNATURE = "bad_signature", "A signature is not that of who signed."
    MISSING_SIGNATURE = "missing_signature", "An approval lacks a required signature."
    BAD_QUERY = "bad_query", "A view's query cannot be understood."
    ROLE_IN_HEADING = (
        "role_in_heading",
        "A role stands in a heading, a diagram or plain text: nothing is computed.",
    )
    FENCE = "fence", "A code fence is broken: never closed, swallowing, or unreadable."
    RESTRICTED = "restricted", "A restricted page asks for something it must not do."
    DIAGRAM = "diagram", "A diagram cannot be drawn; its source is shown."
    FORMULA = (
        "formula",
        "A formula cannot be converted for the PDF; its source is shown.",
    )
    NODE = "node", "The PDF builder does not know a node; its text is kept."
    DEPTH = "depth", "Something is nested too deep for the PDF and set flat."
    GLYPH = "glyph", "No font has a character that the PDF needs."
    WIDE_TABLE = "wide_table", "A table has more columns than a page has room for."
    LINK = "link", "An address is too long for the links of a PDF."
    IMAGE = "image", "The PDF builder cannot use an image."
    PDF = "pdf", "A PDF cannot be made."
    PDF_STANDARD = "pdf_standard", "A PDF does not reach the standard asked for."
    OPEN_ITEMS = "open_items", "What is claimed as done has open mandatory items."
    UNREASONED_ITEM = "unreasoned_item", "An item does not apply, and nobody says why."
    HALF_DONE_ITEM = "half_done_item", "An item is ticked while a part of it is open."
    EARLY = "early", "What is claimed as done needs something that is not."
    BEFORE_GATE = "before_gate", "Work began before the gate ahead of it was passed."
    SELF_VERIFIED = "self_verified", "A fix is verified by the one who made it."
    NO_VERIFIER = "no_verifier", "A fix is verified by nobody in particular."
    NO_FIXER = "no_fixer", "Who made a fix that is verified is not said."
    OVERDUE = "overdue", "The day by which it must be done has passed."
    DATE_ORDER = "date_order", "Dates of a finding are the wrong way round."
    FUTURE_DATE = "future_date", "Something happened on a day to come."
    PHASE_DATES = "phase_dates", "A phase ends before it starts."
    ACCEPTANCE = "acceptance", "An accepted risk lacks approver, reason or expiry."
    EXPIRED = "expired", "The acceptance of a risk has run out."
    NO_REASON = "no_reason", "A finding is set aside without a reason."
    NO_TARGET = "no_target", "A duplicate or superseded finding names no other."
    NO_EFFORT = "no_effort", "Work to do has no estimate."
    ABSURD_EFFORT = "absurd_effort", "An estimate is nothing, years, or any size."
    NO_OWNER = "no_owner", "Work to do has neither owner nor assignee."
    NO_PHASE = "no_phase", "A finding is in no phase."
    LATE_DEPENDENCY = "late_dependency", "A finding needs one of a later phase."
    MISSING_SECTION = "missing_section", "A plan lacks a section asked for."
    EMPTY_SECTION = "empty_section", "A section of a plan has no text."
    PLACEHOLDER = "placeholder", "Words of a template are left in a plan."
    CODE_SYNTAX = "code_syntax", "Code in a plan is none that its language knows."
    UNFINISHED_CODE = "unfinished_code", "Code in a plan has words of a template."
    TRANSACTION = "transaction", "A script begins a transaction it never commits."
    NO_ROLLBACK = "no_rollback", "A plan changes a database and cannot take it back."
    DSN = "dsn", "An address of a database is none, or that of a production server."
    STALE_VERIFICATION = (
        "stale_verification",
        "The code of a plan is not the one that was verified.",
    )
    EXPIRED_SUPPRESSION = "expired_suppression", "A justification has run out."
    UNUSED_SUPPRESSION = "unused_suppression", "A justification has nothing to justify."
    UNKNOWN_SUPPRESSION = "unknown_suppression", "A suppressed code is no rule."
    BASELINE = "baseline", "The file of known problems cannot be read."
    VERIFICATION = "verification", "The record of verified plans cannot be read."
    SETTING = "setting", "A setting is unknown or has a wrong value."

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Fault:
        fault = str.__new__(cls, value)
        fault._value_ = value
        fault.meaning = meaning
        return fault


def warn(
    fault: Fault | str,
    message: str,
    *args: object,
    at: Place | Node | str | None = None,
) -> None:
    """Log a warning that points at its source line.

    *at* is a place of the model, a node, or a docname.
    """
    place = location(at) if isinstance(at, Place) else at
    logger.warning(message, *args, type="audit", subtype=str(fault), location=place)


def location(place: Place) -> tuple[str, int] | str:
    """Return a place as Sphinx's logger takes it: docname and line, or path:line."""
    if place.path:
        return f"{place.path}:{place.line}"
    return place.docname, place.line
