# A thin skin over tools/tasks.py, which does the work and runs without make too: python3 tools/tasks.py report
# Options for a task: make report ARGS="--department beijing-emergency --format pdf"
PYTHON ?= python3
ARGS ?=
TASK = @command -v $(PYTHON) >/dev/null 2>&1 || { \
	echo "未找到 $(PYTHON)：请安装 Python 3.11 或更新版本。" >&2; \
	echo "$(PYTHON) not found: install Python 3.11 or newer, on Debian and Ubuntu by:" >&2; \
	echo "    sudo apt-get update && sudo apt-get install -y python3 python3-venv" >&2; exit 2; }; \
	$(PYTHON) tools/tasks.py

.NOTPARALLEL:
.PHONY: help report test check versions lab docs setup clean-made lock

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/'

report: ## Set up, clean data/raw/, make every briefing in reports/
	$(TASK) report $(ARGS)

test: ## Set up, run the tests, list the slowest twenty
	$(TASK) test $(ARGS)

check: ## Run what CI runs: ruff, the types and the tests
	$(TASK) check $(ARGS)

versions: ## Run the fast tests on the lowest and on the newest versions that are allowed
	$(TASK) versions $(ARGS)

lab: ## Clean what changed, open JupyterLab on the page 开始
	$(TASK) lab $(ARGS)

docs: ## Make guides, tutorial, data dictionary and API as pages in site/
	$(TASK) docs $(ARGS)

setup: ## Create or refresh .venv, have git commit notebooks without outputs
	$(TASK) setup

clean-made: ## Delete data/clean/ and reports/
	$(TASK) clean-made

lock: ## Renew the lock files from pyproject.toml
	$(TASK) lock $(ARGS)
