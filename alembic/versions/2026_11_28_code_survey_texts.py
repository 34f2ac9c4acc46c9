"""Code survey texts: texts under names of chance, codebooks, two coders, what was agreed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_code_survey_texts"
down_revision = "2026_11_28_release_results"
branch_labels = None
depends_on = None

MOMENT = sa.String(27).with_variant(sa.DateTime(timezone=True), "postgresql")


def _fk(table: str, column: str, to: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "survey_text",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("response_id", sa.String(), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("fold", sa.String(), nullable=False),
        _fk("survey_text", "response_id", "survey_response", "CASCADE"),
        _fk("survey_text", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_text")),
        sa.UniqueConstraint(
            "response_id", "question", name=op.f("uq_survey_text_response_id_question")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_survey_text_list", "survey_text", ["survey_id", "question", "id"])
    op.create_table(
        "survey_code",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("label_en", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_survey_code_label")),
        _fk("survey_code", "created_by", "person"),
        _fk("survey_code", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_code")),
        sa.UniqueConstraint(
            "survey_id", "question", "key", name=op.f("uq_survey_code_survey_id_question_key")
        ),
    )
    op.create_table(
        "survey_coder",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.CheckConstraint("place IN (1,2)", name=op.f("ck_survey_coder_place")),
        _fk("survey_coder", "person_id", "person"),
        _fk("survey_coder", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("survey_id", "question", "place", name=op.f("pk_survey_coder")),
        sa.UniqueConstraint(
            *("survey_id", "question", "person_id"),
            name=op.f("uq_survey_coder_survey_id_question_person_id"),
        ),
    )
    op.create_index(op.f("ix_survey_coder_person_id"), "survey_coder", ["person_id"])
    op.create_table(
        "survey_comparison",
        sa.Column("survey_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        _fk("survey_comparison", "asked_by", "person"),
        _fk("survey_comparison", "survey_id", "survey"),
        sa.PrimaryKeyConstraint("survey_id", "question", name=op.f("pk_survey_comparison")),
    )
    op.create_table(
        "survey_coding",
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("coder_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("coded_at", MOMENT, nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 3", name=op.f("ck_survey_coding_place")),
        _fk("survey_coding", "coder_id", "person"),
        _fk("survey_coding", "text_id", "survey_text", "CASCADE"),
        sa.PrimaryKeyConstraint("text_id", "place", name=op.f("pk_survey_coding")),
    )
    op.create_index(op.f("ix_survey_coding_coder_id"), "survey_coding", ["coder_id"])
    op.create_index(
        "uq_survey_coding_coder",
        "survey_coding",
        ["text_id", "coder_id"],
        unique=True,
        sqlite_where=sa.text("place < 3"),
        postgresql_where=sa.text("place < 3"),
    )
    op.create_table(
        "survey_coding_code",
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["text_id", "place"],
            ["survey_coding.text_id", "survey_coding.place"],
            name=op.f("fk_survey_coding_code_text_id_place"),
            ondelete="CASCADE",
        ),
        _fk("survey_coding_code", "code_id", "survey_code"),
        sa.PrimaryKeyConstraint("text_id", "place", "code_id", name=op.f("pk_survey_coding_code")),
    )
    op.create_index(op.f("ix_survey_coding_code_code_id"), "survey_coding_code", ["code_id"])


def downgrade() -> None:
    for table in (
        *("survey_coding_code", "survey_coding", "survey_comparison", "survey_coder"),
        *("survey_code", "survey_text"),
    ):
        op.drop_table(table)
