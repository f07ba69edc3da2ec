"""When the bank expects the money, where a channel says so (A14)."""

import sqlalchemy as sa
from alembic import op

from backend.store.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("payouts") as payouts:
        payouts.add_column(sa.Column("expected_at", Moment()))


def downgrade() -> None:
    with op.batch_alter_table("payouts") as payouts:
        payouts.drop_column("expected_at")
