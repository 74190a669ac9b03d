"""Detached signatures of records, made and checked by OpenSSH's ``ssh-keygen -Y``."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from ..model.survey import Signature

if TYPE_CHECKING:
    from pathlib import Path

    from ..model import SignOff

NAMESPACE = "sphinx-audit"
"""What a signature is for: one made for mail or git does not fit."""

MAIL = re.compile(r"<([^<>\s]+)>")
PATIENCE = 120


class SigningError(Exception):
    """A signature could not be made; the text says why."""


def check(record: Path, signoff: SignOff, signers: Path) -> tuple[Signature, str]:
    """Tell whether a record bears a signature of the one who decided.

    The list of allowed signers names them as the sign-off does: by the whole of
    ``by``, or by the address in it.
    """
    if not signers.is_file():
        return Signature.UNCHECKED, f"the list of signers {signers.name} is not there"
    why = ""
    for who in names_of(signoff.by):
        try:
            done = verified(record, who, signoff, signers)
        except FileNotFoundError:
            return Signature.UNCHECKED, "ssh-keygen is not installed"
        except (OSError, subprocess.TimeoutExpired) as error:
            return Signature.UNCHECKED, f"ssh-keygen does not answer: {error}"
        if done.returncode == 0:
            return Signature.GOOD, ""
        why = f"the signature is not one of {who}'s, as {signers.name} has them"
    return Signature.BAD, why or "nobody is named whose signature it could be"


def verified(
    record: Path, who: str, signoff: SignOff, signers: Path
) -> subprocess.CompletedProcess[bytes]:
    """Ask whether the signature is *who*'s, with a key that was good on that day."""
    day = [f"-Overify-time={signoff.on:%Y%m%d}"] if signoff.on else []
    signature = signature_of(record)
    return subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", who, "-n", NAMESPACE,
         "-s", str(signature), *day],
        input=record.read_bytes().replace(b"\r\n", b"\n"),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )  # fmt: skip


def signature_of(record: Path) -> Path:
    """Return where the signature of a record lies, as ssh-keygen has it."""
    return record.with_name(f"{record.name}.sig")


def names_of(by: str) -> list[str]:
    """Return how a list of signers may call somebody: ``Dana <dana@example.org>``."""
    said = " ".join(by.split())
    return [n for n in dict.fromkeys([*MAIL.findall(said), said]) if safe(n)]


def safe(name: str) -> bool:
    return bool(name) and not name.startswith("-") and not re.search(r"[*?!,]", name)


def sign(record: Path, key: Path) -> Path:
    """Sign a record with a private key, or the agent's for a public one.

    Raises SigningError; then there is no signature.
    """
    made = signature_of(record)
    made.unlink(missing_ok=True)
    try:
        done = subprocess.run(
            ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(record)],
            stdin=None,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise SigningError("ssh-keygen is not installed") from None
    if done.returncode or not made.is_file():
        made.unlink(missing_ok=True)
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise SigningError(said[-1] if said else "ssh-keygen failed")
    return made
