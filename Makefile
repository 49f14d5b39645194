# Two commands are all it takes: `make demo` and `make test`. Needed: Linux, Python 3.11 or newer, make.
PORT ?= 8000
PYTHON ?= python3
UV = uv==0.13.9
BIN = .venv/bin
PYTEST = $(BIN)/python -m pytest -n 2 --dist loadfile
READY = .venv/ready-$(shell cksum < requirements.lock | cut -d' ' -f1)
TYPED = $(filter-out sojourn/faces sojourn/demonstration,$(patsubst %/,%,$(wildcard sojourn/*/)))

.PHONY: setup demo test check figures mutants screenshots lock system format

setup: $(READY)

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sojourn needs Python 3.11 or newer; set PYTHON=.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what requirements.lock names …"
	@{ $(BIN)/python -m pip install -q --disable-pip-version-check $(UV) \
	   && $(BIN)/uv pip install -q -p $(BIN)/python --require-hashes -r requirements.lock \
	   && $(BIN)/uv pip install -q -p $(BIN)/python --no-deps -e .; } \
	 || { $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock \
	   && $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .; }
	@rm -f .venv/ready-* && touch $(READY)

demo: setup
	@$(BIN)/sojourn demo --port $(PORT)

# Database tests on PostgreSQL, where its server is installed; then everything on SQLite.
test: setup
	@status=0; \
	if $(BIN)/python -m tests.postgres; then \
	  SOJOURN_TEST_DATABASE=postgres $(PYTEST) || status=1; \
	elif [ -n "$$CI" ]; then status=1; fi; \
	$(PYTEST) || status=1; exit $$status

check: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy --follow-imports=silent $(TYPED)
	@$(BIN)/lint-imports
	@$(PYTEST) tests/repository

format: setup
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# Measures and writes docs/reference/figures.md.
figures: setup
	@$(BIN)/python -m bench.figures

# Changes the rules one spot at a time and counts what their tests notice; some minutes.
mutants: setup
	@$(BIN)/python -m bench.mutants

screenshots: setup
	@SOJOURN_SCREENSHOTS=docs/screenshots $(BIN)/python -m pytest tests/journeys -k screenshots

lock: setup
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements.lock

# Browser, PostgreSQL and fonts from the system's packages: only as root, only what is missing.
system:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  missing="$$(dpkg-query -W -f '$${db:Status-Status} $${Package}\n' $(PACKAGES) 2>&1 | grep -v '^installed ' || true)"; \
	  if [ -n "$$missing" ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(PACKAGES); fi; \
	else echo "Not root or no apt-get: install these yourself if they are missing: $(PACKAGES)"; fi

PACKAGES = chromium postgresql fonts-inter fonts-urw-base35 poppler-utils
