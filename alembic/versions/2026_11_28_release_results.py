"""Release results of surveys: question by question, to members or to everybody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_release_results"
down_revision = "2026_11_28_hear_needs"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
TABLE = "survey_release"


def _fk(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{TABLE}_{column}"))


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("meaning", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("released_by", sa.String(), nullable=True),
        sa.Column("released_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "audience IN ('members','public')", name=op.f("ck_survey_release_audience")
        ),
        sa.CheckConstraint(
            "(released_at IS NULL) = (released_by IS NULL)",
            name=op.f("ck_survey_release_released"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=op.f("ck_survey_release_withdrawn"),
        ),
        _fk("survey_id", "survey"),
        _fk("opened_by", "person"),
        _fk("released_by", "person"),
        _fk("withdrawn_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_release")),
    )
    op.create_index(
        "uq_survey_release_open",
        TABLE,
        ["survey_id", "question", "meaning", "audience"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
