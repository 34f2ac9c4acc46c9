"""Bring member lists in from files, give lists out, say where a signed paper lies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_bring_lists"
down_revision = "2026_11_27_keep_batches"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OUTCOMES = "('','created','updated','skipped','refused')"


def upgrade() -> None:
    op.add_column(
        "consent", sa.Column("filed", sa.String(), nullable=False, server_default=sa.text("''"))
    )
    _imports()
    _rows()
    _mappings()
    _exports()


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _imports() -> None:
    table = "member_import"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sheets", JSON, nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("rows", "cursor", "created", "updated", "skipped", "refused")
        ),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("filed", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("applied_by", sa.String(), nullable=True),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("emptied_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('reading','ready','applying','done','discarded')",
            name=op.f("ck_member_import_state"),
        ),
        sa.CheckConstraint("consent IN ('none','paper')", name=op.f("ck_member_import_consent")),
        sa.CheckConstraint("consent = 'none' OR filed <> ''", name=op.f("ck_member_import_filed")),
        sa.CheckConstraint("cursor BETWEEN 0 AND rows", name=op.f("ck_member_import_cursor")),
        sa.CheckConstraint("version > 0", name=op.f("ck_member_import_version")),
        sa.CheckConstraint(
            "created + updated + skipped + refused <= rows", name=op.f("ck_member_import_outcomes")
        ),
        sa.CheckConstraint(
            "state <> 'done' OR created + updated + skipped + refused = rows",
            name=op.f("ck_member_import_whole"),
        ),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "unit_id", "unit.id"),
        _foreign(table, "created_by", "person.id"),
        _foreign(table, "applied_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_import")),
    )
    op.create_index("ix_member_import_community_id", table, ["community_id", "id"])
    op.create_index("ix_member_import_digest", table, ["community_id", "digest"])
    op.create_index(
        "uq_member_import_applying",
        table,
        ["community_id"],
        unique=True,
        sqlite_where=sa.text("state = 'applying'"),
        postgresql_where=sa.text("state = 'applying'"),
    )


def _rows() -> None:
    table = "import_row"
    op.create_table(
        table,
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("raw", JSON, nullable=False),
        sa.Column("woman", JSON, nullable=True),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("noted", JSON, nullable=False),
        sa.Column("foreseen", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("twin_no", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"outcome IN {OUTCOMES}", name=op.f("ck_import_row_outcome")),
        sa.CheckConstraint(f"foreseen IN {OUTCOMES}", name=op.f("ck_import_row_foreseen")),
        sa.CheckConstraint(
            "outcome <> 'created' OR member_id IS NOT NULL", name=op.f("ck_import_row_created")
        ),
        _foreign(table, "import_id", "member_import.id"),
        _foreign(table, "member_id", "member.id"),
        sa.PrimaryKeyConstraint("import_id", "no", name=op.f("pk_import_row")),
    )
    op.create_index("ix_import_row_kind", table, ["import_id", "kind", "no"])
    op.create_index("ix_import_row_fold", table, ["import_id", "fold"])
    op.create_index("ix_import_row_phone", table, ["import_id", "phone"])
    op.create_index("ix_import_row_member_id", table, ["member_id"])


def _mappings() -> None:
    table = "import_mapping"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "set_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint(
            "community_id",
            "unit",
            "signature",
            name=op.f("uq_import_mapping_community_id_unit_signature"),
        ),
    )


def _exports() -> None:
    table = "member_export"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("with_phones", sa.Boolean(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("first_by", sa.String(), nullable=False),
        sa.Column("first_at", MOMENT, nullable=False),
        sa.Column("second_by", sa.String(), nullable=True),
        sa.Column("second_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "second_by IS NULL OR second_by <> first_by", name=op.f("ck_member_export_two")
        ),
        sa.CheckConstraint(
            "(second_by IS NULL) = (second_at IS NULL)", name=op.f("ck_member_export_second")
        ),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "unit_id", "unit.id"),
        _foreign(table, "first_by", "person.id"),
        _foreign(table, "second_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_export")),
    )
    op.create_index("ix_member_export_community_id", table, ["community_id", "id"])


def downgrade() -> None:
    for table in ("member_export", "import_mapping", "import_row", "member_import"):
        op.drop_table(table)
    with op.batch_alter_table("consent") as consent:
        consent.drop_column("filed")
