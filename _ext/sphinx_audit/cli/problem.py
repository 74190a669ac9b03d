"""What goes wrong in a way that its user can put right, and how it is said."""

from __future__ import annotations

import sys


class Problem(Exception):  # noqa: N818 - not an error of the program
    """Ends a command with exit code 2; the text says what to do instead."""


def say(message: str) -> None:
    """Tell people something, on standard error."""
    if sys.stderr:
        print(f"sphinx-audit: {message}", file=sys.stderr)
