"""The command line: one module a verb; reads the clock and the environment, sets the exit status.

Answers go to standard output and nothing else does; notes and warnings go to standard error.
"""

from onrecord.cli.main import main

__all__ = ["main"]
