# Everything starts from python3 and make: .venv is made on first use from the hash-locked requirements.
PY := .venv/bin/python
LANG_OPTION := $(if $(lang),--lang $(lang))

.PHONY: chat run test theatre chaos check lock bench bench-growth bench-start bench-workers year clean

chat: .venv/ready
	@$(PY) -m bot chat $(LANG_OPTION)

run: .venv/ready
	@$(PY) -m bot run

# Side by side, a file of tests in one process.
test: .venv/ready-dev
	$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope

theatre: .venv/ready-dev
	$(PY) -m tests.theatre

chaos: .venv/ready-dev
	$(PY) -m tests.chaos --kills $(or $(KILLS),1000) --seed $(or $(SEED),1)

check: .venv/ready-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m bot check

# For example: make bench ROUNDS=1, make bench ONLY=c,e, make bench WRITE=1
bench: .venv/ready-dev .venv-bench/ready
	$(PY) -m bench peers $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ONLY),--only $(ONLY)) $(if $(WRITE),--write)

bench-growth: .venv/ready-dev
	$(PY) -m bench growth $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(WRITE),--write)
	$(PY) -m bench growth --postgresql $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(WRITE),--write)

bench-start: .venv/ready-dev .venv-bench/ready
	$(PY) -m bench start $(if $(WRITE),--write)

bench-workers: .venv/ready-dev
	$(PY) -m bench workers $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(WRITE),--write)

# For example: make year DAYS=7 SEED=2
year: .venv/ready-dev
	$(PY) -m bench year $(if $(DAYS),--days $(DAYS)) $(if $(SEED),--seed $(SEED)) $(if $(WRITE),--write)

lock: .venv/ready-dev
	$(PY) -m uv pip compile pyproject.toml --group build --universal --generate-hashes --no-header --quiet -o requirements.lock
	$(PY) -m uv pip compile pyproject.toml --group build --group dev --universal --generate-hashes --no-header --quiet -c requirements.lock -o requirements-dev.lock
	$(PY) -m uv pip compile bench/requirements.in --universal --python-version 3.11 --generate-hashes --no-header --quiet -o bench/requirements.lock

clean:
	rm -rf .venv .venv-bench

.venv/ready: requirements.lock pyproject.toml
	@sh scripts/setup requirements.lock && touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml
	@sh scripts/setup requirements-dev.lock && touch $@ .venv/ready

.venv-bench/ready: bench/requirements.lock
	@sh scripts/setup bench/requirements.lock .venv-bench && touch $@
