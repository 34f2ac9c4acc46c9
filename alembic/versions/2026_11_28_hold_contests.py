"""Hold contests: rounds, their questions, who takes part, and her papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_28_hold_contests"
down_revision = "2026_11_27_keep_question_bank"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
IN_PROGRESS = sa.text("state = 'in_progress'")
#: Once the right side holds, these columns stay as they are, and so does the row.
KEPT = {
    "contest": ("kind", "ruleset", "ruleset_sha256", "begun_at"),
    "contest_round": (
        "opens_at",
        "time_limit_s",
        "practice",
        "seed",
        "nonce",
        "commitment",
        "begun_at",
    ),
    "round_question": ("round_id", "key", "place", "kind", "prompt", "options", "answer", "points"),
    "attempt": (
        "round_id",
        "person_id",
        "number",
        "state",
        "started_at",
        "answers",
        "prediction",
        "submitted_at",
        "ended_by",
        "seq",
        "entry",
        "leaf",
        "duration_ms",
    ),
}
FIXED = {
    "contest": "OLD.begun_at IS NOT NULL",
    "contest_round": "OLD.begun_at IS NOT NULL",
    "round_question": "EXISTS (SELECT 1 FROM contest_round"
    " WHERE id = OLD.round_id AND begun_at IS NOT NULL)",
    "attempt": "OLD.state = 'submitted'",
}


def upgrade() -> None:
    op.create_table(
        "contest",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("ruleset", JSON, nullable=False),
        sa.Column("ruleset_sha256", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("decision_number", sa.String(), nullable=False),
        sa.Column("help_phone", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('quiz','photo','story')", name=op.f("ck_contest_kind")),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL",
            name=op.f("ck_contest_published_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft','published','withdrawn')", name=op.f("ck_contest_state")
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by IS NULL)", name=op.f("ck_contest_published")
        ),
        sa.CheckConstraint("length(ruleset_sha256) = 64", name=op.f("ck_contest_ruleset_sha256")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_contest_community_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_contest_created_by")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_contest_published_by")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_contest_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("code", name=op.f("uq_contest_code")),
    )
    op.create_index("ix_contest_list", "contest", ["community_id", "id"], unique=False)
    op.create_table(
        "contest_office",
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint(
            "role IN ('organiser','secretary','juror')", name=op.f("ck_contest_office_role")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_office_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contest_office_person_id")
        ),
        sa.PrimaryKeyConstraint("contest_id", "person_id", "role", name=op.f("pk_contest_office")),
    )
    op.create_index(
        op.f("ix_contest_office_person_id"), "contest_office", ["person_id"], unique=False
    )
    op.create_table(
        "contest_round",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("time_limit_s", sa.Integer(), nullable=True),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("blueprint", JSON, nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_contest_round_window")),
        sa.CheckConstraint(
            "length(nonce) = 64 AND length(commitment) = 64", name=op.f("ck_contest_round_seal")
        ),
        sa.CheckConstraint("number > 0 AND entries >= 0", name=op.f("ck_contest_round_numbers")),
        sa.CheckConstraint(
            "time_limit_s IS NULL OR time_limit_s > 0", name=op.f("ck_contest_round_time_limit")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_round_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_contest_round_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_round")),
        sa.UniqueConstraint(
            "contest_id", "number", name=op.f("uq_contest_round_contest_id_number")
        ),
    )
    op.create_index("ix_contest_round_closes", "contest_round", ["closes_at", "id"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("deadline_at", MOMENT, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("prediction", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=True),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("entry", sa.String(length=16), nullable=True),
        sa.Column("leaf", sa.String(length=64), nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("correct", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL AND seq IS NOT NULL"
            " AND entry IS NOT NULL AND leaf IS NOT NULL AND duration_ms IS NOT NULL"
            " AND correct IS NOT NULL AND points IS NOT NULL AND ended_by <> '')",
            name=op.f("ck_attempt_whole"),
        ),
        sa.CheckConstraint("ended_by IN ('','entrant','clock')", name=op.f("ck_attempt_ended_by")),
        sa.CheckConstraint("state IN ('in_progress','submitted')", name=op.f("ck_attempt_state")),
        sa.CheckConstraint("number > 0 AND rev >= 0", name=op.f("ck_attempt_numbers")),
        sa.CheckConstraint(
            "prediction IS NULL OR prediction >= 0", name=op.f("ck_attempt_prediction")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attempt_person_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_attempt_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("round_id", "entry", name=op.f("uq_attempt_round_id_entry")),
        sa.UniqueConstraint(
            "round_id", "person_id", "number", name=op.f("uq_attempt_round_id_person_id_number")
        ),
        sa.UniqueConstraint("round_id", "seq", name=op.f("uq_attempt_round_id_seq")),
    )
    op.create_index(
        "ix_attempt_due",
        "attempt",
        ["deadline_at", "id"],
        unique=False,
        sqlite_where=IN_PROGRESS,
        postgresql_where=IN_PROGRESS,
    )
    op.create_index("ix_attempt_person", "attempt", ["person_id", "id"], unique=False)
    op.create_index(
        "uq_attempt_in_progress",
        "attempt",
        ["round_id", "person_id"],
        unique=True,
        sqlite_where=IN_PROGRESS,
        postgresql_where=IN_PROGRESS,
    )
    op.create_table(
        "entrant",
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("unit_name", sa.String(), nullable=False),
        sa.Column("phone_masked", sa.String(), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_entrant_contest_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_entrant_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_entrant_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_entrant_unit_id")),
        sa.PrimaryKeyConstraint("contest_id", "person_id", name=op.f("pk_entrant")),
    )
    op.create_index(op.f("ix_entrant_person_id"), "entrant", ["person_id"], unique=False)
    op.create_table(
        "round_question",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("prompt_html", sa.String(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("bank_question_id", sa.String(), nullable=True),
        sa.Column("bank_version", sa.Integer(), nullable=True),
        sa.Column("picture_id", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('choice','essay')", name=op.f("ck_round_question_kind")),
        sa.CheckConstraint("prompt <> ''", name=op.f("ck_round_question_prompt")),
        sa.CheckConstraint(
            "(bank_question_id IS NULL) = (bank_version IS NULL)",
            name=op.f("ck_round_question_bank"),
        ),
        sa.CheckConstraint("place > 0 AND points > 0", name=op.f("ck_round_question_numbers")),
        sa.ForeignKeyConstraint(
            ["bank_question_id", "bank_version"],
            ["bank_question_version.question_id", "bank_question_version.number"],
            name=op.f("fk_round_question_bank_question_id_bank_version"),
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_round_question_picture_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_round_question_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "key", name=op.f("pk_round_question")),
        sa.UniqueConstraint("round_id", "place", name=op.f("uq_round_question_round_id_place")),
    )
    op.create_table(
        "round_turn",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_round_turn_taken")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_turn_person_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_round_turn_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_round_turn")),
    )
    op.create_index(op.f("ix_round_turn_person_id"), "round_turn", ["person_id"], unique=False)
    guard = _guard_postgres if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    for table, columns in KEPT.items():
        guard(table, FIXED[table], ", ".join(columns))


def _guard_sqlite(table: str, fixed: str, columns: str) -> None:
    for name, when in (("stays", f"UPDATE OF {columns}"), ("kept", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} WHEN {fixed} "
            f"BEGIN SELECT RAISE(ABORT, '{table} has begun'); END"
        )


def _guard_postgres(table: str, fixed: str, columns: str) -> None:
    function = f"sen_{table}_begun"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fixed} THEN RAISE EXCEPTION '{table} has begun'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for name, when in (("stays", f"UPDATE OF {columns}"), ("kept", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    for table in (
        "round_turn",
        "round_question",
        "entrant",
        "attempt",
        "contest_round",
        "contest_office",
        "contest",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP FUNCTION sen_{table}_begun()")
