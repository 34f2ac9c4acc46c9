"""Bridge to the platforms: entries, pasted rosters, accounts, figures, the register of rights."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_bridge_platforms"
down_revision = "2026_11_27_keep_paper"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
GROUPS = "platform IN ('facebook','zalo','other')"
PLATFORMS = "platform IN ('facebook','page','zalo','other')"


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    _rosters()
    _entries()
    _accounts()
    _figures()
    _rights()


def _rosters() -> None:
    name = "platform_roster"
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("names", sa.Integer(), nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("unmatched", sa.Integer(), nullable=False),
        sa.Column("departed", sa.Integer(), nullable=False),
        sa.Column("pasted_by", sa.String(), nullable=False),
        sa.Column("pasted_at", MOMENT, nullable=False),
        sa.UniqueConstraint(
            "community_id",
            "platform",
            "number",
            name=op.f("uq_platform_roster_community_id_platform_number"),
        ),
        _check(name, "platform", GROUPS),
        _check(name, "number", "number > 0"),
        _check(name, "classes", "names = matched + unmatched"),
        _key(name, "community_id", "community"),
        _key(name, "pasted_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _entries() -> None:
    name = "platform_entry"
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("roster_id", sa.String(), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.UniqueConstraint(
            "member_id", "platform", name=op.f("uq_platform_entry_member_id_platform")
        ),
        _check(name, "platform", GROUPS),
        _key(name, "member_id", "member"),
        _key(name, "roster_id", "platform_roster"),
        _key(name, "entered_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _accounts() -> None:
    name = "platform_account"
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("fold", BYTEWISE, nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=True),
        sa.Column("linked_at", MOMENT, nullable=True),
        sa.Column("roster_id", sa.String(), nullable=False),
        sa.Column("left_roster_id", sa.String(), nullable=True),
        sa.UniqueConstraint(
            *("community_id", "platform", "name", "ordinal"),
            name=op.f("uq_platform_account_community_id_platform_name_ordinal"),
        ),
        _check(name, "platform", GROUPS),
        _check(name, "ordinal", "ordinal > 0"),
        _check(name, "link", "link IN ('','platform_name','name','hand','apart')"),
        _check(name, "linked", "(member_id IS NULL) = (link IN ('','apart'))"),
        _key(name, "community_id", "community"),
        _key(name, "member_id", "member"),
        _key(name, "linked_by", "person"),
        _key(name, "roster_id", "platform_roster"),
        _key(name, "left_roster_id", "platform_roster"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f("ix_platform_account_member_id"), name, ["member_id"])
    op.create_index(
        "ix_platform_account_list", name, ["community_id", "platform", "fold", "ordinal", "id"]
    )


def _figures() -> None:
    name = "platform_figure"
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=True),
        sa.Column("comments", sa.Integer(), nullable=True),
        sa.Column("interactions", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("previous_id", sa.String(), nullable=True),
        sa.Column("superseded_at", MOMENT, nullable=True),
        sa.UniqueConstraint("previous_id", name=op.f("uq_platform_figure_previous_id")),
        _check(name, "platform", PLATFORMS),
        _check(name, "source", "source IN ('typed','pasted')"),
        _check(name, "members", "members >= 0"),
        _check(name, "counts", "posts >= 0 AND comments >= 0 AND interactions >= 0"),
        _key(name, "community_id", "community"),
        _key(name, "recorded_by", "person"),
        _key(name, "previous_id", name),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f("ix_platform_figure_community_id"), name, ["community_id"])
    op.create_index(
        "uq_platform_figure_day",
        name,
        ["community_id", "platform", "as_of"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )


def _rights() -> None:
    name = "platform_right"
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account_name", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("holder_name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("unit_level", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        _check(name, "platform", PLATFORMS),
        _check(name, "level", "level IN ('owner','admin','moderator','editor')"),
        _check(name, "unit_level", "unit_level IN ('central','province','district','commune')"),
        _check(name, "period", "until IS NULL OR until >= since"),
        _check(name, "holder", "holder_name <> ''"),
        _key(name, "community_id", "community"),
        _key(name, "person_id", "person"),
        _key(name, "recorded_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f("ix_platform_right_community_id"), name, ["community_id"])
    op.create_index(op.f("ix_platform_right_person_id"), name, ["person_id"])
    op.create_index(
        "uq_platform_right_open",
        name,
        ["community_id", "platform", "account_name"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    for name in (
        "platform_right",
        "platform_figure",
        "platform_account",
        "platform_entry",
        "platform_roster",
    ):
        op.drop_table(name)
