"""A project with every kind of node."""

from __future__ import annotations

CONF = """\
project = "Sample"
author = "Somebody"
release = "1.4"
extensions = ["myst_parser", "sphinx_design", "sphinx_audit"]
myst_fence_as_directive = ["mermaid"]
myst_enable_extensions = [
    "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
    "strikethrough", "tasklist",
]
suppress_warnings = ["myst.strikethrough"]
numfig = True
exclude_patterns = ["_*"]
"""

INDEX = """\
# The whole sample

See {doc}`kinds`, [the tables](#tables) and {finding}`the plan <SI-001>`.

```{toctree}
:caption: The plans

phase
other
```
```{toctree}
:caption: Reference

kinds
```
"""

PHASE = """\
# Phase 2A: Foundation

```{phase} 2A
```

See {doc}`kinds` and {finding}`the plan <SI-001>`.

```{toctree}
plan
```
"""

PLAN = """\
# SI-001: Enhanced transactions

```{finding} SI-001
:phase: 2A
:priority: critical
:effort: 3-4 days
:depends: SI-002

Writes have no boundary.
```

Words before.[^one]

[^one]: The note says `repository/a_rather_long_name_of_a_file_in_go.go:123-145`.

## Checks

```{checklist} SI-001-ci CI validation
- [x] ticked item
- [ ] open item
- [-] absent item (there is no such part)
```
"""

OTHER = """\
# Another page

Back to {finding}`the plan <SI-001>`.

## SI-002: Former work

```{finding} SI-002
:status: implemented

Done before.
```
"""

KINDS = r"""
# Every kind

## Within a line

*emphasis*, **strong**, ~~struck~~, `code`, {kbd}`Ctrl+C`, {guilabel}`Save`,
{menuselection}`File --> Open`, H{sub}`2`O, e{sup}`x`, {abbr}`CI (integration)`,
<https://example.org/a/very/long/path?query=string>, [web](https://example.org), $a^2$.

> A quotation.

term
: its meaning
: its second meaning

:Field one: value
:Field two: another value

- [x] task done
- [ ] task open
  - inner

3. three
4. four

---

(tables)=

## Tables

```{list-table} A captioned table
:header-rows: 1
:name: a-table

* - One
  - Two
* - cell a
  - cell b
```

|a|b|
|-|-:|
|1|2|

See {numref}`a-table`.

## Components

::::{grid} 1 2 2 3
:::{grid-item-card} Card one
:link: https://example.org
Body of one.
:::
:::{grid-item-card} Card two
Body of two.
:::
::::

::::{tab-set}
:::{tab-item} Python
In the first tab.
:::
:::{tab-item} Go
In the second tab.
:::
::::

:::{dropdown} A drop-down
Its content.
:::

{bdg-primary}`primary` {octicon}`alert;1em`

```{button-link} https://example.org
A button
```

## Notes

:::{tip}
A tip.
:::
:::{admonition} Own title
Own text.
:::
:::{topic} Topic
Topic text.
:::
:::{versionadded} 1.2
Added text.
:::

## Figures

```{figure} pic.svg
:alt: a picture
:width: 200px

The caption of *the* figure.
```

```{mermaid}
flowchart LR
  A[First] --> B[Second]
```

```{code-block} python
:caption: A listing
:linenos:
:emphasize-lines: 2

def f(x):
    return x + 1
```

```{math}
\int_0^1 x\,dx
```

```{eval-rst}
.. glossary::

   entry
      Meaning of the entry.

.. py:function:: f(a, b=1)

   Does f.

-a ALL   option a

| line one
|   line two

.. parsed-literal::

   some *emphasis*
     indented

.. rubric:: A rubric

.. centered:: Centred

.. hlist::

   * alpha
   * beta
```
"""

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120">\
<rect width="300" height="120" fill="#e8f0f4"/>\
<text x="20" y="60" font-family="Arial">Picture</text></svg>
"""

SAMPLE = {
    "conf.py": CONF,
    "index.md": INDEX,
    "phase.md": PHASE,
    "plan.md": PLAN,
    "other.md": OTHER,
    "kinds.md": KINDS,
    "pic.svg": PICTURE,
}
BOOKLET = "phase-2A-foundation"


def page(text: str) -> dict[str, str]:
    """Return a project of one page."""
    return {"conf.py": CONF, "index.md": text}
