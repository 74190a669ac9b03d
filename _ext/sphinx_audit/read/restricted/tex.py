"""What math may not say where it is not trusted.

LaTeX reads files, writes them and, if it may, starts programs; MathJax takes links,
styles and further scripts.  Both know macros that put any other name together, which is
why defining one is refused too.
"""

from __future__ import annotations

import re

READS = r"input|include\w*|write\w*|immediate|open(?:in|out)|close(?:in|out)|read\w*"
RUNS = r"special|ShellEscape|directlua|latelua|lua\w*|pdf\w*|primitive"
LOADS = r"usepackage|RequirePackage|documentclass|LoadClass|InputIfFileExists"
FILES = r"IfFileExists|lstinputlisting|[vV]erbatim[iI]nput|inputminted|filecontents"
NAMES = r"csname|begincsname|UseName|scantokens|catcode|makeatletter|ExplSyntax\w*"
DEFINES = (
    r"[egx]?def|let|futurelet|(?:re)?new(?:command|environment)|providecommand|"
    r"Declare\w*|\w+Document(?:Command|Environment)|NewCommandCopy|ExpandArgs|AddTo\w*"
)
BROWSER = (
    r"href|url|require|class|cssId|style|data|mmlToken|unicode|bbox|html\w*|"
    r"includegraphics"
)

FORBIDDEN = re.compile(
    rf"\\(?:begin\s*\{{\s*)?(?:{'|'.join((READS, RUNS, LOADS, FILES, NAMES))}"
    rf"|{DEFINES}|{BROWSER})(?![A-Za-z])"
    r"|\\begin\s*\{[^}]*\\"  # an environment whose name is put together
    r"|\^\^"  # a character by its code, such as the backslash
)


def forbidden_tex(text: str) -> str:
    """Return the first thing in math that does more than look like math."""
    match = FORBIDDEN.search(text)
    return match[0] if match else ""
