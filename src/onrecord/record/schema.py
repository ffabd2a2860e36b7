"""The tables of the record: all of them derived from the archive and the journal.

`capture` mirrors the journal's loads, `snapshot` says what parsing each gave, `content` holds each
version of an entry once, and `run` says from which capture to which an entry had that content.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

DERIVATION = 3  # of the derived tables; a record of another is rebuilt by the next load

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(60), nullable=False),
    Column("captured", String(40), nullable=False),  # ISO 8601, UTC, with microseconds
    Column("digest", String(64), nullable=False),  # of the names and hashes of its files
    Column("files", Text, nullable=False),  # JSON: name → SHA-256
    Index("capture_once", "source", "captured", "digest", unique=True),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("capture", Integer, ForeignKey("capture.id"), primary_key=True),
    Column("source", String(60), nullable=False, index=True),
    Column("day", Date, nullable=False),  # the day that the capture speaks for
    Column("stated", Boolean, nullable=False),  # whether it gives that day as its own
    Column("effective", String(64), nullable=False),  # of all files read, carried ones too
    Column("parser", Integer, nullable=False),
    Column("carried", Text, nullable=False),  # JSON: name → instant of the capture it is from
    Column("findings", Text, nullable=False),  # JSON
    Column("damaged", Boolean, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("covers", Text),  # JSON: the lists that a capture of a collection holds; NULL: no such
)

content = Table(
    "content",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(60), nullable=False),
    Column("uid", Text, nullable=False, index=True),
    Column("hash", LargeBinary(16), nullable=False),  # half of a SHA-256 over the JSON
    Column("countries", Text, nullable=False),  # codes, with a blank between
    Column("basis", Text, nullable=False),  # keys of instruments, with blanks around each
    Column("dated", Boolean, nullable=False),  # whether it states days of a listing itself
    Column("wording", LargeBinary(8), nullable=False),  # a digest of all that tells who it is
    Column("marks", LargeBinary, nullable=False),  # three bytes each: what it is found by
    Column("base", Integer, ForeignKey("content.id")),  # what it is packed against
    Column("packed", LargeBinary, nullable=False),  # the entry as JSON, packed
)
base = content.alias("base")
# to be read together: an entry's later versions are packed against its first
packed = content.outerjoin(base, base.c.id == content.c.base)

run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(60), nullable=False),
    Column("uid", Text, nullable=False, index=True),
    Column("content", Integer, ForeignKey("content.id"), nullable=False),
    Column("first", Integer, ForeignKey("capture.id"), nullable=False),
    Column("last", Integer, ForeignKey("capture.id")),  # NULL: through the newest capture
    # the server looks here for each content that goes; of SQLite's bytes it is not worth it
    Index("ix_run_content", "content").ddl_if(dialect="postgresql"),
)

name = Table(
    "name",
    metadata,
    Column("content", Integer, ForeignKey("content.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("key", Text, nullable=False),  # normal form, tokens sorted; read through for a name
    Column("known", String(40)),  # since when a source saw it; NULL: known with its captures
    sqlite_with_rowid=False,
)

link = Table(  # both ways round, so that a wording finds its partners
    "link",
    metadata,
    Column("a", LargeBinary(8), primary_key=True),
    Column("b", LargeBinary(8), primary_key=True),
    Column("ref", Text, nullable=False),  # the entry that b is a wording of
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)

judgement = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("line", Text, nullable=False),  # as in the journal
)

number = Table(  # what an entry names as its number on another list of the same numbering
    "number",
    metadata,
    Column("key", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("wording", LargeBinary(8), primary_key=True),
    sqlite_with_rowid=False,
)
