"""Migrations of archive and journal where they are tables, on a server."""
