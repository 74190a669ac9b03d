"""Graphs of Graphviz: drawn where its program is installed, else as their source."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from ...report import Fault, warn
from .. import svg
from ..places import near
from ..registry import writes
from ..source import block, call, string
from ..spoken import clipped, spoken
from .code import listing

if TYPE_CHECKING:
    from docutils import nodes

    from ..translator import Translator

LAYOUTS = ("dot", "neato", "twopi", "circo", "fdp", "sfdp", "osage", "patchwork")
PATIENCE = 60  # seconds


@writes("graphviz")
def graphviz(book: Translator, node: nodes.Element) -> str:
    return _graph(book, node, str(node.get("code", "")), str(node.get("alt", "")))


@writes("inheritance_diagram")
def inheritance(book: Translator, node: nodes.Element) -> str:
    code = node["graph"].generate_dot("inheritance", env=book.builder.env)
    return _graph(book, node, code, str(node.get("content", "")))


@writes("plantuml")
def plantuml(book: Translator, node: nodes.Element) -> str:
    return block(listing(str(node.get("uml", ""))))


def _graph(book: Translator, node: nodes.Element, code: str, alt: str) -> str:
    try:
        drawn = svg.clean(_drawn(book, node, code)).source.decode()
    except OSError:
        if book.builder.strangers.first("graphviz"):
            message = "graphs are shown as their source: there is no program %s"
            hint = "install Graphviz, or set graphviz_dot"
            dot = str(getattr(book.config, "graphviz_dot", LAYOUTS[0]))
            warn(Fault.DIAGRAM, f"{message}; {hint}", dot, at=near(node))
        return block(listing(code))
    except (subprocess.SubprocessError, ParseError, ValueError) as error:
        message = "the graph cannot be drawn, its source is shown: %s"
        warn(Fault.DIAGRAM, message, _said(error), at=near(node))
        return block(listing(code))
    path = string(book.builder.pictures.drawn(drawn, node))
    name = spoken(alt, node) if alt else string(clipped(" ".join(code.split())))
    return block(call("picture", path, alt=name, at="center"))


def _drawn(book: Translator, node: nodes.Element, code: str) -> bytes:
    """Run Graphviz; the text of a page may choose a layout, but no program."""
    config = book.config
    options: dict[str, str] = node.get("options", {})
    layout = options.get("graphviz_dot", LAYOUTS[0])
    if layout not in LAYOUTS:
        raise ValueError(f"there is no layout {layout}")
    command = [str(getattr(config, "graphviz_dot", LAYOUTS[0])), f"-K{layout}"]
    command += [*getattr(config, "graphviz_dot_args", ()), "-Tsvg"]
    cwd = book.builder.srcdir
    done = subprocess.run(
        command,
        input=code.encode(),
        capture_output=True,
        cwd=cwd,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout


def _said(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        error_output: bytes = error.stderr
        return " ".join(error_output.decode(errors="replace").split())
    return str(error)
