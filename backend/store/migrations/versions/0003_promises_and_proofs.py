"""What is due, what must leave, what was done."""

import sqlalchemy as sa
from alembic import op

from backend.store.columns import JSON, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "timers",
        sa.Column(
            "timer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("fired_at", Moment()),
    )
    op.create_index("ix_timers_fired_at_due_at", "timers", ["fired_at", "due_at"])
    op.create_index("ix_timers_machine_key", "timers", ["machine", "key"])
    op.create_table(
        "outbox",
        sa.Column("item_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("leased_until_at", Moment()),
        sa.Column("done_at", Moment()),
        sa.Column("last_error", sa.Text()),
    )
    op.create_index("ix_outbox_done_at_due_at", "outbox", ["done_at", "due_at"])
    op.create_index("ix_outbox_topic_key", "outbox", ["topic", "key"])
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("on_behalf_of", sa.Text()),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("rule_ids", JSON, nullable=False),
        sa.Column("policy_version", sa.Text()),
        sa.Column("input_hash", sa.Text()),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
    )
    op.create_index("ix_audit_machine_key", "audit", ["machine", "key"])
    op.create_table(
        "events",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("refund_no", sa.Text()),
        sa.Column("order_no", sa.Text()),
        sa.Column("data", JSON, nullable=False),
    )
    op.create_table(
        "commands",
        sa.Column("scope", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("command_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("at", Moment(), nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("value", JSON, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("settings")
    op.drop_table("commands")
    op.drop_table("events")
    op.drop_table("audit")
    op.drop_table("outbox")
    op.drop_table("timers")
