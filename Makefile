# site: what an official runs. test: what CI runs. PYTHON=python3.12 chooses another Python.
PYTHON ?= python3
PYTEST_ARGS ?=
# One more than there are cores: a third of the time of a test is spent waiting for a server or a browser.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq
INSTALL = $(PIP) install --no-deps --require-hashes -r

# A stamp is a file that says what .venv holds; it is made anew only when what it was made from changes.
SITE_STAMP = .venv/site.stamp
TEST_STAMP = .venv/test.stamp

.PHONY: site check test lint import-figures resolver-figures citation-figures preview-figures gallery trees a11y search-eval budget weight lighthouse bench instructions bundle lock clean help

site: $(SITE_STAMP)  ## build content/ into output/ (default)
	@$(BIN)/site-gen build

check: $(SITE_STAMP)  ## read content/ and report its mistakes, write nothing
	@$(BIN)/site-gen check

test: $(TEST_STAMP)  ## run every test, on all cores; PYTEST_ARGS="-k name" chooses some, SITE_GEN_LONG=1 also what takes minutes
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal $(PYTEST_ARGS)

lint: $(TEST_STAMP)  ## ruff and mypy, as the tests run them
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

import-figures: $(SITE_STAMP)  ## measure imports of real documents for docs/import.md; SEEDS=folder of .txt
	@$(BIN)/python -m tests.figures "$(SEEDS)"

resolver-figures: $(SITE_STAMP)  ## measure the resolver of changes for docs/resolve.md
	@$(BIN)/python -m tests.resolver_gold --write

citation-figures: $(SITE_STAMP)  ## measure the parser of statute citations for docs/citations.md
	@$(BIN)/python -m tests.citation_gold --write

preview-figures: $(TEST_STAMP)  ## measure edits in a preview for docs/preview.md
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m tests.preview_bench --write

gallery: $(TEST_STAMP)  ## pictures of one page of each kind, to look at, in dist/gallery/; GALLERY="folder --only blocks"
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m tests.gallery $(GALLERY)

trees: $(TEST_STAMP)  ## write what a screen reader is given of one page of each kind into tests/trees/, for review
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m tests.spoken

a11y: $(TEST_STAMP)  ## look at every page of content/ for docs/accessibility-results.json and /accessibility/; A11Y="--fresh --imports ../shared/seeds" or "--only juki"
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m tests.a11y $(A11Y)

search-eval: $(TEST_STAMP)  ## measure the search for docs/search.md; SEARCH_EVAL="--seeds FOLDER", "--times 10 --looked 20" or --small
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m tests.search_eval --write $(SEARCH_EVAL)

budget: $(TEST_STAMP)  ## write what each kind of page may weigh into tests/budget.json, for review
	@$(BIN)/python -m tests.weight

weight: $(TEST_STAMP)  ## measure the largest pages on a slow phone for docs/weight.md; WEIGHT="--seeds FOLDER"
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m tests.throttled --write $(WEIGHT)

lighthouse: $(TEST_STAMP)  ## run Lighthouse on one page of each kind for docs/weight.md; LIGHTHOUSE="--only part"
	@$(BIN)/python tests/prepare.py
	@$(BIN)/python -m tests.lighthouse $(LIGHTHOUSE)

bench: $(TEST_STAMP)  ## measure builds beside Hugo and Eleventy for docs/benchmarks.md; BENCH="--only city,all-page", --nation, --small
	@$(BIN)/python -m tests.bench $(BENCH)

instructions: $(TEST_STAMP)  ## count what the hot stages do (valgrind) beside tests/bench/instructions.json; INSTRUCTIONS=--write
	@$(BIN)/python -m tests.bench.instructions $(INSTRUCTIONS)

bundle: $(SITE_STAMP)  ## one ZIP with the program and all it needs, for machines without a connection; BUNDLE="--extra pdf"
	@$(BIN)/python -m bundle.make $(BUNDLE)

# Run after changing dependencies in pyproject.toml: newest versions that fit, for every platform, with hashes.
# uv is installed for this only; it reads no pip settings, and with UV_NO_CONFIG none of its own.
LOCK = UV_NO_CONFIG=1 $(BIN)/uv pip compile --quiet --upgrade --universal \
	--python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links
lock: $(SITE_STAMP)  ## make requirements.lock and tests/requirements.lock anew
	@$(PIP) install uv
	@echo 'hatchling' | $(LOCK) pyproject.toml - -o requirements.lock
	@$(LOCK) pyproject.toml --extra test -c requirements.lock -o tests/requirements.lock

clean:  ## remove what make made, output/ included
	rm -rf .venv output .site-gen-cache dist tests/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis

help:  ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile

$(SITE_STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 以上（venv を含む）が必要です。インストールするか、make PYTHON=python3.12 のように指定してください。 / Python 3.11 or newer (with venv) is needed: install it, or name it as in make PYTHON=python3.12." >&2; \
		exit 1; }
	@echo ".venv を準備しています / preparing .venv"
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL) requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(TEST_STAMP): $(SITE_STAMP) tests/requirements.lock
	@$(INSTALL) tests/requirements.lock
	@touch $@
