"""Every question that is asked of a table that grows has an index to answer it."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = (
    ("refunds", "created_at"),
    ("obligations", "order_no"),
    ("payouts", "state", "created_at"),
    ("payouts", "created_at"),
    ("disputes", "customer_id", "state"),
    ("disputes", "state", "opened_at"),
    ("compensations", "refund_no"),
    ("compensations", "merchant_id", "state"),
    ("compensations", "state"),
    ("expedites", "state"),
    ("evidence", "conversation_id"),
    ("evidence", "dispute_no"),
)


def upgrade() -> None:
    for table, *columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    for table, *columns in reversed(INDEXES):
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
