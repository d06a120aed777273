# What a newcomer needs is `make demo` and `make test`. Everything is made in this folder; the
# embedded model (1.1 GB, once) goes to the user's cache folder.

PYTHON ?= python3
# Where virtual environments are made; .ci/run sets another folder to start from nothing.
ENVS ?= .
DEMO_ENV := $(ENVS)/.venv
TEST_ENV := $(ENVS)/.venv-test
DEV_ENV := $(ENVS)/.venv-dev
BROWSER_ENV := $(ENVS)/.venv-browser
TEST_EXTRAS := test
# In CI nothing is skipped: the tests in a browser and on a cluster run with the others.
ifdef CI
TEST_EXTRAS := test,browser,ray
endif
ARTICLE ?= examples/articles/scraped-dam-evacuation.txt
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test docs browser lint format types record bench clean

help: ## what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(DEMO_ENV)/.installed ## install, fetch the model once, extract an example article
	@$(DEMO_ENV)/bin/extractor model pull > /dev/null
	$(DEMO_ENV)/bin/extractor extract $(ARTICLE) --model local

test: $(TEST_ENV)/.installed ## install, run the tests from the recordings: no network, no model
	$(TEST_ENV)/bin/python -m pytest $(TESTS)

browser: $(BROWSER_ENV)/.installed ## install Chromium and Playwright, run the tests of the pages in it
	$(BROWSER_ENV)/bin/python -m pytest tests/browser

lint: $(DEV_ENV)/.installed ## ruff: rules and form; bandit: security
	$(DEV_ENV)/bin/ruff check .
	$(DEV_ENV)/bin/ruff format --check .
	$(DEV_ENV)/bin/bandit --quiet --recursive --configfile pyproject.toml extractor

format: $(DEV_ENV)/.installed ## ruff: put the code in form
	$(DEV_ENV)/bin/ruff check --fix .
	$(DEV_ENV)/bin/ruff format .

types: $(DEV_ENV)/.installed ## mypy, strict
	$(DEV_ENV)/bin/mypy

record: $(DEV_ENV)/.installed ## record the example articles with the embedded model (ARTICLES="name …" for some)
	$(DEV_ENV)/bin/python -m tests.support.record $(ARTICLES)

docs: $(TEST_ENV)/.installed ## write the reference pages from the code and from --help
	$(TEST_ENV)/bin/python docs/reference.py

bench: $(DEMO_ENV)/.installed ## how long `import extractor` and `extractor --help` take
	$(DEMO_ENV)/bin/python benchmarks/startup.py

clean: ## remove what make has made; the model stays in the user's cache folder
	rm -rf $(DEMO_ENV) $(TEST_ENV) $(DEV_ENV) $(BROWSER_ENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find extractor tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment is as old as pyproject.toml; the code itself is used from this folder, so changes
# in it need no new installation.
$(DEMO_ENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(DEMO_ENV)
	$(DEMO_ENV)/bin/python $(PIP_INSTALL) -e '.[local]'
	@touch $@

$(TEST_ENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(TEST_ENV)
	$(TEST_ENV)/bin/python $(PIP_INSTALL) -e '.[$(TEST_EXTRAS)]'
	@touch $@

$(BROWSER_ENV)/.installed: pyproject.toml
	tests/browser/chromium.sh
	$(PYTHON) -m venv $(BROWSER_ENV)
	$(BROWSER_ENV)/bin/python $(PIP_INSTALL) -e '.[test,browser]'
	@touch $@

$(DEV_ENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(DEV_ENV)
	$(DEV_ENV)/bin/python $(PIP_INSTALL) -e '.[dev,local]'
	@touch $@
