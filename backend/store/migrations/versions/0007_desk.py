"""The desk: skills and room of its people, canned replies, hours, ratings of their own, marks of what was read."""

import sqlalchemy as sa
from alembic import op

from backend.store.columns import JSON, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MARKS = ("customer_delivered_seq", "customer_read_seq", "staff_delivered_seq", "staff_read_seq")
INDEXES = (
    ("handoffs", "requested_at"),
    ("handoffs", "ended_at"),
    ("handoffs", "agent_id", "state"),
    ("ratings", "conversation_id"),
    ("ratings", "rated_at"),
    ("replies", "team"),
)


def upgrade() -> None:
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("skills", JSON, nullable=False, server_default="[]"))
        staff.add_column(sa.Column("capacity", sa.BigInteger(), nullable=False, server_default="3"))
    with op.batch_alter_table("conversations") as conversations:
        for name in MARKS:
            conversations.add_column(sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
        conversations.drop_column("rating")
        conversations.drop_column("rating_asked")
    with op.batch_alter_table("handoffs") as handoffs:
        handoffs.add_column(sa.Column("owed_since_at", Moment()))
        handoffs.add_column(sa.Column("quiet_since_at", Moment()))
        handoffs.add_column(sa.Column("reminders", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("refunds") as refunds:
        refunds.add_column(sa.Column("assigned_to", sa.Text()))
    op.create_table(
        "ratings",
        sa.Column("rating_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("agent_id", sa.Text()),
        sa.Column("score", sa.BigInteger()),
        sa.Column("rated_at", Moment()),
    )
    op.create_table(
        "replies",
        sa.Column("reply_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
    )
    op.create_table(
        "openings",
        sa.Column("version", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("closes", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", Moment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("days", JSON, nullable=False),
    )
    for table, *columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    for table, *columns in reversed(INDEXES):
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    for table in ("openings", "replies", "ratings"):
        op.drop_table(table)
    with op.batch_alter_table("refunds") as refunds:
        refunds.drop_column("assigned_to")
    with op.batch_alter_table("handoffs") as handoffs:
        for name in ("reminders", "quiet_since_at", "owed_since_at"):
            handoffs.drop_column(name)
    with op.batch_alter_table("conversations") as conversations:
        conversations.add_column(sa.Column("rating", sa.BigInteger()))
        conversations.add_column(sa.Column("rating_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
        for name in MARKS:
            conversations.drop_column(name)
    with op.batch_alter_table("staff") as staff:
        staff.drop_column("capacity")
        staff.drop_column("skills")
