"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "meta",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "capture",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("captured", sa.String(40), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("files", sa.Text, nullable=False),
    )
    op.create_index("capture_once", "capture", ["source", "captured", "digest"], unique=True)
    op.create_table(
        "snapshot",
        sa.Column("capture", sa.Integer, sa.ForeignKey("capture.id"), primary_key=True),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("effective", sa.String(64), nullable=False),
        sa.Column("parser", sa.Integer, nullable=False),
        sa.Column("carried", sa.Text, nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("damaged", sa.Boolean, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
    )
    op.create_index("ix_snapshot_source", "snapshot", ["source"])
    op.create_table(
        "content",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary(16), nullable=False),
        sa.Column("countries", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_content_uid", "content", ["uid"])
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("uid", sa.Text, nullable=False),
        sa.Column("content", sa.Integer, sa.ForeignKey("content.id"), nullable=False),
        sa.Column("first", sa.Integer, sa.ForeignKey("capture.id"), nullable=False),
        sa.Column("last", sa.Integer, sa.ForeignKey("capture.id")),
    )
    op.create_index("ix_run_uid", "run", ["uid"])
    if op.get_context().dialect.name == "postgresql":
        op.create_index("ix_run_content", "run", ["content"])
    op.create_table(
        "name",
        sa.Column("content", sa.Integer, sa.ForeignKey("content.id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
