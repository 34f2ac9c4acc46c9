"""Rules over texts with their versions; minor versions of a post that a rule masked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_screen_texts"
down_revision = "2026_11_27_answer_posts"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    table = "content_rule"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("looks_for", JSON, nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "action IN ('refuse','hold','mask','flag','tag')",
            name=op.f("ck_content_rule_action"),
        ),
        sa.CheckConstraint(
            "scope IN ('posts','comments','both')", name=op.f("ck_content_rule_scope")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_content_rule_version")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_content_rule_valid")
        ),
        _foreign(table, "community_id", "community.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_rule")),
    )
    op.create_index("ix_content_rule_community_id", table, ["community_id", "id"])
    table = "content_rule_version"
    op.create_table(
        table,
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        _foreign(table, "rule_id", "content_rule.id"),
        _foreign(table, "written_by", "person.id"),
        sa.PrimaryKeyConstraint("rule_id", "version", name=op.f("pk_content_rule_version")),
    )
    op.add_column("post_revision", sa.Column("minor_of", sa.Integer(), nullable=True))
    op.add_column(
        "post_revision", sa.Column("made_by_rule", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("post_revision", "made_by_rule")
    op.drop_column("post_revision", "minor_of")
    op.drop_table("content_rule_version")
    op.drop_table("content_rule")
