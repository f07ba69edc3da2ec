"""Who buys and sells, what was bought, who serves, what was said."""

import sqlalchemy as sa
from alembic import op

from backend.store.columns import JSON, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("customer_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
    )
    op.create_table(
        "merchants",
        sa.Column("merchant_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("deposit_fen", sa.BigInteger(), nullable=False),
        sa.Column("webhook_url", sa.Text()),
        sa.Column("webhook_secret", sa.Text()),
    )
    op.create_table(
        "orders",
        sa.Column("order_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("paid_at", Moment(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("express_enabled", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_orders_customer_id_paid_at", "orders", ["customer_id", "paid_at"])
    op.create_table(
        "staff",
        sa.Column("username", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment()),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("locked_until_at", Moment()),
        sa.Column("missed_offers", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
    )
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text()),
        sa.Column("owner_epoch", sa.BigInteger(), nullable=False),
        sa.Column("waiting_on", sa.Text(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("owed_seq", sa.BigInteger(), nullable=False),
        sa.Column("answered_seq", sa.BigInteger(), nullable=False),
        sa.Column("noticed_seq", sa.BigInteger(), nullable=False),
        sa.Column("agenda", JSON),
        sa.Column("hint", JSON),
        sa.Column("unsure", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.BigInteger()),
        sa.Column("rating_asked", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_conversations_customer_id_status", "conversations", ["customer_id", "status"])
    op.create_index("ix_conversations_owner", "conversations", ["owner"])
    going_on = sa.text("status <> 'closed'")
    op.create_index(
        "uq_conversations_going_on", "conversations", ["customer_id"], unique=True,
        sqlite_where=going_on, postgresql_where=going_on,
    )  # fmt: skip
    op.create_table(
        "entries",
        sa.Column("conversation_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("author_type", sa.Text(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("body", JSON, nullable=False),
        sa.Column("client_msg_id", sa.Text()),
        sa.Column("visibility", sa.Text(), nullable=False),
    )
    op.create_index("ix_entries_conversation_id_client_msg_id", "entries", ["conversation_id", "client_msg_id"])
    op.create_table(
        "handoffs",
        sa.Column("handoff_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", Moment(), nullable=False),
        sa.Column("waiting_since_at", Moment(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("skill", sa.Text()),
        sa.Column("packet", JSON, nullable=False),
        sa.Column("offered_to", sa.Text()),
        sa.Column("offer_expires_at", Moment()),
        sa.Column("agent_id", sa.Text()),
        sa.Column("accepted_at", Moment()),
        sa.Column("first_human_reply_at", Moment()),
        sa.Column("hold_until_at", Moment()),
        sa.Column("wait_for_opening", sa.Boolean(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("end_reason", sa.Text()),
    )
    op.create_index("ix_handoffs_conversation_id", "handoffs", ["conversation_id"])
    op.create_index("ix_handoffs_state_waiting_since_at", "handoffs", ["state", "waiting_since_at"])
    op.create_table(
        "callbacks",
        sa.Column("callback_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("slot_start_at", Moment(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("refund_no", sa.Text()),
        sa.Column("conversation_id", sa.Text()),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("missed", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("note", sa.Text()),
    )
    op.create_index("ix_callbacks_customer_id", "callbacks", ["customer_id"])
    op.create_index("ix_callbacks_state_slot_start_at", "callbacks", ["state", "slot_start_at"])
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("thumbnail", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", Moment(), nullable=False),
        sa.Column("conversation_id", sa.Text()),
        sa.Column("order_no", sa.Text()),
        sa.Column("refund_no", sa.Text()),
        sa.Column("dispute_no", sa.Text()),
        sa.Column("merchant_id", sa.Text()),
        sa.Column("hint_kind", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("kinds", JSON, nullable=False),
        sa.Column("check", JSON, nullable=False),
        sa.Column("page", JSON),
        sa.Column("fingerprint", JSON),
        sa.Column("flags", JSON, nullable=False),
        sa.Column("checked_at", Moment()),
    )
    op.create_index("ix_evidence_customer_id_sha256", "evidence", ["customer_id", "sha256"])
    op.create_index("ix_evidence_order_no", "evidence", ["order_no"])
    op.create_index("ix_evidence_refund_no", "evidence", ["refund_no"])
    op.create_index("ix_evidence_state", "evidence", ["state"])


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_table("callbacks")
    op.drop_table("handoffs")
    op.drop_table("entries")
    op.drop_table("conversations")
    op.drop_table("staff_sessions")
    op.drop_table("staff")
    op.drop_table("orders")
    op.drop_table("merchants")
    op.drop_table("customers")
