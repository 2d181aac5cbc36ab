# The two commands are `make run` and `make test`; docs/operations.md says what each target does.
.PHONY: run test check bench demo-reset lock vendor check-html messages format

PYTHON_ENV := .venv/bin/python
PORT ?= 8000
export PORT

run:
	@scripts/setup run
	@exec $(PYTHON_ENV) -m scripts.start

test:
	@scripts/setup test
	@exec $(PYTHON_ENV) -m scripts.run_tests $(ARGS)

check:
	@scripts/setup check
	@exec $(PYTHON_ENV) -m scripts.check $(ARGS)

bench:
	@scripts/setup test
	@exec $(PYTHON_ENV) -m scripts.bench $(ARGS)

demo-reset:
	@scripts/setup run
	@exec $(PYTHON_ENV) -m scripts.start --reset

# Write the lock files anew from requirements/*.in; never with an address in them.
lock:
	@scripts/setup check
	@for set in base dev; do \
		.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-annotate --no-header --quiet $(LOCK) requirements/$$set.in -o requirements/$$set.txt; done

# Needs npm.
vendor:
	@exec bash scripts/vendor.sh

# Needs Java (and npm once, for the checker itself).
check-html:
	@scripts/setup test
	@exec $(PYTHON_ENV) -m scripts.check_html

messages:
	@scripts/setup check
	@exec $(PYTHON_ENV) -m scripts.messages

format:
	@scripts/setup check
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .
