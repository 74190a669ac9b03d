"""That a page says after an edit what it said before, and the sign-off besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.decisions import latest
from ...placeholders import signoff_card
from ...rebuild.quiet import muted
from ...store import register_of, store_of
from ..problem import Problem

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ...model import Page, SignOff

KINDS = ("findings", "phases", "checklists", "patterns")


def prove(app: Sphinx, docname: str, text: str, signoff: SignOff) -> None:
    """Read a page as it would be, in memory; raises Problem unless all is well."""
    before, words = store_of(app.env).pages[docname], words_of(app, docname)
    try:
        reread(app, docname, text)
        after = store_of(app.env).page(docname)
        if not same(before, after, signoff) or words_of(app, docname) != words:
            raise Problem(
                f"{docname} would not say the same with the sign-off in it; "
                "nothing was written: --dry-run shows what to put in by hand"
            )
        refuse_if_overruled(app, signoff)
    finally:
        # what was read is not on the disk: the next build must read the page again
        (app.doctreedir / f"{docname}.doctree").unlink(missing_ok=True)


def reread(app: Sphinx, docname: str, text: str) -> None:
    def instead(app: Sphinx, name: str, source: list[str]) -> None:
        if name == docname:
            source[0] = text.removeprefix("\ufeff").replace("\r\n", "\n")

    listener = app.connect("source-read", instead, priority=1)
    try:
        with muted():
            app.events.emit("env-purge-doc", app.env, docname)
            app.env.clear_doc(docname)
            app.builder.read_doc(docname)
    except Exception as error:
        raise Problem(
            f"{docname} cannot be read with the sign-off in it: {error}"
        ) from error
    finally:
        app.disconnect(listener)


def words_of(app: Sphinx, docname: str) -> str:
    """Return all a page shows but its sign-offs."""
    document = app.env.get_doctree(docname)
    for card in list(document.findall(signoff_card)):
        card.parent.remove(card)
    return document.pformat()


def same(before: Page, after: Page, signoff: SignOff) -> bool:
    """Tell whether a page states the same facts, and the sign-off as the last one."""
    kept = [repr(getattr(before, kind)) for kind in KINDS]
    now = [repr(getattr(after, kind)) for kind in KINDS]
    old, new = list(map(repr, before.signoffs)), list(map(repr, after.signoffs))
    added = [s for s in after.signoffs if said(s) == said(signoff)]
    return (
        kept == now
        and len(after.problems) <= len(before.problems)
        and len(new) == len(old) + 1
        and len(added) >= 1
    )


def said(signoff: SignOff) -> str:
    """Return what a sign-off states, without where."""
    return repr([v for k, v in sorted(vars(signoff).items())
                 if k not in {"place", "anchor"}])  # fmt: skip


def refuse_if_overruled(app: Sphinx, signoff: SignOff) -> None:
    """Refuse what would not be the role's last word."""
    others = (s for s in register_of(app.env).signoffs if s.phase == signoff.phase)
    in_force = latest(others)
    if not any(said(s) == said(signoff) for s in in_force):
        (last,) = (s for s in in_force if s.role == signoff.role)
        raise Problem(
            f"{signoff.role} decided later, on {last.on} ({last.place.docname}, line "
            f"{last.place.line}): a decision of {signoff.on} would not count"
        )
