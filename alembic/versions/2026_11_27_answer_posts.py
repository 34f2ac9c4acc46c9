"""Comments in threads, reactions, and what readers report to the board."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_answer_posts"
down_revision = "2026_11_27_publish_bulletins"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column(
        "post",
        sa.Column("closed_by_board", sa.Boolean(), nullable=False, server_default=sa.text("FALSE")),
    )
    _comments()
    _reactions()
    _cases()
    _flags()


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("thread_id", sa.String(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("reply_to_id", sa.String(), nullable=True),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("nameless", sa.Boolean(), nullable=False),
        sa.Column("as_board", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("state_reason", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('submitted','published','refused','withdrawn','removed')",
            name=op.f("ck_comment_state"),
        ),
        sa.CheckConstraint("(depth = 0) = (reply_to_id IS NULL)", name=op.f("ck_comment_reply")),
        sa.CheckConstraint("(depth = 0) = (thread_id = id)", name=op.f("ck_comment_top")),
        sa.CheckConstraint("depth IN (0, 1)", name=op.f("ck_comment_depth")),
        sa.CheckConstraint("version > 0", name=op.f("ck_comment_version")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_comment_community_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_comment_post_id")),
        sa.ForeignKeyConstraint(
            ["reply_to_id"], ["comment.id"], name=op.f("fk_comment_reply_to_id")
        ),
        sa.ForeignKeyConstraint(["thread_id"], ["comment.id"], name=op.f("fk_comment_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_author", "comment", ["author_id", "id"], unique=False)
    op.create_index(
        "ix_comment_post", "comment", ["post_id", "thread_id", "depth", "id"], unique=False
    )
    op.create_index("ix_comment_reply", "comment", ["reply_to_id"], unique=False)
    op.create_table(
        "comment_text",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("comment_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_comment_text_number")),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_comment_text_comment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_text")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_comment_text_comment_id_number")),
    )


def _reactions() -> None:
    op.create_table(
        "post_reaction",
        sa.Column("post_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('thich','thuong','cam-on','hay')", name=op.f("ck_post_reaction_kind")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_post_reaction_person_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_reaction_post_id")),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_post_reaction")),
    )
    op.create_index("ix_post_reaction_kind", "post_reaction", ["post_id", "kind"], unique=False)
    op.create_index("ix_post_reaction_person_id", "post_reaction", ["person_id"], unique=False)


def _cases() -> None:
    op.create_table(
        "flag_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('submitted','approved','refused','withdrawn')",
            name=op.f("ck_flag_case_state"),
        ),
        sa.CheckConstraint(
            "subject_type IN ('post','comment')", name=op.f("ck_flag_case_subject_type")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_flag_case_version")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_flag_case_author_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_flag_case_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_case")),
    )
    op.create_index(
        "uq_flag_case_open",
        "flag_case",
        ["subject_type", "subject_id"],
        unique=True,
        sqlite_where=sa.text("state = 'submitted'"),
        postgresql_where=sa.text("state = 'submitted'"),
    )


def _flags() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("community_id", sa.String(), nullable=False),
        sa.Column("subject_type", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'in_case') = (case_id IS NOT NULL)", name=op.f("ck_flag_case")
        ),
        sa.CheckConstraint(
            "state IN ('in_case','held_for_care','muted')", name=op.f("ck_flag_state")
        ),
        sa.CheckConstraint("subject_type IN ('post','comment')", name=op.f("ck_flag_subject_type")),
        sa.ForeignKeyConstraint(["case_id"], ["flag_case.id"], name=op.f("fk_flag_case_id")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_flag_community_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_flag_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint(
            "subject_type",
            "subject_id",
            "number",
            "person_id",
            name=op.f("uq_flag_subject_type_subject_id_number_person_id"),
        ),
    )
    op.create_index(
        "ix_flag_care",
        "flag",
        ["community_id", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'held_for_care'"),
        postgresql_where=sa.text("state = 'held_for_care'"),
    )
    op.create_index("ix_flag_case_id", "flag", ["case_id"], unique=False)
    op.create_index("ix_flag_person_id", "flag", ["person_id", "id"], unique=False)
    op.create_table(
        "flag_mute",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_flag_mute_ended_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_flag_mute_member_id")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_flag_mute_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_mute")),
    )
    op.create_index(
        "uq_flag_mute_open",
        "flag_mute",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("flag_mute")
    op.drop_table("comment_text")
    op.drop_table("post_reaction")
    op.drop_table("flag")
    op.drop_table("comment")
    op.drop_table("flag_case")
    op.drop_column("post", "closed_by_board")
