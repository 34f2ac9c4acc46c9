"""Keep the question bank: questions, versions that never change, who has opened it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_keep_question_bank"
down_revision = "2026_11_27_find_posts"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
USED = "EXISTS (SELECT 1 FROM bank_question WHERE id = OLD.question_id AND used_at IS NOT NULL)"
SQLITE_GUARDS = (
    "CREATE TRIGGER bank_question_version_no_update BEFORE UPDATE ON bank_question_version "
    "BEGIN SELECT RAISE(ABORT, 'bank_question_version is append-only'); END",
    "CREATE TRIGGER bank_question_version_kept BEFORE DELETE ON bank_question_version "
    f"WHEN {USED} BEGIN SELECT RAISE(ABORT, 'bank_question_version is used'); END",
    "CREATE TRIGGER bank_question_kept BEFORE DELETE ON bank_question "
    "WHEN OLD.used_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'bank_question is used'); END",
    "CREATE TRIGGER bank_question_stays_used BEFORE UPDATE ON bank_question "
    "WHEN OLD.used_at IS NOT NULL AND NEW.used_at IS NOT OLD.used_at "
    "BEGIN SELECT RAISE(ABORT, 'bank_question is used'); END",
)
POSTGRES_GUARDS = (
    "CREATE OR REPLACE FUNCTION sen_is_used() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '% is used', TG_TABLE_NAME; END $$",
    "CREATE OR REPLACE FUNCTION sen_bank_version_kept() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN IF {USED} THEN RAISE EXCEPTION '% is used', TG_TABLE_NAME; END IF; "
    "RETURN OLD; END $$",
    "CREATE TRIGGER bank_question_version_no_update BEFORE UPDATE ON bank_question_version "
    "FOR EACH ROW EXECUTE FUNCTION sen_append_only()",
    "CREATE TRIGGER bank_question_version_no_truncate BEFORE TRUNCATE "
    "ON bank_question_version FOR EACH STATEMENT EXECUTE FUNCTION sen_append_only()",
    "CREATE TRIGGER bank_question_version_kept BEFORE DELETE ON bank_question_version "
    "FOR EACH ROW EXECUTE FUNCTION sen_bank_version_kept()",
    "CREATE TRIGGER bank_question_kept BEFORE DELETE ON bank_question "
    "FOR EACH ROW WHEN (OLD.used_at IS NOT NULL) EXECUTE FUNCTION sen_is_used()",
    "CREATE TRIGGER bank_question_stays_used BEFORE UPDATE ON bank_question FOR EACH ROW "
    "WHEN (OLD.used_at IS NOT NULL AND NEW.used_at IS DISTINCT FROM OLD.used_at) "
    "EXECUTE FUNCTION sen_is_used()",
)


def upgrade() -> None:
    op.create_table(
        "bank_question",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("difficulty", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("twin_key", sa.String(), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('choice','essay')", name=op.f("ck_bank_question_kind")),
        sa.CheckConstraint(
            "difficulty IN ('easy','medium','hard')", name=op.f("ck_bank_question_difficulty")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_bank_question_version")),
        sa.CheckConstraint("length(twin_key) = 64", name=op.f("ck_bank_question_twin_key")),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_by IS NULL)", name=op.f("ck_bank_question_retired")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_bank_question_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["retired_by"], ["person.id"], name=op.f("fk_bank_question_retired_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_question")),
        sa.UniqueConstraint(
            "community_id", "twin_key", name=op.f("uq_bank_question_community_id_twin_key")
        ),
    )
    op.create_index("ix_bank_question_list", "bank_question", ["community_id", "id"])
    op.create_index(
        "ix_bank_question_drawn",
        "bank_question",
        ["community_id", "topic", "difficulty", "kind", "id"],
    )
    op.create_table(
        "bank_question_version",
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("difficulty", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_html", sa.String(), nullable=False),
        sa.Column("options", JSON, nullable=False),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("picture_id", sa.String(), nullable=True),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('choice','essay')", name=op.f("ck_bank_question_version_kind")
        ),
        sa.CheckConstraint(
            "difficulty IN ('easy','medium','hard')",
            name=op.f("ck_bank_question_version_difficulty"),
        ),
        sa.CheckConstraint(
            "number > 0 AND points > 0", name=op.f("ck_bank_question_version_numbers")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_bank_question_version_text")),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["picture.id"], name=op.f("fk_bank_question_version_picture_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["bank_question.id"],
            name=op.f("fk_bank_question_version_question_id"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_bank_question_version_written_by")
        ),
        sa.PrimaryKeyConstraint("question_id", "number", name=op.f("pk_bank_question_version")),
    )
    op.create_table(
        "bank_reader",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times >= 0", name=op.f("ck_bank_reader_times")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_bank_reader_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_bank_reader_person_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "person_id", name=op.f("pk_bank_reader")),
    )
    on_postgres = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRES_GUARDS if on_postgres else SQLITE_GUARDS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("bank_reader", "bank_question_version", "bank_question"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION sen_is_used()")
        op.execute("DROP FUNCTION sen_bank_version_kept()")
