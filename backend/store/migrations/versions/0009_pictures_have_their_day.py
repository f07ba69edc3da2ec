"""Since when a picture is kept without being needed, and when its files were deleted."""

import sqlalchemy as sa
from alembic import op

from backend.store.columns import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evidence") as evidence:
        evidence.add_column(sa.Column("kept_from_at", Moment()))
        evidence.add_column(sa.Column("removed_at", Moment()))
    op.execute("UPDATE evidence SET kept_from_at = uploaded_at")
    op.create_index("ix_evidence_removed_at_kept_from_at", "evidence", ["removed_at", "kept_from_at"])


def downgrade() -> None:
    op.drop_index("ix_evidence_removed_at_kept_from_at", "evidence")
    with op.batch_alter_table("evidence") as evidence:
        evidence.drop_column("removed_at")
        evidence.drop_column("kept_from_at")
