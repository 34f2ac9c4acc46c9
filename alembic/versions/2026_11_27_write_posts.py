"""Posts, their texts one after another, and the topics they belong to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_write_posts"
down_revision = "2026_11_27_reorganise_units"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _topics()
    _posts()
    _revisions()


def _topics() -> None:
    table = "topic"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("introduction", sa.String(), nullable=False),
        sa.Column("rhythm", sa.String(), nullable=False),
        sa.Column("official_order", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        _foreign(table, "community_id", "community.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_topic_community_id_key")),
    )


def _posts() -> None:
    table = "post"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("may_mend", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("comments_closed", sa.Boolean(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("reactions", sa.Integer(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("revealed_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("media", JSON, nullable=False),
        sa.Column("text_row", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('member','bulletin')", name=op.f("ck_post_kind")),
        sa.CheckConstraint(
            "state IN ('draft','submitted','needs_info','approved','scheduled','published',"
            "'refused','withdrawn','archived','removed')",
            name=op.f("ck_post_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published','archived') OR published_at IS NOT NULL",
            name=op.f("ck_post_published"),
        ),
        sa.CheckConstraint("comments >= 0 AND reactions >= 0", name=op.f("ck_post_counts")),
        _foreign(table, "community_id", "community.id"),
        _foreign(table, "author_id", "person.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    for name, columns in (
        ("ix_post_feed", ["community_id", "published_at", "id"]),
        ("ix_post_feed_topic", ["community_id", "topic", "published_at", "id"]),
    ):
        op.create_index(
            name,
            table,
            columns,
            sqlite_where=sa.text("state = 'published'"),
            postgresql_where=sa.text("state = 'published'"),
        )
    op.create_index("ix_post_state", table, ["community_id", "state", "id"])
    op.create_index("ix_post_author_id", table, ["author_id", "id"])
    _words()


def _words() -> None:
    """The index of words: FTS5 on SQLite, GIN on PostgreSQL."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE post_text USING fts5("
            "community, fold, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')"
        )
    else:
        op.execute(
            "CREATE INDEX ix_post_fold ON post USING gin (to_tsvector('simple'::regconfig, fold)) "
            "WHERE state = 'published'"
        )


def _revisions() -> None:
    table = "post_revision"
    op.create_table(
        table,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("pictures", JSON, nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("judged_by", sa.String(), nullable=True),
        sa.Column("judged_at", MOMENT, nullable=True),
        sa.Column("before_id", sa.String(), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_post_revision_number")),
        sa.CheckConstraint(
            "state IN ('draft','submitted','returned','approved','refused','replaced','withdrawn')",
            name=op.f("ck_post_revision_state"),
        ),
        sa.CheckConstraint("NOT shown OR state = 'approved'", name=op.f("ck_post_revision_shown")),
        _foreign(table, "post_id", "post.id"),
        _foreign(table, "written_by", "person.id"),
        _foreign(table, "item_id", "review_item.id"),
        _foreign(table, "judged_by", "person.id"),
        _foreign(table, "before_id", "post_revision.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_revision")),
        sa.UniqueConstraint("post_id", "number", name=op.f("uq_post_revision_post_id_number")),
    )
    for name, condition in (
        ("draft", "state = 'draft'"),
        ("waiting", "state = 'submitted'"),
        ("shown", "shown"),
    ):
        op.create_index(
            f"uq_post_revision_{name}",
            table,
            ["post_id"],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.create_index("ix_post_revision_item_id", table, ["item_id"])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE post_text")
    for table in ("post_revision", "post", "topic"):
        op.drop_table(table)
