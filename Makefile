# Shortcuts for developers; ./prm is the real interface.
.DEFAULT_GOAL := help
COMPILE := uv pip compile -q --universal --python-version 3.11 --generate-hashes
PYTHON := .venv/bin/python

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: ## start everything with demo data
	./prm up

test: ## run every test
	./prm test

check: ## linters, types and layers only (a minute)
	./prm test tests/architecture

fast: ## unit tests only (seconds)
	./prm test tests/unit

lint: ## ruff, with its fixes
	$(PYTHON) -m ruff check --fix .

types: ## mypy --strict
	$(PYTHON) -m mypy

contracts: ## write rpc.json and subscriptions.json again
	for service in services/*/; do $(PYTHON) -m chassis.contracts services.$$(basename $$service); done

front-end: ## build gateway/static from gateway/frontend (needs Node)
	cd gateway/frontend && npm ci --no-audit --no-fund && npm run build

messages: ## collect the texts of the pages and update the catalogues
	cd gateway && ../$(PYTHON) -m babel.messages.frontend extract -F babel.cfg -k lazy_gettext -k lazy_ngettext:1,2 -o translations/messages.pot . \
	  && ../$(PYTHON) -m babel.messages.frontend update -i translations/messages.pot -d translations

lock: ## resolve requirements*.in into hashed locks (needs uv)
	$(COMPILE) requirements.in -o requirements.lock
	$(COMPILE) requirements-dev.in -o requirements-dev.lock

clean: ## stop and forget everything that runs or was built here
	./prm reset --yes
	rm -rf .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.PHONY: help up test check fast lint types contracts front-end messages lock clean
