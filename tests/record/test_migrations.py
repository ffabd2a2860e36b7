from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from onrecord.record.database import DATABASE, open_engine, writing
from onrecord.record.revisions import DERIVED, revision_of


def _first_tables(home: Path) -> sa.Engine:
    """The database of a home as the first version made it."""
    engine = open_engine(home, create=True)
    settings = Config()
    settings.set_main_option("script_location", "onrecord.record:migrations")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        settings.attributes["connection"] = connection
        settings.attributes["version_table"] = DERIVED.table
        command.upgrade(settings, "0001")
        connection.exec_driver_sql(
            "INSERT INTO content VALUES (1, 'us_ofac_sdn', '7', x'00', '', '', x'00')"
        )
        connection.exec_driver_sql(
            "INSERT INTO name (content, place, text, kind, key) VALUES (1, 0, 'A', 'primary', 'a')"
        )
        connection.exec_driver_sql("COMMIT")
    return engine


def test_tables_of_the_first_version_are_brought_up_and_emptied(tmp_path: Path) -> None:
    """All that they hold follows from the journal, and is made anew by the load that migrates."""
    engine = _first_tables(tmp_path)

    with writing(engine):
        pass

    with engine.connect() as connection:
        assert revision_of(connection) != "0001"
        found = connection.execute(sa.text("SELECT text, known FROM name")).all()
        assert found == []
    assert (tmp_path / DATABASE).is_file()
