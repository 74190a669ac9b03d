"""What documents that are no handbook yet say.

A *pile* is what somebody kept an audit in: Markdown, spreadsheets, exports of other
tools.  Readers turn each file into a `Document` of statements with their places;
`sphinx-audit import` writes them down as plans, `sphinx-audit drift` compares them.
"""
