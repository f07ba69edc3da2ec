"""What happens in a buyer's window besides a refund: calls are booked and moved, pictures sent and judged."""

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser import window_thread as thread
from tests.browser.window_desk import WindowDesk


def _tomorrow(hour: int) -> str:
    return (thread.NOW + timedelta(days=1)).replace(hour=hour, minute=0, second=0).isoformat()


CALL: dict[str, Any] = {
    "type": "callback", "callback_no": "CB20261123A1B2C3D4", "phone": "138****0042",
    "slot_start_at": _tomorrow(15), "state": "scheduled",
}  # fmt: skip
LATER = CALL | {"slot_start_at": _tomorrow(16)}
ACCEPTED = thread.EVIDENCE | {"state": "accepted", "kinds": ["order_screenshot"], "findings": []}
REFUSED = thread.EVIDENCE | {
    "evidence_id": "E2", "picture": "/v1/customer/evidence/E2/picture", "state": "refused", "kinds": ["other"],
    "findings": [{"code": "differs", "field": "order_no", "advice": "图里是另一笔订单，请换成这笔订单的截图。"}],
}  # fmt: skip


def booking(desk: WindowDesk) -> None:
    """Up to the question for the half-hour."""
    desk.say("customer.said", "电话回拨", "customer", at=thread.at(minutes=6))
    desk.say(text="好的，帮您预约电话回拨。请告诉我接听的手机号，座机请带上区号。", at=thread.at(minutes=6))
    desk.say("customer.said", "13800000042", "customer", at=thread.at(minutes=5))
    text = "您什么时候方便接电话？客服时间是每天 9:00 到 22:00，点一个或直接告诉我，比如“明天下午三点”。"
    slots = ("明天 15:00–15:30", "明天 15:30–16:00", "明天 16:00–16:30", "明天 16:30–17:00", "明天 17:00–17:30")
    desk.say(text=text, choices=thread.choices(*(f"{slot}|s:{slot}" for slot in slots)), at=thread.at(minutes=5))


def proposed(desk: WindowDesk) -> None:
    booking(desk)
    desk.say("customer.said", "明天 15:00–15:30", "customer", at=thread.at(minutes=4))
    rows = {"回电号码": "13800000042", "回电时间": "明天 15:00–15:30", "留言": "问退款进度"}
    shown = {"type": "confirm", "title": "电话回拨", "rows": [{"label": a, "value": b} for a, b in rows.items()]}
    foot = thread.choices("确认预约|affirm", "改一下|deny")
    desk.say(text="请核对一下，没问题我就预约。", card=shown, choices=foot, at=thread.at(minutes=4))


def booked(desk: WindowDesk) -> None:
    proposed(desk)
    desk.say("customer.said", "确认预约", "customer", choice="affirm", at=thread.at(minutes=3))
    desk.say("callback.scheduled", None, "system", card=CALL, at=thread.at(minutes=3))
    text = "约好了，明天 15:00–15:30 会有客服打到 138****0042，请留意接听。预约编号 CB20261123A1B2C3D4。"
    desk.say(text=text, at=thread.at(minutes=3))


def moved(desk: WindowDesk) -> None:
    """Asked for again, moved, and called off in the end."""
    desk.say("customer.said", "电话回拨", "customer", at=thread.at(minutes=3))
    text = "您已经约了回电：明天 15:00–15:30，打到 138****0042（编号 CB20261123A1B2C3D4）。"
    foot = thread.choices("改时间|move", "取消回电|cancel", "再约一个|another")
    desk.say(text=text, card=CALL, choices=foot, at=thread.at(minutes=3))
    desk.say("customer.said", "改时间", "customer", choice="move", at=thread.at(minutes=2))
    desk.say("callback.rescheduled", None, "system", card=LATER, at=thread.at(minutes=2))


def cancelled(desk: WindowDesk) -> None:
    moved(desk)
    desk.say("customer.said", "不用打了，取消回电吧", "customer", at=thread.at(minutes=1))
    off = LATER | {"state": "cancelled"}
    desk.say("callback.cancelled", None, "system", card=off, at=thread.at(minutes=1))
    desk.say(text="好的，回电 CB20261123A1B2C3D4 已经取消。", at=thread.at(minutes=1))


def wanted(desk: WindowDesk) -> None:
    """Two pictures are needed."""
    items = [
        {"kinds": ["activation_failure", "merchant_statement"], "label": "激活失败截图", "done": False},
        {"kinds": ["order_screenshot"], "label": "订单截图", "done": False},
    ]
    desk.say(text="还需要这两张图，拍清楚就行。", card={"type": "needs", "items": items}, at=thread.at(minutes=3))


def checking(desk: WindowDesk) -> None:
    wanted(desk)
    pending = ACCEPTED | {"state": "pending", "kinds": []}
    desk.say("evidence.attached", None, "customer", card=pending, at=thread.at(minutes=2))


def judged(desk: WindowDesk) -> None:
    """One is accepted, one asked for again."""
    checking(desk)
    desk.say("evidence.checked", None, "system", card=ACCEPTED, at=thread.at(minutes=2))
    pending = REFUSED | {"state": "pending", "kinds": [], "findings": []}
    desk.say("evidence.attached", None, "customer", card=pending, at=thread.at(minutes=1))
    desk.say("evidence.checked", None, "system", card=REFUSED, at=thread.at(minutes=1))


def uploading(desk: WindowDesk, page: Page) -> None:
    """A picture on its way over a slow line, caught in the middle."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": len(desk.picture) // 6,
    })  # fmt: skip
    shot = {"name": "order.png", "mimeType": "image/png", "buffer": desk.picture}
    page.get_by_test_id("upload-input").set_input_files(shot)
    bar = page.get_by_test_id("upload-progress")
    expect(bar).to_have_attribute("value", re.compile(r"^[3-8]\d$"), timeout=20_000)


def moves(desk: WindowDesk) -> None:
    """A person joins, looks something up, comes back, hands on."""
    thread.helping(desk)
    until = thread.at(minutes=-5)
    desk.say("handoff.held", None, "system", facts={"until_at": until})
    desk.say("handoff.resumed", None, "system")
    desk.say("agent.said", "查到了：商家的卡密已被使用，我请负责退款的同事继续帮您办。", "agent")
    desk.say("handoff.transferred", None, "system")
    desk.become(owner="queue", queue={"position": 1, "expected_wait_s": 40})
