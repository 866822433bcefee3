# Everything starts from python3 and make: .venv is made on first use from the hash-locked requirements.
PY := .venv/bin/python
LANG_OPTION := $(if $(lang),--lang $(lang))

.PHONY: chat run test theatre check lock bench clean

chat: .venv/ready
	@$(PY) -m bot chat $(LANG_OPTION)

run: .venv/ready
	@$(PY) -m bot run

test: .venv/ready-dev
	$(PY) -m pytest

theatre: .venv/ready-dev
	$(PY) -m tests.theatre

check: .venv/ready-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m bot check

bench: .venv/ready-dev
	$(PY) -m bench

lock: .venv/ready-dev
	$(PY) -m uv pip compile pyproject.toml --group build --universal --generate-hashes --no-header --quiet -o requirements.lock
	$(PY) -m uv pip compile pyproject.toml --group build --group dev --universal --generate-hashes --no-header --quiet -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv

.venv/ready: requirements.lock pyproject.toml
	@sh scripts/setup requirements.lock && touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml
	@sh scripts/setup requirements-dev.lock && touch $@ .venv/ready
