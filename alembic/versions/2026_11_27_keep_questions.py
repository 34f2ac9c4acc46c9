"""Private questions, the closed circle with its register, and places of help."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_keep_questions"
down_revision = "2026_11_27_connect_pages"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
OPEN = sa.text("valid_to IS NULL")


def upgrade() -> None:
    op.create_table(
        "care_holder",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("commune_officer", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("named_by", sa.String(), nullable=False),
        sa.Column("named_at", MOMENT, nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_care_holder_place")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_care_holder_term")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_care_holder_community_id")
        ),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_care_holder_named_by")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_care_holder_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_holder")),
    )
    op.create_index(op.f("ix_care_holder_person_id"), "care_holder", ["person_id"], unique=False)
    op.create_index(
        "uq_care_holder_person",
        "care_holder",
        ["community_id", "person_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "uq_care_holder_place",
        "care_holder",
        ["community_id", "place"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "care_series",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_care_series_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "year", name=op.f("pk_care_series")),
    )
    op.create_table(
        "help_place",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["person.id"], name=op.f("fk_help_place_checked_by")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_help_place_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "key", name=op.f("pk_help_place")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("owned_at", MOMENT, nullable=True),
        sa.Column("safe_contact", sa.String(), nullable=False),
        sa.Column("call_hours", sa.String(), nullable=False),
        sa.Column("consented_at", MOMENT, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_question_closed")
        ),
        sa.CheckConstraint("NOT private OR fold = ''", name=op.f("ck_question_unsearched")),
        sa.CheckConstraint(
            "safe_contact IN ('','here','call','none')", name=op.f("ck_question_safe_contact")
        ),
        sa.CheckConstraint("state IN ('open','answered','closed')", name=op.f("ck_question_state")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR state = 'closed'", name=op.f("ck_question_withdrawn")
        ),
        sa.CheckConstraint(
            "(owner_id IS NULL) = (owned_at IS NULL)", name=op.f("ck_question_owned")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_question_version")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_question_community_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_question_member_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_question_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(
        "ix_question_last", "question", ["community_id", "private", "last_at", "id"], unique=False
    )
    op.create_index(
        "ix_question_list",
        "question",
        ["community_id", "private", "state", "last_at", "id"],
        unique=False,
    )
    op.create_index("ix_question_member", "question", ["member_id", "last_at", "id"], unique=False)
    op.create_index("ix_question_owner", "question", ["owner_id", "last_at", "id"], unique=False)
    op.create_table(
        "care_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("source_type", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("question_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("danger", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("looked_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome = '')", name=op.f("ck_care_case_closed")
        ),
        sa.CheckConstraint("danger IN ('yes','no','unknown')", name=op.f("ck_care_case_danger")),
        sa.CheckConstraint("erased_at IS NULL OR text = ''", name=op.f("ck_care_case_erased")),
        sa.CheckConstraint(
            "source_type IN ('question','post','comment','flag')",
            name=op.f("ck_care_case_source_type"),
        ),
        sa.CheckConstraint("way IN ('herself','words','officer')", name=op.f("ck_care_case_way")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_care_case_closed_by")
        ),
        sa.CheckConstraint(
            "looked_at IS NULL OR due_at IS NULL", name=op.f("ck_care_case_watched")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_care_case_version")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_care_case_closed_by")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_care_case_community_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_care_case_member_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_care_case_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_case")),
        sa.UniqueConstraint(
            "community_id", "year", "no", name=op.f("uq_care_case_community_id_year_no")
        ),
        sa.UniqueConstraint("question_id", name=op.f("uq_care_case_question_id")),
        sa.UniqueConstraint(
            "source_type", "source_id", name=op.f("uq_care_case_source_type_source_id")
        ),
    )
    op.create_index("ix_care_case_due", "care_case", ["due_at"], unique=False)
    op.create_index("ix_care_case_list", "care_case", ["community_id", "id"], unique=False)
    op.create_index(op.f("ix_care_case_member_id"), "care_case", ["member_id"], unique=False)
    op.create_table(
        "question_message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(sender = 'board') = (written_by IS NOT NULL)",
            name=op.f("ck_question_message_written_by"),
        ),
        sa.CheckConstraint(
            "(text = '') = (erased_at IS NOT NULL)", name=op.f("ck_question_message_erased")
        ),
        sa.CheckConstraint("sender IN ('member','board')", name=op.f("ck_question_message_sender")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_message_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_question_message_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_message")),
    )
    op.create_index(
        "ix_question_message_thread", "question_message", ["question_id", "id"], unique=False
    )
    op.create_table(
        "care_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('messaged','called','met','referred','chair','other','closed','reopened')",
            name=op.f("ck_care_step_kind"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_care_step_case_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_care_step_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_step")),
    )
    op.create_index("ix_care_step_case", "care_step", ["case_id", "id"], unique=False)
    op.create_table(
        "care_turn",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_care_turn_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_care_turn_person_id")),
        sa.PrimaryKeyConstraint("case_id", "round", "place", name=op.f("pk_care_turn")),
    )
    op.create_index(op.f("ix_care_turn_person_id"), "care_turn", ["person_id"], unique=False)
    _guard_steps()


def _guard_steps() -> None:
    """What was done stays as it was written: triggers refuse to change, delete or truncate."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER care_step_append_only BEFORE UPDATE OR DELETE ON care_step "
            "FOR EACH ROW EXECUTE FUNCTION sen_append_only()"
        )
        op.execute(
            "CREATE TRIGGER care_step_no_truncate BEFORE TRUNCATE ON care_step "
            "FOR EACH STATEMENT EXECUTE FUNCTION sen_append_only()"
        )
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER care_step_no_{verb.lower()} BEFORE {verb} ON care_step "
                "BEGIN SELECT RAISE(ABORT, 'care_step is append-only'); END"
            )


def downgrade() -> None:
    # A table goes without asking the guards of its rows.
    op.drop_table("care_turn")
    op.drop_table("care_step")
    op.drop_table("question_message")
    op.drop_table("care_case")
    op.drop_table("question")
    op.drop_table("help_place")
    op.drop_table("care_series")
    op.drop_table("care_holder")
