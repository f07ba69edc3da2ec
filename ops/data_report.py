"""`make data-report`: how much is taught of each intent and in each file, what is nearly taught twice, and whether
anything that is tested was taught. Ends with 1 where a message that is scored is taught as well.

Only taught utterances are ever printed: of the tests' messages it gives counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import yaml
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from tests.bot import score

# Two texts are near where the cosine of their counts of characters and pairs of characters is at least this.
NEAR = 0.9
LONG_NUMBER = re.compile(r"[a-z]*\d{6,}")
BLOCK = 1000  # texts compared with all the others at once: the product stays small
SHOWN = 10

Taught = list[tuple[str, str]]


def by_file() -> dict[str, Taught]:
    """Each file of data/nlu by its stem: its utterances and their intents."""
    paths = sorted(score.ROOT.glob("data/nlu/*.yml"))
    return {path.stem: score.utterances(yaml.load(path.read_text(), yaml.CSafeLoader)["nlu"]) for path in paths}


def near(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of every two of these texts that are near; what is typed alike (`same`) is near as well."""
    plain = [LONG_NUMBER.sub("1", text) for text in texts]  # an order number is long, and says nothing
    counts = normalize(CountVectorizer(analyzer="char", ngram_range=(1, 2), dtype=np.float32).fit_transform(plain))
    for begin in range(0, len(texts), BLOCK):
        alike = (counts[begin : begin + BLOCK] @ counts.T).tocoo()
        rows = alike.row + begin
        kept = (alike.data >= NEAR) & (rows < alike.col)
        yield from sorted(zip(rows[kept].tolist(), alike.col[kept].tolist(), strict=True))


def tested() -> dict[str, list[str]]:
    """Every message that is scored, by the set that it belongs to."""
    own = yaml.load((score.ROOT / "tests/bot/blind.yml").read_text(), yaml.CSafeLoader)
    oldest = [*chain(*own["blind"].values()), *(one["text"] for one in own["several"])]
    first = [*(text for text, _ in score.blind_messages() + score.blind_several()), *chain(*score.blind_people())]
    messages, people, _ = score.second_set(score.taught())
    return {"blind.yml": oldest, "blind": first, "blind_second": [*(text for text, _ in messages), *chain(*people)]}


def overlap(taught: Sequence[str], messages: Sequence[str]) -> int:
    """How many of the messages are taught: they differ from an utterance in script, width, usual misspellings alone."""
    known = {score.same(text) for text in taught}
    return sum(score.same(text) in known for text in messages)


def main() -> int:
    """Print it all; 1 where a scored message is taught."""
    files = by_file()
    examples = [(text, intent) for lines in files.values() for text, intent in lines]
    texts, intents = [score.same(text) for text, _ in examples], [intent for _, intent in examples]
    _counts("intent", Counter(intents))
    _counts("file", Counter({name: len(lines) for name, lines in files.items()}))
    print(f"\n{len(texts)} utterances, {len(set(texts))} that differ")
    _near_ones(texts, intents, [name for name, lines in files.items() for _ in lines])
    print(f"\n{'set':<16}{'scored':>8}{'taught':>8}")
    taught, found = [text for text, _ in examples], 0
    for name, messages in tested().items():
        found += (here := overlap(taught, messages))
        print(f"{name:<16}{len(messages):>8}{here:>8}")
    left_out = score.second_set(examples)[2]
    print(f"{left_out} messages of blind_second are taught and therefore not scored")
    return 1 if found else 0


def _counts(of: str, counts: Counter[str]) -> None:
    print(f"\n{of:<32}{'utterances':>10}")
    for name, count in counts.most_common():
        print(f"{name:<32}{count:>10}")


def _near_ones(texts: Sequence[str], intents: Sequence[str], files: Sequence[str]) -> None:
    pairs = list(near(texts))
    having, within = {place for pair in pairs for place in pair}, defaultdict[str, set[int]](set)
    for one, other in pairs:
        if files[one] == files[other]:
            within[files[one]] |= {one, other}
    print(f"{len(having)} ({len(having) / len(texts):.1%}) have a near one (cosine ≥ {NEAR}); within one file:")
    print(", ".join(f"{name} {len(places)}" for name, places in sorted(within.items())))
    astray = [(one, other) for one, other in pairs if intents[one] != intents[other]]
    print(f"{len(astray)} near pairs have two intents, for example:")
    for one, other in astray[:SHOWN]:
        print(f"  {intents[one]}: {texts[one]!r} | {intents[other]}: {texts[other]!r}")


if __name__ == "__main__":
    raise SystemExit(main())
