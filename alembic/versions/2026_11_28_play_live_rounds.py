"""Play live rounds: their questions, players and answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_28_play_live_rounds"
down_revision = "2026_11_28_report_fakes"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "live_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_live_round_ended")
        ),
        sa.CheckConstraint(
            "state IN ('waiting','asking','closed','ended')", name=op.f("ck_live_round_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('asking','closed') OR place > 0", name=op.f("ck_live_round_place")
        ),
        sa.CheckConstraint("(asked_at IS NULL) = (place = 0)", name=op.f("ck_live_round_asked")),
        sa.CheckConstraint("place >= 0 AND version > 0", name=op.f("ck_live_round_numbers")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_live_round_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_live_round_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_round")),
    )
    op.create_index("ix_live_round_list", "live_round", ["contest_id", "id"], unique=False)
    op.create_table(
        "live_player",
        sa.Column("live_round_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_live_player_points")),
        sa.ForeignKeyConstraint(
            ["live_round_id"], ["live_round.id"], name=op.f("fk_live_player_live_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_live_player_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_live_player_person_id")
        ),
        sa.PrimaryKeyConstraint("live_round_id", "person_id", name=op.f("pk_live_player")),
    )
    op.create_index(
        "ix_live_player_board", "live_player", ["live_round_id", "points"], unique=False
    )
    op.create_index(op.f("ix_live_player_person_id"), "live_player", ["person_id"], unique=False)
    op.create_table(
        "live_question",
        sa.Column("live_round_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("bank_question_id", sa.String(), nullable=True),
        sa.Column("bank_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("prompt <> ''", name=op.f("ck_live_question_prompt")),
        sa.CheckConstraint(
            "(bank_question_id IS NULL) = (bank_version IS NULL)",
            name=op.f("ck_live_question_bank"),
        ),
        sa.CheckConstraint(
            "place > 0 AND points > 0 AND seconds > 0", name=op.f("ck_live_question_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["bank_question_id", "bank_version"],
            ["bank_question_version.question_id", "bank_question_version.number"],
            name=op.f("fk_live_question_bank_question_id_bank_version"),
        ),
        sa.ForeignKeyConstraint(
            ["live_round_id"], ["live_round.id"], name=op.f("fk_live_question_live_round_id")
        ),
        sa.PrimaryKeyConstraint("live_round_id", "key", name=op.f("pk_live_question")),
        sa.UniqueConstraint(
            "live_round_id", "place", name=op.f("uq_live_question_live_round_id_place")
        ),
    )
    op.create_table(
        "live_answer",
        sa.Column("live_round_id", sa.String(), nullable=False),
        sa.Column("question_key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("option", sa.String(length=64), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "milliseconds >= 0 AND points >= 0", name=op.f("ck_live_answer_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["live_round_id", "person_id"],
            ["live_player.live_round_id", "live_player.person_id"],
            name=op.f("fk_live_answer_live_round_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["live_round_id", "question_key"],
            ["live_question.live_round_id", "live_question.key"],
            name=op.f("fk_live_answer_live_round_id_question_key"),
        ),
        sa.PrimaryKeyConstraint(
            "live_round_id", "question_key", "person_id", name=op.f("pk_live_answer")
        ),
    )
    op.create_index(
        "ix_live_answer_player", "live_answer", ["live_round_id", "person_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("live_answer")
    op.drop_table("live_player")
    op.drop_table("live_question")
    op.drop_table("live_round")
