"""Register requests to take content down: requests, steps, proofs, reminders, numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_register_takedowns"
down_revision = "2026_11_27_write_posts"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "takedown_request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("named_due_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=True),
        sa.Column("subject_id", sa.String(), nullable=True),
        sa.Column("text_found", sa.String(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("handed_to", sa.String(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("previous_id", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(state IN ('completed','rejected','withdrawn')) = (closed_at IS NOT NULL)"
            " AND (closed_at IS NULL) = (closed_by IS NULL)",
            name=op.f("ck_takedown_request_closed"),
        ),
        sa.CheckConstraint(
            "asked_by <> '' AND (address <> '' OR subject_id IS NOT NULL)",
            name=op.f("ck_takedown_request_what"),
        ),
        sa.CheckConstraint(
            "finding IN ('','founded','unfounded') AND (finding <> '') = (state = 'completed')",
            name=op.f("ck_takedown_request_finding"),
        ),
        sa.CheckConstraint(
            "kind IN ('authority','complaint')", name=op.f("ck_takedown_request_kind")
        ),
        sa.CheckConstraint(
            "state <> 'handed_over' OR handed_to <> ''", name=op.f("ck_takedown_request_handed")
        ),
        sa.CheckConstraint(
            "state <> 'rejected' OR kind = 'complaint'", name=op.f("ck_takedown_request_rejected")
        ),
        sa.CheckConstraint(
            "state IN ('received','handed_over','completed','rejected','withdrawn')",
            name=op.f("ck_takedown_request_state"),
        ),
        sa.CheckConstraint(
            "(subject_type IS NULL) = (subject_id IS NULL)",
            name=op.f("ck_takedown_request_subject"),
        ),
        sa.CheckConstraint(
            "due_at > received_at AND received_at <= recorded_at",
            name=op.f("ck_takedown_request_clock"),
        ),
        sa.CheckConstraint(
            "number > 0 AND version > 0 AND hours > 0", name=op.f("ck_takedown_request_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["person.id"], name=op.f("fk_takedown_request_closed_by")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_takedown_request_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_takedown_request_owner_id")
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["takedown_request.id"], name=op.f("fk_takedown_request_previous_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_takedown_request_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown_request")),
        sa.UniqueConstraint(
            "community_id",
            "year",
            "number",
            name=op.f("uq_takedown_request_community_id_year_number"),
        ),
    )
    op.create_index(
        "ix_takedown_request_closed", "takedown_request", ["community_id", "finding", "closed_at"]
    )
    op.create_index(
        "ix_takedown_request_due", "takedown_request", ["community_id", "state", "due_at", "id"]
    )
    op.create_index("ix_takedown_request_list", "takedown_request", ["community_id", "id"])
    op.create_table(
        "takedown_series",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name=op.f("ck_takedown_series_last")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_takedown_series_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "year", name=op.f("pk_takedown_series")),
    )
    op.create_table(
        "takedown_proof",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_takedown_proof_digest")),
        sa.CheckConstraint("size BETWEEN 1 AND 5242880", name=op.f("ck_takedown_proof_size")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["takedown_request.id"], name=op.f("fk_takedown_proof_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown_proof")),
        sa.UniqueConstraint(
            "request_id", "digest", name=op.f("uq_takedown_proof_request_id_digest")
        ),
    )
    op.create_table(
        "takedown_reminder",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('half','last_call','overdue')", name=op.f("ck_takedown_reminder_kind")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_takedown_reminder_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["takedown_request.id"], name=op.f("fk_takedown_reminder_request_id")
        ),
        sa.PrimaryKeyConstraint(
            "request_id", "kind", "person_id", name=op.f("pk_takedown_reminder")
        ),
    )
    op.create_index("ix_takedown_reminder_person", "takedown_reminder", ["person_id", "request_id"])
    op.create_table(
        "takedown_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("proof_id", sa.String(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('received','note','before','after','receipt','handed_over','taken_over',"
            "'completed','rejected','withdrawn')",
            name=op.f("ck_takedown_step_kind"),
        ),
        sa.CheckConstraint("no > 0", name=op.f("ck_takedown_step_no")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_takedown_step_done_by")),
        sa.ForeignKeyConstraint(
            ["proof_id"], ["takedown_proof.id"], name=op.f("fk_takedown_step_proof_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["takedown_request.id"], name=op.f("fk_takedown_step_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takedown_step")),
        sa.UniqueConstraint("request_id", "no", name=op.f("uq_takedown_step_request_id_no")),
    )

    _guard(("takedown_step", "takedown_proof"))


def _guard(tables: tuple[str, ...]) -> None:
    """Append-only, as the audit log is."""
    on_postgres = op.get_bind().dialect.name == "postgresql"
    for table in tables:
        if on_postgres:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION sen_append_only()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION sen_append_only()"
            )
        else:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )


def downgrade() -> None:
    op.drop_table("takedown_step")
    op.drop_table("takedown_reminder")
    op.drop_table("takedown_proof")
    op.drop_table("takedown_series")
    op.drop_table("takedown_request")
