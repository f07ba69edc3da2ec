"""Chargebacks of the bank, codes taken back first, the way a payout goes; and the heads of the counted lists, which
nobody has to make while somebody else makes them."""

import sqlalchemy as sa
from alembic import op

from backend.store.columns import JSON, Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

HEADS = {"audit:head": {"seq": 0, "hash": "0" * 64}, "number:events": {"last": 0}}
KNOWN = sa.text("SELECT count(*) FROM settings WHERE name = :name")


def upgrade() -> None:
    with op.batch_alter_table("payouts") as payouts:
        payouts.add_column(sa.Column("route", sa.Text(), nullable=False, server_default="original"))
        payouts.add_column(sa.Column("sends", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("refunds") as refunds:
        refunds.add_column(sa.Column("revocation", sa.Text()))
    op.create_table(
        "chargebacks",
        sa.Column("chargeback_no", sa.Text(), primary_key=True),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("transaction_id", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_by", sa.Text()),
    )
    op.create_index("ix_chargebacks_order_no", "chargebacks", ["order_no"])
    op.create_index("ix_chargebacks_state_reported_at", "chargebacks", ["state", "reported_at"])
    for name, value in HEADS.items():
        if not op.get_bind().execute(KNOWN, {"name": name}).scalar_one():
            made = sa.table("settings", sa.column("name", sa.Text()), sa.column("value", JSON))
            op.get_bind().execute(made.insert().values(name=name, value=value))


def downgrade() -> None:
    op.drop_table("chargebacks")
    with op.batch_alter_table("refunds") as refunds:
        refunds.drop_column("revocation")
    with op.batch_alter_table("payouts") as payouts:
        payouts.drop_column("sends")
        payouts.drop_column("route")
