"""The DomainFlow handbook; its audit rules are in pyproject.toml."""

project = "DomainFlow forensic audit"
author = "DomainFlow audit"
copyright = "DomainFlow audit"  # noqa: A001 - Sphinx's name
version = release = "2.0"
language = "en"

extensions = ["myst_parser", "sphinx_design", "sphinx_audit"]
templates_path = ["_templates"]
exclude_patterns = ["_*"]
nitpicky = True

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "fieldlist"]
myst_fence_as_directive = ["mermaid"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "DomainFlow forensic audit"
html_copy_source = False
html_show_sourcelink = False

latex_engine = "lualatex"
