"""Send notices: one a person and event, what she wishes, deliveries; the weekly sheet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_send_notices"
down_revision = "2026_11_27_keep_pictures"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
EMPTY = sa.text("''")
LIVING = sa.text("state IN ('queued', 'sending', 'sent', 'unknown')")
UNTOLD = sa.text("told_at IS NULL")
UNREAD = sa.text("read_at IS NULL")
UNPLANNED = sa.text("planned_at IS NULL")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _notices()
    _preferences()
    _deliveries()
    _sheets()


def _notices() -> None:
    """A notice of old is its own event, and has gone its way: none leaves because of an update."""
    op.drop_index("ix_notice_untold", "notice")
    op.add_column("notice", sa.Column("person_id", sa.String(), nullable=True))
    op.add_column("notice", sa.Column("event", sa.String(), nullable=True))
    op.add_column(
        "notice",
        sa.Column("urgency", sa.String(), nullable=False, server_default=sa.text("'at_once'")),
    )
    for name in ("subject_type", "subject_id", "path"):
        op.add_column("notice", sa.Column(name, sa.String(), nullable=False, server_default=EMPTY))
    op.add_column("notice", sa.Column("planned_at", MOMENT, nullable=True))
    op.execute(
        "UPDATE notice SET event = id, planned_at = created_at, subject_type = 'member',"
        " subject_id = member_id, path = '/members/' || member_id,"
        " person_id = (SELECT person_id FROM member WHERE member.id = notice.member_id)"
    )
    with op.batch_alter_table("notice") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("event", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("member_id", existing_type=sa.String(), nullable=True)
        batch_op.create_check_constraint(
            op.f("ck_notice_urgency"), "urgency IN ('at_once','digest','board')"
        )
        batch_op.create_unique_constraint(op.f("uq_notice_person_id_event"), ["person_id", "event"])
        batch_op.create_foreign_key(op.f("fk_notice_person_id"), "person", ["person_id"], ["id"])
    _untold()
    op.create_index("ix_notice_inbox", "notice", ["person_id", "id"])
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["created_at"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )
    op.create_index(
        "ix_notice_unplanned",
        "notice",
        ["visible_from"],
        sqlite_where=UNPLANNED,
        postgresql_where=UNPLANNED,
    )


def _untold() -> None:
    op.create_index(
        "ix_notice_untold",
        "notice",
        ["community_id", "visible_from"],
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )


def _preferences() -> None:
    table = "notice_preference"
    op.create_table(
        table,
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmation_sent_at", MOMENT, nullable=True),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("by_zalo", sa.Boolean(), nullable=False),
        sa.Column("by_sms", sa.Boolean(), nullable=False),
        sa.Column("muted", JSON, nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("daily_by_sms", sa.Boolean(), nullable=False),
        sa.Column("daily_hour", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_to", sa.Integer(), nullable=False),
        sa.Column("urgent_at_night", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "daily_hour BETWEEN 0 AND 23", name=op.f("ck_notice_preference_daily_hour")
        ),
        sa.CheckConstraint(
            "quiet_from BETWEEN 0 AND 1439 AND quiet_to BETWEEN 0 AND 1439",
            name=op.f("ck_notice_preference_quiet"),
        ),
        sa.CheckConstraint(
            "email_confirmed_at IS NULL OR email <> ''",
            name=op.f("ck_notice_preference_confirmed"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_notice_preference_version")),
        _foreign(table, "person_id", "person.id"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_notice_preference")),
    )


def _deliveries() -> None:
    table = "delivery"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("notice_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address_digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("channel IN ('email','zalo','sms')", name=op.f("ck_delivery_channel")),
        sa.CheckConstraint(
            "state IN ('queued','sending','sent','failed','given_up','unknown','held')",
            name=op.f("ck_delivery_state"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_delivery_attempts")),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "notice_id", "notice.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("notice_id", "channel", name=op.f("uq_delivery_notice_id_channel")),
    )
    op.create_index("ix_delivery_page", table, ["community_id", "id"])
    op.create_index(
        "uq_delivery_living",
        table,
        ["notice_id"],
        unique=True,
        sqlite_where=LIVING,
        postgresql_where=LIVING,
    )


def _sheets() -> None:
    table = "weekly_sheet"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("praise", sa.String(), nullable=False),
        sa.Column("suggestion", sa.String(), nullable=False),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.Column("matters", JSON, nullable=False),
        sa.Column("content", JSON, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_weekly_sheet_settled")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_weekly_sheet_version")),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "settled_by", "person.id"),
        _foreign(table, "changed_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_sheet")),
        sa.UniqueConstraint("community_id", "week", name=op.f("uq_weekly_sheet_community_id_week")),
    )


def downgrade() -> None:
    for table in ("weekly_sheet", "delivery", "notice_preference"):
        op.drop_table(table)
    for index in ("ix_notice_unplanned", "ix_notice_unread", "ix_notice_inbox", "ix_notice_untold"):
        op.drop_index(index, "notice")
    op.execute("DELETE FROM notice WHERE member_id IS NULL")
    with op.batch_alter_table("notice") as batch_op:
        batch_op.drop_constraint(op.f("fk_notice_person_id"), type_="foreignkey")
        batch_op.drop_constraint(op.f("uq_notice_person_id_event"), type_="unique")
        batch_op.drop_constraint(op.f("ck_notice_urgency"), type_="check")
        batch_op.alter_column("member_id", existing_type=sa.String(), nullable=False)
        for name in (
            "person_id",
            "event",
            "urgency",
            "subject_type",
            "subject_id",
            "path",
            "planned_at",
        ):
            batch_op.drop_column(name)
    _untold()
