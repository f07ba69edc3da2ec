"""By what a picture that was used before is found again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_marks",
        sa.Column("mark", sa.Text(), primary_key=True, autoincrement=False),
        sa.Column("evidence_id", sa.Text(), primary_key=True, autoincrement=False),
    )
    op.create_index("ix_evidence_marks_evidence_id", "evidence_marks", ["evidence_id"])


def downgrade() -> None:
    op.drop_table("evidence_marks")
