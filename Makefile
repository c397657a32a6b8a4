# Two commands matter: `make run` shows trialtrack, `make test` proves it.

PORT ?= 8000
PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
MADE := $(VENV)/.made
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --extra install $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check shot soak bench browser dev lock format clean

help: ## List these targets.
	@echo "make <target>, where the target is one of"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-10s %s\n", $$1, $$2}'

run: $(RUN) ## Show the demonstration clinic on 127.0.0.1:8000; PORT=8080 for another port.
	@exec $(BIN)/trialtrack demo run --port $(PORT)

test: $(DEV) browser ## Run every test; ARGS="-k diary" for some of them.
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal $(ARGS)

check: $(DEV) ## Check format, lint, types, import contracts, templates and structure.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --quiet --lint
	$(BIN)/python -m pytest -q tests/whole

format: $(DEV) ## Bring Python into the format that `check` asks for.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

shot: $(DEV) browser ## Take screenshots of every page into .shots/.
	$(BIN)/python -m tests.shots $(ARGS)

soak: $(DEV) browser ## Run the long tests, which `make test` leaves out.
	$(BIN)/python -m pytest -m soak $(ARGS)

bench: $(DEV) ## Measure against what the machine does at best, in the same run.
	$(BIN)/python -m tests.bench

browser: $(DEV) ## Find a Chromium for the tests, or install one.
	@$(BIN)/python -m tests.browser_setup

dev: $(DEV) ## Install what tests and checks need.

lock: $(DEV) ## Pin every dependency by hash; UPGRADE=--upgrade takes the newest allowed.
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove the environment, caches and screenshots; instance/ and its data stay.
	rm -rf $(VENV) .shots .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "trialtrack needs Python 3.11 or newer; name one with make PYTHON=python3.12" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		echo "Making the virtual environment $(VENV)"; $(PYTHON) -m venv $(VENV); } || { \
		echo "Python has no venv module here; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(RUN): $(MADE) requirements.txt pyproject.toml
	@echo "Installing the pinned dependencies"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(MADE) requirements-dev.txt pyproject.toml
	@echo "Installing the pinned dependencies, with those of tests and checks"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $(RUN) $@
