PY := .venv/bin/python
BOTPY := bot/.venv/bin/python
FAST := not rasa and not browser and not processes and not postgres and not long
.DEFAULT_GOAL := help

help:  ## Say what can be made.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run:  ## Set up what is missing, then run everything with demo data until Ctrl-C.
	@python3 -m ops.run

setup:  ## Environments, pages' modules, Chromium and the trained assistant.
	@python3 -m ops.setup --tests

test: setup lint types  ## Set up, then every test: fast ones, the assistant, journeys, browser, killed processes.
	$(BOTPY) -m pytest -c bot/pytest.ini
	$(PY) -m pytest -n 2 --dist worksteal -m "$(FAST)"
	$(PY) -m pytest -m "not ($(FAST))"

test-fast:  ## Tests that need no process but their own, in about a minute.
	@python3 -m ops.setup --no-train
	$(PY) -m pytest -n 2 --dist worksteal -m "$(FAST)"

train:  ## Train the assistant if its training data has changed.
	@python3 -m ops.setup

data-report:  ## What is taught: counts, what is nearly taught twice, and that nothing that is tested is among it.
	$(BOTPY) -m ops.data_report

score:  ## How well messages are understood that nobody trained on; prints figures, never a message.
	$(BOTPY) -m tests.bot.score

bench-nlu:  ## Our pipeline against Rasa's default: rightness, training, parse, CPU, memory (BENCH_EPOCHS=100, long).
	$(BOTPY) -m ops.bench_nlu

lint:  ## Ruff over everything.
	$(PY) -m ruff check .

types:  ## Strict mypy over backend and actions.
	$(PY) -m mypy

prove:  ## The proof of the money, at length (PROVE="--steps 1000 --minutes 1" for a shorter one).
	$(PY) -m tests.prove $(PROVE)

prove-handoff:  ## The proof of the handoff, at length (PROVE="--steps 5000" for a shorter one).
	$(PY) -m tests.prove_handoff $(PROVE)

drops:  ## 200 talks through a line that breaks, the backend killed twice: nothing lost, doubled or out of order.
	@python3 -m ops.setup --tests
	$(PY) -m tests.chaos.drops $(DROPS)

shift:  ## Two hours at the desk with three agents and 60 arrivals an hour: waits, offers, outcomes.
	$(PY) -m tests.shift $(SHIFT)

audit:  ## Verify the audit chain of the configured database and replay every case from it.
	$(PY) -m backend audit

journeys:  ## Every journey, eight times, by simulated buyers at the real house: pass^k per family, baselines, failures.
	@python3 -m ops.setup --tests
	$(PY) -m tests.journeys.run

conversations:  ## Record three talks at the real house into docs/conversations, with pictures of the window.
	@python3 -m ops.setup --tests
	$(PY) -m tests.journeys.recorded

bench-turns:  ## What a turn costs at the 10th, the 100th and the 500th message of a conversation.
	@python3 -m ops.setup
	$(PY) -m ops.bench_turns

bench:  ## Turns a second, latency, CPU a turn and memory of each process.
	@python3 -m ops.setup
	$(PY) -m ops.bench

lock:  ## Renew both locks from the two projects (uv must be at hand).
	uv pip compile -q pyproject.toml --group dev --python-version 3.11 --universal --generate-hashes --no-header \
	  --no-annotate -o requirements.lock
	uv pip compile -q bot/pyproject.toml --python-version 3.10 --universal --generate-hashes --no-header \
	  --no-annotate -o bot/requirements.lock

bench-evidence:  ## The evidence check against pictures with known truth (EVIDENCE_SET=folder; BENCH="--rounds 3": only what uploads cost).
	$(PY) -m ops.bench_evidence $(EVIDENCE_SET) $(BENCH)

fuzz-pictures:  ## Ten minutes of broken and lying picture files at the door (FUZZ="--minutes 1" for fewer).
	$(PY) -m tests.backend.gateways.fuzz_pictures $(FUZZ)

bench-backend:  ## A decision, an application, a promise that falls due, and how they fare in a crowd, on both databases.
	$(PY) -m ops.bench_backend

picture:  ## Make docs/window.png from what the browser tests saw.
	$(PY) -m ops.picture

pages:  ## Make docs/pages, a gallery of the staff's and merchants' pages, from a busy day.
	$(PY) -m tests.browser.pages

coverage:  ## Write anew docs/policy (where each rule is kept, tested and told; the rules for buyers) and docs/authorisation.md.
	$(PY) -m ops.coverage
	$(PY) -m ops.authorisation

licences:  ## Write docs/LICENCES.md anew from both environments.
	@python3 -m ops.licences

clean:  ## Take away everything that was made here, demo data included.
	rm -rf .venv bot/.venv .run .tools web/vendor web/node_modules models/*.tar.gz .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help run setup test test-fast train data-report score bench-nlu lint types prove prove-handoff drops shift audit journeys conversations bench-turns bench lock bench-evidence fuzz-pictures bench-backend picture pages coverage licences clean
