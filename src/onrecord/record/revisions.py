"""The versions of tables: which they are of, which they should be, and the way there."""

from dataclasses import dataclass

import sqlalchemy as sa

from onrecord.errors import RecordTooNew
from onrecord.record import schema


@dataclass(slots=True)
class Course:
    """Tables that change together: their migrations, where their version stands, the newest."""

    migrations: str
    table: str
    newest: str


DERIVED = Course("onrecord.record:migrations", "alembic_version", "0003")


def revision_of(connection: sa.Connection, course: Course = DERIVED) -> str | None:
    """The version of the tables; None where there are none."""
    if not sa.inspect(connection).has_table(course.table):
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {course.table}")).scalar()  # noqa: S608 - ours
    return None if found is None else str(found)


def migrate(connection: sa.Connection, where: str, course: Course = DERIVED) -> None:
    """Bring the tables to the newest version, in the connection's own transaction.

    Raises RecordTooNew, which says `where`, for tables of a later version of the program.
    """
    revision = revision_of(connection, course)
    if revision == course.newest:
        return
    if revision is not None and revision > course.newest:
        raise RecordTooNew(f"a record of a later version: {where}: update onrecord")
    # half a second of imports, so only where there is something to do
    from alembic import command
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", course.migrations)
    settings.attributes["connection"] = connection
    settings.attributes["version_table"] = course.table
    command.upgrade(settings, "head")


def is_derived_as_now(connection: sa.Connection) -> bool:
    """Whether the derived tables are of this version's making."""
    if (revision_of(connection) or "") < DERIVED.newest:
        return False
    query = sa.select(schema.meta.c.value).where(schema.meta.c.key == "derivation")
    return connection.execute(query).scalar() == str(schema.DERIVATION)


def begin_derivation(connection: sa.Connection) -> None:
    """Empty the tables where another version derived them: all follow from archive and journal."""
    if is_derived_as_now(connection):
        return
    for table in reversed(schema.metadata.sorted_tables):
        connection.execute(table.delete())
    connection.execute(schema.meta.insert().values(key="derivation", value=str(schema.DERIVATION)))


def lacking(connection: sa.Connection) -> list[str]:
    """The derived tables, and columns of them, that are not there, a sentence each."""
    seen = sa.inspect(connection)
    there = set(seen.get_table_names())
    found = []
    for table in schema.metadata.sorted_tables:
        if table.name not in there:
            found.append(f"the table {table.name} is gone")
            continue
        columns = {column["name"] for column in seen.get_columns(table.name)}
        found += [
            f"the column {column.name} of {table.name} is gone"
            for column in table.columns
            if column.name not in columns
        ]
    return found
