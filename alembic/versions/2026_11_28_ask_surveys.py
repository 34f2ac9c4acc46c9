"""Ask surveys: forms in versions, ways to come to them, responses apart from who answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_28_ask_surveys"
down_revision = "2026_11_28_play_live_rounds"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
DRAFT = sa.text("published_at IS NULL")
#: table → (when its row is fixed, columns that stay then).
KEPT = {
    "survey_version": (
        "OLD.published_at IS NOT NULL",
        "survey_id, number, form, sha256, changes, published_at",
    ),
    "survey_key": ("OLD.introduced > 0", "survey_id, question, part, key, type, introduced"),
}


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opens_at", MOMENT, nullable=True),
        sa.Column("closes_at", MOMENT, nullable=True),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "identity IN ('identified','token','anonymous')", name=op.f("ck_survey_identity")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR published_at IS NOT NULL", name=op.f("ck_survey_published_state")
        ),
        sa.CheckConstraint(
            "state IN ('draft','published','closed','withdrawn')", name=op.f("ck_survey_state")
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by IS NULL)", name=op.f("ck_survey_published")
        ),
        sa.CheckConstraint("k BETWEEN 2 AND 50", name=op.f("ck_survey_k")),
        sa.CheckConstraint(
            "opens_at IS NULL OR closes_at IS NULL OR closes_at > opens_at",
            name=op.f("ck_survey_window"),
        ),
        sa.CheckConstraint(
            "taken >= 0 AND (most IS NULL OR taken <= most)", name=op.f("ck_survey_taken")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_survey_community_id")
        ),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_survey_created_by")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_survey_published_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_code")),
    )
    op.create_index("ix_survey_list", "survey", ["community_id", "id"], unique=False)
    op.create_table(
        "survey_channel",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_survey_channel_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_channel_survey_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_survey_channel_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_channel")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_channel_code")),
        sa.UniqueConstraint("survey_id", "name", name=op.f("uq_survey_channel_survey_id_name")),
    )
    op.create_table(
        "survey_draft",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(digest) = 64 AND rev >= 0", name=op.f("ck_survey_draft_whole")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_draft_survey_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_survey_draft")),
    )
    op.create_index(op.f("ix_survey_draft_survey_id"), "survey_draft", ["survey_id"], unique=False)
    op.create_table(
        "survey_key",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("introduced", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Integer(), nullable=True),
        sa.CheckConstraint("part IN ('question','option','row')", name=op.f("ck_survey_key_part")),
        sa.CheckConstraint(
            "meaning >= introduced AND introduced > 0", name=op.f("ck_survey_key_numbers")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_key_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "question", "part", "key", name=op.f("pk_survey_key")),
    )
    op.create_table(
        "survey_participation",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_survey_participation_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_participation_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "person_id", name=op.f("pk_survey_participation")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_survey_participation_person_id"),
        "survey_participation",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "survey_quota",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("option", sa.String(length=64), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= most", name=op.f("ck_survey_quota_taken")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_quota_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "question", "option", name=op.f("pk_survey_quota")),
    )
    op.create_table(
        "survey_tally",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("row", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.CheckConstraint("n >= 0", name=op.f("ck_survey_tally_n")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_tally_survey_id")
        ),
        sa.PrimaryKeyConstraint(
            "survey_id", "number", "question", "row", "value", name=op.f("pk_survey_tally")
        ),
    )
    op.create_table(
        "survey_version",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form", JSON, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(published_at IS NULL) = (published_by IS NULL)",
            name=op.f("ck_survey_version_published"),
        ),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_survey_version_sha256")),
        sa.CheckConstraint("number > 0", name=op.f("ck_survey_version_number")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_survey_version_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["person.id"], name=op.f("fk_survey_version_published_by")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_version_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_survey_version")),
    )
    op.create_index(
        "uq_survey_version_draft",
        "survey_version",
        ["survey_id"],
        unique=True,
        sqlite_where=DRAFT,
        postgresql_where=DRAFT,
    )
    op.create_table(
        "survey_pending",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["survey_channel.id"], name=op.f("fk_survey_pending_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "number"],
            ["survey_version.survey_id", "survey_version.number"],
            name=op.f("fk_survey_pending_survey_id_number"),
        ),
        sa.PrimaryKeyConstraint("survey_id", "id", name=op.f("pk_survey_pending")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_response",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("typed_by", sa.String(), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.CheckConstraint("way IN ('web','offline','paper')", name=op.f("ck_survey_response_way")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["survey_channel.id"], name=op.f("fk_survey_response_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_survey_response_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "number"],
            ["survey_version.survey_id", "survey_version.number"],
            name=op.f("fk_survey_response_survey_id_number"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_response_survey_id")
        ),
        sa.ForeignKeyConstraint(
            ["typed_by"], ["person.id"], name=op.f("fk_survey_response_typed_by")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_survey_response_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_response")),
        sa.UniqueConstraint(
            "survey_id", "person_id", name=op.f("uq_survey_response_survey_id_person_id")
        ),
        sa.UniqueConstraint("token", name=op.f("uq_survey_response_token")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_response_list", "survey_response", ["survey_id", "id"], unique=False)
    op.create_index(
        op.f("ix_survey_response_person_id"), "survey_response", ["person_id"], unique=False
    )
    op.create_index(
        "ix_survey_response_uncounted",
        "survey_response",
        ["survey_id", "id"],
        unique=False,
        sqlite_where=sa.text("counted = 0"),
        postgresql_where=sa.text("NOT counted"),
    )
    op.create_table(
        "survey_token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_survey_token_digest")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["survey_channel.id"], name=op.f("fk_survey_token_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_token_survey_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_survey_token")),
    )
    op.create_index(
        "ix_survey_token_list", "survey_token", ["survey_id", "batch", "place"], unique=False
    )
    guard = _guard_postgres if op.get_bind().dialect.name == "postgresql" else _guard_sqlite
    for table, (fixed, columns) in KEPT.items():
        guard(table, fixed, columns)


def _guard_sqlite(table: str, fixed: str, columns: str) -> None:
    for name, when in (("stays", f"UPDATE OF {columns}"), ("kept", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} WHEN {fixed} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is published'); END"
        )


def _guard_postgres(table: str, fixed: str, columns: str) -> None:
    function = f"sen_{table}_published"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {fixed} THEN RAISE EXCEPTION '{table} is published'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    for name, when in (("stays", f"UPDATE OF {columns}"), ("kept", "DELETE")):
        op.execute(
            f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )


def downgrade() -> None:
    for table in (
        "survey_token",
        "survey_response",
        "survey_pending",
        "survey_version",
        "survey_tally",
        "survey_quota",
        "survey_participation",
        "survey_key",
        "survey_draft",
        "survey_channel",
        "survey",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP FUNCTION sen_{table}_published()")
