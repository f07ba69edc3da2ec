"""A database with very many refunds in it: one case that the service itself has filed, copied by the database."""

from sqlalchemy import Table, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.store import tables

# What a closed case leaves behind, and how many of each row a copy keeps. Numbers below nought are in nobody's way.
KEYS = {
    "orders": {"order_no": "'LYC' || n", "customer_id": "'uc-' || n / 20"},
    "refunds": {"refund_no": "'RC' || n", "order_no": "'LYC' || n", "customer_id": "'uc-' || n / 20"},
    "obligations": {"obligation_no": "'OC' || n", "refund_no": "'RC' || n", "order_no": "'LYC' || n"},
    "payouts": {
        "payout_no": "'PC' || n", "obligation_no": "'OC' || n", "refund_no": "'RC' || n", "order_no": "'LYC' || n",
        "out_refund_no": "'RFC' || n",
    },
    "timers": {"timer_id": "-n", "key": "'RC' || n"},
    "outbox": {"item_id": "'XC' || n", "key": "'PC' || n"},
    "events": {"seq": "-n", "customer_id": "'uc-' || n / 20", "refund_no": "'RC' || n", "order_no": "'LYC' || n"},
    "audit": {"seq": "-n", "key": "'RC' || n"},
    "commands": {"scope": "'customer:uc-' || n / 20", "command_id": "'c' || n"},
}  # fmt: skip
COUNT = {
    True: "WITH RECURSIVE count(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM count WHERE n < {last})",
    False: "WITH count AS (SELECT generate_series({first}, {last}) AS n)",
}


async def fill(engine: AsyncEngine, first: int, last: int) -> None:
    """Copies number `first` to `last` of the database's first case; the copies' timers have fired, nothing is due."""
    sqlite = engine.dialect.name == "sqlite"
    for name, keys in KEYS.items():
        table = tables.metadata.tables[name]
        async with engine.begin() as connection:
            await connection.execute(text(_copy(table, keys, COUNT[sqlite].format(first=first, last=last))))
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("PRAGMA optimize" if sqlite else "ANALYZE"))


def _copy(table: Table, keys: dict[str, str], counted: str) -> str:
    columns = [column.name for column in table.columns]
    values = ", ".join(keys.get(name, f'one."{name}"') for name in columns)
    done = {"timers": "fired_at IS NOT NULL", "outbox": "done_at IS NOT NULL"}.get(table.name, "1 = 1")
    one = f"(SELECT * FROM {table.name} WHERE {done} LIMIT 1)"
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table.name} ({names}) {counted} SELECT {values} FROM count, {one} AS one"
