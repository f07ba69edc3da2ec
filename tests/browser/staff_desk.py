"""A house without its assistant, and members of staff who sit at its console."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from ops.parts import stop
from tests.live import Caller, LiveHouse

WIDE = (1440, 900)
PATIENCE_MS = 15_000
# What is smaller than 44 px, with what reaches beyond its box or belongs to its label.
SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, textarea')].filter(e => {
  const own = e.getBoundingClientRect(), label = e.closest('label')?.getBoundingClientRect();
  const beyond = getComputedStyle(e, '::after');
  const more = beyond.content === 'none' || beyond.position !== 'absolute' ? 0 : -2 * parseFloat(beyond.top);
  const height = Math.max(own.height + more, label?.height ?? 0);
  return own.height && height < 43.5 && !e.classList.contains('hidden-text');
}).map(e => e.outerHTML.slice(0, 120))"""


@contextmanager
def staffed(folder: Path) -> Iterator[LiveHouse]:
    """Backend and payment channel alone: people need no assistant."""
    house = LiveHouse(folder)
    try:
        house.start("channel", "backend")
        house.by_day()
        yield house
    finally:
        stop(list(house.parts.values()))


@contextmanager
def seat(
    chromium: Browser, house: LiveHouse, role: str, place: str = "", size: tuple[int, int] = WIDE, **more: Any
) -> Iterator[Page]:
    """A member of staff signed in at `place` (an address's fragment); nothing may go wrong unseen."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="zh-CN", **more
    )
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{house.base}/console{place}")
    username, password = json.loads(house.env["AGENT_USERS"])[role]
    sign_in(page, username, password)
    expect(page.get_by_test_id("console")).to_be_visible(timeout=PATIENCE_MS)
    yield page
    context.close()
    assert broken == []


def sign_in(page: Page, username: str, password: str) -> None:
    form = page.get_by_test_id("sign-in")
    form.locator("[name=username]").fill(username)
    form.locator("[name=password]").fill(password)
    form.locator("[name=password]").press("Enter")


def buyer_says(house: LiveHouse, name: str, text: str) -> tuple[Caller, str]:
    """A new buyer who has written something; the caller and the conversation."""
    me = house.customer(house.buyer(name))
    conversation_id: str = me.post("/v1/customer/conversations")["conversation_id"]
    me.post(f"/v1/customer/conversations/{conversation_id}/messages", {"client_msg_id": name, "text": text})
    return me, conversation_id


def filed(house: LiveHouse, name: str, **changes: Any) -> tuple[Caller, str]:
    """A new buyer's refund under review (an order of 980 yuan that was never delivered)."""
    customer_id = house.buyer(name)
    pays = {"channel": "alipay", "funding": "wallet_balance", "amount_fen": 98000, "transaction_id": f"T{customer_id}"}
    order_no = house.order(customer_id, **({"payments": [pays]} | changes))
    me = house.customer(customer_id)
    found = me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    assert found["state"] in {"under_review", "manual_review"}
    return me, str(found["refund_no"])
