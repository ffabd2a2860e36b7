"""Since when a source saw a name, and which lists a capture of a collection holds."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there has neither."""
    op.add_column("name", sa.Column("known", sa.String(40)))
    op.add_column("snapshot", sa.Column("covers", sa.Text))
