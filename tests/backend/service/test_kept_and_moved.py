"""What the assistant may have done beyond filing: a refused claim kept for a person, a callback moved or called off."""

from typing import Any

import pytest

from backend.domain.errors import NotAllowed, NotFound
from backend.domain.refund import Refund
from backend.service import confirm
from backend.service.drafts import Amendment
from backend.service.threads import proxy
from tests.backend.desk import HOUR, MINUTE, at
from tests.backend.office import BUYER, Office
from tests.backend.service.test_callbacks import book, now
from tests.backend.talk import Talk


async def keep(office: Office, order_no: str, reason: str = "product_invalid", customer_id: str = BUYER) -> Refund:
    async with office.desk.store.transaction() as tx:
        claim = Amendment(reason, description="激活不了")
        return await confirm.keep_ineligible(office.desk, tx, proxy(customer_id), customer_id, order_no, claim)


async def test_a_blocked_order_is_kept_once_and_an_agent_may_lift_it(office: Office) -> None:
    order_no = await office.order(shipped=2 * HOUR, confirmed_at=office.clock.now().isoformat())
    kept = await keep(office, order_no)
    assert (kept.state, kept.reason, kept.description) == ("ineligible", "product_invalid", "激活不了")
    assert kept.outcome is not None
    assert kept.outcome["blocked_by"] == ["receipt_confirmed"]
    assert (await keep(office, order_no)).refund_no == kept.refund_no
    lifted = await office.staff(
        "agent", kept.refund_no, "agent_override", reason_code="receipt_confirmed_fault", note="7 天内发现"
    )
    assert (lifted.state, lifted.path) == ("manual_review", "manual")


async def test_what_the_policy_would_take_is_not_filed_without_a_yes(office: Office) -> None:
    order_no = await office.order()
    with pytest.raises(NotAllowed):
        await keep(office, order_no, "undelivered")
    assert await office.read("refunds", order_no=order_no) == []


async def test_anothers_order_is_unknown(office: Office) -> None:
    order_no = await office.order(shipped=2 * HOUR, confirmed_at=office.clock.now().isoformat())
    with pytest.raises(NotFound):
        await keep(office, order_no, customer_id="u-2")


async def after_a_yes(office: Office, args: dict[str, Any]) -> dict[str, Any]:
    talk = await Talk.open(office)
    agenda = {"pending": {"command": "callbacks.event", "args": args}}
    talk.xiaoyun.says = [{"act": "ask_confirm", "text": "确认吗？", "facts": {}, "agenda": agenda}]
    await talk.turn()
    yes = await talk.say("好")
    async with office.desk.store.transaction() as tx:
        return await confirm.confirmed(office.desk, tx, talk.id, yes.seq)


async def test_a_callback_is_moved_and_called_off_after_the_yes(office: Office) -> None:
    booked = await book(office)
    moved = {"callback_no": booked.callback_no, "event": "reschedule", "slot_start_at": "2026-11-24T12:00:00+08:00"}
    done = await after_a_yes(office, moved)
    assert done["callback"]["slot_start_at"] == "2026-11-24T12:00:00+08:00"
    assert (await now(office, booked)).slot_start_at == at("2026-11-24 12:00")
    done = await after_a_yes(office, {"callback_no": booked.callback_no, "event": "cancel"})
    assert done["callback"]["state"] == "cancelled"


async def test_anothers_callback_is_unknown(office: Office) -> None:
    await office.wait(MINUTE)
    booked = await book(office, customer_id="u-2")
    with pytest.raises(NotFound):
        await after_a_yes(office, {"callback_no": booked.callback_no, "event": "cancel"})
    assert (await now(office, booked)).state == "scheduled"
