"""Connect Facebook Pages: the sealed token, postings for the Page, ticks for the group."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_connect_pages"
down_revision = "2026_11_27_register_takedowns"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
LIVE = (
    "subject_id IS NOT NULL AND (state IN ('waiting','sending','unknown','failed')"
    " OR (channel = 'group' AND state = 'sent'))"
)


def upgrade() -> None:
    op.create_table(
        "page_connection",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("page_id", sa.String(), nullable=False),
        sa.Column("page_name", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_page_connection_version")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_page_connection_community_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_page_connection_set_by")),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_page_connection")),
    )
    op.create_table(
        "page_posting",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=True),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("pictures", JSON, nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("ahead", sa.Boolean(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("read_by", sa.String(), nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("first_try_at", MOMENT, nullable=True),
        sa.Column("outside_id", sa.String(), nullable=False),
        sa.Column("outside_address", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_page_posting_sent")
        ),
        sa.CheckConstraint(
            "NOT needs_second OR read_by IS NOT NULL OR state IN ('waiting','cancelled')",
            name=op.f("ck_page_posting_unread"),
        ),
        sa.CheckConstraint(
            "channel = 'page' OR state = 'sent'", name=op.f("ck_page_posting_group")
        ),
        sa.CheckConstraint("channel IN ('page','group')", name=op.f("ck_page_posting_channel")),
        sa.CheckConstraint(
            "state IN ('waiting','sending','sent','failed','unknown','cancelled')",
            name=op.f("ck_page_posting_state"),
        ),
        sa.CheckConstraint(
            "(read_by IS NULL) = (read_at IS NULL)", name=op.f("ck_page_posting_read")
        ),
        sa.CheckConstraint(
            "(subject_type IS NULL) = (subject_id IS NULL)", name=op.f("ck_page_posting_subject")
        ),
        sa.CheckConstraint(
            "read_by IS NULL OR read_by <> created_by", name=op.f("ck_page_posting_two")
        ),
        sa.CheckConstraint(
            "version > 0 AND attempts >= 0 AND looks >= 0", name=op.f("ck_page_posting_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["person.id"], name=op.f("fk_page_posting_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_page_posting_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_page_posting_created_by")
        ),
        sa.ForeignKeyConstraint(["read_by"], ["person.id"], name=op.f("fk_page_posting_read_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_posting")),
    )
    op.create_index("ix_page_posting_list", "page_posting", ["community_id", "id"])
    op.create_index("ix_page_posting_subject", "page_posting", ["subject_type", "subject_id"])
    op.create_index(
        "uq_page_posting_live",
        "page_posting",
        ["community_id", "channel", "subject_type", "subject_id"],
        unique=True,
        sqlite_where=sa.text(LIVE),
        postgresql_where=sa.text(LIVE),
    )


def downgrade() -> None:
    op.drop_table("page_posting")
    op.drop_table("page_connection")
