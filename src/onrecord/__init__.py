"""Onrecord: an open, point-in-time record of sanctions, and reports set against it."""

__version__ = "0.1.0"
