"""Create the house and the first nouns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_25_create_house"
down_revision = None
branch_labels = None
depends_on = None

#: A moment: `timestamptz` on PostgreSQL, sortable text on SQLite.
MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "regulation_acceptance",
    "notice",
    "message",
    "consent",
    "code_failure",
    "token",
    "sign_in",
    "member",
    "login",
    "unit_parent",
    "unit_name",
    "unit_code",
    "shared_decision",
    "review_item",
    "regulation",
    "reason_template",
    "privacy_notice",
    "password_link",
    "outbox",
    "join_form",
    "invitation",
    "hand_over",
    "duty_day",
    "community_host",
    "audit_row",
    "appointment",
    "account",
    "unit",
    "person",
    "kept_answer",
    "job",
    "counter_delta",
    "counter",
    "community",
    "audit_seal",
    "audit_salt",
)


def upgrade() -> None:
    op.create_table(
        "audit_salt",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_audit_salt")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_audit_seal_hash")),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("row_id", name=op.f("uq_audit_seal_row_id")),
    )
    op.create_table(
        "community",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mission", sa.String(), nullable=False),
        sa.Column("short_mission", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("reassurances", JSON, nullable=False),
        sa.Column("platforms", JSON, nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("settings", JSON, nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("slug", name=op.f("uq_community_slug")),
    )
    op.create_table(
        "counter",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", name=op.f("pk_counter")),
    )
    op.create_table(
        "counter_delta",
        sa.Column("id", ROW_NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_delta")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("counter_delta", schema=None) as batch_op:
        batch_op.create_index("ix_counter_delta_of", ["scope", "name"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("task", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=True),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_at", MOMENT, nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("leased_by", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting','running','done','failed')", name=op.f("ck_job_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("task", "slot", name=op.f("uq_job_task_slot")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_waiting", ["state", "run_at"], unique=False)

    op.create_table(
        "kept_answer",
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("caller", "method", "address", "key", name=op.f("pk_kept_answer")),
    )
    with op.batch_alter_table("kept_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_answer_kept_at"), ["kept_at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("family_middle", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("call_me", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("official_order", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('central','province','district_legacy','commune',"
            "'direct_unit','chapter','group')",
            name=op.f("ck_unit_kind"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_unit_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("invented", sa.Boolean(), nullable=False),
        sa.Column("administrator", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("person_id", name=op.f("uq_account_person_id")),
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("community_id", sa.String(), nullable=True),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("nominating_unit", sa.String(), nullable=False),
        sa.Column("nominating_level", sa.String(), nullable=True),
        sa.Column("rank_order", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("delegated_from", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "role IN ('chair','vice_chair','moderator','membership',"
            "'editor','contests','questions','adviser',"
            "'officer')",
            name=op.f("ck_appointment_role"),
        ),
        sa.CheckConstraint(
            "(community_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_appointment_place")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_appointment_period")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_appointment_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["delegated_from"], ["appointment.id"], name=op.f("fk_appointment_delegated_from")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_appointment_person_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_appointment_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointment_community_id"), ["community_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_appointment_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_appointment_open_community",
            ["person_id", "role", "community_id"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )
        batch_op.create_index(
            "uq_appointment_open_unit",
            ["person_id", "role", "unit_id"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )

    op.create_table(
        "audit_row",
        sa.Column("id", ROW_NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("community_id", sa.String(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("right", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("tx", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_audit_row_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_row")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_row", schema=None) as batch_op:
        batch_op.create_index("ix_audit_row_chain", ["chain", "id"], unique=False)
        batch_op.create_index("ix_audit_row_subject", ["subject_type", "subject_id"], unique=False)

    op.create_table(
        "community_host",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("official_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_community_host_community_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_community_host_unit_id")),
        sa.PrimaryKeyConstraint("community_id", "unit_id", name=op.f("pk_community_host")),
    )
    with op.batch_alter_table("community_host", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_host_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "duty_day",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("main_id", sa.String(), nullable=False),
        sa.Column("substitute_id", sa.String(), nullable=False),
        sa.Column("fixed_work", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("main_id <> substitute_id", name=op.f("ck_duty_day_two_people")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_duty_day_community_id")
        ),
        sa.ForeignKeyConstraint(["main_id"], ["person.id"], name=op.f("fk_duty_day_main_id")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["person.id"], name=op.f("fk_duty_day_substitute_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "day", name=op.f("pk_duty_day")),
    )
    op.create_table(
        "hand_over",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_hand_over_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["person.id"], name=op.f("fk_hand_over_written_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hand_over_community_id"), ["community_id"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("inviter_id", sa.String(), nullable=True),
        sa.Column("inviter_name", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_invitation_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["inviter_id"], ["person.id"], name=op.f("fk_invitation_inviter_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_community_id"), ["community_id"], unique=False
        )

    op.create_table(
        "join_form",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("questions", JSON, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_join_form_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_form")),
        sa.UniqueConstraint(
            "community_id", "version", name=op.f("uq_join_form_community_id_version")
        ),
    )
    op.create_table(
        "outbox",
        sa.Column("id", ROW_NUMBER, sa.Identity(always=False), nullable=False),
        sa.Column("community_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_outbox_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_community_id"), ["community_id"], unique=False)

    op.create_table(
        "password_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_password_link_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_password_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_password_link_digest")),
    )
    with op.batch_alter_table("password_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "privacy_notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("consents", JSON, nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_privacy_notice_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_notice")),
        sa.UniqueConstraint(
            "community_id", "version", name=op.f("uq_privacy_notice_community_id_version")
        ),
    )
    op.create_table(
        "reason_template",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("official_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_reason_template_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_template")),
        sa.UniqueConstraint(
            "community_id", "code", name=op.f("uq_reason_template_community_id_code")
        ),
    )
    op.create_table(
        "regulation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('group','board')", name=op.f("ck_regulation_kind")),
        sa.CheckConstraint("version > 0", name=op.f("ck_regulation_version")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_regulation_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation")),
        sa.UniqueConstraint(
            "community_id", "kind", "version", name=op.f("uq_regulation_community_id_kind_version")
        ),
    )
    op.create_table(
        "review_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("claim_until", MOMENT, nullable=True),
        sa.Column("escalated_to", sa.String(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column("internal_note", sa.String(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=True),
        sa.Column("previous_id", sa.String(), nullable=True),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted','needs_info','escalated','approved',"
            "'refused','withdrawn','expired','reversed')",
            name=op.f("ck_review_item_state"),
        ),
        sa.CheckConstraint(
            "(claimed_by IS NULL) = (claim_until IS NULL)", name=op.f("ck_review_item_claim")
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["person.id"], name=op.f("fk_review_item_claimed_by")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_review_item_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_review_item_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["review_item.id"], name=op.f("fk_review_item_previous_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
    )
    with op.batch_alter_table("review_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_review_item_decided", ["community_id", "decided_at"], unique=False
        )
        batch_op.create_index(
            "ix_review_item_inbox", ["community_id", "state", "due_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_review_item_subject", ["subject_type", "subject_id"], unique=False
        )
        batch_op.create_index(
            "uq_review_item_open",
            ["kind", "subject_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('submitted', 'needs_info', 'escalated')"),
            postgresql_where=sa.text("state IN ('submitted', 'needs_info', 'escalated')"),
        )

    op.create_table(
        "shared_decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("first_by", sa.String(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("second_by", sa.String(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "second_by IS NULL OR second_by <> first_by", name=op.f("ck_shared_decision_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_shared_decision_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_by"], ["person.id"], name=op.f("fk_shared_decision_first_by")
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["person.id"], name=op.f("fk_shared_decision_second_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_decision")),
    )
    with op.batch_alter_table("shared_decision", schema=None) as batch_op:
        batch_op.create_index(
            "uq_shared_decision_open",
            ["action", "subject_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "unit_code",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_unit_code_period")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_code_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_code")),
        sa.UniqueConstraint(
            "scheme", "code", "valid_from", name=op.f("uq_unit_code_scheme_code_valid_from")
        ),
    )
    with op.batch_alter_table("unit_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_code_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_name",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_unit_name_period")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_name_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_name")),
        sa.UniqueConstraint("unit_id", "valid_from", name=op.f("uq_unit_name_unit_id_valid_from")),
    )
    with op.batch_alter_table("unit_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_name_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "unit_parent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("unit_id <> parent_id", name=op.f("ck_unit_parent_not_itself")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_unit_parent_period")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_parent_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_parent_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_parent")),
        sa.UniqueConstraint(
            "unit_id", "valid_from", name=op.f("uq_unit_parent_unit_id_valid_from")
        ),
    )
    with op.batch_alter_table("unit_parent", schema=None) as batch_op:
        batch_op.create_index("ix_unit_parent_parent_id", ["parent_id"], unique=False)

    op.create_table(
        "login",
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('phone','email','member_code')", name=op.f("ck_login_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_account_id")),
        sa.PrimaryKeyConstraint("value", name=op.f("pk_login")),
    )
    with op.batch_alter_table("login", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_account_id"), ["account_id"], unique=False)

    op.create_table(
        "member",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("file_no", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("phone_shared", sa.Boolean(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("sort_key", BYTEWISE, nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("hamlet", sa.String(), nullable=False),
        sa.Column("union_status", sa.String(), nullable=False),
        sa.Column("platform_name", sa.String(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("under_18", sa.Boolean(), nullable=False),
        sa.Column("deceased", sa.Boolean(), nullable=False),
        sa.Column("invitation_id", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("applied_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("suspended_until", MOMENT, nullable=True),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state <> 'suspended' OR suspended_until IS NOT NULL", name=op.f("ck_member_suspension")
        ),
        sa.CheckConstraint(
            "state IN ('submitted','needs_info','approved','refused',"
            "'withdrawn','expired','suspended','left',"
            "'removed')",
            name=op.f("ck_member_state"),
        ),
        sa.CheckConstraint(
            "union_status IN ('member','not_member','unknown')", name=op.f("ck_member_union_status")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_member_version")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_member_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_member_invitation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_member_recorded_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_member_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("code", name=op.f("uq_member_code")),
        sa.UniqueConstraint("file_no", name=op.f("uq_member_file_no")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index("ix_member_by_age", ["community_id", "id"], unique=False)
        batch_op.create_index("ix_member_by_name", ["community_id", "sort_key", "id"], unique=False)
        batch_op.create_index(
            "ix_member_by_state", ["community_id", "state", "sort_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_member_by_unit", ["community_id", "unit_id", "sort_key", "id"], unique=False
        )
        batch_op.create_index("ix_member_fold", ["community_id", "fold"], unique=False)
        batch_op.create_index(batch_op.f("ix_member_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_member_phone", ["phone"], unique=False)
        batch_op.create_index(
            "uq_member_open",
            ["community_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('submitted', 'needs_info', 'approved', 'suspended')"),
            postgresql_where=sa.text(
                "state IN ('submitted', 'needs_info', 'approved', 'suspended')"
            ),
        )

    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("shared_device", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("digest", name=op.f("uq_sign_in_digest")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("scopes", JSON, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_token_digest")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "code_failure",
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("window_started_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_code_failure_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_code_failure")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "purpose IN ('management','contact','publication','sensitive')",
            name=op.f("ck_consent_purpose"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_consent_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(
            "uq_consent_open",
            ["member_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "message",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint("sender IN ('board','applicant')", name=op.f("ck_message_sender")),
        sa.CheckConstraint("round BETWEEN 1 AND 3", name=op.f("ck_message_round")),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.id"], name=op.f("fk_message_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_message_member_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_message_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "item_id", "sender", "round", name=op.f("uq_message_item_id_sender_round")
        ),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_member_id"), ["member_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("outside_text", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("visible_from", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("told_by", sa.String(), nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_notice_community_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.id"], name=op.f("fk_notice_item_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_notice_member_id")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_notice_told_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "ix_notice_untold",
            ["community_id", "visible_from"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )

    op.create_table(
        "regulation_acceptance",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("regulation_id", sa.String(), nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_regulation_acceptance_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["regulation_id"],
            ["regulation.id"],
            name=op.f("fk_regulation_acceptance_regulation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation_acceptance")),
        sa.UniqueConstraint(
            "member_id",
            "regulation_id",
            name=op.f("uq_regulation_acceptance_member_id_regulation_id"),
        ),
    )
    with op.batch_alter_table("regulation_acceptance", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_regulation_acceptance_regulation_id"), ["regulation_id"], unique=False
        )
    _guard_audit()


def _guard_audit() -> None:
    """The log is append-only: triggers refuse to change, delete or (PostgreSQL) truncate."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION sen_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        op.execute(
            "CREATE FUNCTION sen_audit_tx() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.tx := pg_current_xact_id()::text::bigint; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_row_tx BEFORE INSERT ON audit_row "
            "FOR EACH ROW EXECUTE FUNCTION sen_audit_tx()"
        )
        for table in ("audit_row", "audit_seal"):
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION sen_append_only()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION sen_append_only()"
            )
    else:
        for table in ("audit_row", "audit_seal"):
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION sen_append_only()")
        op.execute("DROP FUNCTION sen_audit_tx()")
