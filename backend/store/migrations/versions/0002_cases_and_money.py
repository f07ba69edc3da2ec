"""Refunds, disputes, and the money that follows them."""

import sqlalchemy as sa
from alembic import op

from backend.store.columns import JSON, Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refunds",
        sa.Column("refund_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("path", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("amount_fen", sa.BigInteger()),
        sa.Column("description", sa.Text()),
        sa.Column("fault_discovered_at", Moment()),
        sa.Column("submitted_at", Moment()),
        sa.Column("review_due_at", Moment()),
        sa.Column("review_paused_at", Moment()),
        sa.Column("supplement_due_at", Moment()),
        sa.Column("supplement_rounds", sa.BigInteger(), nullable=False),
        sa.Column("supplement_items", JSON, nullable=False),
        sa.Column("came_from", sa.Text()),
        sa.Column("merchant_due_at", Moment()),
        sa.Column("rejected_at", Moment()),
        sa.Column("rejected_by", sa.Text()),
        sa.Column("resubmit_until_at", Moment()),
        sa.Column("appeal_until_at", Moment()),
        sa.Column("appeal_used", sa.Boolean(), nullable=False),
        sa.Column("appeal_statement", sa.Text()),
        sa.Column("appeal_due_at", Moment()),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("override_code", sa.Text()),
        sa.Column("breached_at", Moment()),
        sa.Column("approved_at", Moment()),
        sa.Column("refunded_at", Moment()),
        sa.Column("arrival", JSON),
        sa.Column("presumed", sa.Boolean(), nullable=False),
        sa.Column("decision", JSON),
        sa.Column("decision_input", sa.Text()),
        sa.Column("outcome", JSON),
        sa.Column("policy_version", sa.Text()),
    )
    op.create_index("ix_refunds_customer_id_created_at", "refunds", ["customer_id", "created_at"])
    op.create_index("ix_refunds_order_no", "refunds", ["order_no"])
    op.create_index("ix_refunds_state_review_due_at", "refunds", ["state", "review_due_at"])
    op.create_table(
        "obligations",
        sa.Column("obligation_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("refund_no", sa.Text(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.UniqueConstraint("refund_no", name="uq_obligations_refund_no"),
    )
    op.create_table(
        "payouts",
        sa.Column("payout_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("obligation_no", sa.Text(), nullable=False),
        sa.Column("refund_no", sa.Text(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("leg", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("funding", sa.Text(), nullable=False),
        sa.Column("transaction_id", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("paid_fen", sa.BigInteger(), nullable=False),
        sa.Column("out_refund_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment()),
        sa.Column("accepted_at", Moment()),
        sa.Column("succeeded_at", Moment()),
        sa.Column("polls", sa.BigInteger(), nullable=False),
        sa.Column("channel_refund_id", sa.Text()),
        sa.Column("failure", sa.Text()),
        sa.UniqueConstraint("obligation_no", "leg", "attempt", name="uq_payouts_obligation_no_leg_attempt"),
        sa.UniqueConstraint("out_refund_no", name="uq_payouts_out_refund_no"),
    )
    op.create_index("ix_payouts_order_no", "payouts", ["order_no"])
    op.create_index("ix_payouts_refund_no", "payouts", ["refund_no"])
    op.create_table(
        "disputes",
        sa.Column("dispute_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("refund_no", sa.Text(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("notice_state", sa.Text(), nullable=False),
        sa.Column("notice_at", Moment()),
        sa.Column("merchant_due_at", Moment()),
        sa.Column("evidence_due_at", Moment()),
        sa.Column("adjudication_due_at", Moment()),
        sa.Column("merchant_answer", JSON),
        sa.Column("logs", JSON, nullable=False),
        sa.Column("finding", JSON),
        sa.Column("amount_fen", sa.BigInteger()),
        sa.Column("resolved_at", Moment()),
    )
    op.create_index("ix_disputes_merchant_id_state", "disputes", ["merchant_id", "state"])
    op.create_index("ix_disputes_refund_no", "disputes", ["refund_no"])
    op.create_table(
        "compensations",
        sa.Column("compensation_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("dispute_no", sa.Text(), nullable=False),
        sa.Column("refund_no", sa.Text(), nullable=False),
        sa.Column("merchant_id", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("evidence_ids", JSON, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("approved_by", sa.Text()),
        sa.Column("held_fen", sa.BigInteger(), nullable=False),
        sa.Column("advanced_fen", sa.BigInteger(), nullable=False),
        sa.Column("out_bill_no", sa.Text()),
        sa.Column("paid_at", Moment()),
        sa.Column("extra", JSON, nullable=False),
    )
    op.create_index("ix_compensations_dispute_no", "compensations", ["dispute_no"])
    op.create_table(
        "expedites",
        sa.Column("expedite_no", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("refund_no", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("agent_id", sa.Text()),
        sa.Column("updates", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", Moment()),
    )
    op.create_index("ix_expedites_refund_no", "expedites", ["refund_no"])
    op.create_table(
        "ledger",
        sa.Column(
            "line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True
        ),
        sa.Column("journal", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("refund_no", sa.Text()),
        sa.Column("note", sa.Text()),
    )
    op.create_index("ix_ledger_account", "ledger", ["account"])
    op.create_index("ix_ledger_journal", "ledger", ["journal"])


def downgrade() -> None:
    op.drop_table("ledger")
    op.drop_table("expedites")
    op.drop_table("compensations")
    op.drop_table("disputes")
    op.drop_table("payouts")
    op.drop_table("obligations")
    op.drop_table("refunds")
