"""In which order plans are applied: what they depend on first."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from .finding import PHASE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from .register import Register


def chains(register: Register, counted: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return for each finding all it depends on, also through others, in order.

    Of these only the *counted* ones are named. What is in a circle comes in the order
    of the register.
    """
    needs = dict(needed(register))
    ordered = in_order(needs)
    bits = {id_: 1 << n for n, id_ in enumerate(ordered) if id_ in register.findings}
    below = closures(ordered, needs, bits)
    every = sum(bits[id_] for id_ in bits if id_ in counted)
    named: dict[int, tuple[str, ...]] = {}
    found = {}
    for id_, bit in bits.items():
        left = below[id_] & every & ~bit
        if left not in named:
            told = f"{left:b}"[::-1].encode().translate(SET)
            named[left] = tuple(compress(ordered, told))
        found[id_] = named[left]
    return found


def needed(register: Register) -> Iterator[tuple[str, list[str]]]:
    """Yield what findings need; a phase that is needed whole stands for its findings.

    Thousands may need a phase of thousands.
    """
    phases: dict[str, None] = {}
    for id_, finding in register.findings.items():
        whole = dict.fromkeys(finding.needed_phases)
        yield id_, [*register.names(finding), *(PHASE + phase for phase in whole)]
        phases |= whole
    for phase in phases:
        yield PHASE + phase, [f.id for f in register.members(phase)]


SET = bytes.maketrans(b"0", b"\0")
"""Makes of a digit what is true or false."""


def in_order(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Return all ids, those that are needed before those that need them."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    for first in needs:
        waiting = [(first, False)]
        while waiting:
            id_, left = waiting.pop()
            if left:
                found[id_] = None
            elif id_ not in seen and id_ in needs:
                seen.add(id_)
                waiting.append((id_, True))
                waiting += [(d, False) for d in reversed([*needs[id_]])]
    return list(found)


def closures(
    ordered: Iterable[str],
    needs: Mapping[str, Iterable[str]],
    bits: Mapping[str, int],
) -> dict[str, int]:
    """Return what each needs, all through, as bits: sets of thousands are too large."""
    found: dict[str, int] = {}
    for id_ in ordered:
        mask = 0
        for needed in needs[id_]:
            mask |= found.get(needed, 0) | bits.get(needed, 0)
        found[id_] = mask
    return found
