"""A working day at the desk, staged through the doors: people who wait and talk, cases of every kind, callbacks."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.drawn import order_screenshot, page
from tests.live import Caller, LiveHouse

SHANGHAI = ZoneInfo("Asia/Shanghai")
TALKING = (
    ("秦朗", "卡密激活一直提示已被使用", "我截图发给您看"),
    ("罗敏", "退款三天了还没到账", "麻烦帮我查一下"),
)
WAITING = (
    ("方圆", "商家一直不回消息，我要投诉"),
    ("高翔", "充错号码了，能追回来吗"),
    ("沈安", "转人工"),
    ("白露", "申诉要怎么写"),
)
CARD = {"name": "骏网一卡通 面值卡", "kind": "game_card"}
TOPUP = {"name": "话费充值 100元", "kind": "phone_topup"}


def afternoon(house: LiveHouse, hour: int = 14, minute: int = 20) -> datetime:
    """Today's afternoon (Shanghai), set as the house's time."""
    at = datetime.now(SHANGHAI).replace(hour=hour, minute=minute, second=0, microsecond=0)
    move(house, at)
    return at


def move(house: LiveHouse, at: datetime) -> None:
    house.platform.post("/v1/platform/clock", {"now": at.isoformat()})


def buyer(house: LiveHouse, name: str, text: str) -> tuple[Caller, str]:
    """A buyer who has written this: the caller and the conversation."""
    me = house.customer(house.buyer(name))
    return me, says(me, name, text)


def says(me: Caller, name: str, text: str) -> str:
    """They write this in their conversation, whose number is answered."""
    talk = talk_of(me)
    me.post(f"/v1/customer/conversations/{talk}/messages", {"client_msg_id": f"{name}{text}", "text": text})
    return talk


def talk_of(me: Caller) -> str:
    return str(me.post("/v1/customer/conversations")["conversation_id"])


def take(staff: Caller, me: Caller) -> str:
    """The buyer's conversation, held by this member of staff from now on."""
    talk = talk_of(me)
    staff.post(f"/v1/agent/conversations/{talk}/accept")
    return talk


def ask_person(house: LiveHouse, talk: str, reason: str = "customer_request") -> dict[str, Any]:
    """小云 hands over."""
    bot = Caller(house, house.env["ACTIONS_API_KEY"])
    found: dict[str, Any] = bot.post(f"/v1/actions/conversations/{talk}/handoff", {"reason_code": reason})
    return found


def under_review(
    house: LiveHouse,
    name: str,
    fen: int = 98000,
    shown: Callable[[Caller, str], list[str]] = lambda me, order_no: [],
    **more: Any,
) -> tuple[Caller, str, str]:
    """A card that never came, asked back with what is `shown` of its order: caller, refund, order."""
    customer_id = house.buyer(name)
    pays = {"channel": "alipay", "funding": "wallet_balance", "amount_fen": fen, "transaction_id": f"T{customer_id}"}
    order_no = house.order(customer_id, **({"payments": [pays], "product": CARD, "paid_at": _noon()} | more))
    me = house.customer(customer_id)
    found = me.post("/v1/customer/refunds", {
        "order_no": order_no, "reason": "undelivered", "evidence_ids": shown(me, order_no),
        "description": "付款后一直没有收到卡密，商家也不回复。",
    })  # fmt: skip
    return me, str(found["refund_no"]), order_no


def _noon() -> str:
    """A moment before the afternoon of `afternoon`."""
    return datetime.now(SHANGHAI).replace(hour=12, minute=5, second=0, microsecond=0).isoformat()


def disputed(house: LiveHouse, name: str, fen: int = 98000) -> str:
    """The number of a dispute that has just been opened."""
    me, refund_no, _ = under_review(house, name, fen)
    event = {"event": "open_dispute", "reason": "商家三天没有回复，请平台介入。"}
    return str(me.post(f"/v1/customer/refunds/{refund_no}/events", event)["dispute"]["dispute_no"])


def contested(house: LiveHouse, name: str, fen: int = 98000) -> str:
    """A dispute in which the merchant has answered with a reason and a picture."""
    number, shop = disputed(house, name, fen), house.merchant("m-feiyu")
    record = page("发货记录", [("卡号", "6688****0042"), ("发货时间", "2026-11-20 10:03"), ("状态", "已提取")])
    shown = shop.upload("/v1/merchant/evidence", record, dispute_no=number)["evidence_id"]
    answer = {"event": "merchant_contests", "reason": "卡密已发货，附提取记录。", "evidence_ids": [shown]}
    shop.post(f"/v1/merchant/disputes/{number}/events", answer)
    return number


def compensated(house: LiveHouse, name: str) -> str:
    """A compensation that waits for the second person."""
    number, judge = contested(house, name), house.staff("adjudicator")
    path = f"/v1/agent/disputes/{number}"
    judge.post(f"{path}/events", {"event": "decide_user", "note": "商家未能证明卡密有效。"})
    cited = judge.get(path)["merchant_evidence"][0]["evidence_id"]
    found = judge.post(f"{path}/compensations", {
        "amount_fen": 29900,
        "finding": "多次以已使用的卡密冒充新卡出售。", "evidence_ids": [cited], "note": "同批三单",
    })  # fmt: skip
    return str(found["compensation_no"])


def abnormal_payout(house: LiveHouse, name: str) -> str:
    """The refund whose money the channel could not return."""
    _, refund_no, order_no = under_review(house, name)
    abnormal = {"channel": "alipay", "order_no": order_no, "behaviour": "abnormal"}
    house.platform.post("/v1/platform/sandbox/channel", abnormal)
    house.staff("reviewer").post(f"/v1/agent/refunds/{refund_no}/events", {"event": "approve", "note": "未发货"})
    house.platform.post("/v1/platform/clock", {"advance_seconds": 120})
    return refund_no


def appealed(house: LiveHouse, name: str) -> str:
    me, refund_no, order_no = under_review(house, name, 45000)
    no = {"event": "reject", "reason_code": "evidence_mismatch", "note": "截图与订单不一致"}
    house.staff("reviewer").post(f"/v1/agent/refunds/{refund_no}/events", no)
    shot = sent(me, order_no, drawn(me, order_no, "450.00"))
    appeal = {"event": "appeal", "statement": "截图就是这笔订单，请再看一次。", "evidence_ids": [shot]}
    me.post(f"/v1/customer/refunds/{refund_no}/events", appeal)
    return refund_no


def reused(house: LiveHouse) -> str:
    """A refund whose second picture is another buyer's."""
    shots: list[bytes] = []

    def own(me: Caller, order_no: str) -> list[str]:
        shots.append(drawn(me, order_no, "99.80"))
        return [sent(me, order_no, shot) for shot in reversed(shots)]

    under_review(house, "韩川", 9980, own, product=TOPUP)
    return under_review(house, "郑可", 9980, own, product=TOPUP)[1]


def callback(house: LiveHouse, name: str, phone: str, message: str, place: int = 0) -> str:
    """A booked callback; `place` counts the free half-hours from the next one."""
    me = house.customer(house.buyer(name))
    slot = me.get("/v1/customer/callback-slots")["items"][place]["slot_start_at"]
    asked = {"phone": phone, "slot_start_at": slot, "message": message}
    return str(me.post("/v1/customer/callbacks", asked)["callback_no"])


def cases(house: LiveHouse) -> dict[str, str]:
    """One case of every kind, by what it is."""
    at = afternoon(house)
    zhou = next(r for r in house.staff("reviewer").get("/v1/agent/refunds")["items"] if r["customer_name"] == "周航")
    owner = house.staff("agent").get(f"/v1/agent/refunds/{zhou['refund_no']}")["customer"]["customer_id"]
    expedite = house.customer(owner).post(
        f"/v1/customer/refunds/{zhou['refund_no']}/events", {"event": "request_expedite"}
    )
    found = {
        "refund": str(zhou["refund_no"]),
        "fresh": under_review(house, "许诺", 56000)[1],
        "appeal": appealed(house, "贺兰"),
        "dispute": contested(house, "苏木"),
        "dispute_new": disputed(house, "温言"),
        "reused": reused(house),
        "compensation": compensated(house, "顾盼"),
        "payout_refund": abnormal_payout(house, "石磊"),
        "expedite": str(expedite["expedite"]["expedite_no"]),
        "callback": callback(house, "安宁", "13800001111", "想问清楚为什么要补流水，请电话说明。"),
    }
    frozen = house.order(house.buyer("姚远"), product=CARD, paid_at=_noon())
    report = {"transaction_id": f"T{frozen}", "amount_fen": 9800}
    house.platform.put(f"/v1/platform/orders/{frozen}/chargebacks/CB{frozen[2:]}", report)
    found["chargeback"] = f"CB{frozen[2:]}"
    callback(house, "江河", "13800002222", "下午三点后方便接电话", 2)
    callback(house, "叶青", "13800003333", "退款到哪张卡？", 5)
    trouble = house.staff("finance").get("/v1/agent/payouts", state="abnormal")["items"]
    found["payout"] = str(trouble[0]["payout_no"])
    proposed = house.staff("senior_adjudicator").get(f"/v1/agent/compensations/{found['compensation']}")
    found["dispute_done"] = str(proposed["dispute_no"])
    move(house, at + timedelta(minutes=3))
    return found


def talks(house: LiveHouse, at: datetime) -> dict[str, str]:
    """Two whom the agent helps, one whom the supervisor does, four who wait, by name; the agent is online."""
    agent, boss = house.staff("agent"), house.staff("supervisor")
    agent.post("/v1/agent/presence", {"state": "online"})
    found = {}

    def own(me: Caller, order_no: str) -> list[str]:
        """Shown to the agent, who gave the talk back: the buyer's earlier one."""
        path = f"/v1/agent/conversations/{take(agent, me)}"
        shown = sent(me, order_no, drawn(me, order_no, "99.80"))
        agent.post(f"{path}/return")
        return [shown]

    for place, (name, *said) in enumerate(TALKING):
        claims = place == 0
        me = under_review(house, name, 9980, own, product=TOPUP)[0] if claims else house.customer(house.buyer(name))
        talk = found[name] = take(agent, me)
        says(me, name, said[0])
        path = f"/v1/agent/conversations/{talk}/messages"
        agent.post(path, {"client_msg_id": f"{name}1", "text": "您好，我是客服小林，我来帮您看。"})
        says(me, name, said[1])
        agent.post(path, {"client_msg_id": f"{name}3", "text": "疑似同一批卡密的问题", "visibility": "internal"})
    me = house.customer(house.buyer("宋晴"))
    talk = found["宋晴"] = take(boss, me)
    says(me, "宋晴", "商家说要等一周才退，合理吗")
    said = {"client_msg_id": "s1", "text": "不合理。您的退款我来盯，今天给您答复。"}
    boss.post(f"/v1/agent/conversations/{talk}/messages", said)
    for place, (name, text) in enumerate(WAITING):
        move(house, at + timedelta(seconds=20 * place))
        _, talk = buyer(house, name, text)
        ask_person(house, talk, "complaint" if place == 0 else "customer_request")
        found[name] = talk
    return found


def evening(house: LiveHouse, found: dict[str, str]) -> None:
    """Nobody waits any more, and the supervisor has room: whoever is handed on by name goes there."""
    boss = house.staff("supervisor")
    for name, _ in WAITING:
        for event in ("accept", "return"):
            boss.post(f"/v1/agent/conversations/{found[name]}/{event}")
    boss.post("/v1/agent/presence", {"state": "online"})


def handed_on(house: LiveHouse) -> str:
    """A conversation that the agent has just handed to the supervisor by name."""
    agent = house.staff("agent")
    me = house.customer(house.buyer("苏禾"))
    talk = take(agent, me)
    path = f"/v1/agent/conversations/{talk}"
    says(me, "苏禾", "审核说凭证不符，可我的截图就是这一单")
    agent.post(f"{path}/messages", {"client_msg_id": "h1", "text": "我请主管来看，请稍等。"})
    why = "买家坚持截图无误，请主管定夺"
    agent.post(f"{path}/messages", {"client_msg_id": "h2", "text": why, "visibility": "internal"})
    agent.post(f"{path}/transfer", {"to": "supervisor", "reason": why})
    return talk


def drawn(me: Caller, order_no: str, yuan: str) -> bytes:
    """The buyer's screenshot of this order."""
    paid = datetime.fromisoformat(me.get(f"/v1/customer/orders/{order_no}")["paid_at"]).astimezone(SHANGHAI)
    return order_screenshot(order_no, yuan, f"{paid:%Y-%m-%d %H:%M:%S}")


def sent(me: Caller, order_no: str, shot: bytes) -> str:
    """The number of the picture, read and judged as evidence of this order."""
    talk = talk_of(me)
    about = {"client_msg_id": uuid.uuid4().hex, "order_no": order_no}
    found = me.upload(f"/v1/customer/conversations/{talk}/evidence", shot, **about)
    while found["check"]["state"] == "pending":
        found = me.get(f"/v1/customer/evidence/{found['evidence_id']}")
    return str(found["evidence_id"])
