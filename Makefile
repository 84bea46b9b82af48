# One environment in .venv, made once; every target works on a fresh machine with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := data/demo
PIP := $(BIN)/python -m pip install --disable-pip-version-check --constraint config/constraints.txt

# A dot for each package that pip has found, then for each two seconds that it unpacks them; it may take two minutes.
PROGRESS := awk '\
    /^Collecting / || (/^tick$$/ && unpacks) {printf "."; fflush()} \
    /^Installing collected/ {unpacks = 1; printf " %d packages; unpacking them ", gsub(/,/, "") + 1; fflush()} \
    /^pip failed$$/ {failed = 1} \
    END {print failed ? "\nNothing was installed; pip says above why." : " done"; exit failed}'

.PHONY: demo test lint derived bench train clean help

help:
	@echo "make demo   the main job on the sample pages, then three questions in SQL"
	@echo "make test   lint, types, import rules and all tests"
	@echo "make lint   ruff, mypy, import-linter alone"
	@echo "make derived  docs/schema.md and config/models/required_text.json, which are made of tables, views and rules"
	@echo "make bench  quality and speed on the benchmark, where it is at hand"
	@echo "make train  the models anew, out of the benchmark's visible pages"

$(STAMP): pyproject.toml config/constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@printf "Installing copydesk into $(VENV) (once; about two minutes, 1.5 GB): finding packages "
	@{ while sleep 2; do echo tick || exit; done & PYTHONUNBUFFERED=1 $(PIP) --editable '.[dev]' || echo pip failed; kill $$!; } | $(PROGRESS)
	@touch $@

# Exit code 3 says that some pages are no articles; two of the samples are none, on purpose.
demo: $(STAMP)
	@$(BIN)/copydesk --data $(DEMO) --prefect import tests/pages || test $$? -eq 3
	@for question in docs/questions/*.sql; do \
		echo; head -1 $$question | cut -c4-; $(BIN)/copydesk --data $(DEMO) sql < $$question || exit 1; \
	done
	@echo; echo "More: $(BIN)/copydesk --data $(DEMO) sql \"SHOW TABLES\""

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Without a published file, `schema` tells what this version makes; one in ./data may be of an earlier version.
derived: $(STAMP)
	@$(BIN)/copydesk --data $(VENV)/no-data schema --markdown > docs/schema.md
	@$(BIN)/python -m parsers.training.write_required_text

test: lint
	@$(BIN)/pytest

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache

bench: $(STAMP)
	@$(BIN)/python -m tests.bench

# The models of config/models anew, out of the benchmark's visible pages; they say themselves where they come from.
train: $(STAMP)
	@$(PIP) --quiet --editable '.[train]'
	@$(BIN)/python -m parsers.training
