"""Every node that Sphinx and our dependencies register has a writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sphinx.addnodes
import sphinx_design.badges_buttons
import sphinx_design.dropdown
import sphinx_design.icons
import sphinx_design.tabs
import sphinxcontrib.mermaid
from docutils import nodes

from sphinx_audit.handbook import write
from sphinx_audit.handbook.registry import WRITERS

if TYPE_CHECKING:
    from types import ModuleType

BASES = {
    "Element",
    "FixedTextElement",
    "PureTextElement",
    "TextElement",
    "_desc_classes_injector",
}


@pytest.mark.parametrize(
    "module",
    [
        nodes,
        sphinx.addnodes,
        sphinx_design.badges_buttons,
        sphinx_design.dropdown,
        sphinx_design.icons,
        sphinx_design.tabs,
        sphinxcontrib.mermaid,
    ],
    ids=lambda module: module.__name__,
)
def test_every_registered_node_has_a_writer(module: ModuleType) -> None:
    write.load()
    unknown = [
        name
        for name, cls in vars(module).items()
        if isinstance(cls, type)
        and issubclass(cls, nodes.Element)
        and name not in BASES
        and not any(base.__name__ in WRITERS for base in cls.__mro__)
    ]
    assert unknown == []
