"""Talking about feedback, reporting a problem with it, and changing one's mind about what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _revisions()
    _replies()
    _reports()
    _pauses_and_audit()
    _threads()


def _revisions() -> None:
    op.add_column("submissions", sa.Column("edit_until", _MOMENT, nullable=True))
    op.add_column(
        "submissions", sa.Column("edits", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("submissions", sa.Column("edited_at", _MOMENT, nullable=True))
    op.add_column("submissions", sa.Column("withdrawn_at", _MOMENT, nullable=True))
    op.create_index(
        "ix_submissions_workspace_id_edit_until_id", "submissions", ["workspace_id", "edit_until", "id"]
    )
    op.create_table(
        "submission_versions",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("submission_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "submission_id", "number", name="pk_submission_versions"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "submission_id"],
            ["submissions.workspace_id", "submissions.id"],
            name="fk_submission_versions_workspace_id_submission_id",
            ondelete="CASCADE",
        ),
    )


def _replies() -> None:
    op.create_table(
        "replies",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("feedback_id", sa.String(32), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("edited_at", _MOMENT, nullable=True),
        sa.Column("deleted_at", _MOMENT, nullable=True),
        sa.Column("unreachable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_replies"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["people.workspace_id", "people.id"],
            name="fk_replies_workspace_id_author_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "feedback_id"],
            ["feedback.workspace_id", "feedback.id"],
            name="fk_replies_workspace_id_feedback_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("workspace_id", "form_key", name="uq_replies_workspace_id_form_key"),
    )
    op.create_index("ix_replies_workspace_id_author_id", "replies", ["workspace_id", "author_id"])
    op.create_index(
        "ix_replies_workspace_id_feedback_id_created_at_id",
        "replies",
        ["workspace_id", "feedback_id", "created_at", "id"],
    )
    op.create_table(
        "reply_versions",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("reply_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "reply_id", "number", name="pk_reply_versions"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "reply_id"],
            ["replies.workspace_id", "replies.id"],
            name="fk_reply_versions_workspace_id_reply_id",
            ondelete="CASCADE",
        ),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("feedback_id", sa.String(32), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.String(32), nullable=False),
        sa.Column("about_id", sa.String(32), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("handled_at", _MOMENT, nullable=True),
        sa.Column("handled_by", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_reports"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "about_id"],
            ["people.workspace_id", "people.id"],
            name="fk_reports_workspace_id_about_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "feedback_id"],
            ["feedback.workspace_id", "feedback.id"],
            name="fk_reports_workspace_id_feedback_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "handled_by"],
            ["people.workspace_id", "people.id"],
            name="fk_reports_workspace_id_handled_by",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "reporter_id"],
            ["people.workspace_id", "people.id"],
            name="fk_reports_workspace_id_reporter_id",
        ),
        sa.UniqueConstraint("workspace_id", "form_key", name="uq_reports_workspace_id_form_key"),
    )
    op.create_index("ix_reports_workspace_id_about_id", "reports", ["workspace_id", "about_id"])
    op.create_index("ix_reports_workspace_id_feedback_id", "reports", ["workspace_id", "feedback_id"])
    op.create_index("ix_reports_workspace_id_handled_by", "reports", ["workspace_id", "handled_by"])
    op.create_index("ix_reports_workspace_id_reporter_id", "reports", ["workspace_id", "reporter_id"])
    op.create_table(
        "report_readers",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("report_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "report_id", "person_id", name="pk_report_readers"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_report_readers_workspace_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "report_id"],
            ["reports.workspace_id", "reports.id"],
            name="fk_report_readers_workspace_id_report_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_report_readers_workspace_id_person_id", "report_readers", ["workspace_id", "person_id"]
    )


def _pauses_and_audit() -> None:
    op.create_table(
        "pauses",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("from_id", sa.String(32), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", "from_id", name="pk_pauses"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "from_id"],
            ["people.workspace_id", "people.id"],
            name="fk_pauses_workspace_id_from_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_pauses_workspace_id_person_id",
        ),
    )
    op.create_index("ix_pauses_workspace_id_from_id", "pauses", ["workspace_id", "from_id"])
    op.create_table(
        "audit",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("actor_id", sa.String(32), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_audit"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "actor_id"],
            ["people.workspace_id", "people.id"],
            name="fk_audit_workspace_id_actor_id",
        ),
    )
    op.create_index("ix_audit_workspace_id_actor_id", "audit", ["workspace_id", "actor_id"])
    op.create_index(
        "ix_audit_workspace_id_subject_id_at_id", "audit", ["workspace_id", "subject_id", "at", "id"]
    )


def _threads() -> None:
    op.add_column("messages", sa.Column("thread_kind", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("thread_subject_id", sa.Text(), nullable=True))
