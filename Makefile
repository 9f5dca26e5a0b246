# Two commands: `make demo` shows the main job, `make test` runs every check. Both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test checks check-tools examples docs lock bench clean aimock

demo: .venv/run.stamp  ## install, and show what a user sees on an AI-written change
	$(BIN)/python examples/build_demo.py
	@echo "and of a made-up team's week:"
	@$(BIN)/reviewer report --demo --output build

test:  ## lint, types, import contracts, rule examples, tests
	@$(MAKE) --no-print-directory -j2 checks .venv/node.stamp
	$(BIN)/pytest -n 2

checks: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/reviewer rules test

docs: .venv/dev.stamp  ## write anew what is generated: schemas, rule index, golden output
	$(BIN)/python docs/generate.py
	REVIEWER_UPDATE_GOLDEN=1 $(BIN)/pytest -n 2 tests/unit/render

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 pyproject.toml
NEEDED := sed -n '/^dependencies = \[/,/^\]/s/^  "\(.*\)",$$/\1/p' pyproject.toml
# A review on a pull request loads neither the tables of the weekly report nor a language model. Where a second reader is
# wanted, second-reader.txt is installed too: it holds what action.txt lacks for it, and nothing twice.
SECOND := httpx2|openai
UNREVIEWING := duckdb|scipy|$(SECOND)
lock: .venv/bin/python  ## pin every dependency with hashes, without naming a host
	$(BIN)/python -m pip install --quiet uv
	$(LOCK) -o requirements/run.txt
	$(NEEDED) | grep -Ev '^($(UNREVIEWING))' | $(subst pyproject.toml,-,$(LOCK)) -c requirements/run.txt -o requirements/action.txt
	$(NEEDED) | grep -E '^($(SECOND))' | $(subst pyproject.toml,-,$(LOCK)) -c requirements/run.txt $$(sed -n 's/^\([a-z0-9-]*\)==.*/--no-emit-package \1/p' requirements/action.txt) -o requirements/second-reader.txt
	$(LOCK) --extra dev -o requirements/dev.txt
	printf 'editables>=0.5,<1\nhatchling>=1.33,<2\n' | $(subst pyproject.toml,-,$(LOCK)) -o requirements/build.txt

bench: .venv/dev.stamp  ## speed beside git and the bare interpreter; REPO=path of a clone of some 500,000 lines
	$(BIN)/python benchmarks/speed/check_speed.py $(REPO)

clean:
	rm -rf .venv build dist

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "reviewer needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.stamp: requirements/dev.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@ .venv/run.stamp

# Optional: GitHub's own evaluator of expressions. Without it the tests that run workflows are skipped and say so.
.venv/node.stamp: tests/action/package-lock.json | .venv/bin/python
	@npm ci --silent --ignore-scripts --prefix tests/action && touch $@ || echo "npm is missing or failed: no workflow is run by the tests"

# An endpoint of a language model that is not ours, for `make test` to be held against; without it those tests are skipped.
aimock: tests/endpoint/package-lock.json
	npm ci --silent --ignore-scripts --prefix tests/endpoint
