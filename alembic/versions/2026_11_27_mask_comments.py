"""Texts of comments that a rule masked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_mask_comments"
down_revision = "2026_11_27_keep_sanctions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "comment_text", sa.Column("made_by_rule", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("comment_text", "made_by_rule")
