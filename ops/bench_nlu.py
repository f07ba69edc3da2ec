"""`make bench-nlu`: our pipeline against Rasa's default one, in one run, on the same data and machine.

Each is trained and asked by Rasa in processes of its own, one after the other: ours as it is served (`bot.lean`), the
default with TensorFlow. The default is the file that Rasa ships, without the parts that have nothing to learn here (its
response selector and the policies), at BENCH_EPOCHS epochs (100 where nothing is said, which takes long).
Messages are the two blind sets; none is printed.

Rasa's default splits at blanks; for Chinese its manual names jieba instead. It is left as it is: a clause is then one
word, of which the default's own character n-grams (1 to 4) see everything, while the few words a message make it train
and parse faster than it would with jieba's many.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import structlog
import yaml

from bot.lean import QUIET, leave_out_unused_libraries
from tests.bot.score import ELSEWHERE, ROOT, Judged, blind_messages, macro_f1, second_set, taught

OURS, DEFAULT = "ours", "Rasa's default"
LEFT_OUT = {"ResponseSelector"}
EPOCHS = int(os.environ.get("BENCH_EPOCHS", "100"))
WARM = 50  # parses before the clock runs
# What is printed of each: name, unit, and how the number is written.
ROWS: tuple[tuple[str, str, str], ...] = (
    ("right, in scope", "%", "{:.1f}"), ("macro-F1", "", "{:.3f}"), ("confident wrong, outside", "%", "{:.1f}"),
    ("asked back, in scope", "%", "{:.1f}"), ("training", "s", "{:.0f}"), ("training CPU", "s", "{:.0f}"),
    ("parse p50", "ms", "{:.2f}"), ("parse p95", "ms", "{:.2f}"), ("CPU a parse", "ms", "{:.2f}"),
    ("RSS to serve", "MB", "{:.0f}"),
)  # fmt: skip

Figures = dict[str, float]


def default_config() -> dict[str, Any]:
    """Rasa's own default pipeline, with our number of epochs."""
    import rasa

    path = Path(rasa.__file__).parent / "engine/recipes/config_files/default_config.yml"
    config: dict[str, Any] = yaml.safe_load(path.read_text())
    pipeline = [part for part in config["pipeline"] if part["name"] not in LEFT_OUT]
    pipeline = [{**part, "epochs": EPOCHS} if "epochs" in part else part for part in pipeline]
    return {"recipe": config["recipe"], "assistant_id": "bench", "language": config["language"], "pipeline": pipeline}


def our_config() -> dict[str, Any]:
    """Our pipeline, without the policies."""
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text())
    return {name: value for name, value in config.items() if name != "policies"}


def train(which: str, folder: Path) -> Figures:
    """Train that one on data/nlu into the folder. The wall's and the CPU's seconds."""
    prepare(which)
    import rasa.model_training

    config = folder / "config.yml"
    config.write_text(yaml.safe_dump(our_config() if which == OURS else default_config(), sort_keys=False))
    wall, cpu = time.monotonic(), time.process_time()
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        rasa.model_training.train_nlu(str(config), str(ROOT / "data/nlu"), str(folder), fixed_model_name="model")
    return {"training": time.monotonic() - wall, "training CPU": time.process_time() - cpu}


def ask(which: str, folder: Path) -> Figures:
    """Parse every blind message with what was trained."""
    prepare(which)
    from rasa.core.agent import Agent

    agent = Agent.load(str(folder / "model.tar.gz"))
    messages = blind_messages() + second_set(taught())[0]
    return asyncio.run(_asked(agent.parse_message, messages))


async def _asked(parse: Callable[..., Any], messages: list[tuple[str, set[str]]]) -> Figures:
    for text, _ in messages[:WARM]:
        await parse(text)
    out, times, cpu = [], [], time.process_time()
    for text, right in messages:
        begun = time.perf_counter()
        parsed = await parse(text)
        times.append((time.perf_counter() - begun) * 1e3)
        out.append(_judged(parsed, right))
    spent = (time.process_time() - cpu) * 1e3
    inside, outside = [o for o in out if not o[0].right & ELSEWHERE], [o for o in out if o[0].right & ELSEWHERE]
    return {
        "right, in scope": 100 * statistics.mean(one.hit for one, _ in inside),
        "macro-F1": macro_f1([one for one, _ in out]),
        "confident wrong, outside": 100 * statistics.mean(one.misled and not unsure for one, unsure in outside),
        "asked back, in scope": 100 * statistics.mean(unsure for _, unsure in inside),
        "parse p50": statistics.median(times),
        "parse p95": statistics.quantiles(times, n=20)[18],
        "CPU a parse": spent / len(times),
        "RSS to serve": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _judged(parsed: dict[str, Any], right: set[str]) -> tuple[Judged, bool]:
    """The first intent besides the fallback, and whether the fallback stands before it."""
    ranking = [one for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"]
    three = tuple(one["name"] for one in ranking[:3])
    return Judged(frozenset(right), three, ranking[0]["confidence"]), parsed["intent"]["name"] == "nlu_fallback"


def prepare(which: str) -> None:
    """Ours starts lean, as it is served; the default gets every library and thread that it wants."""
    os.environ.update(QUIET if which == OURS else {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"})
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    # Rasa logs each parse with its words: that would cost time, and show messages that nobody may see.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if which == OURS:
        leave_out_unused_libraries()


def measured(which: str) -> Figures:
    """Train and ask in a process each; what they say of their progress goes to the terminal."""
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for step in ("train", "ask"):
            print(f"{which}: {step} ...", flush=True)
            command = [sys.executable, "-m", "ops.bench_nlu", step, which, folder]
            # NumPy counts its threads as it is imported: ours gets one, as it is served.
            env = {**os.environ, **(QUIET if which == OURS else {})}
            subprocess.run(command, cwd=ROOT, check=True, env=env)
            figures |= json.loads((Path(folder) / f"{step}.json").read_text())
    return figures


def table(ours: Figures, default: Figures) -> Iterator[str]:
    """Both beside each other, and how often ours goes into the default's."""
    yield f"{'':<32}{OURS:>12}{DEFAULT:>16}{'default / ours':>16}"
    for name, unit, form in ROWS:
        one, other = ours[name], default[name]
        ratio = f"{other / one:.2f}" if one else "-"
        yield f"{name + (f' ({unit})' if unit else ''):<32}{form.format(one):>12}{form.format(other):>16}{ratio:>16}"


def main() -> None:
    """The whole run, or one step of it in a process of its own."""
    if len(sys.argv) == 4:
        step, which, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
        figures = train(which, folder) if step == "train" else ask(which, folder)
        (folder / f"{step}.json").write_text(json.dumps(figures))
        return
    print(f"{len(taught())} utterances; Rasa's default at {EPOCHS} epochs")
    ours, default = measured(OURS), measured(DEFAULT)
    print("\n".join(table(ours, default)))


if __name__ == "__main__":
    main()
