"""What a project asks of its PDFs: ``audit_handbooks``, read and checked."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import re
from typing import TYPE_CHECKING, get_type_hints

from sphinx.errors import ConfigError

from ..model.query import QueryError, read_query
from ..model.words import hint
from ..settings import settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from ..model.query import Query

KINDS = ("whole", "phase", "finding", "summary", "auditor")
"""Everything; one a phase; one a finding; two pages for the lead; what is judged."""

PARTS = (
    "control", "contents", "summary", "findings", "pages", "evidence", "register",
    "index",
)  # fmt: skip
"""What a book is made of behind its cover, in the order of the whole one."""

OF_KIND = {
    "whole": PARTS,
    "phase": ("control", "contents", "pages", "register"),
    "finding": ("control", "pages"),
    "summary": ("control", "summary"),
    "auditor": PARTS,
}

PAPERS: dict[str, tuple[float, float]] = {
    "a4": (595.3, 841.9),
    "a3": (841.9, 1190.6),
    "us-letter": (612, 792),
    "us-legal": (612, 1008),
}
"""Sizes in points on which a line of the text, and a diagram made for it, have room."""

SEVERAL = ("phase", "finding")
"""Kinds of which there is a PDF for each."""


@dc.dataclass(frozen=True, kw_only=True)
class Revision:
    """A line of the revision history."""

    version: str = ""
    date: str = ""
    by: str = ""
    what: str = ""


@dc.dataclass(frozen=True, kw_only=True)
class Wanted:
    """One table of ``audit_handbooks``: a PDF, or one for each phase or finding."""

    kind: str = "whole"
    file: str = ""
    title: str = ""
    subtitle: str = ""
    select: tuple[tuple[str, str], ...] = ()
    exclude: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    classification: str = ""
    distribution: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    commit: str = ""
    paper: str = "a4"
    accent: str = ""
    logo: str = ""
    template: str = ""
    attach: bool = True

    @property
    def query(self) -> Query | None:
        """Which findings are chosen; ``None`` means whatever there is."""
        return read_query(dict(self.select)) if self.select else None


USUAL = (Wanted(), Wanted(kind="phase"))


def setup(app: Sphinx) -> None:
    app.connect("config-inited", check, priority=600)


def check(app: Sphinx, config: Config) -> None:
    """Stop every build, not only that of PDFs, where the tables cannot be meant."""
    wanted_of(config)


def wanted_of(config: Config) -> list[Wanted]:
    """Return what is asked for.

    Raises ConfigError, which names the table, the key and the nearest good one.
    """
    settings = settings_of(config)
    usual = settings.handbook_defaults
    read(usual, "audit_handbook_defaults")
    asked: list[Mapping[str, object]] = [*settings.handbooks] or [
        {"kind": book.kind} for book in USUAL
    ]
    return [
        read({**usual, **table}, f"audit_handbooks, table {at}")
        for at, table in enumerate(asked, 1)
    ]


def read(table: Mapping[str, object], where: str) -> Wanted:
    known = {field.name for field in dc.fields(Wanted)}
    for name in table:
        if name not in known:
            raise ConfigError(f"{where}: no key {name!r}{hint(name, known)}")
    kinds = get_type_hints(Wanted)
    given = {n: _value(n, kinds[n], v, f"{where}: {n}") for n, v in table.items()}
    return _checked(Wanted(**given), where)  # type: ignore[arg-type]  # as _value says


def _value(name: str, kind: object, value: object, where: str) -> object:
    if name == "revisions":
        return tuple(_revision(r, f"{where}, line {n}") for n, r in _many(value, where))
    if name == "select":
        if not isinstance(value, dict):
            raise ConfigError(f"{where} is no table, such as {{phase = '2A'}}")
        return tuple((str(k), _text(v, f"{where}.{k}")) for k, v in value.items())
    if kind is bool:
        if not isinstance(value, bool):
            raise ConfigError(f"{where} is neither true nor false: {value!r}")
        return value
    if kind is str:
        return _text(value, where)
    return tuple(_text(item, where) for _, item in _many(value, where))


def _text(value: object, where: str) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    if not isinstance(value, str):
        raise ConfigError(f"{where} is no text: {value!r}")
    return value


def _many(value: object, where: str) -> Iterable[tuple[int, object]]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple):
        raise ConfigError(f"{where} is no list: {value!r}")
    return enumerate(value, 1)


def _revision(value: object, where: str) -> Revision:
    if not isinstance(value, dict):
        raise ConfigError(f"{where} is no table, such as {{version = '1.0'}}")
    known = [field.name for field in dc.fields(Revision)]
    for name in value:
        if name not in known:
            raise ConfigError(f"{where}: no key {name!r}{hint(str(name), known)}")
    return Revision(**{k: _text(v, f"{where}: {k}") for k, v in value.items()})


def _checked(book: Wanted, where: str) -> Wanted:
    for name, value, words in (
        ("kind", book.kind, KINDS),
        ("paper", book.paper, tuple(PAPERS)),
        *(("parts", part, PARTS) for part in book.parts),
    ):
        if value not in words:
            raise ConfigError(f"{where}: {name} {value!r}{hint(value, words)}")
    for part in book.parts:
        if book.parts.count(part) > 1:
            raise ConfigError(f"{where}: parts: {part!r} stands there twice")
    try:
        read_query(dict(book.select))
    except QueryError as error:
        raise ConfigError(f"{where}: select: {error}") from error
    if book.accent and not re.fullmatch(r"#[0-9a-fA-F]{6}", book.accent):
        raise ConfigError(f"{where}: accent {book.accent!r} is no #rrggbb")
    if book.kind in SEVERAL and book.file and "{id}" not in book.file:
        raise ConfigError(
            f"{where}: file {book.file!r} would be one for all; write {{id}} into it"
        )
    return book
