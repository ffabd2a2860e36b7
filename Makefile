# Every verb makes the environment that it needs first. PYTHON=python3.12 chooses another Python.

.DEFAULT_GOAL := help
.PHONY: help demo test soak check lint types evals bench golden pictures lock new-source run-env dev-env

bin := .venv/bin
export PYTHON
ONRECORD_EVAL_DATA ?= $(CURDIR)/../shared
export ONRECORD_EVAL_DATA
part = $(patsubst tests/tests/%,tests/%,$(addprefix tests/,$(ONLY)))

help:
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1 \2/p' Makefile | while read -r verb does; do \
		printf 'make %-12s%s\n' "$$verb" "$$does"; done

demo: run-env ## the example report's brief, in the terminal and as a page
	@$(bin)/onrecord demo --html out/brief.html

test: dev-env ## the whole test suite, or a part: ONLY=sources/un_sc
	@$(bin)/pytest -q $(part)

soak: dev-env ## laws and crashes at their large sizes: 2,000 histories; ten minutes or more
	@ONRECORD_SOAK=1 $(bin)/pytest -q tests/laws tests/record

check: lint types test ## lint, types, test

lint: dev-env ## ruff and import-linter
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/lint-imports --no-logo

types: dev-env ## mypy, strict
	@$(bin)/mypy

evals: dev-env ## quality, measured against floors
	@scripts/each evals $(ONLY)

bench: dev-env ## speed, one script a promise, beside a baseline: ONLY=load
	@scripts/each bench $(ONLY)

golden: dev-env ## rewrite the golden files; look at the diff
	@$(bin)/pytest -q --golden $(part)

pictures: dev-env ## the pictures of the README, made by the product
	@$(bin)/python scripts/pictures.py

lock: ## dependencies and hashes anew: UPGRADE=lxml, UPGRADE=--upgrade for all
	@scripts/lock $(UPGRADE)

new-source: dev-env ## the skeleton of a source: ID=xx_register
	@$(bin)/python scripts/new_source.py $(ID)

run-env:
	@scripts/environment run

dev-env:
	@scripts/environment dev
