# Works from a clean clone with python3, its venv module, and make. `make help` lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
FUZZ_SECONDS ?= 120
MISTAKES ?= 300
SCRIPTS := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
BIN := .venv/$(SCRIPTS)
PIP := -m pip install -qq --disable-pip-version-check
PYTEST := $(BIN)/pytest -n 2 --dist worksteal

PACKAGE := .venv/.package
TOOLS := .venv/.tools
BENCH := .venv/.bench
ATHERIS := .venv/.atheris
BROWSER := .venv/.browser
WITNESS := .venv-witness/.installed

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

.PHONY: demo
demo: $(PACKAGE) ## install, and run the main job from end to end into demo/
	@rm -rf demo
	@$(BIN)/swapproto demo demo/

.PHONY: test
test: lint types vectors-check docs pytest ## everything that has to hold

.PHONY: quick
quick: lint ## style, and the tests that take less than a minute together
	$(PYTEST) -q -m "not slow"

.PHONY: lint
lint: $(TOOLS) ## style, formatting, and the direction of imports
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/lint-imports --no-logo

# The second run finds calls that exist only on Unix; the third reads the public API with another type checker, and the
# last asks it whether every public name has a type that all checkers read alike.
.PHONY: types
types: $(TOOLS) ## types, as seen on Linux, on Windows, and by callers
	$(BIN)/mypy --platform linux
	$(BIN)/mypy --platform win32
	$(BIN)/basedpyright --pythonpath $(BIN)/python
	@mkdir -p build
	PYTHONPATH=src $(BIN)/basedpyright --pythonpath $(BIN)/python --verifytypes swapproto --ignoreexternal \
	  > build/verifytypes.txt || { cat build/verifytypes.txt; exit 1; }

.PHONY: vectors-check
vectors-check: $(TOOLS)
	$(BIN)/python spec/reference.py --check spec/vectors

.PHONY: vectors
vectors: $(TOOLS) ## regenerate the vectors
	$(BIN)/python spec/reference.py --write spec/vectors

.PHONY: docs
docs: $(TOOLS) ## the documentation, into build/docs
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/docs

.PHONY: pytest
pytest: $(TOOLS) $(WITNESS)
	@mkdir -p build
	$(PYTEST) -q --cov --cov-report=

.PHONY: coverage
coverage: $(TOOLS) ## which lines `make test` did not reach
	$(BIN)/coverage report --show-missing --fail-under=0

.PHONY: test-long
test-long: $(TOOLS) $(WITNESS) ## the tests, with many more examples each
	$(PYTEST) -q --hypothesis-profile=long

.PHONY: model
model: ## search every state of small exchanges: spec/model
	$(PYTHON) -m spec.model

.PHONY: dist
dist: $(TOOLS) ## build the distributions and their hashes, into dist/
	rm -rf dist
	$(BIN)/hatchling build -d dist
	cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

# PYTHONPATH puts the unpacked package before the one that .venv points to.
.PHONY: sdist-check
sdist-check: $(TOOLS) ## the tests of `make quick`, from an unpacked source distribution
	rm -rf build/sdist
	$(BIN)/hatchling build -t sdist -d build/sdist
	tar -xzf build/sdist/*.tar.gz -C build/sdist
	cd build/sdist/*/ && PYTHONPATH="$$PWD/src" "$(CURDIR)/$(BIN)/python" -m pytest -n 2 -q -m "not slow"

.PHONY: bench
bench: $(BENCH) ## measure, into build/bench.txt
	@mkdir -p build
	{ $(BIN)/python -m tests.benchmarks; $(BIN)/python -m tests.benchmarks.hostile; } | tee build/bench.txt

.PHONY: fuzz
fuzz: $(ATHERIS) ## hostile bytes for FUZZ_SECONDS (120)
	$(BIN)/python -m tests.fuzz -max_total_time=$(FUZZ_SECONDS)

.PHONY: fuzz-diff
fuzz-diff: $(TOOLS) ## the package against the reference, on hostile requests, for FUZZ_SECONDS (120)
	$(BIN)/python -m tests.fuzz.differential --seconds $(FUZZ_SECONDS)

.PHONY: verifier-diff
verifier-diff: $(TOOLS) ## the package against the verifier in JavaScript, on any transcripts, for FUZZ_SECONDS (120)
	$(BIN)/python -m tests.report.differential --seconds $(FUZZ_SECONDS)

.PHONY: mutants
mutants: $(TOOLS) ## MISTAKES (300) in the code of assessments: which of them no case of the specification notices
	$(BIN)/python -m tests.mutants --sample $(MISTAKES)

.PHONY: browser
browser: $(BROWSER) ## the pages in Debian's chromium and firefox-esr, where they are installed
	$(BIN)/python -m pytest -n 2 --dist loadfile -q tests/report/test_*browser.py tests/report/test_firefox.py

# Needs uv; nothing else here does.
.PHONY: requirements
requirements: ## pin the newest tools, by hash, for every Python and platform
	uv pip compile $(UV_FLAGS) --extra beacon --extra names pyproject.toml requirements/test.in -o requirements/test.txt
	for name in bench browser fuzz witness; do \
	  uv pip compile $(UV_FLAGS) requirements/$$name.in -o requirements/$$name.txt; \
	done

UV_FLAGS := --quiet --upgrade --universal --fork-strategy fewest --python-version 3.11 \
  --generate-hashes --no-annotate --no-header --no-strip-extras

.PHONY: clean
clean: ## remove everything that was made here
	rm -rf .venv .venv-witness build dist demo .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One stamp for each thing that is installed, so that a second run is quick.
.venv/.made:
	@$(PYTHON) -m venv .venv
	@touch $@

$(PACKAGE): .venv/.made pyproject.toml
	@echo "Installing swapproto into .venv ..."
	@$(BIN)/python $(PIP) --editable ".[beacon]"
	@touch $@

$(TOOLS): .venv/.made pyproject.toml requirements/test.txt
	@echo "Installing swapproto and its test tools into .venv ..."
	@$(BIN)/python $(PIP) --require-hashes --requirement requirements/test.txt
	@$(BIN)/python $(PIP) --no-deps --no-build-isolation --editable .
	@touch $(PACKAGE) $@

$(BENCH): $(TOOLS) requirements/bench.txt
	@$(BIN)/python $(PIP) --require-hashes --requirement requirements/bench.txt
	@touch $@

$(BROWSER): $(TOOLS) requirements/browser.txt
	@$(BIN)/python $(PIP) --require-hashes --requirement requirements/browser.txt
	@touch $@

$(ATHERIS): $(TOOLS) requirements/fuzz.txt
	@$(BIN)/python $(PIP) --only-binary :all: --require-hashes --requirement requirements/fuzz.txt || \
	  { echo "make fuzz: atheris has no build for $$($(BIN)/python --version) on this machine; try PYTHON=python3.13 after make clean." >&2; exit 1; }
	@touch $@

$(WITNESS): requirements/witness.txt
	@echo "Installing other implementations into .venv-witness ..."
	@$(PYTHON) -m venv .venv-witness
	@.venv-witness/$(SCRIPTS)/python $(PIP) --require-hashes --requirement requirements/witness.txt
	@touch $@
