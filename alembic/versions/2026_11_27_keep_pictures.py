"""Keep pictures: two sizes of each, whose they are, who sees them, how many a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_keep_pictures"
down_revision = "2026_11_27_keep_questions"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=True),
        sa.Column("subject_id", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("loose_since", MOMENT, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("shows", sa.String(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("consent_by", sa.String(), nullable=True),
        sa.Column("consent_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("original_key", sa.String(), nullable=True),
        sa.Column("small_key", sa.String(), nullable=True),
        sa.Column("small_width", sa.Integer(), nullable=True),
        sa.Column("small_height", sa.Integer(), nullable=True),
        sa.Column("large_key", sa.String(), nullable=True),
        sa.Column("large_width", sa.Integer(), nullable=True),
        sa.Column("large_height", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(consent <> '') = (consent_by IS NOT NULL)"
            " AND (consent <> '') = (consent_at IS NOT NULL)",
            name=op.f("ck_picture_consent"),
        ),
        sa.CheckConstraint("(state = 'failed') = (failure <> '')", name=op.f("ck_picture_failure")),
        sa.CheckConstraint(
            "(state = 'ready') = (ready_at IS NOT NULL) AND (state = 'ready') ="
            " (small_key IS NOT NULL) AND (state = 'ready') = (large_key IS NOT NULL)",
            name=op.f("ck_picture_ready"),
        ),
        sa.CheckConstraint(
            "audience IN ('owner','members','public','circle')", name=op.f("ck_picture_audience")
        ),
        sa.CheckConstraint(
            "shows IN ('nobody','adult','child','unknown')", name=op.f("ck_picture_shows")
        ),
        sa.CheckConstraint("state IN ('waiting','ready','failed')", name=op.f("ck_picture_state")),
        sa.CheckConstraint(
            "subject_id IS NOT NULL OR (audience = 'owner' AND draft)",
            name=op.f("ck_picture_loose"),
        ),
        sa.CheckConstraint(
            "(subject_id IS NOT NULL) = (subject_type IS NOT NULL)"
            " AND (subject_id IS NOT NULL) = (position IS NOT NULL)"
            " AND (subject_id IS NOT NULL) = (loose_since IS NULL)",
            name=op.f("ck_picture_subject"),
        ),
        sa.CheckConstraint("position BETWEEN -10 AND 9", name=op.f("ck_picture_position")),
        sa.CheckConstraint("version > 0", name=op.f("ck_picture_version")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_picture_community_id")
        ),
        sa.ForeignKeyConstraint(["consent_by"], ["person.id"], name=op.f("fk_picture_consent_by")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_picture_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "position",
            name=op.f("uq_picture_subject_type_subject_id_position"),
        ),
    )
    op.create_index(op.f("ix_picture_community_id"), "picture", ["community_id"])
    op.create_index(
        "ix_picture_loose",
        "picture",
        ["loose_since"],
        sqlite_where=sa.text("loose_since IS NOT NULL"),
        postgresql_where=sa.text("loose_since IS NOT NULL"),
    )
    op.create_index("ix_picture_owner", "picture", ["owner_id", "community_id", "id"])
    op.create_table(
        "picture_day",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.CheckConstraint("sent > 0", name=op.f("ck_picture_day_sent")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_picture_day_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_picture_day")),
    )


def downgrade() -> None:
    op.drop_table("picture_day")
    op.drop_table("picture")
