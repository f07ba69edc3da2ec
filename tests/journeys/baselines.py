"""Assistants that understand nothing, on the same tasks: what they pass is what the tasks give away for free."""

import re
from collections.abc import Callable
from typing import Any

from tests.live import Refused

from .line import Line
from .play import Play
from .scene import Scene

Json = dict[str, Any]
Bubble = tuple[str, str, Json]
REASONS = (
    ("发货|没发", "undelivered"), ("到账|没到|没收到", "topup_not_received"), ("激活|失效|无效", "product_invalid"),
    ("充错", "wrong_topup"), ("服务|代练", "service_fault"), ("异常|坏", "product_abnormal"), ("其他", "other"),
)  # fmt: skip


class Puppet(Line):
    """Speaks to the buyer in 小云's place; the house behind it is real."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.me, self.id, self.seen = scene, scene.me, "", 0
        self.fresh: list[Json] = []

    def reply(self, words: str) -> list[Bubble]:
        raise NotImplementedError

    def post(self, **said: str) -> int:
        words = next(iter(said.values()))
        self._put("customer.said", text=words)
        for act, text, facts in self.reply(words):
            self._put("bot.said", act=act, text=text, facts=facts, choices=[])
        return self.seen

    def _put(self, kind: str, **body: Any) -> None:
        self.seen += 1
        self.fresh.append({"seq": self.seen, "kind": kind, "at": self.scene.house.now().isoformat(), **body})

    def settled(self, wait_ms: int = 0) -> list[Json]:
        return []

    def upload(self, picture: bytes, **named: str) -> str:
        self.post(text="［图片］")
        return ""

    def open_again(self) -> None:
        return

    def owner(self) -> str:
        return "bot"


class Silent(Puppet):
    """Says nothing at all."""

    def reply(self, words: str) -> list[Bubble]:
        return []


class Refuser(Puppet):
    """Gives every buyer to a person."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self.real = Line(scene.house.live, scene.customer_id)
        self.id = self.real.id

    def reply(self, words: str) -> list[Bubble]:
        said = self.real.say("转人工")
        told = [(entry["act"], entry["text"], entry["facts"]) for entry in said]
        return told or [("inform_handoff", "请找人工。", {})]

    def owner(self) -> str:
        return self.real.owner()


class Keywords(Puppet):
    """The bot of ten years ago: the first keyword decides, and it acts at once."""

    def reply(self, words: str) -> list[Bubble]:
        try:
            return [self._answer(words)]
        except (Refused, IndexError, KeyError):
            return [("fallback", "办不了。", {})]

    def _answer(self, words: str) -> Bubble:
        refunds = self.me.get("/v1/customer/refunds")["items"]
        for pattern, answer in self._rules().items():
            if re.search(pattern, words):
                return answer(words, refunds)
        return "fallback", "请说得简单一点。", {}

    def _rules(self) -> dict[str, Callable[[str, list[Json]], Bubble]]:
        return {
            r"人工|人": lambda words, refunds: ("inform_handoff", "请稍等。", {}),
            r"进度|怎么样|到哪|为什么": self._progress,
            r"多久|期限|材料|上班|哪里|极速|能不能|能退": self._rule,
            r"撤|不退|取消": lambda words, refunds: self._do(refunds, "cancel", "inform_withdrawn"),
            r"介入|投诉|商家": lambda words, refunds: self._do(refunds, "open_dispute", "inform_dispute"),
            r"加急|催": lambda words, refunds: self._do(refunds, "request_expedite", "inform_expedite"),
            r"没到账|没收到": lambda words, refunds: self._do(refunds, "not_received", "inform_arrival"),
            r"1\d{10}": self._call,
            r"电话|回拨": lambda words, refunds: ("ask_phone", "请留电话。", {}),
            r"退|发货|失效|异常|充错|激活": self._file,
        }

    def _progress(self, words: str, refunds: list[Json]) -> Bubble:
        return "inform_progress", "进度如下。", self.me.get(f"/v1/customer/refunds/{refunds[0]['refund_no']}")

    def _rule(self, words: str, refunds: list[Json]) -> Bubble:
        return "inform_policy", "规则如下。", {"rule_ids": ["R1"], **self.scene.house.policy["params"]}

    def _do(self, refunds: list[Json], event: str, act: str) -> Bubble:
        path = f"/v1/customer/refunds/{refunds[0]['refund_no']}/events"
        return act, "已办理。", self.me.post(path, {"event": event, "evidence_ids": []})

    def _call(self, words: str, refunds: list[Json]) -> Bubble:
        phone = re.findall(r"1\d{10}", words)[0]
        slot = self.me.get("/v1/customer/callback-slots")["items"][0]["slot_start_at"]
        body = {"phone": phone, "slot_start_at": slot, "message": words}
        return "inform_callback", "已预约。", self.me.post("/v1/customer/callbacks", body)

    def _file(self, words: str, refunds: list[Json]) -> Bubble:
        orders = [order["order_no"] for order in self.me.get("/v1/customer/orders")["items"]]
        named = [number for number in orders if number in words] or orders
        reason = next((code for pattern, code in REASONS if re.search(pattern, words)), None)
        if reason is None:
            return "ask_reason", "什么原因？", {"order_no": named[0]}
        filed = self.me.post("/v1/customer/refunds", {"order_no": named[0], "reason": reason, "evidence_ids": []})
        return "inform_submitted", "已提交。", filed


def played_by(puppet: type[Puppet]) -> type[Play]:
    """Plays with this in 小云's place. What it says is not held against the backend: it makes no claim to be true."""

    class Played(Play):
        def _open(self) -> None:
            self.scene.line = puppet(self.scene)
            self.truth.look = lambda entries: None  # type: ignore[method-assign]

    return Played


BASELINES: dict[str, type[Puppet]] = {"says nothing": Silent, "always a person": Refuser, "keywords": Keywords}
