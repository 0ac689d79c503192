"""The first tables: workspaces and people, feedback, what is told about it, and who delivers that."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _workspaces_and_people()
    _feedback()
    _delivery()


def _workspaces_and_people() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=True),
        sa.Column("platform", sa.String(32), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("guests", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
        sa.UniqueConstraint("platform", "external_id", name="uq_workspaces_platform_external_id"),
    )
    op.create_table(
        "people",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("email_key", sa.Text(), nullable=True),
        sa.Column("administers", sa.Boolean(), nullable=False),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("conversation", sa.Text(), nullable=True),
        sa.Column("erased", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_people"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_people_workspace_id"),
        sa.UniqueConstraint("workspace_id", "external_id", name="uq_people_workspace_id_external_id"),
    )
    op.create_index("ix_people_workspace_id_email_key", "people", ["workspace_id", "email_key"])
    op.create_table(
        "erasures",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "digest", name="pk_erasures"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_erasures_workspace_id"),
    )
    op.create_table(
        "reporting_lines",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("manager_id", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_reporting_lines"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["people.workspace_id", "people.id"],
            name="fk_reporting_lines_workspace_id_manager_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_reporting_lines_workspace_id_person_id",
        ),
    )
    op.create_index(
        "ix_reporting_lines_workspace_id_manager_id_person_id",
        "reporting_lines",
        ["workspace_id", "manager_id", "person_id"],
    )
    op.create_table(
        "grants",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("granted_by", sa.String(32), nullable=True),
        sa.Column("granted_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "role", "person_id", name="pk_grants"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "granted_by"],
            ["people.workspace_id", "people.id"],
            name="fk_grants_workspace_id_granted_by",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_grants_workspace_id_person_id",
        ),
    )
    op.create_index("ix_grants_workspace_id_granted_by", "grants", ["workspace_id", "granted_by"])
    op.create_index("ix_grants_workspace_id_person_id_role", "grants", ["workspace_id", "person_id", "role"])
    op.create_table(
        "members",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_members"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_members_workspace_id_person_id",
        ),
    )


def _feedback() -> None:
    op.create_table(
        "submissions",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("quote_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("release_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("undone_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_submissions"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["people.workspace_id", "people.id"],
            name="fk_submissions_workspace_id_author_id",
        ),
        sa.UniqueConstraint("workspace_id", "form_key", name="uq_submissions_workspace_id_form_key"),
    )
    op.create_index("ix_submissions_workspace_id_author_id", "submissions", ["workspace_id", "author_id"])
    op.create_index(
        "ix_submissions_workspace_id_state_release_at_id",
        "submissions",
        ["workspace_id", "state", "release_at", "id"],
    )
    op.create_table(
        "feedback",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("submission_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(32), nullable=False),
        sa.Column("recipient_id", sa.String(32), nullable=False),
        sa.Column("given_at", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("thanked_at", _MOMENT, nullable=True),
        sa.Column("unreachable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["people.workspace_id", "people.id"],
            name="fk_feedback_workspace_id_author_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "recipient_id"],
            ["people.workspace_id", "people.id"],
            name="fk_feedback_workspace_id_recipient_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "submission_id"],
            ["submissions.workspace_id", "submissions.id"],
            name="fk_feedback_workspace_id_submission_id",
        ),
    )
    op.create_index(
        "ix_feedback_workspace_id_author_id_given_at_id",
        "feedback",
        ["workspace_id", "author_id", "given_at", "id"],
    )
    op.create_index(
        "ix_feedback_workspace_id_recipient_id_sent_at_id",
        "feedback",
        ["workspace_id", "recipient_id", "sent_at", "id"],
    )
    op.create_index(
        "ix_feedback_workspace_id_submission_id_position",
        "feedback",
        ["workspace_id", "submission_id", "position"],
    )
    op.create_table(
        "readers",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("feedback_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "feedback_id", "person_id", name="pk_readers"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "feedback_id"],
            ["feedback.workspace_id", "feedback.id"],
            name="fk_readers_workspace_id_feedback_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_readers_workspace_id_person_id",
        ),
    )
    op.create_index(
        "ix_readers_workspace_id_person_id_sent_at_feedback_id",
        "readers",
        ["workspace_id", "person_id", "sent_at", "feedback_id"],
    )
    op.create_table(
        "drafts",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_drafts"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_drafts_workspace_id_person_id",
        ),
        sa.UniqueConstraint(
            "workspace_id", "person_id", "form", "key", name="uq_drafts_workspace_id_person_id_form_key"
        ),
    )
    op.create_index("ix_drafts_workspace_id_expires_at", "drafts", ["workspace_id", "expires_at"])
    op.create_index(
        "ix_drafts_workspace_id_person_id_updated_at_id",
        "drafts",
        ["workspace_id", "person_id", "updated_at", "id"],
    )


def _delivery() -> None:
    op.create_table(
        "messages",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient_id", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sending_revision", sa.Integer(), nullable=True),
        sa.Column("shown_revision", sa.Integer(), nullable=True),
        sa.Column("conversation", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", _MOMENT, nullable=True),
        sa.Column("begun_at", sa.Double[float](), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_messages"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "recipient_id"],
            ["people.workspace_id", "people.id"],
            name="fk_messages_workspace_id_recipient_id",
        ),
        sa.UniqueConstraint(
            "workspace_id",
            "recipient_id",
            "kind",
            "subject_id",
            "period",
            name="uq_messages_workspace_id_recipient_id_kind_subject_id_period",
        ),
    )
    op.create_index(
        "ix_messages_workspace_id_state_begun_at_id", "messages", ["workspace_id", "state", "begun_at", "id"]
    )
    op.create_index(
        "ix_messages_workspace_id_state_due_at_created_at_id",
        "messages",
        ["workspace_id", "state", "due_at", "created_at", "id"],
    )
    op.create_table(
        "leases",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Double[float](), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name", name="pk_leases"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_leases_workspace_id"),
    )
    op.create_table(
        "sealing_keys",
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("first_used_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_sealing_keys"),
    )
