r"""Text that means nothing but itself, in Markdown and in reStructuredText alike.

Both take a backslash before punctuation for "this character, whatever it does".
"""

from __future__ import annotations

import re

SPECIAL = re.compile(
    r"[\\`*\[<{|$]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # inside of words an underscore is one
    r"|&(?=#?\w+;)"
    r"|(?<!\S)#"  # a run of them ends a heading
    r"|~(?=~)|(?<=~)~"
    r"|:(?=:$)"  # reStructuredText waits for code behind it
)
FIRST = re.compile(r"(?=[!-/:-@\[-`{-~])(?!\\)")
"""Punctuation that begins a line may open a list, a comment, a field, a fence."""
LISTED = re.compile(r"(\w{1,9})([.)])(?=\s|$)")
"""``1.``, ``a)``: an item of a list."""
BULLET = re.compile("[•‣⁃]")


def literal(text: str) -> str:
    """Return *text* on one line so that a page shows just these characters."""
    said = SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    if FIRST.match(said):
        return f"\\{said}"
    return LISTED.sub(r"\1\\\2", said, count=1) if LISTED.match(said) else said


def literal_rst(text: str) -> str:
    """Return the same where reStructuredText has bullets that Markdown has not."""
    said = literal(text)
    return f"\\{said}" if BULLET.match(said) else said
