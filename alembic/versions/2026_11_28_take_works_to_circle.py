"""What a work tells of violence reaches the closed circle; its winner says how she is named."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_take_works_to_circle"
down_revision = "2026_11_28_ask_surveys"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
SOURCES = "'question','post','comment','flag','outside_post'"


def upgrade() -> None:
    _check(f"source_type IN ({SOURCES},'work')")
    op.create_table(
        "work_naming",
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "choice IN ('name_photo','name','nothing')", name=op.f("ck_work_naming_choice")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_naming_work_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_work_naming")),
    )


def downgrade() -> None:
    op.drop_table("work_naming")
    _check(f"source_type IN ({SOURCES})")


def _check(condition: str) -> None:
    name = op.f("ck_care_case_source_type")
    with op.batch_alter_table("care_case") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, condition)
