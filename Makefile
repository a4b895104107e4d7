# make run            documents in corpus/, page on http://127.0.0.1:7860
# make run CORPUS=/path PORT=8000
# make test           format, lint, types, all tests, answer quality against the baseline
# make check-quality  answers of the sample documents against their recorded baseline
# make lock           new exact versions into requirements/
# make clean          removes .venv and what the tools left (not var/: built indexes and logs)
PYTHON ?= python3
CORPUS ?= corpus
PORT ?= 7860

VENV := .venv
IN_VENV := $(VENV)/bin/python
PIP := $(IN_VENV) -m pip --disable-pip-version-check
# A stamp is named after the content of its lock file, so a checkout that changes the lock installs again, others do not.
CORE_STAMP := $(VENV)/core-$(shell cksum < requirements/core.txt | cut -d ' ' -f 1)
TEST_STAMP := $(VENV)/test-$(shell cat requirements/core.txt requirements/test.txt | cksum | cut -d ' ' -f 1)
LOCK := var/lock

.PHONY: run test check-quality lock clean

run: $(CORE_STAMP)
	@exec $(IN_VENV) app.py --corpus "$(CORPUS)" --port "$(PORT)"

test: $(TEST_STAMP)
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m mypy --strict .
	$(IN_VENV) -m pytest -m ''
	$(IN_VENV) -m eval gate

check-quality: $(TEST_STAMP)
	$(IN_VENV) -m eval gate

$(IN_VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "error: $(PYTHON) is $$($(PYTHON) --version 2>&1 || true); Python 3.11 or newer is needed:" \
	    "install it, or name it: make run PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "error: $(PYTHON) -m venv failed; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }

$(CORE_STAMP): | $(IN_VENV)
	@echo "Installing the core into $(VENV) (560 MB, once) ..."
	@$(PIP) install --quiet --requirement requirements/core.txt
	@rm -f $(VENV)/core-*
	@touch $@

$(TEST_STAMP): | $(IN_VENV)
	@echo "Installing the core and what the tests need into $(VENV) (2 GB and more, once) ..."
	@$(PIP) install --quiet --requirement requirements/test.txt
	@rm -f $(VENV)/core-* $(VENV)/test-*
	@touch $(CORE_STAMP) $@

# Both files from one resolution, so that the core runs the versions that were tested. "+cpu" and the like is the
# build of a wheel, not a version: another machine may have another.
lock:
	@rm -rf $(LOCK) && mkdir -p $(LOCK)
	@$(PYTHON) -m venv $(LOCK)/all && $(PYTHON) -m venv $(LOCK)/core
	$(LOCK)/all/bin/python -m pip install --quiet '.[models,servers,eval,dev]'
	@$(LOCK)/all/bin/python -m pip freeze --exclude zhengda | sed 's/+[A-Za-z0-9.]*$$//' > $(LOCK)/all.txt
	$(LOCK)/core/bin/python -m pip install --quiet --constraint $(LOCK)/all.txt .
	@$(LOCK)/core/bin/python -m pip freeze --exclude zhengda > $(LOCK)/core.txt
	@{ sed -n '/^#/p' requirements/core.txt; cat $(LOCK)/core.txt; } > $(LOCK)/core.new
	@{ sed -n '/^[#-]/p' requirements/test.txt; grep -vxFf $(LOCK)/core.txt $(LOCK)/all.txt; } > $(LOCK)/test.new
	@mv $(LOCK)/core.new requirements/core.txt && mv $(LOCK)/test.new requirements/test.txt
	@rm -rf $(LOCK) build *.egg-info

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
