# Everything a person needs is one command from here. On a bare Debian 12 python3, python3-pip and make are enough:
# pip puts uv into .boot, uv makes .venv from the locked files. What is up to date is left alone.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# Said after `make` only: some systems have variables of these names in everybody's environment.
HOST := 127.0.0.1
ARGS :=
NAME :=

# Where an environment forbids Python to keep what it compiled, each start takes three times as long.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
PY := .venv/bin/python
UV := UV_PYTHON_DOWNLOADS=never .boot/bin/uv
INSTALL := $(UV) pip install --quiet --python $(PY)
VENDOR := src/netzwerkstatt/foundation/ui/static/ui/vendor
TYPESCRIPT := node_modules/typescript/package.json
CATALOGUES := $(shell find src -name '*.po' 2>/dev/null)
BENCHES := $(sort $(patsubst bench/%.py,%,$(filter-out bench/_%,$(wildcard bench/*.py))) $(patsubst bench/%/__main__.py,%,$(wildcard bench/*/__main__.py)))

.PHONY: help
help: ## this list
	@echo "Netzwerkstatt"
	@echo
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

# ---------------------------------------------------------------- to use it

.PHONY: demo serve
demo: ready ## the demo alliance at http://127.0.0.1:8000 (PORT=… HOST=… choose another address)
	@exec .venv/bin/netzwerkstatt serve --demo --host $(HOST) --port $(PORT) $(ARGS)

serve: ready ## an empty installation (ARGS="--data DIR" chooses where its data lies)
	@exec .venv/bin/netzwerkstatt serve --host $(HOST) --port $(PORT) $(ARGS)

# ---------------------------------------------------------------- to work on it

.PHONY: test check fix messages assets bench screenshots wheel lock clean ready
test: ready .venv/.dev ## all tests, on SQLite and PostgreSQL and in a browser (ARGS="tests/problems -x": only these, on SQLite)
	@$(PY) -m tools.test $(ARGS)

check: ready .venv/.dev $(TYPESCRIPT) ## format, lint, types, import contracts, templates, translations
	@$(PY) -m tools.check $(ARGS)

fix: .venv/.dev ## format, and mend what ruff can mend
	@.venv/bin/ruff check --fix-only --quiet . ; .venv/bin/ruff format .

messages: .venv/.runtime ## take new texts into the catalogues, then compile them
	@$(PY) -m tools.messages update
	@$(PY) -m tools.messages compile

assets: .venv/.node ## KERN, fonts and licences into the static files, whether or not they are there
	@$(PY) -m tools.assets --again

bench: ready .venv/.dev ## the measurements, each prints a table (NAME=pages: only this one)
	@test -n "$(or $(NAME),$(BENCHES))" || echo "No benchmark in bench/."
	@set -e; for bench in $(or $(NAME),$(BENCHES)); do echo; echo "== $$bench"; $(PY) -m bench.$$bench $(ARGS); done

screenshots: ready .venv/.dev ## pictures of the demo's pages: light and dark, telephone and desk
	@$(PY) -m tools.screenshots $(ARGS)

wheel: ready ## dist/netzwerkstatt-*.whl, tried out in a clean environment
	@$(PY) -m tools.wheel

lock: .boot/.ready ## choose the newest versions the project allows and write them down
	@echo uv | $(UV) pip compile - $(LOCK) --output-file requirements-boot.lock
	@$(UV) pip compile pyproject.toml --group build --group node --group dev $(LOCK) --output-file requirements-dev.lock
	@$(UV) pip compile pyproject.toml --group build $(LOCK) --constraint requirements-dev.lock --output-file requirements.lock
	@$(UV) pip compile --group node $(LOCK) --constraint requirements-dev.lock --output-file requirements-node.lock

clean: ## remove what was built; data stays
	rm -rf .boot .venv node_modules build dist $(VENDOR) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src -name '*.mo' -delete 2>/dev/null || true
	find . -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# ---------------------------------------------------------------- how it is built

LOCK := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-annotate --custom-compile-command "make lock"

ready: .venv/.runtime $(VENDOR)/built-from .venv/.messages

.boot/.ready: requirements-boot.lock
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed (PYTHON=… names another)."; exit 1; }
	@echo "· uv into .boot"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore --upgrade \
		--target .boot --require-hashes -r requirements-boot.lock
	@touch $@

.venv/.created: .boot/.ready
	@test -x $(PY) || { echo "· the environment .venv"; $(UV) venv --quiet --allow-existing --python $(PYTHON) .venv; }
	@touch $@

.venv/.runtime: .venv/.created requirements.lock pyproject.toml
	@echo "· what the program needs (requirements.lock)"
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@echo "· what its tests and checks need (requirements-dev.lock)"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

# A machine without npm gets one from PyPI, into .venv like everything else.
.venv/.node: .venv/.runtime requirements-node.lock
	@npm --version >/dev/null 2>&1 || { echo "· npm (requirements-node.lock)"; $(INSTALL) --require-hashes -r requirements-node.lock; }
	@touch $@

$(TYPESCRIPT): package-lock.json | .venv/.node
	@echo "· what checks the scripts' types (package-lock.json)"
	@PATH="$$PATH:$(CURDIR)/.venv/bin" npm ci --loglevel=error >/dev/null
	@touch $@

$(VENDOR)/built-from: package-lock.json $(wildcard tools/assets/*) $(wildcard tools/licences/*) | .venv/.node
	@$(PY) -m tools.assets
	@touch $@

.venv/.messages: $(CATALOGUES) tools/messages.py | .venv/.runtime
	@$(PY) -m tools.messages compile
	@touch $@
