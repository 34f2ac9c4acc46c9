"""Reorganise units: decisions, lineage, placements, kinds with dates, administrative codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_reorganise_units"
down_revision = "2026_11_27_bridge_platforms"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
OLD_KINDS = "'central','province','district_legacy','commune','direct_unit','chapter','group'"
KINDS = (
    "'central','province','district_legacy','commune','direct_unit','market','school',"
    "'enterprise','armed_forces','chapter','group'"
)
PERIOD = "valid_to IS NULL OR valid_to > valid_from"


def upgrade() -> None:
    _unit_kinds(OLD_KINDS, KINDS)
    op.create_index(
        "uq_unit_code_open",
        "unit_code",
        ["scheme", "code"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "unit_kind",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_unit_kind_kind")),
        sa.CheckConstraint(PERIOD, name=op.f("ck_unit_kind_period")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_kind_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_kind")),
        sa.UniqueConstraint("unit_id", "valid_from", name=op.f("uq_unit_kind_unit_id_valid_from")),
    )
    op.create_index(op.f("ix_unit_kind_unit_id"), "unit_kind", ["unit_id"])
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("decision_number", sa.String(), nullable=False),
        sa.Column("decision_key", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('rename','move','merge','split','part_transfer','close','correct')",
            name=op.f("ck_reorganisation_kind"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reorganisation_unit_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_reorganisation_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisation")),
        sa.UniqueConstraint(
            "unit_id",
            "kind",
            "decision_key",
            "effective_on",
            name=op.f("uq_reorganisation_unit_id_kind_decision_key_effective_on"),
        ),
    )
    op.create_table(
        "unit_lineage",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("reorganisation_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=False),
        sa.Column("share", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hamlets", JSON, nullable=False),
        sa.CheckConstraint("share IN ('whole','part')", name=op.f("ck_unit_lineage_share")),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"],
            ["reorganisation.id"],
            name=op.f("fk_unit_lineage_reorganisation_id"),
        ),
        sa.ForeignKeyConstraint(["from_id"], ["unit.id"], name=op.f("fk_unit_lineage_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["unit.id"], name=op.f("fk_unit_lineage_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_lineage")),
        sa.UniqueConstraint(
            "reorganisation_id",
            "from_id",
            "to_id",
            name=op.f("uq_unit_lineage_reorganisation_id_from_id_to_id"),
        ),
    )
    op.create_index("ix_unit_lineage_from_id", "unit_lineage", ["from_id"])
    op.create_index("ix_unit_lineage_to_id", "unit_lineage", ["to_id"])
    op.create_index(
        "uq_unit_lineage_whole",
        "unit_lineage",
        ["reorganisation_id", "from_id"],
        unique=True,
        sqlite_where=sa.text("share = 'whole'"),
        postgresql_where=sa.text("share = 'whole'"),
    )
    op.create_table(
        "reorganised_unit",
        sa.Column("reorganisation_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("aspect", sa.String(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "aspect IN ('name','parent','territory')", name=op.f("ck_reorganised_unit_aspect")
        ),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"],
            ["reorganisation.id"],
            name=op.f("fk_reorganised_unit_reorganisation_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reorganised_unit_unit_id")),
        sa.PrimaryKeyConstraint(
            "reorganisation_id", "unit_id", "aspect", name=op.f("pk_reorganised_unit")
        ),
        sa.UniqueConstraint(
            "unit_id",
            "aspect",
            "effective_on",
            name=op.f("uq_reorganised_unit_unit_id_aspect_effective_on"),
        ),
    )
    op.create_table(
        "member_placement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("reorganisation_id", sa.String(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=False),
        sa.Column("by_hamlet", sa.Boolean(), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=True),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_member_placement_ended")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_placement_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"],
            ["reorganisation.id"],
            name=op.f("fk_member_placement_reorganisation_id"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_member_placement_unit_id")),
        sa.ForeignKeyConstraint(
            ["placed_by"], ["person.id"], name=op.f("fk_member_placement_placed_by")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_member_placement_ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_placement")),
    )
    op.create_index(op.f("ix_member_placement_member_id"), "member_placement", ["member_id"])
    op.create_index(
        "ix_member_placement_reorganisation_id", "member_placement", ["reorganisation_id"]
    )
    op.create_index(
        "uq_member_placement_open",
        "member_placement",
        ["member_id", "reorganisation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "administrative_code",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.CheckConstraint(PERIOD, name=op.f("ck_administrative_code_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administrative_code")),
        sa.UniqueConstraint(
            "scheme",
            "code",
            "valid_from",
            name=op.f("uq_administrative_code_scheme_code_valid_from"),
        ),
    )
    op.create_index(
        "uq_administrative_code_open",
        "administrative_code",
        ["scheme", "code"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )


def downgrade() -> None:
    for table in (
        "administrative_code",
        "member_placement",
        "reorganised_unit",
        "unit_lineage",
        "reorganisation",
        "unit_kind",
    ):
        op.drop_table(table)
    op.drop_index("uq_unit_code_open", "unit_code")
    _unit_kinds(KINDS, OLD_KINDS)


def _unit_kinds(before: str, after: str) -> None:
    """Another list of kinds: SQLite rebuilds the table, which forgets CHECKs it is not told."""
    table = sa.Table(
        "unit",
        sa.MetaData(),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("official_order", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"kind IN ({before})", name=op.f("ck_unit_kind")),
        sa.CheckConstraint(PERIOD, name=op.f("ck_unit_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    with op.batch_alter_table("unit", copy_from=table) as batch_op:
        batch_op.drop_constraint(op.f("ck_unit_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_unit_kind"), f"kind IN ({after})")
