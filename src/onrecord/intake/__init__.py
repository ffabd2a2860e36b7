"""Getting bytes in, all or nothing: captures from disk, checked before anything is written."""

from onrecord.intake.captures import Found, captures_at, given, refuse_early, shipped

__all__ = ["Found", "captures_at", "given", "refuse_early", "shipped"]
