"""Correct and take back answers to needs; tie an action to the bulletin that it became."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_correct_need_answers"
down_revision = "2026_11_28_code_survey_texts"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
ONCE = "uq_need_answer_topic_id_corrects"
LATER = "ck_need_answer_corrects"
BACK = "ck_need_answer_withdrawn"
OF_BULLETIN = "ck_need_action_post"


def upgrade() -> None:
    with op.batch_alter_table("need_answer") as batch:
        batch.add_column(sa.Column("corrects", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("withdrawn_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("withdrawn_by", sa.String(), nullable=True))
        batch.create_unique_constraint(op.f(ONCE), ["topic_id", "corrects"])
        batch.create_check_constraint(op.f(LATER), "corrects IS NULL OR corrects < no")
        batch.create_check_constraint(op.f(BACK), "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)")
        batch.create_foreign_key(
            op.f("fk_need_answer_withdrawn_by"), "person", ["withdrawn_by"], ["id"]
        )
    with op.batch_alter_table("need_action") as batch:
        batch.add_column(sa.Column("post_id", sa.String(), nullable=True))
        batch.create_unique_constraint(op.f("uq_need_action_post_id"), ["post_id"])
        batch.create_check_constraint(op.f(OF_BULLETIN), "post_id IS NULL OR kind = 'bulletin'")
        batch.create_foreign_key(op.f("fk_need_action_post_id"), "post", ["post_id"], ["id"])
        batch.create_index("ix_need_action_due", ["due_on"])


def downgrade() -> None:
    with op.batch_alter_table("need_action") as batch:
        batch.drop_index("ix_need_action_due")
        batch.drop_constraint(op.f("fk_need_action_post_id"), type_="foreignkey")
        batch.drop_constraint(op.f(OF_BULLETIN), type_="check")
        batch.drop_constraint(op.f("uq_need_action_post_id"), type_="unique")
        batch.drop_column("post_id")
    with op.batch_alter_table("need_answer") as batch:
        batch.drop_constraint(op.f("fk_need_answer_withdrawn_by"), type_="foreignkey")
        batch.drop_constraint(op.f(BACK), type_="check")
        batch.drop_constraint(op.f(LATER), type_="check")
        batch.drop_constraint(op.f(ONCE), type_="unique")
        for column in ("withdrawn_by", "withdrawn_at", "corrects"):
            batch.drop_column(column)
