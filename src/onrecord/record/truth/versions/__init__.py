"""One file a version of the tables of archive and journal."""
