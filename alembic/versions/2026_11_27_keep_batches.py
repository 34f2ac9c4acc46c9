"""Keep batches of decisions and verifications of Union membership; date indexes of members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_keep_batches"
down_revision = "2026_11_25_create_house"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "review_batch",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("results", JSON, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("restored", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('approval','refusal','information-request')",
            name=op.f("ck_review_batch_decision"),
        ),
        sa.CheckConstraint("done BETWEEN 0 AND total", name=op.f("ck_review_batch_done")),
        sa.CheckConstraint("restored BETWEEN 0 AND done", name=op.f("ck_review_batch_restored")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_review_batch_undone")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_batch_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_review_batch_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["person.id"], name=op.f("fk_review_batch_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_batch")),
    )
    op.create_index("ix_review_batch_community_id", "review_batch", ["community_id", "id"])
    op.create_table(
        "union_verification",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("verified_by", sa.String(), nullable=False),
        sa.Column("verified_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('member','not_member')", name=op.f("ck_union_verification_status")
        ),
        sa.CheckConstraint(
            "source IN ('card','chapter_list','unit_word','register')",
            name=op.f("ck_union_verification_source"),
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_union_verification_ended")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_union_verification_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["verified_by"], ["person.id"], name=op.f("fk_union_verification_verified_by")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_union_verification_ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_verification")),
    )
    op.create_index(op.f("ix_union_verification_member_id"), "union_verification", ["member_id"])
    op.create_index(
        "uq_union_verification_open",
        "union_verification",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_member_joined", "member", ["community_id", "joined_at"])
    op.create_index("ix_member_ended", "member", ["community_id", "ended_at"])


def downgrade() -> None:
    op.drop_index("ix_member_ended", "member")
    op.drop_index("ix_member_joined", "member")
    op.drop_table("union_verification")
    op.drop_table("review_batch")
