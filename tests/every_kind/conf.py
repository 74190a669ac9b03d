"""A project with every kind of node; `handbook_kinds` adds the pictures."""

project = "Every kind"
author = "Somebody"
release = "1.4"
extensions = [
    "myst_parser", "sphinx_design", "sphinx_audit", "sphinx.ext.extlinks",
    "sphinx.ext.graphviz", "sphinx.ext.ifconfig", "sphinx.ext.inheritance_diagram",
    "sphinx.ext.mathjax", "sphinx.ext.todo",
]  # fmt: skip
myst_fence_as_directive = ["mermaid"]
myst_enable_extensions = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath",
    "fieldlist", "html_admonition", "html_image", "strikethrough", "tasklist",
]  # fmt: skip
suppress_warnings = ["design.card_legacy", "myst.strikethrough"]
graphviz_dot = "no-such-program"
numfig = True
todo_include_todos = True
sd_fontawesome_latex = True
rst_prolog = ".. |prolog| replace:: from the prolog\n"
