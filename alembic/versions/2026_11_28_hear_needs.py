"""Hear needs: monthly themes, what members voice, topics, answers, actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_hear_needs"
down_revision = "2026_11_28_take_survey_answers"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
SOURCES = "'question','post','comment','flag','outside_post','work'"


def _fk(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "need_theme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.CheckConstraint("title <> '' AND question <> ''", name=op.f("ck_need_theme_whole")),
        _fk("need_theme", "community_id", "community"),
        _fk("need_theme", "set_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_theme")),
        sa.UniqueConstraint("community_id", "month", name=op.f("uq_need_theme_community_id_month")),
    )
    op.create_table(
        "need_topic",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('open','done','doing','not_possible')", name=op.f("ck_need_topic_state")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_need_topic_title")),
        sa.CheckConstraint(
            "merged_into IS NULL OR merged_into <> id", name=op.f("ck_need_topic_merged")
        ),
        _fk("need_topic", "community_id", "community"),
        _fk("need_topic", "created_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_topic")),
    )
    op.create_index("ix_need_topic_month", "need_topic", ["community_id", "month", "id"])
    op.create_table(
        "need",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("topic_id", sa.String(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_need_text")),
        _fk("need", "community_id", "community"),
        _fk("need", "member_id", "member"),
        _fk("need", "person_id", "person"),
        _fk("need", "topic_id", "need_topic"),
        _fk("need", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_index("ix_need_gathering", "need", ["community_id", "topic_id", "id"])
    op.create_index("ix_need_topic", "need", ["topic_id"])
    op.create_index("ix_need_person", "need", ["person_id", "id"])
    op.create_table(
        "need_voice",
        sa.Column("topic_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("joined_at", MOMENT, nullable=False),
        _fk("need_voice", "member_id", "member"),
        _fk("need_voice", "person_id", "person"),
        _fk("need_voice", "topic_id", "need_topic"),
        _fk("need_voice", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("topic_id", "person_id", name=op.f("pk_need_voice")),
    )
    op.create_index(op.f("ix_need_voice_person_id"), "need_voice", ["person_id"])
    op.create_table(
        "need_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("topic_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('done','doing','not_possible')", name=op.f("ck_need_answer_state")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_need_answer_text")),
        sa.CheckConstraint(
            "state <> 'not_possible' OR reason <> ''", name=op.f("ck_need_answer_reason")
        ),
        sa.CheckConstraint("no > 0", name=op.f("ck_need_answer_no")),
        _fk("need_answer", "answered_by", "person"),
        _fk("need_answer", "topic_id", "need_topic"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_answer")),
        sa.UniqueConstraint("topic_id", "no", name=op.f("uq_need_answer_topic_id_no")),
    )
    op.create_table(
        "need_action",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("topic_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("planned_by", sa.String(), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('bulletin','training','task')", name=op.f("ck_need_action_kind")
        ),
        sa.CheckConstraint(
            "state IN ('planned','done','dropped')", name=op.f("ck_need_action_state")
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_need_action_title")),
        _fk("need_action", "owner_id", "person"),
        _fk("need_action", "planned_by", "person"),
        _fk("need_action", "topic_id", "need_topic"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_action")),
    )
    op.create_index("ix_need_action_topic", "need_action", ["topic_id", "id"])
    _check(f"source_type IN ({SOURCES},'need')")


def downgrade() -> None:
    for table in ("need_action", "need_answer", "need_voice", "need", "need_topic", "need_theme"):
        op.drop_table(table)
    _check(f"source_type IN ({SOURCES})")


def _check(condition: str) -> None:
    name = op.f("ck_care_case_source_type")
    with op.batch_alter_table("care_case") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, condition)
