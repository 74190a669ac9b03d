"""Nodes that stand for a view until it is known what to show in it."""

from __future__ import annotations

from docutils import nodes


class finding_card(nodes.General, nodes.Element):  # noqa: N801 - docutils spells nodes so
    """The head of the plan of ``node['finding']``; its children are the summary."""


class phase_card(nodes.General, nodes.Element):  # noqa: N801
    """The head of the phase ``node['phase']``."""


class pattern_card(nodes.General, nodes.Element):  # noqa: N801
    """The facts of the pattern ``node['pattern']``; its children are its text."""


class signoff_card(nodes.General, nodes.Element):  # noqa: N801
    """A decision on a gate; its children are its text."""


class checklist_head(nodes.General, nodes.Element):  # noqa: N801
    """The title and the progress of the checklist ``node['checklist']``."""


class view(nodes.General, nodes.Element):  # noqa: N801
    """A view of the kind ``node['kind']`` with the options ``node['options']``."""


class computed(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A value in prose: ``node['kind']`` (count, depends) and ``node['target']``."""


PLACEHOLDERS = (
    finding_card,
    phase_card,
    pattern_card,
    signoff_card,
    checklist_head,
    view,
    computed,
)
