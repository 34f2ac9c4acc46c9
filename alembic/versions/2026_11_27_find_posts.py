"""Lead from a row of the word index to its post: without it a search read every post."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_find_posts"
down_revision = "2026_11_27_record_outside_posts"
branch_labels = None
depends_on = None

INDEXED = sa.text("text_row IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "uq_post_text_row",
        "post",
        ["text_row"],
        unique=True,
        sqlite_where=INDEXED,
        postgresql_where=INDEXED,
    )


def downgrade() -> None:
    op.drop_index("uq_post_text_row", "post")
