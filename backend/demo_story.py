"""Loads the demo once: people, orders, then the story, step by step at its own time, so that every deadline is real."""

from datetime import UTC, datetime
from typing import Any

from .app import House
from .demo_pictures import Album, can_draw, drawn
from .domain.actor import Actor
from .domain.evidence_item import EvidenceItem
from .domain.handoff import SKILLS
from .domain.journal import Setting
from .domain.people import StaffMember
from .service import customers, queue, replies
from .service.desk import Desk
from .service.drafts import Amendment
from .service.events import send_later
from .service.facts import order_of
from .service.ports import Tx
from .service.refunds import file
from .service.reviews import Ruling, fire_staff_event
from .service.staff import hash_password
from .service.worker import advance, drain
from .settings import Settings
from .store.demo.cast import ago, canned, cast, order_body, order_no, script

NAMES = {
    "agent": "客服小林", "reviewer": "审核员小周", "senior_reviewer": "高级审核员老陈", "adjudicator": "裁定员小吴",
    "senior_adjudicator": "高级裁定员老孙", "finance": "财务小郑", "supervisor": "主管老李", "operator": "运营小王",
}  # fmt: skip
EVIDENCE_DAYS_BACK = 20


class StoryClock:
    """A clock that the story moves."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    async def set(self, to: datetime) -> None:
        self._at = max(self._at, to)


async def load_staff(desk: Desk, users: dict[str, list[str]]) -> None:
    """One member of staff per role, from the sandbox's file; who is there already stays as they are."""
    async with desk.store.transaction() as tx:
        for role, (username, password) in users.items():
            found = await tx.staff.get(username, lock=True)
            if found is None:
                skills = list(SKILLS) if role in queue.SERVES else []
                member = StaffMember(username, NAMES.get(role, username), role, hash_password(password), skills=skills)
                tx.staff.add(member)


async def load_replies(desk: Desk) -> None:
    """What the demo's desk has at hand, unless somebody has written there already."""
    async with desk.store.transaction() as tx:
        if not await tx.replies.count():
            for team, texts in canned().items():
                for title, text in texts.items():
                    await replies.put(desk, tx, Actor("supervisor", "supervisor"), None, team, title, text)


async def load_story(desk: Desk, clock: StoryClock, now: datetime) -> bool:
    """People, orders and their past; False if they are there already. Ends with the clock at `now`."""
    async with desk.store.transaction() as tx:
        if await tx.settings.get("demo") is not None:
            return False
        tx.settings.add(Setting("demo", {"loaded_at": now.isoformat()}))
        for merchant in cast()["merchants"]:
            await customers.put_merchant(
                tx, merchant["merchant_id"], merchant["name"], merchant["deposit_fen"], None, None
            )
        for buyer in cast()["buyers"]:
            await customers.put_customer(tx, buyer["customer_id"], buyer["name"], buyer["standing"])
        numbers = {}
        for order in script()["orders"]:
            numbers[order["key"]] = order_no(order, now)
            await customers.put_order(desk, tx, numbers[order["key"]], order_body(order, now))
    desk.pages = album = Album()
    for step in _told():
        await advance(desk, clock, now - ago(step["ago"]))
        number = numbers[step["order"]]
        async with desk.store.transaction() as tx:
            ids = [await _picture(desk, tx, album, number, kind, step) for kind in step.get("pictures", ())]
        await drain(desk)  # the pictures are checked before they are used, as a buyer's are
        async with desk.store.transaction() as tx:
            await _take(desk, tx, step, number, tuple(ids))
    await advance(desk, clock, now)
    return True


def _told() -> list[dict[str, Any]]:
    """The story's steps; without a font the orders whose pictures cannot be drawn have no past."""
    steps: list[dict[str, Any]] = script()["story"]
    shown = {step["order"] for step in steps if step.get("pictures")}
    if can_draw() or not shown:
        return steps
    print("demo data: no Chinese font (fonts-noto-cjk), cases with pictures are left out", flush=True)
    return [step for step in steps if step["order"] not in shown]


async def _take(desk: Desk, tx: Tx, step: dict[str, Any], number: str, ids: tuple[str, ...]) -> None:
    row = await tx.orders.get(number)
    assert row is not None
    if step["do"] == "file":
        buyer = Actor("customer", row.customer_id)
        await file(desk, tx, buyer, row.customer_id, number, Amendment(step["reason"], evidence_ids=ids))
        return
    refund = (await tx.refunds.find(order_no=number, order="-created_at", limit=1))[0]
    items = tuple({"kind": kind, "note": note} for kind, note in step.get("items", {}).items())
    ruling = Ruling(step.get("code"), step.get("note"), items)
    await fire_staff_event(desk, tx, Actor("reviewer", "reviewer"), refund.refund_no, step["do"], ruling)


async def _picture(desk: Desk, tx: Tx, album: Album, number: str, kind: str, step: dict[str, Any]) -> str:
    """A page about the order, taken in by the same door as a buyer's; its check follows by the outbox."""
    row = await tx.orders.get(number)
    assert row is not None
    picture, page = drawn(kind, order_of(row), step.get("without", ()))
    taken = await desk.admit(picture)
    album.know(taken.data, page)
    item = EvidenceItem(
        desk.number("E"), row.customer_id, taken.sha256, await desk.files.save(taken.data, taken.suffix),
        await desk.files.save(taken.thumbnail, ".jpg"), taken.media_type, taken.width, taken.height, len(taken.data),
        desk.now(), order_no=number, hint_kind=kind,
        fingerprint={"hashes": list(taken.hashes), "editor": taken.editor},
    )  # fmt: skip
    tx.evidence.add(item)
    send_later(desk, tx, "evidence.check", item.evidence_id, {})
    return item.evidence_id


async def load_demo(settings: Settings) -> None:
    """The command: migrated database in, demo data in it; run again, it changes nothing."""
    now = datetime.now(UTC)
    clock = StoryClock(now - ago(f"{EVIDENCE_DAYS_BACK}d"))
    house = House(settings, clock)
    try:
        await load_staff(house.desk, settings.agent_users)
        await load_replies(house.desk)
        loaded = await load_story(house.desk, clock, now)
        print("demo data: loaded" if loaded else "demo data: there already", flush=True)
    finally:
        await house.close()
