"""Whether the code of plans does what they say: parsed, checked, applied, run.

`blocks` are collected from the doctrees into a JSON file; all else is a function of
that file and needs no Sphinx. A level is the package of its name, `parse`, `check`,
`apply` or `run`, with a function ``verify(plans, options)`` that yields a `PlanResult`
for each plan.
"""
