"""Bulletins: source and audience of a text, hour, pins, tags; visits counted without people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_publish_bulletins"
down_revision = "2026_11_27_send_notices"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
OPEN_TO_ALL = "state = 'published' AND audience = 'public'"
AUDIENCES = {
    "post": "audience = 'members' OR (audience = 'public' AND kind = 'bulletin')",
    "post_revision": "audience IN ('members','public')",
}


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _texts()
    _bulletins()
    _tags()
    _visits()


def _texts() -> None:
    """A column with its CHECK in one statement: SQLite need not build the table anew for it."""
    for table, check in AUDIENCES.items():
        for column in ("source", "source_url"):
            op.add_column(table, sa.Column(column, sa.String(), nullable=False, server_default=""))
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN audience VARCHAR DEFAULT 'members' NOT NULL"
            f" CONSTRAINT ck_{table}_audience CHECK ({check})"
        )
    op.add_column(
        "post_revision", sa.Column("correction", sa.String(), nullable=False, server_default="")
    )
    op.create_index(
        "ix_post_public",
        "post",
        ["community_id", "published_at", "id"],
        sqlite_where=sa.text(OPEN_TO_ALL),
        postgresql_where=sa.text(OPEN_TO_ALL),
    )


def _bulletins() -> None:
    table = "bulletin"
    op.create_table(
        table,
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("announcement", sa.Boolean(), nullable=False),
        sa.Column("solemn", sa.Boolean(), nullable=False),
        sa.Column("for_plan", sa.Boolean(), nullable=False),
        sa.Column("spoken", sa.String(), nullable=False),
        sa.Column("repeats", sa.String(), nullable=True),
        _foreign(table, "post_id", "post.id"),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "repeats", "post.id"),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_bulletin")),
    )
    op.create_index("ix_bulletin_community_id", table, ["community_id"])
    op.create_index(
        "ix_bulletin_due",
        table,
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "pin",
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("pinned_at", MOMENT, nullable=False),
        sa.CheckConstraint("slot BETWEEN 1 AND 3", name=op.f("ck_pin_slot")),
        _foreign("pin", "community_id", "community.id"),
        _foreign("pin", "post_id", "post.id"),
        sa.PrimaryKeyConstraint("community_id", "slot", name=op.f("pk_pin")),
        sa.UniqueConstraint("post_id", name=op.f("uq_pin_post_id")),
    )


def _tags() -> None:
    op.create_table(
        "tag",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(), nullable=True),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("official_order", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_from < valid_to", name=op.f("ck_tag_term")),
        _foreign("tag", "community_id", "community.id"),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["tag.id"],
            name=op.f("fk_tag_parent_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_tag_community_id_key")),
    )
    op.create_table(
        "post_tag",
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("tag_id", sa.String(), nullable=False),
        _foreign("post_tag", "post_id", "post.id"),
        _foreign("post_tag", "tag_id", "tag.id"),
        sa.PrimaryKeyConstraint("post_id", "tag_id", name=op.f("pk_post_tag")),
    )
    op.create_index("ix_post_tag_tag_id", "post_tag", ["tag_id"])


def _visits() -> None:
    for table, rest in (
        ("visit_mark", [sa.Column("digest", sa.String(length=32), nullable=False)]),
        (
            "visit_count",
            [
                sa.Column("count", sa.Integer(), nullable=False),
                sa.CheckConstraint("count >= 0", name=op.f("ck_visit_count_count")),
            ],
        ),
    ):
        keys = ["kind", "period", *(["digest"] if table == "visit_mark" else [])]
        op.create_table(
            table,
            sa.Column("kind", sa.String(length=8), nullable=False),
            sa.Column("period", sa.String(length=10), nullable=False),
            *rest,
            sa.CheckConstraint("kind IN ('visit','user')", name=op.f(f"ck_{table}_kind")),
            sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}")),
        )


def downgrade() -> None:
    for table in ("visit_count", "visit_mark", "post_tag", "tag", "pin", "bulletin"):
        op.drop_table(table)
    op.drop_index("ix_post_public", "post")
    for table in AUDIENCES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_audience"), type_="check")
            for column in ("source", "source_url", "audience"):
                batch.drop_column(column)
    with op.batch_alter_table("post_revision") as batch:
        batch.drop_column("correction")
