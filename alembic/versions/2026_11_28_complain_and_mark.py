"""Complain and mark: complaints of entrants, marks of essays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_complain_and_mark"
down_revision = "2026_11_28_take_in_works"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    # In plain words: a batch would make the table anew and lose its triggers.
    op.execute(
        "ALTER TABLE contest ADD COLUMN complaint_days INTEGER DEFAULT '3' NOT NULL"
        " CONSTRAINT ck_contest_complaint_days CHECK (complaint_days BETWEEN 1 AND 30)"
    )
    op.execute("ALTER TABLE contest ADD COLUMN complaints INTEGER DEFAULT '0' NOT NULL")
    _complaints()
    _marks()


def _complaints() -> None:
    op.create_table(
        "contest_complaint",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('open','answered','withdrawn')", name=op.f("ck_contest_complaint_state")
        ),
        sa.CheckConstraint("number > 0 AND version > 0", name=op.f("ck_contest_complaint_numbers")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_contest_complaint_text")),
        sa.CheckConstraint(
            "(state = 'open') = (closed_at IS NULL)", name=op.f("ck_contest_complaint_closed")
        ),
        sa.CheckConstraint(
            "outcome IN ('','accepted','kept')"
            " AND (state = 'answered') = (outcome <> '')"
            " AND (state = 'answered') = (answer <> '')"
            " AND (state = 'answered') = (answered_by IS NOT NULL)",
            name=op.f("ck_contest_complaint_answered"),
        ),
        sa.CheckConstraint(
            "answered_by <> person_id", name=op.f("ck_contest_complaint_not_herself")
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_contest_complaint_{column}")
            )
            for column, table in (
                ("contest_id", "contest"),
                ("round_id", "contest_round"),
                ("person_id", "person"),
                ("attempt_id", "attempt"),
                ("answered_by", "person"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_complaint")),
        sa.UniqueConstraint(
            "contest_id", "number", name=op.f("uq_contest_complaint_contest_id_number")
        ),
    )
    op.create_index(
        "uq_contest_complaint_open",
        "contest_complaint",
        ["round_id", "person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_contest_complaint_list", "contest_complaint", ["round_id", "id"])
    op.create_index("ix_contest_complaint_person", "contest_complaint", ["person_id", "id"])


def _marks() -> None:
    op.create_table(
        "essay_mark",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("question_key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("marker_id", sa.String(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_essay_mark_place")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_essay_mark_points")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_essay_mark_attempt_id")
        ),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name=op.f("fk_essay_mark_marker_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "question_key"],
            ["round_question.round_id", "round_question.key"],
            name=op.f("fk_essay_mark_round_id_question_key"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question_key", "place", name=op.f("pk_essay_mark")),
        sa.UniqueConstraint(
            "attempt_id",
            "question_key",
            "marker_id",
            name=op.f("uq_essay_mark_attempt_id_question_key_marker_id"),
        ),
    )
    op.create_index("ix_essay_mark_round", "essay_mark", ["round_id", "question_key", "attempt_id"])
    op.create_index("ix_essay_mark_marker", "essay_mark", ["marker_id", "round_id"])
    for statement in _append_only():
        op.execute(statement)


def _append_only() -> list[str]:
    if op.get_bind().dialect.name == "postgresql":
        call = "EXECUTE FUNCTION sen_append_only()"
        return [
            "CREATE TRIGGER essay_mark_append_only BEFORE UPDATE OR DELETE ON essay_mark"
            f" FOR EACH ROW {call}",
            "CREATE TRIGGER essay_mark_no_truncate BEFORE TRUNCATE ON essay_mark"
            f" FOR EACH STATEMENT {call}",
        ]
    return [
        f"CREATE TRIGGER essay_mark_no_{verb.lower()} BEFORE {verb} ON essay_mark "
        "BEGIN SELECT RAISE(ABORT, 'essay_mark is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def downgrade() -> None:
    op.drop_table("essay_mark")
    op.drop_table("contest_complaint")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("contest", "complaints")
        op.drop_column("contest", "complaint_days")
        return
    op.execute("ALTER TABLE contest DROP COLUMN complaints")
    op.execute("ALTER TABLE contest DROP COLUMN complaint_days")
