"""One call of a program for many texts; what spoils it is called alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .programs import Said

T = TypeVar("T")


def divided(
    things: Sequence[T], call: Callable[[Sequence[T]], Said]
) -> Iterator[tuple[Sequence[T], Said]]:
    """Yield what a program says of some things; of one that crashes it, that alone.

    Plans are anybody's: one that is too much for a tool takes no other with it.
    """
    said = call(things)
    if not said.why or len(things) < 2:
        yield things, said
        return
    for thing in things:
        yield [thing], call([thing])
