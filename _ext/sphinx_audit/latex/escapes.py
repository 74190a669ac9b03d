"""Characters at which LuaLaTeX stops, in a form that it reads."""

from __future__ import annotations

from sphinx.util import texescape

REPLACEMENT = r"\symbol{65533}"  # as a byte sequence, LuaTeX takes it for a mistake
PICTURES = 0x2400  # of the control characters


def stopping() -> dict[int, str]:
    """Return what stands for each character that ends a run of LuaLaTeX."""
    read = {*b"\t\n\r"}
    controls = {c: chr(PICTURES + c) for c in range(0x20) if c not in read}
    return {**controls, 0x7F: "\u2421", 0xFFFD: REPLACEMENT}


def setup() -> None:
    """Teach them to Sphinx, which has no other door for it."""
    for table in (
        texescape._tex_escape_map_without_unicode,  # noqa: SLF001
        texescape._tex_hlescape_map_without_unicode,  # noqa: SLF001
    ):
        table.update(stopping())
