"""What people chose about what Everloop sends them; and counting what somebody has given today."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("reminders", sa.Boolean(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name="pk_preferences"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person_id"],
            ["people.workspace_id", "people.id"],
            name="fk_preferences_workspace_id_person_id",
        ),
    )
    op.create_index(
        "ix_submissions_workspace_id_author_id_created_at",
        "submissions",
        ["workspace_id", "author_id", "created_at"],
    )
    op.drop_index("ix_submissions_workspace_id_author_id", "submissions")
