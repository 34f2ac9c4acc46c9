"""Keep twin keys, pairs of two women, mergers of files and questions to chapters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2026_11_27_keep_mergers"
down_revision = "2026_11_27_bring_lists"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
CHUNK = 1000
OLD_STATES = (
    "'submitted','needs_info','approved','refused','withdrawn','expired',"
    "'suspended','left','removed'"
)
STATES = f"{OLD_STATES},'merged'"


def upgrade() -> None:
    op.add_column("member", sa.Column("twin_key", BYTEWISE, nullable=True))
    _fill()
    _rebuild(STATES, has_key=True)
    op.create_index("ix_member_twin_key", "member", ["community_id", "twin_key", "unit_id"])
    _pair_apart()
    _merger()
    _chapter_inquiry()


def downgrade() -> None:
    """Merged files go back to where they were; the mergers are forgotten."""
    op.execute(
        "UPDATE member SET state = (SELECT from_state FROM merger"
        " WHERE merger.from_id = member.id AND merger.undone_at IS NULL)"
        " WHERE state = 'merged'"
    )
    op.drop_table("chapter_inquiry")
    op.drop_table("merger")
    op.drop_table("pair_apart")
    op.drop_index("ix_member_twin_key", "member")
    _rebuild(OLD_STATES, has_key=False)


def _fill() -> None:
    """The key of every file: initials of family and given name, y as i, and the year of birth."""
    connection = op.get_bind()
    member = sa.table("member", *map(sa.column, ("id", "fold", "person_id", "twin_key")))
    person = sa.table("person", sa.column("id"), sa.column("birth_year"))
    rows = connection.execute(
        sa.select(member.c.id, member.c.fold, person.c.birth_year).join(
            person, person.c.id == member.c.person_id
        )
    ).all()
    statement = (
        sa.update(member)
        .where(member.c.id == sa.bindparam("which"))
        .values(twin_key=sa.bindparam("key"))
    )
    for start in range(0, len(rows), CHUNK):
        connection.execute(
            statement,
            [
                {"which": id_, "key": _key(fold, birth_year)}
                for id_, fold, birth_year in rows[start : start + CHUNK]
            ],
        )


def _key(fold: str, birth_year: int | None) -> str:
    words = fold.split()
    initials = (words[0][0] + words[-1][0]).replace("y", "i") if words else ""
    return f"{initials}{birth_year or ''}"


def _rebuild(states: str, *, has_key: bool) -> None:
    """The CHECK of the states, and the key."""
    with op.batch_alter_table("member") as batch:
        batch.drop_constraint(op.f("ck_member_state"), type_="check")
        batch.create_check_constraint(op.f("ck_member_state"), f"state IN ({states})")
        if has_key:
            batch.alter_column("twin_key", existing_type=BYTEWISE, nullable=False)
        else:
            batch.drop_column("twin_key")


def _pair_apart() -> None:
    op.create_table(
        "pair_apart",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("first_id", BYTEWISE, nullable=False),
        sa.Column("second_id", BYTEWISE, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_pair_apart_order")),
        *_foreign("pair_apart", community_id="community", first_id="member", second_id="member"),
        *_foreign("pair_apart", noted_by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_apart")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_pair_apart_first_id_second_id")),
    )
    op.create_index("ix_pair_apart_second_id", "pair_apart", ["second_id"])


def _merger() -> None:
    op.create_table(
        "merger",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("into_id", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=True),
        sa.Column("item_state", sa.String(), nullable=True),
        sa.Column("filled", JSON, nullable=False),
        sa.Column("left", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("merged_by", sa.String(), nullable=False),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.CheckConstraint("from_id <> into_id", name=op.f("ck_merger_two_files")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_merger_undone")
        ),
        sa.CheckConstraint("(item_id IS NULL) = (item_state IS NULL)", name=op.f("ck_merger_item")),
        *_foreign("merger", community_id="community", from_id="member", into_id="member"),
        *_foreign("merger", item_id="review_item", merged_by="person", undone_by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merger")),
    )
    op.create_index(
        "uq_merger_standing",
        "merger",
        ["from_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_index("ix_merger_into_id", "merger", ["into_id"])
    op.create_index("ix_merger_from_id", "merger", ["from_id"])


def _chapter_inquiry() -> None:
    op.create_table(
        "chapter_inquiry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("asked_her", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint("asked_her", name=op.f("ck_chapter_inquiry_asked_her")),
        sa.CheckConstraint(
            "answer IN ('known','unknown','other')", name=op.f("ck_chapter_inquiry_answer")
        ),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer IS NULL)"
            " AND (answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_chapter_inquiry_answered"),
        ),
        *_foreign("chapter_inquiry", community_id="community", member_id="member"),
        *_foreign("chapter_inquiry", asked_by="person", answered_by="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapter_inquiry")),
    )
    op.create_index(op.f("ix_chapter_inquiry_member_id"), "chapter_inquiry", ["member_id"])
    op.create_index(
        "uq_chapter_inquiry_open",
        "chapter_inquiry",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )


def _foreign(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, to in columns.items()
    ]
