"""Speech held against the backend: each fact of a bubble must be what the backend says at that moment (I28)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from .goods import GOODS
from .history import History
from .scene import Scene
from .spoken import leaves, unfounded

Json = dict[str, Any]
# What is only proposed is the buyer's own word, and held by the buyer; so is a number that cannot be found.
PROPOSED = frozenset({"slot_start_at", "phone", "path", "evidence_ids"})
NAMES = {name for name, *_ in GOODS.values()}


class Truth:
    """Collects what is false in the bubbles of one talk."""

    def __init__(self, scene: Scene, history: History) -> None:
        self.scene, self.history = scene, history
        self.false: list[str] = []
        self._seen: dict[str, list[Json]] = {}
        params = scene.house.policy["params"]
        self.params = {name: _param(name, row["value"]) for name, row in params.items()}

    def look(self, entries: list[Json]) -> None:
        """Hold the bot's entries among these, all that came since the last look, against the backend as it is."""
        for entry in entries:
            if entry["kind"] != "bot.said":
                continue
            self.false += [f"{word}: no fact for it in “{entry['text']}”" for word in unfounded(entry, NAMES)]
            for name, value in self._wrong(entry, entries):
                self.false.append(f"{name}={value!r} is not so: “{entry['text']}”")

    def _wrong(self, entry: Json, around: list[Json]) -> Iterator[tuple[str, Any]]:
        facts = entry.get("facts") or {}
        known = self._known(facts, entry, around)
        asks = entry["act"] == "ask_confirm"
        for name, value in leaves(facts):
            said_again = entry["act"] in {"ask_order", "inform_progress"} and name in {"order_no", "refund_no"}
            if said_again or (asks and name in PROPOSED):
                continue
            if not _holds(name, value, known.get(name, [])):
                yield name, value

    def _known(self, facts: Json, entry: Json, around: list[Json]) -> dict[str, list[Any]]:
        """Every value that a fact of this name may have, from the cases and orders that the facts name."""
        named = {value for name, value in leaves(facts) if name == "refund_no"}
        orders = {value for name, value in leaves(facts) if name == "order_no"} or set(self._numbers())
        refunds = [found for number in sorted(named) for found in self._refund(number)]
        if not named:
            refunds = [found for number in self.history.cases(orders) for found in self._refund(number)]
        known: dict[str, list[Any]] = {}
        sources: list[Any] = [self.params, *refunds, *(self._order(number) for number in sorted(orders)),
                              *(e for e in around if e["kind"] != "bot.said")]  # fmt: skip
        days = {str(value)[:10] for name, value in leaves(facts) if name == "slot_start_at"}
        free = [f"/v1/customer/callback-slots{day}" for day in ("", *(f"?day={day}" for day in sorted(days)))]
        sources += [self.scene.callbacks(), *(self.scene.me.get(path)["items"] for path in free)]
        for name, value in leaves(sources):
            known.setdefault(name, []).append(value)
        numbers = named or {refund["refund_no"] for refund in refunds}
        known.setdefault("state", []).extend(
            state for number in numbers for state in self.history.states(number, around[0]["at"], entry["at"])
        )
        self._derived(known, refunds)
        return known

    def _derived(self, known: dict[str, list[Any]], refunds: list[Json]) -> None:
        """Names under which the talk tells what the backend keeps elsewhere."""
        policy = self.scene.house.policy
        known["policy_version"] = [policy["version"]]
        known["durations"] = [value for value in self.params.values() if isinstance(value, str) and value[0] == "P"]
        known["amounts_fen"] = [*known.get("amount_fen", []), *known.get("express_limit", []), *known.get("large", []),
                                *known.get("expected", []), *known.get("found", [])]  # fmt: skip
        known["express_limit_fen"] = known["express_limit"]
        known["rule_ids"] = sorted({f"{letter}{n}" for letter, last in (("R", 92), ("A", 27), ("S", 23))
                                    for n in range(1, last + 1)})  # fmt: skip
        running = [r for r in self.scene.me.get("/v1/customer/refunds")["items"] if r["state"] not in OVER]
        known["also_running"] = [len(running) - 1]
        known["counts"] = [value for value in self.params.values() if isinstance(value, int)]
        pictures = [value for name in ("found", "expected") for value in known.get(name, []) if isinstance(value, str)]
        known.setdefault("paid_at", []).extend(value for value in pictures if "T" in value)
        evidence = [item["evidence_id"] for refund in refunds for item in refund.get("evidence", [])]
        known.setdefault("evidence_ids", []).extend(evidence)
        for row in policy["evidence"]:
            kinds = [kind for group in row["needs"] for kind in group]
            for name in (*row["when"]["reason"], "required_evidence"):
                known.setdefault(name, []).extend(kinds)
        now = self.scene.house.now()
        known.setdefault("open", []).append(9 <= now.hour < 22)
        next_day = now if now.hour < 9 else now + timedelta(days=1)
        opens = next_day.replace(hour=9, minute=0, second=0, microsecond=0)
        known.setdefault("next_open_at", []).append(opens.isoformat())
        known["order_no"] = [*known.get("order_no", []), *self._numbers()]

    def _numbers(self) -> list[str]:
        return [str(body["order_no"]) for body in self.scene.bodies.values()]

    def _refund(self, number: str) -> list[Json]:
        """The case as it is and as it was at the last look: a payout may arrive while 小云 speaks."""
        try:
            fresh: Json = self.scene.me.get(f"/v1/customer/refunds/{number}")
        except Exception:
            return []
        kept = self._seen.setdefault(number, [])
        kept[:] = [*kept[-1:], fresh]
        return kept

    def _order(self, number: str) -> Json:
        if number not in self._numbers():
            return {}
        return dict(self.scene.me.get(f"/v1/customer/orders/{number}"))


OVER = frozenset({"closed", "cancelled", "abandoned", "ineligible", "rejected_final", "refunded", "draft"})
KINDS = frozenset({"kinds", "missing_evidence", "required_evidence", "next_steps", "blocked_by", "rule_ids"})


def _param(name: str, value: Any) -> Any:
    return f"P{value}WD" if name.endswith("_wd") else value


def _holds(name: str, value: Any, known: list[Any]) -> bool:
    if isinstance(value, str) and name.endswith("_at"):
        return any(_same_moment(value, other) for other in known)
    return value in known


def _same_moment(one: str, other: Any) -> bool:
    return isinstance(other, str) and datetime.fromisoformat(one) == datetime.fromisoformat(other)
