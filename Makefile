# make demo   set everything up and search a rendered map in three languages, offline
# make test   install what the tests need and run everything
# The rest are for developers.

VENV ?= .venv
PYTHON ?= python3.11
BIN := $(VENV)/bin
DEMO := build/demo

# make plugin  dist/terralex-VERSION.zip, to install in QGIS
# make qgis    QGIS with the plugin, a sample map and a local server, to try it
# make link-plugin  this checkout in QGIS itself, PROFILE=default: edit, reload the plugin, look
# make screenshots  pictures of the plugin in QGIS and of the map page, of the sample or of SCENE=your.tif, into build/screenshots
# make page    MapLibre GL JS, pinned and checked, into the assets of the map page
# make docs    the documentation and API reference as a site, into build/site
# make release VERSION=1.2.3  the version, the wheel and the plugin's zip

.PHONY: page test-qgis plugin qgis link-plugin docs release architecture screenshots demo test test-slow cases lint format eval-sample eval-things eval-model eval-scenes two-claims eval-mosaic eval-labels tables bench wheel clean help

help:
	@sed -n '1,3p' Makefile

$(BIN)/python:
	$(or $(shell command -v $(PYTHON)),python3) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: pyproject.toml metadata.txt constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[train,dev,telemetry]"
	@touch $@

demo: $(VENV)/.installed
	@scripts/demo.sh $(BIN)/terralex $(DEMO)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: $(VENV)/.installed-dev lint
	@scripts/install-qgis.sh
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile --durations=25

test-slow: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m slow

# make test-qgis RELEASE=3.40   the plugin's tests in another release of QGIS (3.40, 3.44), as root; ONLY=test_search
test-qgis: $(VENV)/.installed-dev
	VENV=$(VENV) scripts/test-qgis.sh $(RELEASE) $(ONLY)

# make cases   the programs of CASES, everyday and hostile situations, ONLY those with a text in their path
CASES ?= ../shared/cases
cases: $(VENV)/.installed-dev
	$(BIN)/python scripts/run_cases.py $(CASES) $(if $(ONLY),--only $(ONLY))

eval-sample: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.eval_sample

eval-things: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.query_forms
	$(BIN)/python -m benchmarks.small_things

eval-model: $(VENV)/.installed-dev
	$(BIN)/terralex-train evaluate --config training/configs/terralex-mini.toml

eval-scenes: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.eval_scenes ../shared/scenes build/scenes

two-claims: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.two_claims

eval-mosaic: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.eval_mosaic

# Every table of the documents and of the model card that depends on the weights, measured again.
tables: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.tables

eval-labels: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.label_accuracy
	$(BIN)/python -m benchmarks.transduction
	$(BIN)/python -m benchmarks.transduction --images ucm=../shared/data/ucm.tar --images eurosat=../shared/data/eurosat.tar

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[bench]"
	@touch $@

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks.index_cpu
	$(BIN)/python -m benchmarks.index_floor
	$(BIN)/python -m benchmarks.first_regions
	$(BIN)/python -m benchmarks.search_peers
	$(BIN)/python -m benchmarks.search_speed
	$(BIN)/python -m benchmarks.search_http
	$(BIN)/python -m benchmarks.service_load
	$(BIN)/python -m benchmarks.sandboxed_reading

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

page: | $(BIN)/python
	$(BIN)/python scripts/vendor_maplibre.py

plugin: | $(BIN)/python
	$(BIN)/python scripts/build_plugin.py dist

# To VERSION: metadata.txt and CHANGELOG.md are written, the rest reads them.
release: $(VENV)/.installed-dev
	$(BIN)/python scripts/release.py $(VERSION)
	$(MAKE) wheel plugin

$(VENV)/.installed-docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet -c constraints.txt -e ".[docs]"
	@touch $@

docs: $(VENV)/.installed-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet --site-dir build/site

# The drawing of who imports whom in docs/architecture.md.
architecture: | $(BIN)/python
	$(BIN)/python scripts/draw_architecture.py docs/images/architecture.svg

PROFILE ?= default
link-plugin: | $(BIN)/python
	$(BIN)/python scripts/link_plugin.py $(PROFILE)

qgis: $(VENV)/.installed
	@scripts/try_qgis.sh $(BIN) build/qgis

screenshots: $(VENV)/.installed-dev
	$(BIN)/python scripts/plugin_screenshots.py build/screenshots $(if $(SCENE),--scene $(SCENE))
	$(if $(SCENE),,$(BIN)/python scripts/saved_screenshots.py build/screenshots)
	$(if $(SCENE),,$(BIN)/python scripts/page_screenshots.py build/screenshots)

clean:
	rm -rf build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
