"""Finding feedback again, and notes for a talk.

Nothing is found at first: the terms are made from texts that only a running Everloop can open.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column(
        "submissions", sa.Column("indexed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_submissions_workspace_id_indexed_id", "submissions", ["workspace_id", "indexed", "id"]
    )
    op.create_table(
        "search_terms",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("term", sa.LargeBinary(16), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("feedback_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "term", "at", "feedback_id", name="pk_search_terms"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "feedback_id"],
            ["feedback.workspace_id", "feedback.id"],
            name="fk_search_terms_workspace_id_feedback_id",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_search_terms_workspace_id_feedback_id", "search_terms", ["workspace_id", "feedback_id"]
    )
    _notes()


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(32), nullable=False),
        sa.Column("about_id", sa.String(32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("shared_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_notes"),
        sa.UniqueConstraint("workspace_id", "form_key", name="uq_notes_workspace_id_form_key"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "about_id"],
            ["people.workspace_id", "people.id"],
            name="fk_notes_workspace_id_about_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["people.workspace_id", "people.id"],
            name="fk_notes_workspace_id_author_id",
        ),
    )
    op.create_index(
        "ix_notes_workspace_id_author_id_about_id_created_at_id",
        "notes",
        ["workspace_id", "author_id", "about_id", "created_at", "id"],
    )
    op.create_index(
        "ix_notes_workspace_id_about_id_shared_at_id",
        "notes",
        ["workspace_id", "about_id", "shared_at", "id"],
    )
