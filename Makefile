# Klipp. `make run` starts it, `make test` proves it, `make` alone lists the rest.

PYTHON ?= python3
PORT ?= 8501
NAME ?=
SCALE ?= full

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# Named after the Python, so that an upgraded system gets a new environment.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
INSTALLED := $(VENV)/installed-$(VERSION)
INSTALLED_TESTS := $(VENV)/installed-tests-$(VERSION)
# What the stopper is measured against asks for older packages than ours.
RIVAL := .venv-rival
INSTALLED_RIVAL := $(RIVAL)/installed-$(VERSION)

.DEFAULT_GOAL := help
.PHONY: help run demo test check format bench pictures requirements clean

help: ## list these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

run: $(INSTALLED) ## start Klipp on this machine (PORT=8501)
	@PORT=$(PORT) exec $(BIN)/python app.py

demo: $(INSTALLED) ## start Klipp with the demonstration loaded (PORT=8501)
	@# In a folder and with a key of its own, so that it never mixes with real people.
	@PORT=$(PORT) KLIPP_DATA=$${KLIPP_DATA:-data/klipp-demo} \
		KLIPP_SECRETS=$${KLIPP_SECRETS:-.streamlit/secrets-demo.toml} exec $(BIN)/python app.py --demo

test: $(INSTALLED_TESTS) ## run the tests, then the browser journeys
	@$(BIN)/python tests/browser/chromium.py --ensure
	$(BIN)/python -m pytest tests --ignore=tests/browser --ignore=tests/bench -n 2 -q
	$(BIN)/python -m pytest tests/browser -q

check: $(INSTALLED_TESTS) ## check format, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

format: $(INSTALLED_TESTS) ## format the code and mend what the linter can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(INSTALLED_TESTS) $(if $(filter-out stopper,$(NAME)),,$(INSTALLED_RIVAL)) ## measure speed (NAME=till for one bench, SCALE=small for a quick look)
	@SCALE=$(SCALE) $(BIN)/python -m tests.bench $(NAME)

pictures: $(INSTALLED_TESTS) ## take the pictures of the README anew
	KLIPP_PICTURES=$(CURDIR)/docs $(BIN)/python -m pytest tests/browser -q

# The pins stay as they are where they can; UPGRADE=--upgrade raises them all.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url \
	--custom-compile-command "make requirements" $(UPGRADE)

requirements: $(INSTALLED) ## pin the packages anew (UPGRADE=--upgrade for newer ones)
	$(PIP) install uv
	$(COMPILE) requirements.in --output-file requirements.txt
	$(COMPILE) tests/requirements.in --output-file tests/requirements.txt
	$(COMPILE) tests/bench/requirements.in --output-file tests/bench/requirements.txt

clean: ## remove the environment and the caches, never the data
	rm -rf $(VENV) $(RIVAL) .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Klipp needs Python 3.11 or newer; $(PYTHON) here is $(or $(VERSION),missing)." >&2; exit 1; }
	@# Debian keeps ensurepip, which makes the environment, in a package of its own.
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && \
			DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
		else \
			echo "Python's venv is missing here: run 'sudo apt install python3-venv', then make again." >&2; \
			exit 1; \
		fi; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing the packages in requirements.txt; this takes a minute or two …"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(INSTALLED_TESTS): $(INSTALLED) tests/requirements.txt
	@echo "Installing the packages in tests/requirements.txt …"
	@$(PIP) install --require-hashes -r tests/requirements.txt
	@touch $@

$(INSTALLED_RIVAL): $(INSTALLED) tests/bench/requirements.txt
	@echo "Installing the packages in tests/bench/requirements.txt …"
	@$(PYTHON) -m venv --clear $(RIVAL)
	@$(RIVAL)/bin/python -m pip --disable-pip-version-check --no-input --quiet \
		install --require-hashes -r tests/bench/requirements.txt
	@touch $@
