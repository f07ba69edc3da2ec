"""`make audit` over a whole database: it finds nothing in what the service wrote, and whatever was changed since."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from backend.service import audit
from backend.service.audit import Findings, inspect
from tests.backend.desk import HOUR
from tests.backend.office import Office

from .ground import Ground, Grounds, sqlite

ROOT = Path(__file__).parents[2]
SECRETS = ("CUSTOMER_JWT_SECRET", "MERCHANT_JWT_SECRET", "PLATFORM_API_KEY", "RASA_TOKEN", "ACTIONS_API_KEY")


@pytest.fixture(scope="module")
def grounds() -> Iterator[Grounds]:
    with sqlite() as made:
        yield made


@pytest.fixture
def ground(grounds: Grounds) -> Iterator[Ground]:
    """With one case refunded and one in dispute; read in pages of three rows."""
    with grounds.new() as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "PAGE", 3)
        made.run(_cases)
        yield made


async def _cases(office: Office) -> None:
    await office.file(await office.order(product={"express_capable": True}))
    refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    await office.buyer(refund.refund_no, "open_dispute", reason="不理人")
    await office.drain()


def _inspected(ground: Ground, *changes: str) -> Findings:
    if changes:
        engine = sqlalchemy.create_engine(ground.url.replace("+aiosqlite", ""))
        with engine.begin() as connection:
            for change in changes:
                assert connection.exec_driver_sql(change).rowcount == 1, change
        engine.dispose()

    async def look(office: Office) -> Findings:
        return await inspect(office.desk.store)

    return ground.run(look)


def test_a_whole_database(ground: Ground) -> None:
    found = _inspected(ground)
    assert (found.cases, found.violations) == (4, ())
    assert found.rows > 10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE audit SET note = 'x' WHERE seq = 3", "the chain is broken at row 3: edit"),
        ("DELETE FROM audit WHERE seq = 4", "the chain is broken at row 5: gap"),
        ("DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)", ": end"),
        ("UPDATE audit SET seq = 1000 WHERE seq = 5", "1 rows stand outside the chain"),
        ("UPDATE refunds SET state = 'closed' WHERE state = 'refunded'", "is closed, its rows lead to refunded"),
        ("UPDATE payouts SET state = 'failed'", "is failed, its rows lead to succeeded"),
        ("DELETE FROM disputes", "is gone, its rows lead to awaiting_merchant"),
        ("UPDATE audit SET target = 'closed' WHERE event = 'payout_succeeded'", "is no step from payout_pending"),
        ("UPDATE audit SET actor_role = 'customer' WHERE event = 'express_pass'", "is no step from submitted"),
    ],
)
def test_whatever_was_changed(ground: Ground, change: str, said: str) -> None:
    found = _inspected(ground, change)
    assert any(said in line for line in found.violations), found.violations


def test_a_case_that_nobody_wrote_down(ground: Ground) -> None:
    async def smuggle(office: Office) -> None:
        async with office.desk.store.transaction() as tx:
            found = (await tx.refunds.find(state="refunded"))[0]
            copy = type(found)("R0", found.order_no, "u-1", "m-1", "refunded", found.created_at)
            tx.refunds.add(copy)

    ground.run(smuggle)
    assert _inspected(ground).violations == ("refunds: 1 without any row",)


@pytest.mark.processes
def test_the_command(ground: Ground) -> None:
    """Exit 0 and one line; exit 1 and a line for each thing that is wrong."""
    env = dict.fromkeys(SECRETS, "s") | {"REFUND_DATA": str(ground.folder), "DATABASE_URL": ground.url, "PATH": ""}

    def told() -> tuple[int, list[str]]:
        done = subprocess.run(
            [sys.executable, "-m", "backend", "audit"], cwd=ROOT, env=env, capture_output=True, text=True
        )
        return done.returncode, done.stdout.splitlines()

    rows = _inspected(ground).rows
    assert told() == (0, [f"audit: {rows} rows, 4 cases, 0 violations"])
    _inspected(ground, "UPDATE audit SET note = 'x' WHERE seq = 3")
    assert told() == (1, ["the chain is broken at row 3: edit", f"audit: {rows} rows, 4 cases, 1 violations"])
