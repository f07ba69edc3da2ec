"""A backend door from memory, in the family of `HttpDoor`: it remembers what was knocked for."""

from typing import Any

from actions.door import DoorDown, Refused

from .world import ASKS, NEEDS, NOW, POLICY, Json, order, refund, topup

NOT_FOUND = {"code": "not_found", "detail": "没有找到。"}


class FakeDoor:
    """`orders_` and `refunds_` are the buyer's; `yes` answers the next confirmation; `down` breaks every call."""

    def __init__(self, *orders: Json, refunds: tuple[Json, ...] = (), pictures: tuple[Json, ...] = ()) -> None:
        self.orders_ = list(orders)
        self.refunds_ = {item["refund_no"]: item for item in refunds}
        self.pictures_ = list(pictures)
        self.drafts: dict[str, Json] = {}
        self.callbacks_: Json = {"items": [], "slots": [{"slot_start_at": f"2026-11-24T{h}:00:00+08:00"}
                                                        for h in range(11, 19)]}  # fmt: skip
        self.person: Json = {"handoff_id": "H1", "handoff_state": "queued", "position": 3, "expected_wait_s": 240,
                             "open": True, "next_open_at": NOW, "epoch": 1}  # fmt: skip
        self.yes: Json | Refused | None = None
        self.asked: list[tuple[str, Any]] = []
        self.down = False

    async def orders(self) -> list[Json]:
        self._knock("orders", None)
        return self.orders_

    async def order(self, order_no: str) -> Json:
        self._knock("order", order_no)
        return self._found(next((o for o in self.orders_ if o["order_no"] == order_no), None))

    async def refund(self, refund_no: str) -> Json:
        self._knock("refund", refund_no)
        return self._found(self.refunds_.get(refund_no))

    async def pictures(self) -> list[Json]:
        self._knock("pictures", None)
        return list(reversed(self.pictures_))

    async def picture(self, evidence_id: str) -> Json:
        self._knock("picture", evidence_id)
        return self._found(next((p for p in self.pictures_ if p["evidence_id"] == evidence_id), None))

    async def callbacks(self, day: str | None = None) -> Json:
        """Of a day other than today, every half-hour from nine to ten in the evening."""
        self._knock("callbacks", day)
        if day is None or self.callbacks_["slots"][0]["slot_start_at"].startswith(day):
            return self.callbacks_
        halves = [f"{day}T{hour:02}:{half}:00+08:00" for hour in range(9, 22) for half in ("00", "30")]
        return self.callbacks_ | {"slots": [{"slot_start_at": at} for at in halves]}

    async def policy(self) -> Json:
        self._knock("policy", None)
        return POLICY

    async def amend(self, order_no: str, **claim: Any) -> Json:
        """As the backend does: the draft remembers, the preview says what is missing, beyond 98 yuan is refused."""
        self._knock("amend", {"order_no": order_no, **claim})
        bought = await self.order(order_no)
        draft = self.drafts.setdefault(order_no, {"refund_no": "R20261124DRAF2345", "order_no": order_no})
        ids = claim.pop("evidence_ids", None) or []
        draft |= {name: value for name, value in claim.items() if value is not None}
        draft.setdefault("evidence", []).extend(
            {"evidence_id": p["evidence_id"], "kinds": p["check"]["kinds"]}
            for p in self.pictures_ if p["evidence_id"] in ids
        )  # fmt: skip
        if draft.get("amount_fen", 1) > bought["refundable_fen"]:
            draft.pop("amount_fen")
            raise Refused({"code": "invalid", "detail": "退款金额要大于 0，且不超过可退金额。",
                           "errors": [{"field": "amount_fen", "code": "out_of_range"}]})  # fmt: skip
        there = {kind for item in draft["evidence"] for kind in item["kinds"]}
        missing = [kinds for kinds in NEEDS[draft["reason"]] if not there & set(kinds)]
        quick = draft["reason"] == "undelivered" and bought["eligibility"]["express"]["eligible"]
        path = "express" if quick else "manual" if draft["reason"] == "other" else "standard"
        preview = {
            "outcome": "incomplete" if missing else path, "path": None if missing else path, "type": "refund_only",
            "rule_ids": ["R6", "A1"], "policy_version": "2026.1", "missing_evidence": missing,
            "amount_fen": draft.get("amount_fen", bought["refundable_fen"]),
            "text": ASKS.get(draft["reason"], "") if missing else "原因选的是“其他”，需要人工看一看。",
        }  # fmt: skip
        return {**draft, "preview": preview, "order": bought, "order_card": {}}

    async def keep_ineligible(self, order_no: str, reason: str, description: str | None) -> Json:
        self._knock("keep_ineligible", (order_no, reason))
        kept = refund("ineligible", order_no=order_no, reason=reason)
        kept["decision"] |= {"blocked_by": ["receipt_confirmed"], "rule_ids": ["R18", "R19", "A2"]}
        return kept

    async def ask_person(self, reason_code: str, wait: bool = False, message: bool = False) -> Json:
        self._knock("ask_person", reason_code)
        return self.person

    async def confirm(self) -> Json:
        self._knock("confirm", None)
        if isinstance(self.yes, Refused):
            raise self.yes
        return self._found(self.yes)

    def knocks(self, name: str) -> list[Any]:
        return [what for who, what in self.asked if who == name]

    def _knock(self, name: str, what: Any) -> None:
        if self.down:
            raise DoorDown("away")
        self.asked.append((name, what))

    @staticmethod
    def _found(item: Json | None) -> Json:
        if item is None:
            raise Refused(NOT_FOUND)
        return item


def usual() -> FakeDoor:
    """One undelivered card and one delivered top-up."""
    return FakeDoor(order(), topup())
