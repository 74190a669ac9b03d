"""The closed little language in which views choose findings; never code."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from .effort import Total
from .finding import Priority, Status, urgency
from .state import State
from .words import hint, names, natural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .finding import Finding
    from .register import Register

    Values = Callable[[Finding, Register], tuple[str, ...]]

FIELDS: dict[str, Values] = {
    "phase": lambda f, r: (f.phase,),
    "priority": lambda f, r: (f.priority or "",),
    "status": lambda f, r: (f.status,),
    "state": lambda f, r: (r.state(f).slug,),
    "owner": lambda f, r: (f.owner, f.assignee),
    "category": lambda f, r: (f.category,),
    "tags": lambda f, r: f.tags,
}
"""What can be asked, and a finding's answers."""

VOCABULARY: dict[str, tuple[str, ...]] = {
    "priority": tuple(Priority),
    "status": tuple(Status),
    "state": tuple(s.slug for s in State),
}
"""Fields whose values are a closed set."""

Key = tuple[object, ...]

SORTS: dict[str, Callable[[Finding, Register], Key]] = {
    "priority": lambda f, r: urgency(f),
    "id": lambda f, r: (natural(f.id),),
    "phase": lambda f, r: (
        list(r.phases).index(f.phase) if f.phase in r.phases else len(r.phases),
    ),
    "status": lambda f, r: (list(Status).index(f.status),),
    "state": lambda f, r: (list(State).index(r.state(f)),),
    "effort": lambda f, r: (f.effort is None, f.effort.high if f.effort else 0.0),
    "due": lambda f, r: (f.due is None, f.due.toordinal() if f.due else 0),
    "title": lambda f, r: (f.title.casefold(),),
}


class QueryError(ValueError):
    """A query that cannot be understood; the text says why and what is valid."""


@dc.dataclass(frozen=True, kw_only=True)
class Query:
    """Which findings, in which order.

    *wanted* and *unwanted* hold the values by field: a finding is chosen if for each
    field it has one of the wanted and none of the unwanted values. Findings set aside
    are chosen only by a query that asks for them by status or state.
    """

    wanted: tuple[tuple[str, frozenset[str]], ...] = ()
    unwanted: tuple[tuple[str, frozenset[str]], ...] = ()
    sort: tuple[str, ...] = ()

    def select(self, register: Register) -> list[Finding]:
        """Return the findings chosen; unless sorted, phase by phase."""
        pool = register.findings.values() if self._names_set_aside else register.counted
        if self._names_set_aside:
            place = {f.id: n for n, f in enumerate(register.counted)}
            last = len(place)
            pool = sorted(pool, key=lambda f: (place.get(f.id, last), natural(f.id)))
        found = [f for f in pool if self._takes(f, register)]
        for key in reversed(self.sort):
            found.sort(key=sort_key(key, register), reverse=key.startswith("-"))
        return found

    def unknown_phases(self, register: Register) -> list[str]:
        """Return a complaint about each phase it names that no page declares."""
        named = [
            v for name, vs in self.wanted + self.unwanted if name == "phase" for v in vs
        ]
        return [
            f"no page declares phase {p}{hint(p, register.phases)}"
            for p in sorted(named, key=natural)
            if p not in register.phases
        ]

    @property
    def _names_set_aside(self) -> bool:
        aside = {s.value for s in Status if s.set_aside} | {State.SET_ASIDE.slug}
        return any(
            name in {"status", "state"} and values & aside
            for name, values in self.wanted
        )

    def _takes(self, finding: Finding, register: Register) -> bool:
        has = {
            name: FIELDS[name](finding, register)
            for name, _ in self.wanted + self.unwanted
        }
        return all(
            not values.isdisjoint(has[name]) for name, values in self.wanted
        ) and all(values.isdisjoint(has[name]) for name, values in self.unwanted)


def read_query(options: Mapping[str, str]) -> Query:
    """Return the query that *options* (field or ``sort`` to text) state.

    Values are comma-separated, ``!`` in front of one excludes it. Raises QueryError.
    """
    wanted, unwanted = [], []
    for name, text in options.items():
        if name == "sort":
            continue
        if name not in FIELDS:
            raise QueryError(f"no field {name!r} to ask for{hint(name, FIELDS)}")
        values = [known(name, v) for v in names(text)]
        if yes := frozenset(v for v in values if not v.startswith("!")):
            wanted.append((name, yes))
        if no := frozenset(v[1:] for v in values if v.startswith("!")):
            unwanted.append((name, no))
    return Query(
        wanted=tuple(sorted(wanted)),
        unwanted=tuple(sorted(unwanted)),
        sort=read_sort(options.get("sort", "")),
    )


def known(name: str, value: str) -> str:
    bare = value.removeprefix("!").strip()
    if words := VOCABULARY.get(name):
        bare = bare.lower().replace(" ", "-")
        if bare not in words:
            raise QueryError(f"{name} {bare!r} is unknown{hint(bare, words)}")
    return f"!{bare}" if value.startswith("!") else bare


def read_sort(text: str) -> tuple[str, ...]:
    keys = names(text)
    for key in keys:
        if key.removeprefix("-") not in SORTS:
            raise QueryError(f"cannot sort by {key!r}{hint(key, SORTS)}")
    return keys


def sort_key(key: str, register: Register) -> Callable[[Finding], Key]:
    sort = SORTS[key.removeprefix("-")]
    return lambda finding: sort(finding, register)


MEASURES = ("findings", "items", "effort", "left")


@dc.dataclass(frozen=True, kw_only=True)
class Count:
    """A number for prose: what is measured over which findings."""

    measure: str
    query: Query


def read_count(text: str) -> Count:
    """Return what ``left phase=2A,2B`` asks for; raises QueryError."""
    words = text.split()
    measure = words.pop(0) if words and "=" not in words[0] else "findings"
    if measure not in MEASURES:
        raise QueryError(f"cannot count {measure!r}{hint(measure, MEASURES)}")
    options: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not value:
            raise QueryError(f"{word!r} is no condition, such as status=open")
        if name in options:
            raise QueryError(f"{name} is asked for twice; write {name}=A,B")
        options[name] = value
    if "sort" in options:
        raise QueryError("a number has no order")
    return Count(measure=measure, query=read_query(options))


def count(asked: Count, register: Register) -> str:
    """Return the number asked for, as it stands in a sentence."""
    found = asked.query.select(register)
    if asked.measure == "items":
        lists = [c for f in found for c in register.checklists_of(f.id)]
        return str(sum(c.progress.total for c in lists))
    if asked.measure == "left":
        return str(register.left(found))
    if asked.measure == "effort":
        return str(Total.of(f.effort for f in found))
    return str(len(found))
