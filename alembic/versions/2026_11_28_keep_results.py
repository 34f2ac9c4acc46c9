"""Keep results of rounds in versions, with rulings, corrected keys and what is told of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_28_keep_results"
down_revision = "2026_11_28_hold_contests"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
APPEND_ONLY = ("contest_result_row", "contest_ruling", "key_correction", "sealed_opening")
KEPT = (
    "id",
    "round_id",
    "no",
    "reason",
    "n",
    "persons",
    "question_count",
    "size",
    "root",
    "ruleset_sha256",
    "key",
    "inputs",
    "inputs_sha256",
    "unawarded",
    "computed_by",
    "computed_at",
)


def upgrade() -> None:
    op.create_table(
        "contest_standing",
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("all_correct", sa.Integer(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("rounds_held", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_standing_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contest_standing_person_id")
        ),
        sa.PrimaryKeyConstraint("contest_id", "place", name=op.f("pk_contest_standing")),
    )
    op.create_index(
        op.f("ix_contest_standing_person_id"), "contest_standing", ["person_id"], unique=False
    )
    op.create_table(
        "contest_unit_count",
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(length=32), nullable=False),
        sa.Column("entrants", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_unit_count_contest_id")
        ),
        sa.PrimaryKeyConstraint("contest_id", "unit_id", name=op.f("pk_contest_unit_count")),
    )
    op.create_table(
        "contest_result",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("ruleset_sha256", sa.String(length=64), nullable=False),
        sa.Column("key", JSON, nullable=False),
        sa.Column("inputs", JSON, nullable=False),
        sa.Column("inputs_sha256", sa.String(length=64), nullable=False),
        sa.Column("unawarded", JSON, nullable=False),
        sa.Column("computed_by", sa.String(), nullable=False),
        sa.Column("computed_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'published') = (published_by IS NOT NULL AND published_at IS NOT NULL)",
            name=op.f("ck_contest_result_published"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR (state = 'published' AND approved_by <> published_by)",
            name=op.f("ck_contest_result_two_people"),
        ),
        sa.CheckConstraint("no = 1 OR reason <> ''", name=op.f("ck_contest_result_reason")),
        sa.CheckConstraint(
            "state IN ('computed','published')", name=op.f("ck_contest_result_state")
        ),
        sa.CheckConstraint(
            "length(root) = 64 AND length(ruleset_sha256) = 64 AND length(inputs_sha256) = 64",
            name=op.f("ck_contest_result_digests"),
        ),
        sa.CheckConstraint(
            "no > 0 AND size >= 0 AND persons >= 0", name=op.f("ck_contest_result_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["person.id"], name=op.f("fk_contest_result_approved_by")
        ),
        sa.ForeignKeyConstraint(
            ["computed_by"], ["person.id"], name=op.f("fk_contest_result_computed_by")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_contest_result_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_contest_result_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_result")),
        sa.UniqueConstraint("round_id", "no", name=op.f("uq_contest_result_round_id_no")),
    )
    op.create_table(
        "contest_ruling",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("ruled_by", sa.String(), nullable=False),
        sa.Column("ruled_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(kind = 'placed') = (place IS NOT NULL)", name=op.f("ck_contest_ruling_place")
        ),
        sa.CheckConstraint(
            "kind IN ('disqualified','reinstated','waived','placed')",
            name=op.f("ck_contest_ruling_kind"),
        ),
        sa.CheckConstraint(
            "no > 0 AND reason <> '' AND evidence <> ''", name=op.f("ck_contest_ruling_whole")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contest_ruling_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_contest_ruling_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["ruled_by"], ["person.id"], name=op.f("fk_contest_ruling_ruled_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_ruling")),
        sa.UniqueConstraint("round_id", "no", name=op.f("uq_contest_ruling_round_id_no")),
    )
    op.create_index(
        op.f("ix_contest_ruling_person_id"), "contest_ruling", ["person_id"], unique=False
    )
    op.create_table(
        "key_correction",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("corrected_by", sa.String(), nullable=False),
        sa.Column("corrected_at", MOMENT, nullable=False),
        sa.CheckConstraint("no > 0 AND reason <> ''", name=op.f("ck_key_correction_whole")),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["person.id"], name=op.f("fk_key_correction_corrected_by")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_key_correction_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_correction")),
        sa.UniqueConstraint("round_id", "no", name=op.f("uq_key_correction_round_id_no")),
    )
    op.create_table(
        "sealed_opening",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("first_by", sa.String(), nullable=False),
        sa.Column("second_by", sa.String(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_sealed_opening_reason")),
        sa.CheckConstraint("first_by <> second_by", name=op.f("ck_sealed_opening_two_people")),
        sa.ForeignKeyConstraint(
            ["first_by"], ["person.id"], name=op.f("fk_sealed_opening_first_by")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_sealed_opening_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["person.id"], name=op.f("fk_sealed_opening_second_by")
        ),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_sealed_opening")),
    )
    op.create_table(
        "winner_naming",
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("choice", sa.String(), nullable=False),
        sa.Column("chosen_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "choice IN ('name_photo','name','nothing')", name=op.f("ck_winner_naming_choice")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_winner_naming_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["contest_round.id"], name=op.f("fk_winner_naming_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_winner_naming")),
    )
    op.create_index(
        op.f("ix_winner_naming_person_id"), "winner_naming", ["person_id"], unique=False
    )
    op.create_table(
        "contest_result_row",
        sa.Column("result_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.String(length=32), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("prediction_distance", sa.BigInteger(), nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("manual", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("passed_over", sa.Boolean(), nullable=False),
        sa.Column("prize", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contest_result_row_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["contest_result.id"], name=op.f("fk_contest_result_row_result_id")
        ),
        sa.PrimaryKeyConstraint("result_id", "person_id", name=op.f("pk_contest_result_row")),
        sa.UniqueConstraint(
            "result_id", "place", name=op.f("uq_contest_result_row_result_id_place")
        ),
    )
    op.create_index(
        op.f("ix_contest_result_row_person_id"), "contest_result_row", ["person_id"], unique=False
    )
    guard = _guard_postgres if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    guard()


def _guard_sqlite() -> None:
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    for name, when, only in _of_result():
        op.execute(
            f"CREATE TRIGGER contest_result_{name} BEFORE {when} ON contest_result {only} "
            "BEGIN SELECT RAISE(ABORT, 'contest_result is append-only'); END"
        )


def _guard_postgres() -> None:
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION sen_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION sen_append_only()"
        )
    for name, when, only in _of_result():
        op.execute(
            f"CREATE TRIGGER contest_result_{name} BEFORE {when} ON contest_result "
            f"FOR EACH ROW {only} EXECUTE FUNCTION sen_append_only()"
        )


def _of_result() -> tuple[tuple[str, str, str], ...]:
    return (
        ("stays", f"UPDATE OF {', '.join(KEPT)}", ""),
        ("published", "UPDATE", "WHEN (OLD.state = 'published')"),
        ("kept", "DELETE", ""),
    )


def downgrade() -> None:
    op.drop_table("contest_result_row")
    op.drop_table("winner_naming")
    op.drop_table("sealed_opening")
    op.drop_table("key_correction")
    op.drop_table("contest_ruling")
    op.drop_table("contest_result")
    op.drop_table("contest_unit_count")
    op.drop_table("contest_standing")
