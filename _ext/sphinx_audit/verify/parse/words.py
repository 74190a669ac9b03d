"""What a template leaves in code for its user to replace."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.section import LEFT
from .flaw import UNFINISHED, at_offset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .flaw import Flaw

CAPITALS = r"\[[A-Z]{2,}(?:-[A-Z]{2,})+\]"  # [FINDING-ID]
INSIDE = r"(?<!\bmap)(?<=\w)\[[A-Za-z]\w*\](?=\w)"  # atomic_[entity]_operation
ALONE = (
    r"(?<![\w\])}$.\"'`\\^])\[(?:"
    r"[a-z]{3,}(?:[_/-][a-z]{2,})+"  # [entity_name], [service/store]
    r"|(?:Finding|Entity|Operation|Service)(?:Name|ID|Type|Params|Result)"
    r"|entity|params|description|operation"
    r")\]"
)
OTHERS = r"\bCHANGEME\b|\bXXX+_|\byour-(?:project|org|company)/|<your[ _-]\w[\w -]*>"

EVERYWHERE = re.compile(f"{LEFT.pattern}|{OTHERS}|{CAPITALS}")
IN_CODE = re.compile(f"{EVERYWHERE.pattern}|{INSIDE}|{ALONE}")
"""Also what is no code in these languages, but may be in others."""


SIGNS = ("[", "TODO", "TB", "FIXME", "XXX", "orem", "???", "CHANGEME", "your")
"""One of these is in each of them; to look for it first is quicker."""


def left(language: str, text: str) -> Iterator[Flaw]:
    """Yield what is left, once for each place."""
    if not any(sign in text for sign in SIGNS):
        return
    words = IN_CODE if language in {"go", "sql"} else EVERYWHERE
    for found in words.finditer(text):
        said = f"{found[0]!r} of a template is left"
        yield at_offset(text, found.start(), said, UNFINISHED)
