"""What was found outside the pages, in the document and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from ..model.evidence import EvidenceState, Look
from ..model.survey import Record, Seal, Signature, Survey, Told, mark_of
from .code import gate, verified
from .codec import FormatError, facts, flag, member, names, rows, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model import Register, SignOff
    from .codec import Json

E = TypeVar("E", Seal, Signature)


def looks(evidence: Mapping[str, Look]) -> list[Json]:
    """Return what looks told, in the order of the texts."""
    return [
        {"text": text, "state": look.state.slug} | words(why=look.why)
        for text, look in sorted(evidence.items())
    ]


def signoff(signoff: SignOff, register: Register) -> Json:
    """Return a sign-off with what stands behind it, if anybody looked."""
    record = register.survey.records.get(mark_of(signoff))
    if record is None:
        return facts(signoff)
    told: Json = {
        "seal": record.seal.name.lower(),
        "signature": record.signature.name.lower(),
    }
    told |= words(**{"why": record.why, "signature-why": record.signature_why})
    told |= {"changes": list(record.changes)} if record.changes else {}
    told |= {"required": True} if record.required else {}
    return facts(signoff) | {"computed": told}


def words(**given: str) -> Json:
    return {name: value for name, value in given.items() if value}


# -- back


def outside(data: Json, signoffs: Mapping[str, Json]) -> Told:
    """Return what a document says was found; *signoffs* are its own by their marks."""
    evidence = {}
    for n, entry in enumerate(rows(data.get("evidence", []), "evidence")):
        at = f"evidence[{n}]"
        told = table(entry, at)
        state = STATES(told.get("state"), f"{at}.state")
        why = text(told.get("why", ""), f"{at}.why")
        evidence[text(told.get("text"), f"{at}.text")] = Look(state=state, why=why)
    records = {mark: record(s, "signoffs") for mark, s in signoffs.items()}
    found = {mark: r for mark, r in records.items() if r is not None}
    seen = Survey(
        evidence=evidence, records=found, verified=verified(data), gate=gate(data)
    )
    return Told(seen=seen, wrong=errors(data))


def record(data: Json, at: str) -> Record | None:
    if "computed" not in data:
        return None
    told = table(data["computed"], f"{at}.computed")
    return Record(
        seal=named(Seal, told.get("seal"), f"{at}.seal"),
        why=text(told.get("why", ""), f"{at}.why"),
        changes=names(told.get("changes", []), f"{at}.changes"),
        signature=named(Signature, told.get("signature"), f"{at}.signature"),
        signature_why=text(told.get("signature-why", ""), f"{at}.signature-why"),
        required=flag(told.get("required", False), f"{at}.required"),
    )


def errors(data: Json) -> dict[str, tuple[str, ...]]:
    """Return the codes of errors by phase."""
    found = {}
    for n, entry in enumerate(rows(data.get("phases", []), "phases")):
        at = f"phases[{n}]"
        phase = table(entry, at)
        computed = table(phase.get("computed", {}), f"{at}.computed")
        codes = names(computed.get("errors", []), f"{at}.computed.errors")
        if codes:
            found[text(phase.get("id"), f"{at}.id")] = codes
    return found


STATES = member(EvidenceState)


def named(kind: type[E], data: object, at: str) -> E:
    word = text(data, at)
    if word.upper() not in kind.__members__:
        raise FormatError(f"{at} {word!r} is unknown")
    return kind[word.upper()]
