"""What stands behind each sign-off: its manifest, compared with the plans of today."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ..model.fingerprint import changes, scope_of
from ..model.manifest import (
    Manifest,
    ManifestError,
    fingerprint,
    name_of,
    read_manifest,
    said_by,
)
from ..model.survey import Record, Seal, Signature, mark_of
from .signatures import check, signature_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..model import Register, SignOff
    from ..model.fingerprint import Scope, Texts

FOLDER = "signoffs"
"""Beside conf.py: the manifests, and the signatures beside them."""

MOST = 99
"""Decisions of a role on one day."""


@dc.dataclass(frozen=True, kw_only=True)
class Archive:
    """The records of a project, and who may sign them."""

    folder: Path
    signers: Path | None = None
    required: bool = False

    def record(self, signoff: SignOff, scope: Scope) -> Record:
        """Return what stands behind a sign-off; *scope* is what it is about now."""
        found = Record(required=self.required)
        if not signoff.fingerprint:
            why = "no record to be signed" if self.required else ""
            return dc.replace(found, signature_why=why)
        try:
            path, manifest = self.manifest(signoff)
        except ManifestError as error:
            return dc.replace(found, seal=Seal.BROKEN, why=str(error))
        differing = changes(manifest.scope, scope)
        state, why = self.signature(signoff, path)
        return dc.replace(
            found,
            seal=Seal.CHANGED if differing else Seal.WHOLE,
            changes=differing,
            signature=state,
            signature_why=why,
        )

    def manifest(self, signoff: SignOff) -> tuple[Path, Manifest]:
        """Return the manifest that a fingerprint is of; raises ManifestError."""
        path = self.path(signoff)
        name = f"{FOLDER}/{path.name}"
        content = self.content(path)
        if content is None:
            raise ManifestError(f"{name} is missing: nothing tells what was signed")
        try:
            manifest = read_manifest(content)
        except ManifestError as error:
            raise ManifestError(f"{name}: {error}") from error
        if fingerprint(content) != signoff.fingerprint:
            raise ManifestError(
                f"the fingerprint is not that of {name}: one of them was edited"
            )
        if manifest.said != (said := said_by(signoff)):
            other = sorted(
                k
                for k in {*said, *manifest.said}
                if said.get(k) != manifest.said.get(k)
            )
            raise ManifestError(
                f"{', '.join(other)} {'differs' if len(other) == 1 else 'differ'} "
                f"from {name}: the sign-off was edited after it was given"
            )
        return path, manifest

    def path(self, signoff: SignOff) -> Path:
        """Return the file of a fingerprint, a signed one first, or where it belongs."""
        found: list[Path] = []
        for number in range(1, MOST + 1):
            path = self.folder / name_of(signoff, number)
            content = self.content(path)
            if content is None:
                break
            if fingerprint(content) == signoff.fingerprint:
                found.append(path)
        alike = [p for p in found if signature_of(p).is_file()] or found
        return alike[0] if alike else self.folder / name_of(signoff)

    def free_path(self, signoff: SignOff) -> Path:
        """Return the file for a new record; no other is ever written over."""
        paths = (self.folder / name_of(signoff, n) for n in range(1, MOST + 1))
        return next(p for p in paths if not p.exists())

    def content(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ManifestError(f"{FOLDER}/{path.name}: {error.strerror}") from error

    def signature(self, signoff: SignOff, path: Path) -> tuple[Signature, str]:
        if not signature_of(path).is_file():
            return Signature.NONE, "no signature beside its record"
        if self.signers is None:
            return Signature.UNCHECKED, "allowed_signers is not set"
        return check(path, signoff, self.signers)


def records(register: Register, texts: Texts, archive: Archive) -> dict[str, Record]:
    """Return what stands behind each sign-off, by its page and anchor."""
    scopes: dict[str, Scope] = {}
    found = {}
    for signoff in register.signoffs:
        if signoff.fingerprint and signoff.phase not in scopes:
            scopes[signoff.phase] = scope_of(signoff.phase, register, texts)
        scope = scopes.get(signoff.phase, {})
        found[mark_of(signoff)] = archive.record(signoff, scope)
    return found
