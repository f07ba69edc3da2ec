"""How well messages are understood that nobody trained on: `bot/.venv/bin/python -m tests.bot.score`.

It trains on data/nlu, reads tests/bot/blind/ and tests/bot/blind_second/ and prints figures, shares with Wilson's 95 %
intervals. It never prints a message: whoever teaches the assistant may look at the figures and stay blind. The second
set was written by someone else: what happens to be taught word for word is left out of it and counted.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from math import sqrt
from pathlib import Path
from random import Random
from typing import Any

import yaml

from bot.classifier import BESIDE, HUMAN, Ranking, Understanding
from bot.extractor import facts
from bot.noise import homophones, one_dropped, traditional, two_as_pinyin
from bot.normaliser import normalise

ROOT = Path(__file__).parents[2]


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(), yaml.CSafeLoader)


# Rasa's threshold: under it the buyer is asked what was meant, and no mistake is made.
SURE: float = {part["name"]: part for part in _read(ROOT / "config.yml")["pipeline"]}["FallbackClassifier"]["threshold"]
ELSEWHERE = frozenset({"other_customer_service", "out_of_scope", "chitchat"})
NOISES: dict[str, Callable[[str, Random], str]] = {
    "15 % homophones": homophones,
    "traditional script": lambda text, chance: traditional(text),
    "one character dropped": one_dropped,
    "two characters as pinyin": two_as_pinyin,
}
# Each kind of noise is drawn so many times: one draw alone swings by a point.
DRAWS, NOISE_SEED = 5, 7

Rank = Callable[[str], Ranking]
Messages = list[tuple[str, set[str]]]


@dataclass(frozen=True)
class Judged:
    """One message: the intents that are right, the three likeliest, and the confidence in the first."""

    right: frozenset[str]
    three: tuple[str, ...]
    confidence: float

    @property
    def hit(self) -> bool:
        """The first is right."""
        return self.three[0] in self.right

    @property
    def misled(self) -> bool:
        """Sure of a refund's matter where there is none."""
        return self.confidence >= SURE and self.three[0] not in ELSEWHERE | BESIDE and not self.hit


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share that was seen `right` times in `of`."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, right / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def judged(rank: Rank, messages: Iterable[tuple[str, Iterable[str]]]) -> list[Judged]:
    """What became of messages and the intents that are right for them."""
    out = []
    for text, right in messages:
        ranking = rank(text)
        three = tuple(name for name, _ in ranking[:3])
        out.append(Judged(frozenset(right), three, ranking[0][1]))
    return out


def macro_f1(judgements: Sequence[Judged]) -> float:
    """The mean of the intents' F1, over the intents that occur; each message must have one right intent."""
    meant, taken, both = Counter[str](), Counter[str](), Counter[str]()
    for one in judgements:
        (right,) = one.right
        meant[right] += 1
        taken[one.three[0]] += 1
        both[right] += one.hit
    return sum(2 * both[intent] / (meant[intent] + taken[intent]) for intent in meant) / len(meant)


def ranker(examples: Sequence[tuple[str, str]]) -> Rank:
    """Learn from the examples; the ranking of a typed message."""
    understanding = Understanding.learn(examples)
    now = datetime(2026, 11, 24, 15, 30, tzinfo=timezone(timedelta(hours=8)))

    def rank(typed: str) -> Ranking:
        plain = normalise(typed)
        return understanding.rank(plain, facts(plain.text, now))

    return rank


def taught() -> list[tuple[str, str]]:
    """Every training utterance and its intent."""
    return [one for path in sorted(ROOT.glob("data/nlu/*.yml")) for one in utterances(_read(path)["nlu"])]


def utterances(blocks: Iterable[dict[str, str]]) -> list[tuple[str, str]]:
    """The utterances of one training file and their intents."""
    return [(line.strip()[2:], b["intent"]) for b in blocks for line in b["examples"].splitlines() if line.strip()]


def blind_messages() -> Messages:
    """The blind messages that have one right intent each."""
    files = ("business", "elsewhere", "people", "talk")
    blocks = [block for name in files for block in _read(ROOT / f"tests/bot/blind/{name}.yml")]
    return [(text, {block["intent"]}) for block in blocks for text in block["messages"]]


def blind_several() -> Messages:
    """The blind messages with two matters, either of which is a right one to begin with."""
    return [(one["message"], set(one["intents"])) for one in _read(ROOT / "tests/bot/blind/several.yml")]


def blind_people() -> tuple[list[str], list[str]]:
    """The blind messages that ask for a person, and those that only speak of one."""
    both = _read(ROOT / "tests/bot/blind/people_asked.yml")
    return both["asks"], both["mentions"]


def second_set(examples: Iterable[tuple[str, str]]) -> tuple[Messages, tuple[list[str], list[str]], int]:
    """The second set: messages with the one right intent of each, those that ask for a person and those that only speak
    of one, and how many were left out because they are taught word for word."""
    known = {same(text) for text, _ in examples}
    blocks, both = (_read(ROOT / f"tests/bot/blind_second/{name}.yml") for name in ("messages", "people"))
    messages = [(text, {block["intent"]}) for block in blocks for text in block["messages"]]
    new = [(text, right) for text, right in messages if same(text) not in known]
    people = [[text for text in both[part] if same(text) not in known] for part in ("asks", "mentions")]
    left_out = len(messages) - len(new) + sum(map(len, both.values())) - sum(map(len, people))
    return new, (people[0], people[1]), left_out


def same(typed: str) -> str:
    """The same for texts that differ in script, width, case, usual misspellings and the mark at the end alone."""
    text = normalise(typed).text
    return text.rstrip("。.!?~… ") or text


def noised(messages: Iterable[tuple[str, Any]], noise: Callable[[str, Random], str]) -> list[tuple[str, Any]]:
    """The messages as several draws of that noise leave them, the same every time."""
    chance, given = Random(NOISE_SEED), list(messages)
    return [(noise(text, chance), right) for _ in range(DRAWS) for text, right in given]


def asked_for_person(rank: Rank, texts: Iterable[str]) -> list[bool]:
    """Which of the texts are taken for a wish for a person."""
    return [rank(text)[0][0] == HUMAN for text in texts]


def _share(name: str, right: int, of: int) -> None:
    low, high = wilson(right, of)
    print(f"{name:<44}{right:>5}/{of:<5}{right / max(of, 1):7.1%}  [{low:.1%}, {high:.1%}]")


def report(rank: Rank, messages: Messages, people: tuple[list[str], list[str]], several: Messages) -> None:
    """Print every figure of one set."""
    all_of_them = judged(rank, messages)
    inside = [one for one in all_of_them if not one.right & ELSEWHERE]
    outside = [one for one in all_of_them if one.right & ELSEWHERE]
    _share("right", sum(one.hit for one in all_of_them), len(all_of_them))
    _share("right, in scope", sum(one.hit for one in inside), len(inside))
    _share("right one among the first three", sum(bool(one.right & {*one.three}) for one in all_of_them), len(messages))
    _share("asked back (unsure), in scope", sum(one.confidence < SURE for one in inside), len(inside))
    _share("confident wrong, outside", sum(one.misled for one in outside), len(outside))
    print(f"{'macro-F1':<44}{macro_f1(all_of_them):18.3f}")
    asks, mentions = (asked_for_person(rank, texts) for texts in people)
    _share("a person is asked for: heard", sum(asks), len(asks))
    _share("a person is mentioned: false alarms", sum(mentions), len(mentions))
    if several:
        two = judged(rank, several)
        _share("two matters: one of them", sum(one.hit for one in two), len(two))
    hits = sum(one.hit for one in all_of_them)
    for name, noise in NOISES.items():
        under_noise = [one.hit for one in judged(rank, noised(messages, noise))]
        lost = hits / len(messages) - sum(under_noise) / len(under_noise)
        print(f"{f'lost to {name}, points':<44}{100 * lost:18.1f}")
    print()
    for intent in sorted({intent for one in all_of_them for intent in one.right}):
        of_it = [one for one in all_of_them if intent in one.right]
        _share(intent, sum(one.hit for one in of_it), len(of_it))
    print("\ntaken for another:")
    pairs = Counter((*one.right, one.three[0]) for one in all_of_them if not one.hit)
    for (meant, taken), times in pairs.most_common():
        print(f"{times:4} × {meant} -> {taken}")
    print("\nasks heard as, mentions heard as:")
    for texts, wanted in zip(people, (True, False), strict=True):
        heard = Counter(rank(text)[0][0] for text in texts)
        print("  ", ", ".join(f"{n} {intent}" for intent, n in heard.most_common() if (intent == HUMAN) != wanted))


def main() -> None:
    """Train, measure, print."""
    begun = time.monotonic()
    examples = taught()
    rank = ranker(examples)
    print(f"trained in {time.monotonic() - begun:.0f} s")
    report(rank, blind_messages(), blind_people(), blind_several())
    second, people, left_out = second_set(examples)
    print(f"\n== second set ({left_out} left out that are taught) ==")
    report(rank, second, people, [])
    times = []
    for text, _ in blind_messages():
        begun = time.perf_counter()
        rank(text)
        times.append(time.perf_counter() - begun)
    times.sort()
    print(f"\na message: p50 {times[len(times) // 2] * 1e3:.2f} ms, p95 {times[len(times) * 95 // 100] * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
