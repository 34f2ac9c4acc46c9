"""What a work tells of violence reaches the closed circle, as a post does."""

from __future__ import annotations

from alembic import op

revision = "2026_11_28_take_works_to_circle"
down_revision = "2026_11_28_ask_surveys"
branch_labels = None
depends_on = None

SOURCES = "'question','post','comment','flag','outside_post'"


def upgrade() -> None:
    _check(f"source_type IN ({SOURCES},'work')")


def downgrade() -> None:
    _check(f"source_type IN ({SOURCES})")


def _check(condition: str) -> None:
    name = op.f("ck_care_case_source_type")
    with op.batch_alter_table("care_case") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, condition)
