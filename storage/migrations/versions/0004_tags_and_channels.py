"""What feedback can be tagged with, and praise in front of everyone in a channel."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submissions", sa.Column("channel", sa.Text(), nullable=True))
    op.add_column("submissions", sa.Column("tags", sa.Text(), nullable=True))
    op.create_table(
        "tags",
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_tags"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_tags_workspace_id"),
        sa.UniqueConstraint("workspace_id", "kind", "name_key", name="uq_tags_workspace_id_kind_name_key"),
    )
    op.create_index("ix_tags_workspace_id_position", "tags", ["workspace_id", "position"])
