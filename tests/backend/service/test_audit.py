"""The audit chain: any edit, deletion, reordering or gap is noticed (I26); nobody's phone or card stays in it (I29)."""

from typing import Any

import pytest

from backend.domain.actor import SYSTEM
from backend.domain.errors import NotAllowed
from backend.domain.journal import AuditRow
from backend.domain.refund import REFUND
from backend.service.audit import Break, retrace, verify
from backend.service.engine import record
from tests.backend.desk import HOUR
from tests.backend.office import Office


async def chain(office: Office) -> tuple[list[AuditRow], str]:
    """A handful of rows, with the head as the books keep it."""
    refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    await office.staff("reviewer", refund.refund_no, "approve", note="材料齐全")
    await office.drain()
    return await office.read("audit", order="seq"), (await office.read("settings", name="audit:head"))[0].value["hash"]


async def test_a_whole_chain(office: Office) -> None:
    rows, head = await chain(office)
    assert len(rows) > 6
    assert verify(rows, head) is None
    assert verify([]) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("note", "改过"), ("actor_id", "nobody"), ("target", "refunded"), ("rule_ids", []), ("allowed", False),
     ("on_behalf_of", "u-9"), ("policy_version", "2020.1"), ("input_hash", "0" * 64), ("event", "reject")],
)  # fmt: skip
async def test_an_edit(office: Office, field: str, value: Any) -> None:
    rows, head = await chain(office)
    assert getattr(rows[3], field) != value
    setattr(rows[3], field, value)
    assert verify(rows, head) == Break("edit", 4)


async def test_an_edit_with_its_own_hash_made_to_fit(office: Office) -> None:
    from backend.service.engine import chain_hash

    rows, head = await chain(office)
    rows[3].note = "改过"
    rows[3].hash = chain_hash(rows[3])
    assert verify(rows, head) == Break("edit", 5)


async def test_deletion_reordering_and_a_cut_end(office: Office) -> None:
    rows, head = await chain(office)
    assert verify(rows[:2] + rows[3:], head) == Break("gap", 4)
    assert verify(rows[1:], head) == Break("gap", 2)
    assert verify([rows[0], rows[2], rows[1], *rows[3:]], head) == Break("gap", 3)
    assert verify([*rows[:3], rows[1], *rows[3:]], head) == Break("order", 2)
    assert verify(rows[:-1], head) == Break("end", len(rows) - 1)
    assert verify(rows[:-1]) is None  # which is why the head is kept apart
    renumbered = rows[1:]
    for number, row in enumerate(renumbered, 1):
        row.seq = number
    assert verify(renumbered, head) == Break("edit", 1)


async def test_a_row_names_who_why_and_under_which_version(office: Office) -> None:
    rows, _ = await chain(office)
    approval = next(row for row in rows if row.event == "approve")
    assert (approval.actor_role, approval.actor_id, approval.note) == ("reviewer", "reviewer", "材料齐全")
    assert (approval.policy_version, len(approval.input_hash or "")) == ("2026.1", 64)
    assert approval.rule_ids == ["R36"]


async def test_steps_that_the_table_does_not_have(office: Office) -> None:
    rows, _ = await chain(office)
    steps = [row for row in rows if row.machine == "refund"]
    assert retrace(REFUND, steps) == "refunded"
    with pytest.raises(NotAllowed):
        retrace(REFUND, steps[1:])
    steps[2].source = "draft"
    with pytest.raises(ValueError, match="does not go"):
        retrace(REFUND, steps)


async def test_secrets_stay_out(office: Office) -> None:
    said = "电话 13800001234，卡号 6222021234567890123，卡密：ABCD-1234-EFGH"
    async with office.desk.store.transaction() as tx:
        await record(office.desk, tx, "door", "k", "e", "", "", SYSTEM, allowed=False, note=said)
    (row,) = await office.read("audit")
    assert row.note == "电话 138****1234，卡号 6222 **** **** 0123，卡密：AB****"
