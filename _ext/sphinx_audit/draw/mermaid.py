"""The one door to the Mermaid renderer: source in, a clean drawing out.

It is imported when it is first asked: a build that draws nothing does not pay for it.
"""

import functools
import re
import threading
from collections.abc import Collection, Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from . import svg
from .drawing import Drawing, DrawingError, Joint
from .position import authored_line
from .shelf import Shelf

THEME = "neutral"
"""Its eight colours differ from each other, so each can be told from the others."""
FONT = "Noto Sans"
LIMIT = 50_000
_FAULT = re.compile(r"[\w-]+ at (\d+):(\d+): (.*)", re.DOTALL)
_PLACE = re.compile(r" on line \d+|(?: -*\^)")

# Pele reads clock and time zone for Gantt charts; a picture may show neither. The last
# second of a day so long ago lies only in charts that begin "today".
_CLOCK = """
(Local => {
  const own = Local.prototype, offset = own.getTimezoneOffset;
  const parts = "FullYear Month Date Day Hours Minutes Seconds Milliseconds".split(" ");
  for (const part of parts) for (const verb of ["get", "set"])
    if (own[verb + part]) own[verb + part] = own[verb + "UTC" + part];
  own.getTimezoneOffset = () => 0;
  const local = text => {
    const at = new Local(text);
    const zoned = /(Z|[+-]\\d\\d:?\\d\\d|GMT.*|UTC)$|^\\d{4}(-\\d\\d){0,2}$/;
    return zoned.test(text.trim()) ? +at : +at - offset.call(at) * 6e4;
  };
  globalThis.Date = class Date extends Local {
    constructor(...given) {
      if (given.length > 1) super(Local.UTC(...given));
      else if (typeof given[0] === "string") super(local(given[0]));
      else super(given.length ? given[0] : Date.now());
    }
    static now() { return Local.UTC(1019, 0, 1, 23, 59, 59); }
    static parse(text) { return local(String(text)); }
  };
})(Date)
"""
_LOCAL = threading.local()

shelf = Shelf()
"""Where drawings are kept; empty until somebody says where."""


@functools.cache
def _part(name: str) -> ModuleType:
    return import_module(f"mermaid_render.{name}")


@functools.lru_cache(maxsize=64)  # one handbook a phase and a whole one: drawn once
def draw(source: str) -> Drawing:
    """Draw Mermaid source; raise DrawingError for whatever goes wrong."""
    if not source.strip():
        raise DrawingError("the diagram is empty")
    if len(source) > LIMIT:
        raise DrawingError(f"the source has more than {LIMIT:,} characters")
    source = source.encode(errors="replace").decode()
    if kept := shelf.find(engine(), THEME, source):
        return kept
    try:
        drawing = _rendered(source)
    except DrawingError:
        raise
    except _part("renderer").RenderError as error:
        raise _fault(str(error), source) from None
    except Exception as error:  # whatever the engine does, a page must come out
        raise DrawingError(f"{type(error).__name__}: {error}") from error
    shelf.keep(drawing, engine(), THEME, source)
    return drawing


def _rendered(source: str) -> Drawing:
    _set_clock()
    reply = _part("renderer").render(source, THEME)
    picture = str(reply["result"]["svg"])
    if '<g class="pele-today"' in picture:
        raise DrawingError(
            "the chart begins on the day it is drawn: give its first task a date"
        )
    nodes = reply["graph"].get("nodes") or {}
    edges = reply["graph"].get("edges") or ()
    return Drawing(
        svg=svg.cleaned(picture),
        width=float(reply["result"]["width"]),
        height=float(reply["result"]["height"]),
        kind=str(reply["graph"]["type"]),
        links={id_: str(node["link"]) for id_, node in nodes.items() if "link" in node},
        edges=tuple(Joint(edge["start"], edge["end"], edge["id"]) for edge in edges),
    )


def _set_clock() -> None:
    """Give this thread's engine our clock; it is a new one after a failure."""
    engine = _part("renderer")._context()  # noqa: SLF001 - there is no public way to it
    if getattr(_LOCAL, "engine", None) is not engine:
        engine.eval(_CLOCK)
        _LOCAL.engine = engine


def _fault(text: str, source: str) -> DrawingError:
    """Take position and picture of the line off the renderer's message."""
    match = _FAULT.fullmatch(text)
    if not match:
        return DrawingError(text)
    said = [part.strip() for part in match[3].splitlines() if part.strip()]
    message = " ".join(dict.fromkeys((said[0], said[-1]))) if said else text
    line = authored_line(source, int(match[1]))
    return DrawingError(_PLACE.sub("", message), line, int(match[2]))


@functools.cache
def engine() -> str:
    """Return name and version of the renderer."""
    return f"mermaid-render {version('mermaid-render')}"


@functools.cache
def theme() -> Mapping[str, str]:
    """Return the colours of the pictures by their parts."""
    return dict(_part("renderer").THEMES[THEME])


def font_folder() -> Path:
    """Give the folder of the font by which the renderer measures."""
    return Path(str(_part("renderer").__file__)).parent / "fonts"


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Measure text as the renderer does, in CSS pixels."""
    return float(_part("fonts").text_width(text, size, bold))


def letters() -> Collection[str]:
    """Give the letters that the font of the pictures has."""
    known: Mapping[str, float] = _part("fonts").metrics()[0]
    return known.keys()
