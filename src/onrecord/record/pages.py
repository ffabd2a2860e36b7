"""Whether the file of a SQLite database is as long as its own head says.

SQLite itself takes what is lacking of the last page for zeros, and answers short without a word.
"""

from pathlib import Path

_MAGIC = b"SQLite format 3\0"


def lacking_bytes(database: Path) -> int:
    """How many bytes a database lacks at its end; 0 where it is whole, or that cannot be told.

    To be asked within a transaction: then nobody folds the log into the file meanwhile, but for
    what stands in the log already.
    """
    try:
        with database.open("rb") as file:
            head = file.read(100)
            size = file.seek(0, 2)
        log = database.with_name(f"{database.name}-wal")
        # a log that holds pages may hold the lacking ones: a fold cut short is no damage
        if not head.startswith(_MAGIC) or (log.exists() and log.stat().st_size):
            return 0
    except OSError:
        return 0  # whoever reads on is told why
    # the file format, 1.3: the page's size, where 1 means 65536; the number of pages, which
    # counts only where the change counter and what that number is of are equal
    page = int.from_bytes(head[16:18], "big")
    page = 65_536 if page == 1 else page
    pages = int.from_bytes(head[28:32], "big") if head[24:28] == head[92:96] else 0
    return max(pages * page - size, -size % page)
