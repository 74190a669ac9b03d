# On a fresh machine with Python 3.11, pip, venv, git and make:
#   make handbook   the web site in build/html/ and the PDFs in build/handbook/
#   make test       every check: format, lint, types, imports, tests
.DEFAULT_GOAL := handbook
.PHONY: always handbook html pdf json check test soak verify live bench bench-pdf bench-verify reference clean help
.NOTPARALLEL:

PYTHON ?= python3
BIN    := .venv/bin
SPHINX := $(BIN)/sphinx-build --fail-on-warning --keep-going --nitpicky --jobs auto \
          --conf-dir . --doctree-dir build/doctrees
BOOK   := build/handbook/handbook.pdf
LINK   := -A handbook_pdf=handbook.pdf
SEQUENCES ?= 500

# Folders are among the sources, so that a page removed is a change too.
SOURCES = $(shell find source _ext _templates conf.py audit-baseline.json audit-verified.json -name __pycache__ -prune -o -print)
MADE   := build/html/.made-$(or $(SOURCE_DATE_EPOCH),undated)

handbook: $(MADE)   ## the web site and the PDFs, which it links to
	@echo "build/html/index.html and build/handbook/*.pdf are up to date"

$(MADE): .venv/ready $(SOURCES) $(if $(wildcard $(BOOK)),,always)
	$(MAKE) --no-print-directory pdf html
	touch $@

always:

html: .venv/ready   ## the web site, build/html/index.html
	$(SPHINX) --builder html $$(test ! -f $(BOOK) || echo $(LINK)) source build/html
	test ! -f $(BOOK) || cp build/handbook/*.pdf build/html

pdf: .venv/ready    ## the PDFs, build/handbook/*.pdf
	$(SPHINX) --builder handbook source build/handbook

json: .venv/ready   ## the register, build/audit-json/findings.json
	$(SPHINX) --builder audit-json source build/audit-json

test: .venv/ready   ## every check, the gate of each change
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/browser.py
	$(BIN)/pytest --numprocesses 2

soak: .venv/ready   ## $(SEQUENCES) random sequences of edits, and all laws with new examples
	AUDIT_SEQUENCES=$(SEQUENCES) $(BIN)/pytest --numprocesses 2 tests/test_exact.py
	$(BIN)/pytest --numprocesses 2 --hypothesis-profile default -m hypothesis

check: .venv/ready  ## whether the rules of the handbook hold
	$(BIN)/sphinx-audit check

verify: .venv/ready ## how far the code of plans works, for their pages: audit-verified.json
	$(BIN)/sphinx-audit verify --level run --record

live: .venv/ready   ## preview in a browser while you write
	$(BIN)/sphinx-autobuild --conf-dir . --watch _ext --watch _templates source build/live

bench: .venv/ready  ## the measurements behind every claim of speed; an hour
	$(BIN)/python benchmarks/run.py --write

bench-pdf: .venv/ready  ## PDFs by our builder, WeasyPrint and LaTeX; half an hour
	$(BIN)/python benchmarks/pdf.py --write

bench-verify: .venv/ready  ## what it costs to verify the code of plans; five minutes
	$(BIN)/python benchmarks/verify.py --write

bench-imports: .venv/ready  ## import and drift of 10 MB of plans; two minutes
	$(BIN)/python benchmarks/imports.py --write

reference: .venv/ready  ## the reference of the guide, from the code
	$(BIN)/python scripts/reference.py

clean:              ## remove what was built, keep the environment
	rm -rf build

help:               ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/'

# --group needs a newer pip than Python 3.11 brings.
.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	touch $@
