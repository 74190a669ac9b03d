"""A look at each piece of evidence, in the working tree or in a commit."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..model.evidence import (
    Evidence,
    EvidenceError,
    EvidenceState,
    Look,
    over,
    read_evidence,
)
from . import git
from .symbols import defines

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PROBE = 8000
"""Bytes in which a zero byte makes a file binary, as git has it."""


def look_at(
    texts: Iterable[str], roots: Mapping[str, Path], today: dt.date | None
) -> dict[str, Look]:
    """Return what is found of each piece of evidence, by its text."""
    found: dict[str, Look] = {}
    places: dict[str, dict[str, Evidence]] = {}
    for text in sorted(set(texts)):
        try:
            evidence = read_evidence(text)
        except EvidenceError as error:
            found[text] = missing(str(error))
            continue
        if over(evidence, today):
            found[text] = expired(evidence)
        elif evidence.url:
            found[text] = unchecked("an address; no build asks the network")
        elif evidence.root not in roots:
            found[text] = unchecked(f"{evidence.root} is not in evidence_roots")
        else:
            places.setdefault(evidence.root, {})[text] = evidence
    for root, pieces in places.items():
        found |= Root(root, roots[root]).look(pieces)
    return dict(sorted(found.items()))


class Root:
    """A repository, or a folder that is none, in which evidence lies."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder

    def look(self, pieces: Mapping[str, Evidence]) -> dict[str, Look]:
        if not self.folder.is_dir():
            where = f"the checkout {self.name!r}" if self.name else "the repository"
            return dict.fromkeys(pieces, unchecked(f"{where} is not here"))
        whole = self.folder.resolve()
        found = {t: in_tree(e, whole) for t, e in pieces.items() if not e.commit}
        past = {t: e for t, e in pieces.items() if e.commit}
        return found | (self.in_commits(past) if past else {})

    def in_commits(self, pieces: Mapping[str, Evidence]) -> dict[str, Look]:
        if git.top_of(self.folder.resolve()) is None:
            return dict.fromkeys(pieces, unchecked("no git repository is here"))
        try:
            git.ask(self.folder, "rev-parse", "--git-dir")
            commits = {e.commit for e in pieces.values()}
            lost = {c: why for c in commits if (why := self.lost(c))}
            there = [
                (e.commit, e.path) for e in pieces.values() if e.commit not in lost
            ]
            files = git.contents(self.folder, there)
        except git.GitError as error:
            return dict.fromkeys(pieces, unchecked(str(error)))
        return {
            text: lost.get(e.commit) or of_commit(e, files[e.commit, e.path])
            for text, e in pieces.items()
        }

    def lost(self, commit: str) -> Look | None:
        """Return why a commit cannot be looked into, if so."""
        if not git.has(self.folder, commit):
            if git.shallow(self.folder):
                return unchecked(f"commit {commit} is not in this shallow clone")
            return missing(f"commit {commit} is not in the repository")
        if not git.reached(self.folder, commit):
            if git.shallow(self.folder):
                return unchecked(f"whether a branch has commit {commit}, a shallow "
                                 "clone cannot tell")  # fmt: skip
            return missing(f"commit {commit} is on no branch or tag and may get lost")
        return None


def in_tree(evidence: Evidence, root: Path) -> Look:
    """Look at a file of the working tree; a link may not lead out of it."""
    path = root / evidence.path
    try:
        real = path.resolve()
        if not real.is_relative_to(root):
            return missing(f"{evidence.path} leads out of the repository")
        if real.is_dir():
            return missing(f"{evidence.path} is a folder, not a file")
        if not real.is_file():
            return missing(f"{evidence.path} does not exist")
        data = real.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        reason = getattr(error, "strerror", None) or "links in a circle"
        return missing(f"{evidence.path} cannot be read: {reason}")
    return of_file(evidence, data)


def of_commit(evidence: Evidence, there: bytes | str) -> Look:
    if there == "tree":
        return missing(f"{evidence.path} is a folder in commit {evidence.commit}")
    if isinstance(there, str):
        return missing(f"{evidence.path} is not in commit {evidence.commit}")
    return of_file(evidence, there)


def of_file(evidence: Evidence, data: bytes) -> Look:
    """Compare what is said of a file with its bytes."""
    if evidence.of_text and b"\0" in data[:PROBE]:
        return missing(f"{evidence.path} is binary: it has neither lines nor symbols")
    if evidence.sha256:
        actual = hashlib.sha256(data).hexdigest()
        if actual != evidence.sha256:
            return Look(
                state=EvidenceState.CHANGED, why=f"its sha256 is now {actual[:12]}…"
            )
    if evidence.first:
        count = len(data.splitlines())
        if evidence.last > count:
            return missing(f"line {evidence.last} is behind its end, line {count}")
    if evidence.symbol and not defines(part(evidence, data), evidence.symbol):
        where = "in these lines of " if evidence.first else "in "
        return missing(f"{evidence.symbol} is not defined {where}{evidence.path}")
    return Look(state=EvidenceState.VALID)


def part(evidence: Evidence, data: bytes) -> str:
    """Return the lines that are named, else all."""
    if evidence.first:
        data = b"\n".join(data.splitlines()[evidence.first - 1 : evidence.last])
    return data.decode("utf-8", "replace")


def missing(why: str) -> Look:
    return Look(state=EvidenceState.MISSING, why=why)


def unchecked(why: str) -> Look:
    return Look(state=EvidenceState.UNCHECKED, why=why)


def expired(evidence: Evidence) -> Look:
    return Look(state=EvidenceState.EXPIRED, why=f"since {evidence.expires}")
