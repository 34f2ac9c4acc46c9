"""Take in works: rules of photo, video and story contests, works, votes, marks, results."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_28_take_in_works"
down_revision = "2026_11_28_keep_results"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
#: table → (when it is fixed, columns that no longer change then; with them the row stays too).
KEPT = {
    "work_rules": (
        "OLD.begun_at IS NOT NULL",
        (
            "contest_id",
            "needs",
            "opens_at",
            "closes_at",
            "votes_from",
            "votes_until",
            "individual",
            "collective",
            "most_of_person",
            "most_of_unit",
            "most_individual",
            "most_collective",
            "most_pictures",
            "criteria",
            "full_mark",
            "quorum",
            "vote_weight",
            "cap",
            "standardised",
            "children",
            "likes",
            "begun_at",
        ),
    ),
    "work": (
        "OLD.number IS NOT NULL",
        ("contest_id", "board", "number", "person_id", "unit_id", "sent_at"),
    ),
    "work_result": (
        "OLD.no > 0",
        ("contest_id", "no", "reason", "rows", "caps", "unawarded", "computed_by", "computed_at"),
    ),
}


def upgrade() -> None:
    op.create_table(
        "work_result",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("rows", JSON, nullable=False),
        sa.Column("caps", JSON, nullable=False),
        sa.Column("unawarded", JSON, nullable=False),
        sa.Column("computed_by", sa.String(), nullable=False),
        sa.Column("computed_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by IS NULL)", name=op.f("ck_work_result_published")
        ),
        sa.CheckConstraint("no > 0", name=op.f("ck_work_result_no")),
        sa.ForeignKeyConstraint(
            ["computed_by"], ["person.id"], name=op.f("fk_work_result_computed_by")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_work_result_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_work_result_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_result")),
        sa.UniqueConstraint("contest_id", "no", name=op.f("uq_work_result_contest_id_no")),
    )
    op.create_table(
        "work_rules",
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("needs", sa.String(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=False),
        sa.Column("closes_at", MOMENT, nullable=False),
        sa.Column("votes_from", MOMENT, nullable=True),
        sa.Column("votes_until", MOMENT, nullable=True),
        sa.Column("individual", sa.Boolean(), nullable=False),
        sa.Column("collective", sa.Boolean(), nullable=False),
        sa.Column("most_of_person", sa.Integer(), nullable=True),
        sa.Column("most_of_unit", sa.Integer(), nullable=True),
        sa.Column("most_individual", sa.Integer(), nullable=True),
        sa.Column("most_collective", sa.Integer(), nullable=True),
        sa.Column("most_pictures", sa.Integer(), nullable=False),
        sa.Column("criteria", JSON, nullable=False),
        sa.Column("full_mark", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("vote_weight", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("standardised", sa.Boolean(), nullable=False),
        sa.Column("children", sa.Boolean(), nullable=False),
        sa.Column("likes", sa.Boolean(), nullable=False),
        sa.Column("sent_individual", sa.Integer(), nullable=False),
        sa.Column("sent_collective", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "needs IN ('pictures','story','video')", name=op.f("ck_work_rules_needs")
        ),
        sa.CheckConstraint(
            "(votes_from IS NULL) = (votes_until IS NULL)"
            " AND (votes_from IS NULL OR votes_until > votes_from)",
            name=op.f("ck_work_rules_voting"),
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_work_rules_window")),
        sa.CheckConstraint("full_mark IN (10, 100)", name=op.f("ck_work_rules_full_mark")),
        sa.CheckConstraint("individual OR collective", name=op.f("ck_work_rules_boards")),
        sa.CheckConstraint(
            "most_pictures BETWEEN 1 AND 10", name=op.f("ck_work_rules_most_pictures")
        ),
        sa.CheckConstraint(
            "quorum > 0 AND (cap IS NULL OR cap > 0)", name=op.f("ck_work_rules_numbers")
        ),
        sa.CheckConstraint(
            "sent_individual >= 0 AND sent_collective >= 0", name=op.f("ck_work_rules_sent")
        ),
        sa.CheckConstraint(
            "vote_weight = 0 OR votes_from IS NOT NULL", name=op.f("ck_work_rules_votes_counted")
        ),
        sa.CheckConstraint("vote_weight BETWEEN 0 AND 100", name=op.f("ck_work_rules_vote_weight")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_work_rules_contest_id")
        ),
        sa.PrimaryKeyConstraint("contest_id", name=op.f("pk_work_rules")),
    )
    op.create_table(
        "work_turn",
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.CheckConstraint("sent >= 0", name=op.f("ck_work_turn_sent")),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_work_turn_contest_id")
        ),
        sa.PrimaryKeyConstraint("contest_id", "board", "owner_id", name=op.f("pk_work_turn")),
    )
    op.create_table(
        "work",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("story_html", sa.String(), nullable=False),
        sa.Column("video", sa.String(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("shows", sa.String(), nullable=False),
        sa.Column("people_agree", sa.Boolean(), nullable=False),
        sa.Column("parents_agree", sa.Boolean(), nullable=False),
        sa.Column("text_sha256", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(board = 'collective') = (unit_id IS NOT NULL)", name=op.f("ck_work_unit")
        ),
        sa.CheckConstraint("board IN ('individual','collective')", name=op.f("ck_work_board")),
        sa.CheckConstraint("shows IN ('','nobody','adult','child')", name=op.f("ck_work_shows")),
        sa.CheckConstraint(
            "state IN ('draft','submitted','accepted','refused','withdrawn')",
            name=op.f("ck_work_state"),
        ),
        sa.CheckConstraint(
            "state IN ('draft','withdrawn') OR (number IS NOT NULL AND is_own)",
            name=op.f("ck_work_whole"),
        ),
        sa.CheckConstraint("(number IS NULL) = (sent_at IS NULL)", name=op.f("ck_work_sent")),
        sa.CheckConstraint("number IS NULL OR number > 0", name=op.f("ck_work_number")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_work_community_id")
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contest.id"], name=op.f("fk_work_contest_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_work_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_work_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sa.UniqueConstraint(
            "contest_id", "board", "number", name=op.f("uq_work_contest_id_board_number")
        ),
    )
    op.create_index("ix_work_person", "work", ["person_id", "id"], unique=False)
    op.create_index(
        "ix_work_state", "work", ["contest_id", "state", "board", "number"], unique=False
    )
    op.create_table(
        "juror_conflict",
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("juror_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_juror_conflict_reason")),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["person.id"], name=op.f("fk_juror_conflict_juror_id")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_juror_conflict_work_id")),
        sa.PrimaryKeyConstraint("work_id", "juror_id", name=op.f("pk_juror_conflict")),
    )
    op.create_index(
        op.f("ix_juror_conflict_juror_id"), "juror_conflict", ["juror_id"], unique=False
    )
    op.create_table(
        "like_snapshot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by IS NULL)",
            name=op.f("ck_like_snapshot_confirmed"),
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> entered_by",
            name=op.f("ck_like_snapshot_two_people"),
        ),
        sa.CheckConstraint("likes >= 0", name=op.f("ck_like_snapshot_likes")),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["person.id"], name=op.f("fk_like_snapshot_confirmed_by")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_like_snapshot_entered_by")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_like_snapshot_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_like_snapshot")),
        sa.UniqueConstraint(
            "work_id", "counted_at", name=op.f("uq_like_snapshot_work_id_counted_at")
        ),
    )
    op.create_table(
        "vote_strike",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contest_id", sa.String(), nullable=False),
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lifted_by IS NULL)"
            " AND (lifted_at IS NULL) = (lifted_reason = '')",
            name=op.f("ck_vote_strike_lifted"),
        ),
        sa.CheckConstraint(
            "reason <> '' AND evidence <> '' AND votes > 0", name=op.f("ck_vote_strike_whole")
        ),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_vote_strike_contest_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_vote_strike_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by"], ["person.id"], name=op.f("fk_vote_strike_lifted_by")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_vote_strike_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_strike")),
    )
    op.create_index("ix_vote_strike_contest", "vote_strike", ["contest_id", "id"], unique=False)
    op.create_table(
        "work_flag",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('spike','cluster')", name=op.f("ck_work_flag_kind")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_flag_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_flag")),
        sa.UniqueConstraint(
            "work_id", "kind", "since", name=op.f("uq_work_flag_work_id_kind_since")
        ),
    )
    op.create_table(
        "work_mark",
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("juror_id", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(length=32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("ck_work_mark_points")),
        sa.ForeignKeyConstraint(["juror_id"], ["person.id"], name=op.f("fk_work_mark_juror_id")),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_mark_work_id")),
        sa.PrimaryKeyConstraint("work_id", "juror_id", "criterion", name=op.f("pk_work_mark")),
    )
    op.create_index(op.f("ix_work_mark_juror_id"), "work_mark", ["juror_id"], unique=False)
    op.create_table(
        "work_vote",
        sa.Column("work_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("voted_at", MOMENT, nullable=False),
        sa.Column("strike_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_work_vote_member_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_vote_person_id")),
        sa.ForeignKeyConstraint(
            ["strike_id"], ["vote_strike.id"], name=op.f("fk_work_vote_strike_id")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_work_vote_work_id")),
        sa.PrimaryKeyConstraint("work_id", "person_id", name=op.f("pk_work_vote")),
    )
    op.create_index("ix_work_vote_person", "work_vote", ["person_id", "voted_at"], unique=False)
    op.create_index(op.f("ix_work_vote_strike_id"), "work_vote", ["strike_id"], unique=False)
    with op.batch_alter_table("picture") as picture:
        picture.add_column(
            sa.Column("dhash", sa.String(length=16), nullable=False, server_default="")
        )
    guard = _guard_postgres if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    for table, (fixed, columns) in KEPT.items():
        guard(table, fixed, ", ".join(f'"{column}"' for column in columns))


def _guard_sqlite(table: str, fixed: str, columns: str) -> None:
    for name, when in (("stays", f"UPDATE OF {columns}"), ("kept", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} WHEN {fixed} "
            f"BEGIN SELECT RAISE(ABORT, '{table} stays as it is'); END"
        )


def _guard_postgres(table: str, fixed: str, columns: str) -> None:
    function = f"sen_{table}_stays"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{table} stays as it is'; END $$"
    )
    for name, when in (("stays", f"UPDATE OF {columns}"), ("kept", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} "
            f"FOR EACH ROW WHEN ({fixed}) EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    for table in (
        "work_vote",
        "work_mark",
        "work_flag",
        "vote_strike",
        "like_snapshot",
        "juror_conflict",
        "work",
        "work_turn",
        "work_rules",
        "work_result",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP FUNCTION sen_{table}_stays()")
    with op.batch_alter_table("picture") as picture:
        picture.drop_column("dhash")
