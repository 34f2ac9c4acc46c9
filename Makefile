# make run     from a fresh clone to a server with the demonstration community
# make test    from a fresh clone to the last test, on both databases
# make help    the rest

VENV ?= .venv
BIN := $(VENV)/bin
# Two workers fit two cores; more only wait for each other.
WORKERS ?= 2
# Narrows `make test`, e.g. PYTEST_ARGS="tests/domain -k windows".
PYTEST_ARGS ?=
LOCK_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test check lock pictures bench image-steps

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: ## the environment only: .venv with the locked packages
	@scripts/environment.sh $(VENV) run

setup-test: ## the same with what the tests need, PostgreSQL and Chromium included
	@scripts/environment.sh $(VENV) test
	@scripts/test-parts.sh

run: setup ## migrations, demonstration data and the server (PORT, HOST, SEN_* are honoured)
	@$(if $(PORT),SEN_PORT=$(PORT)) $(if $(HOST),SEN_HOST=$(HOST)) exec $(BIN)/sen up

check: ## ruff and mypy
	@scripts/environment.sh $(VENV) test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: setup-test check ## everything: checks, then the suite on SQLite and on PostgreSQL
	SEN_TEST_DATABASE=sqlite $(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)
	SEN_TEST_DATABASE=postgresql $(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not once" $(PYTEST_ARGS)

pictures: setup-test ## every screen at 360 and 1280 px, light and dark
	$(BIN)/python -m tools.pictures

bench: setup-test ## the measured promises
	$(BIN)/python -m benchmarks

lock: ## requirements/*.txt anew from pyproject.toml (LOCK_ARGS=--upgrade for newer versions)
	@scripts/environment.sh $(VENV) test
	scripts/lock.sh $(VENV) $(LOCK_ARGS)

image-steps: ## what the image is built by, here and now
	scripts/image-build.sh $(VENV)
