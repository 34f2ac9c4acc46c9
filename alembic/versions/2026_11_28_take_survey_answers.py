"""Take survey answers: the queue of a phone after closing, what was too few, sheets, a reminder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_take_survey_answers"
down_revision = "2026_11_28_take_works_to_circle"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("survey") as table:
        table.add_column(
            sa.Column("offline_days", sa.Integer(), server_default="0", nullable=False)
        )
        table.add_column(sa.Column("dropped", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("reminded_at", MOMENT, nullable=True))
        table.create_check_constraint("offline_days", "offline_days BETWEEN 0 AND 30")
        table.create_check_constraint("dropped", "dropped >= 0")
    op.create_table(
        "survey_sheet",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("response_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_sheet_survey_id")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["survey_response.id"],
            name=op.f("fk_survey_sheet_response_id"),
        ),
        sa.PrimaryKeyConstraint("survey_id", "sheet", name=op.f("pk_survey_sheet")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_survey_sheet_response_id"), "survey_sheet", ["response_id"])


def downgrade() -> None:
    op.drop_table("survey_sheet")
    with op.batch_alter_table("survey") as table:
        table.drop_constraint(op.f("ck_survey_dropped"), type_="check")
        table.drop_constraint(op.f("ck_survey_offline_days"), type_="check")
        table.drop_column("reminded_at")
        table.drop_column("dropped")
        table.drop_column("offline_days")
