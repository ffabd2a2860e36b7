"""Links between entries, people's judgements of them, and which days captures state."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add to empty tables: all of them follow from the journal, and are made again."""
    for table in ("name", "run", "content", "snapshot", "capture"):
        op.execute(sa.table(table).delete())
    # a default is what SQLite asks for, and is never used
    stated = sa.Column("stated", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("snapshot", stated)
    dated = sa.Column("dated", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("content", dated)
    op.add_column("content", sa.Column("base", sa.Integer))
    for column in ("wording", "marks"):
        blob = sa.Column(column, sa.LargeBinary, nullable=False, server_default="")
        op.add_column("content", blob)
    op.create_table(
        "link",
        sa.Column("a", sa.LargeBinary(8), primary_key=True),
        sa.Column("b", sa.LargeBinary(8), primary_key=True),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("line", sa.Text, nullable=False),
    )
    op.create_table(
        "number",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("ref", sa.Text, primary_key=True),
        sa.Column("wording", sa.LargeBinary(8), primary_key=True),
        sqlite_with_rowid=False,
    )
