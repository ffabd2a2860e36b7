"""Whether a capture states its own day: what two captures must share to contradict each other."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column to empty tables: all of them follow from the journal, and are made again."""
    for table in ("name", "run", "content", "snapshot", "capture"):
        op.execute(sa.table(table).delete())
    column = sa.Column("stated", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("snapshot", column)  # a default is what SQLite asks for, and is never used
