"""Asking for feedback: requests, what each person was asked, and which answers came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _requests()
    _asks()
    _answers()


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("form_key", sa.Text(), nullable=False),
        sa.Column("requester_id", sa.String(32), nullable=False),
        sa.Column("about_id", sa.String(32), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("visibility", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("cancelled_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_requests"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "about_id"],
            ["people.workspace_id", "people.id"],
            name="fk_requests_workspace_id_about_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "requester_id"],
            ["people.workspace_id", "people.id"],
            name="fk_requests_workspace_id_requester_id",
        ),
        sa.UniqueConstraint("workspace_id", "form_key", name="uq_requests_workspace_id_form_key"),
    )
    op.create_index("ix_requests_workspace_id_about_id", "requests", ["workspace_id", "about_id"])
    op.create_index(
        "ix_requests_workspace_id_requester_id_created_at_id",
        "requests",
        ["workspace_id", "requester_id", "created_at", "id"],
    )


def _asks() -> None:
    op.create_table(
        "asks",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("prompt_at", _MOMENT, nullable=True),
        sa.Column("prompts", sa.Integer(), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("snoozed_until", _MOMENT, nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_asks"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_asks_workspace_id_person_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "request_id"],
            ["requests.workspace_id", "requests.id"],
            name="fk_asks_workspace_id_request_id",
        ),
        sa.UniqueConstraint(
            "workspace_id", "request_id", "person_id", name="uq_asks_workspace_id_request_id_person_id"
        ),
    )
    op.create_index(
        "ix_asks_workspace_id_person_id_state_starts_at_id",
        "asks",
        ["workspace_id", "person_id", "state", "starts_at", "id"],
    )
    op.create_index(
        "ix_asks_workspace_id_state_prompt_at_id", "asks", ["workspace_id", "state", "prompt_at", "id"]
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("submission_id", sa.String(32), nullable=False),
        sa.Column("ask_id", sa.String(32), nullable=False),
        sa.Column("question_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "submission_id", name="pk_answers"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ask_id"],
            ["asks.workspace_id", "asks.id"],
            name="fk_answers_workspace_id_ask_id",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "submission_id"],
            ["submissions.workspace_id", "submissions.id"],
            name="fk_answers_workspace_id_submission_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_answers_workspace_id_ask_id", "answers", ["workspace_id", "ask_id"])
