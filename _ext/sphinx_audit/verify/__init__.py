"""Whether the code of plans does what they say: parsed, checked, applied, run.

`blocks` are collected from the doctrees into a JSON file; all else is a function of
that file and needs no Sphinx.
"""
