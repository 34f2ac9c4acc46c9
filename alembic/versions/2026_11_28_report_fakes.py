"""Report fakes: contests that borrow the Union's name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_report_fakes"
down_revision = "2026_11_28_complain_and_mark"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fake_report",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("handled_by", sa.String(), nullable=True),
        sa.Column("handled_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'handled') = (handled_at IS NOT NULL)"
            " AND (handled_at IS NULL) = (handled_by IS NULL)",
            name=op.f("ck_fake_report_handled"),
        ),
        sa.CheckConstraint("place <> '' AND version > 0", name=op.f("ck_fake_report_what")),
        sa.CheckConstraint("state IN ('new','handled')", name=op.f("ck_fake_report_state")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_fake_report_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_fake_report_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by"], ["person.id"], name=op.f("fk_fake_report_handled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fake_report")),
    )
    op.create_index("ix_fake_report_list", "fake_report", ["community_id", "id"], unique=False)
    op.create_index(
        "ix_fake_report_phone",
        "fake_report",
        ["handled_at"],
        unique=False,
        sqlite_where=sa.text("phone != ''"),
        postgresql_where=sa.text("phone != ''"),
    )


def downgrade() -> None:
    op.drop_table("fake_report")
