"""Sign-up sheets, their lines, and who passes word on to a woman without a phone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_keep_paper"
down_revision = "2026_11_27_keep_mergers"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.add_column(
        "member",
        sa.Column("reached_through", sa.String(), nullable=False, server_default=sa.text("''")),
    )
    op.create_table(
        "paper_series",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _foreign("paper_series", "community_id", "community.id"),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_paper_series")),
    )
    _sheets()
    _lines()


def _sheets() -> None:
    table = "paper_sheet"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(), nullable=True),
        sa.Column("chapter", sa.String(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("filed", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_paper_sheet_closed")
        ),
        sa.CheckConstraint("closed_at IS NULL OR filed <> ''", name=op.f("ck_paper_sheet_filed")),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "unit_id", "unit.id"),
        _foreign(table, "created_by", "person.id"),
        _foreign(table, "closed_by", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("community_id", "no", name=op.f("uq_paper_sheet_community_id_no")),
    )
    op.create_index("ix_paper_sheet_community_id", table, ["community_id", "id"])


def _lines() -> None:
    table = "paper_line"
    op.create_table(
        table,
        sa.Column("sheet_id", sa.String(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("ask", sa.String(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.CheckConstraint("no BETWEEN 1 AND 12", name=op.f("ck_paper_line_no")),
        sa.CheckConstraint(
            "outcome IN ('created','known','asked','blank')", name=op.f("ck_paper_line_outcome")
        ),
        sa.CheckConstraint(
            "(member_id IS NOT NULL) = (outcome IN ('created','known'))",
            name=op.f("ck_paper_line_member"),
        ),
        sa.CheckConstraint("outcome <> 'asked' OR ask <> ''", name=op.f("ck_paper_line_ask")),
        _foreign(table, "sheet_id", "paper_sheet.id"),
        _foreign(table, "member_id", "member.id"),
        _foreign(table, "entered_by", "person.id"),
        sa.PrimaryKeyConstraint("sheet_id", "no", name=op.f("pk_paper_line")),
    )
    op.create_index("ix_paper_line_member_id", table, ["member_id"])


def downgrade() -> None:
    for table in ("paper_line", "paper_sheet", "paper_series"):
        op.drop_table(table)
    with op.batch_alter_table("member") as member:
        member.drop_column("reached_through")
