"""Record what stands on Facebook or Zalo, and what hands do there; figures of a file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_record_outside_posts"
down_revision = "2026_11_27_mask_comments"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
NAMED = sa.text("address IS NOT NULL AND state <> 'withdrawn'")
OPEN = sa.text("done_at IS NULL AND dropped_at IS NULL")
SOURCES = "'question','post','comment','flag'"


def upgrade() -> None:
    _posts()
    _hands()
    _check("care_case", "source_type", f"source_type IN ({SOURCES},'outside_post')")
    _check("platform_figure", "source", "source IN ('typed','pasted','file')")


def downgrade() -> None:
    op.execute("UPDATE platform_figure SET source = 'pasted' WHERE source = 'file'")
    _check("platform_figure", "source", "source IN ('typed','pasted')")
    _check("care_case", "source_type", f"source_type IN ({SOURCES})")
    op.drop_table("outside_hand")
    op.drop_table("outside_post")


def _check(table: str, name: str, condition: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), condition)


def _posts() -> None:
    name = "outside_post"
    checks = {
        "kind": "kind IN ('post','comment')",
        "platform": "platform IN ('facebook','page','zalo')",
        "there": "there IN ('waiting','standing','gone')",
        "state": "state IN ('submitted','approved','refused','removed','withdrawn','secluded')",
        "address": "address IS NULL OR platform <> 'zalo'",
        "secluded": "state <> 'secluded' OR (body = '' AND author_name = '' AND fold = '')",
        "version": "version > 0",
    }
    keys = {"community_id": "community", "member_id": "member", "recorded_by": "person"}
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("there", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        *(sa.CheckConstraint(said, name=op.f(f"ck_{name}_{key}")) for key, said in checks.items()),
        *_foreign(name, keys),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f("ix_outside_post_member_id"), name, ["member_id"])
    op.create_index("ix_outside_post_list", name, ["community_id", "id"])
    op.create_index("ix_outside_post_state", name, ["community_id", "state", "id"])
    op.create_index(
        "uq_outside_post_address",
        name,
        ["community_id", "address"],
        unique=True,
        sqlite_where=NAMED,
        postgresql_where=NAMED,
    )


def _hands() -> None:
    name = "outside_hand"
    checks = {
        "action": "action IN ('approve','decline','remove','invite')",
        "done": "(done_at IS NULL) = (done_by IS NULL)",
        "ended": "done_at IS NULL OR dropped_at IS NULL",
    }
    keys = {"community_id": "community", "outside_post_id": "outside_post", "done_by": "person"}
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("outside_post_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("wanted_at", MOMENT, nullable=False),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        *(sa.CheckConstraint(said, name=op.f(f"ck_{name}_{key}")) for key, said in checks.items()),
        *_foreign(name, keys),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index("ix_outside_hand_post", name, ["outside_post_id", "id"])
    for index, columns, unique in (
        ("uq_outside_hand_open", ["outside_post_id"], True),
        ("ix_outside_hand_waiting", ["community_id", "outside_post_id"], False),
    ):
        op.create_index(
            index, name, columns, unique=unique, sqlite_where=OPEN, postgresql_where=OPEN
        )


def _foreign(table: str, keys: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in keys.items()
    ]
