"""Silence while something is worked out that a page says when it is written."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def muted(*, when: bool = True) -> Iterator[None]:
    """Let no warning through; one that is dropped is not counted either."""
    if not when:
        yield
        return
    logger = logging.getLogger("sphinx")

    def quiet(record: logging.LogRecord) -> bool:
        return record.levelno < logging.WARNING

    for handler in logger.handlers:
        handler.filters.insert(0, quiet)  # before the one of Sphinx that counts
    try:
        yield
    finally:
        for handler in logger.handlers:
            handler.removeFilter(quiet)
