# Everything here sets up .venv by itself, and again whenever pyproject.toml has changed.
# Needs nothing but make and Python 3.11 or newer (PYTHON=python3.12 chooses one).
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST ?= -n 2

.PHONY: demo test check bench fmt setup
.DEFAULT_GOAL := test

demo: $(READY)  ## Everloop in a small company of its own, in the browser
	$(BIN)/everloop demo

test: $(READY)  ## the tests
	$(BIN)/pytest $(PYTEST)

check: $(READY)  ## all that CI asks for
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/pytest $(PYTEST)

bench: $(READY)  ## how fast, against a bare Bolt app
	$(BIN)/python -m benchmarks

fmt: $(READY)  ## put the code in order
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

setup: $(READY)

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Everloop needs Python 3.11 or newer: set PYTHON to its path."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@
