"""`make bench-evidence`: the evidence check against pictures with known truth, by the door, the readers and the judge.

The set lies outside the repository: its folder (`truth.json` beside `img/`) is the first argument.
Pictures read one after the other give p50 and p95; two at a time give pictures a minute. Exit code 1 when a picture
was accepted with a value that is not the order's.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import itertools
import json
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image

from backend.domain.errors import Refusal
from backend.domain.evidence import Page, judge
from backend.domain.evidence.reuse import STRONG, fingerprint, shared
from backend.domain.order import Account, Order, Payment, Product
from backend.gateways.ocr import OcrPool
from backend.gateways.picture import admit

from . import bench_uploads

FIELDS = {"order_no": "order_no", "amount_fen": "amount_fen", "paid_at": "paid_at", "transaction_no": "transaction_id"}
AGAIN = ("squeezed", "smaller", "turned")
ASKED_AGAIN = {"retake", "refused"}


@dataclass(frozen=True)
class Judged:
    """A row of the truth (a picture, or a case: the same file against another order) and what the check said."""

    row: dict[str, Any]
    scene: dict[str, Any]
    state: str
    kinds: tuple[str, ...]
    facts: dict[str, dict[str, Any]]
    advice: str

    @property
    def right(self) -> bool:
        return self.state == self.row["expected"] or self.state in self.row["also_ok"]

    def status(self, field: str) -> str:
        return str(self.facts.get(field, {}).get("status", "missing"))

    def wrong(self) -> list[str]:
        """Values reported as read from the picture that are not on it."""
        found = []
        for name, field in FIELDS.items():
            value = self.facts.get(field, {}).get("value")
            shown = self.row["fields"].get(name)
            true = self.scene["fields"].get(name) if name in self.row.get("cut", ()) else shown
            if value is not None and _comparable(value) != _comparable(true):
                found.append(f"{field}={value} (true {true})")
        return found


def _comparable(value: Any) -> Any:
    return value[:16] if isinstance(value, str) and "T" in value[10:11] else value


def order_of(body: dict[str, Any]) -> Order:
    paid = Payment(body["channel"], body["funding"], body["amount_fen"], body["transaction_id"] or "")
    at = datetime.fromisoformat(body["paid_at"]).astimezone(UTC)
    return Order(
        body["order_no"], "u", "m", Product(**body["product"]), at, None, None, None, "none", None, None,
        Account(body["account"], body["amount_fen"]), Account(), (paid,),
    )  # fmt: skip


def judged(row: dict[str, Any], scene: dict[str, Any], page: Page | str) -> Judged:
    if isinstance(page, str):
        return Judged(row, scene, "refused", (), {}, page)
    order = order_of(row.get("order") or scene["order"])
    verdict = judge(page, order)
    advice = " ".join(finding["advice"] for finding in verdict.findings)
    return Judged(row, scene, verdict.state, verdict.kinds, verdict.facts, advice)


def share(name: str, right: list[bool]) -> None:
    print(f"  {name:<52}{sum(right):>4} of {len(right):<4} {sum(right) / max(1, len(right)):7.1%}")


def show(pictures: list[Judged], others: list[Judged]) -> int:
    """Print the figures; the number of pictures that were accepted although a value is wrong or another order's."""
    plain = [j for j in pictures if j.row["readable"] and not j.row["borderline"] and not j.row["cut"]]
    hard = [j for j in pictures if j.row["borderline"]]
    cut = [j for j in pictures if j.row["cut"]]
    blind = [j for j in pictures if not j.row["readable"]]
    print("verdicts")
    share("readable: as expected", [j.right for j in plain])
    share("borderline: accepted (asking again is no fault)", [j.state == "accepted" for j in hard])
    share("cut: asked again", [j.state in ASKED_AGAIN for j in cut])
    share("unreadable: asked again", [j.state in ASKED_AGAIN for j in blind])
    share("another order's picture: asked again", [j.state in ASKED_AGAIN for j in others])
    share("kind recognised (all that can be read)", [j.row["kind"] in j.kinds for j in plain + cut + hard])
    share("kinds exactly", [set(j.row["kinds"]) == set(j.kinds) for j in plain + cut + hard])
    print("facts of readable pictures")
    for name, field in FIELDS.items():
        there = [j for j in plain if j.row["fields"].get(name) is not None]
        gone = [j for j in plain if j.row["fields"].get(name) is None]
        share(f"{field}: seen where it is", [j.status(field) == "seen" for j in there])
        share(f"{field}: missing where it is not", [j.status(field) == "missing" for j in gone])
    words = [(j, w) for j in plain for w in j.row["fields"]["failure_keywords"]]
    share("failure: the words found", [w in str(j.facts.get("failure", {}).get("value")) for j, w in words])
    calm = [j for j in plain if not j.row["fields"]["failure_keywords"]]
    share("failure: missing where it is not", [j.status("failure") == "missing" for j in calm])
    reported = sum(1 for j in pictures for f in FIELDS.values() if j.facts.get(f, {}).get("value") is not None)
    wrong = [(j, text) for j in pictures for text in j.wrong()]
    print(f"  wrong values among those reported: {len(wrong)} of {reported}")
    accepted = [j for j, _ in wrong if j.state == "accepted"] + [j for j in others if j.state == "accepted"]
    print(f"  wrong values accepted as matching: {len(accepted)} (must be 0)")
    for j in pictures + others:
        if not j.right:
            print(f"  ! {j.row['file']}: {j.state}, expected {j.row['expected']}: {j.advice}")
    for j, text in wrong:
        print(f"  ! {j.row['file']}: {text}")
    return len(accepted)


@dataclass
class Readings:
    """Pages by file (or why the door refused it), fingerprints, seconds each alone, seconds for all at two a time."""

    pages: dict[str, Page | str]
    prints: dict[str, dict[str, Any]]
    alone: list[float]
    both: float = 0.0

    async def one(self, pool: OcrPool, name: str, data: bytes) -> None:
        begun = time.perf_counter()
        try:
            picture = await asyncio.to_thread(admit, data)
            self.pages[name] = page = await pool.read(picture.data)
        except Refusal as refusal:
            self.pages[name] = refusal.code
            return
        self.alone.append(time.perf_counter() - begun)
        self.prints[name] = fingerprint(page, picture.sha256, picture.hashes)


async def read(root: Path, names: list[str]) -> Readings:
    """Every picture of the set, and some of them saved anew (`AGAIN`)."""
    pool = OcrPool(2)
    await pool.warm_up()
    found = Readings({}, {}, [])

    async def some(lane: int) -> None:
        for name in names[lane::2]:
            await Readings({}, {}, []).one(pool, name, (root / name).read_bytes())

    try:
        for name in names:
            await found.one(pool, name, (root / name).read_bytes())
        alone = list(found.alone)
        begun = time.perf_counter()
        await asyncio.gather(some(0), some(1))
        found.both = time.perf_counter() - begun
        for name in [name for name in names if "j720q80" in name][::2]:
            for how in AGAIN:
                await found.one(pool, f"{name}#{how}", anew((root / name).read_bytes(), how))
        found.alone = alone
        print("readers: MB now (at most)", ", ".join(bench_uploads.memory(pid) for pid in pool.pids))
    finally:
        await pool.close()
    return found


def anew(data: bytes, how: str) -> bytes:
    """The picture squeezed, made smaller or turned, as somebody would who uses it twice."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    if how == "smaller":
        picture = picture.resize((picture.width * 3 // 5, picture.height * 3 // 5))
    if how == "turned":
        picture = picture.rotate(180)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=40 if how == "squeezed" else 85)
    return out.getvalue()


def show_reuse(prints: dict[str, dict[str, Any]], scene_of: dict[str, Any]) -> None:
    """One picture saved anew must be found, two of different orders never."""
    again = [name for name in prints if "#" in name]
    pairs = [(a, b) for a, b in itertools.combinations(scene_of, 2) if scene_of[a] is not scene_of[b]]
    false = [(a, b) for a, b in pairs if a in prints and b in prints and shared(prints[a], prints[b])]
    print("reuse")
    share("saved anew: found", [bool(STRONG & set(shared(prints[n.split("#")[0]], prints[n]))) for n in again])
    share("pictures of different orders: no alarm", [True] * (len(pairs) - len(false)) + [False] * len(false))


def main() -> int:
    ask = argparse.ArgumentParser(prog="make bench-evidence", description=__doc__)
    ask.add_argument("folder", type=Path, help="EVIDENCE_SET: a folder with truth.json and img/")
    ask.add_argument("--rounds", type=int, help="only what uploads cost, so many times")
    given = ask.parse_args()
    root: Path = given.folder
    truth = json.loads((root / "truth.json").read_text())
    scenes = dict(truth["scenes"]) if isinstance(truth["scenes"], list) else truth["scenes"]
    sent = [(root / row["file"]).read_bytes() for row in truth["pictures"] if row["readable"]]
    if given.rounds:
        bench_uploads.main(sent, given.rounds)
        return 0
    names = [row["file"] for row in truth["pictures"]]
    found = asyncio.run(read(root, names))
    pages = found.pages
    pictures = [judged(row, scenes[row["scene"]], pages[row["file"]]) for row in truth["pictures"]]
    scene_of = {row["file"]: scenes[row["scene"]] for row in truth["pictures"]}
    others = [
        judged(case, scene_of[case["file"]], pages[case["file"]])
        for case in truth["cases"] if case["group"] == "other_order"
    ]  # fmt: skip
    wrong = show(pictures, others)
    show_reuse(found.prints, scene_of)
    p50, p95 = statistics.median(found.alone), statistics.quantiles(found.alone, n=20)[-1]
    pace = 60 * len(names) / found.both
    print(f"time a picture, alone: p50 {p50:.2f} s, p95 {p95:.2f} s; two at a time: {pace:.0f} a minute")
    bench_uploads.main(sent)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
