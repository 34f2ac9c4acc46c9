"""The ladder of restraints and the appeals against decisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_keep_sanctions"
down_revision = "2026_11_27_screen_texts"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    _sanctions()
    _appeals()


def _sanctions() -> None:
    table = "sanction"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("evidence_type", sa.String(), nullable=True),
        sa.Column("evidence_id", sa.String(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_how", sa.String(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("end_words", sa.String(), nullable=False),
        _check(table, "kind", "kind IN ('warning','pre_reading','mute')"),
        _check(table, "until", "until > decided_at"),
        _check(table, "ended", "(ended_at IS NULL) = (ended_how IS NULL)"),
        _check(
            table, "ended_how", "ended_how IS NULL OR ended_how IN ('expired','lifted','appeal')"
        ),
        _check(table, "evidence", "(evidence_id IS NULL) = (evidence_type IS NULL)"),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "member_id", "member.id"),
        _foreign(table, "person_id", "person.id"),
        _foreign(table, "decided_by", "person.id"),
        _foreign(table, "ended_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanction")),
    )
    op.create_index(
        "uq_sanction_active",
        table,
        ["member_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_sanction_member_id", table, ["member_id"])
    op.create_index("ix_sanction_person_id", table, ["person_id", "community_id"])
    op.create_index("ix_sanction_until", table, ["ended_at", "until"])


def _appeals() -> None:
    table = "appeal"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("decision_id", sa.String(length=64), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("also_decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decision_words", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        _check(table, "subject_type", "subject_type IN ('sanction','post','member')"),
        _check(table, "state", "state IN ('submitted','approved','refused')"),
        _check(table, "answered", "(state = 'submitted') = (answered_at IS NULL)"),
        _check(table, "answerer", "(answered_at IS NULL) = (answered_by IS NULL)"),
        _check(table, "answer", "answered_at IS NULL OR answer <> ''"),
        _check(table, "somebody_else", "answered_by <> decided_by"),
        _check(table, "nor_the_other", "answered_by <> also_decided_by"),
        _check(table, "not_herself", "answered_by <> person_id"),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "person_id", "person.id"),
        _foreign(table, "member_id", "member.id"),
        _foreign(table, "decided_by", "person.id"),
        _foreign(table, "also_decided_by", "person.id"),
        _foreign(table, "answered_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
    )
    op.create_index(
        "uq_appeal_open",
        table,
        ["subject_type", "subject_id"],
        unique=True,
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )
    op.create_index("ix_appeal_person_id", table, ["person_id", "id"])
    op.create_index("ix_appeal_subject", table, ["subject_type", "subject_id"])


def downgrade() -> None:
    op.drop_table("appeal")
    op.drop_table("sanction")
