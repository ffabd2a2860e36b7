"""`onrecord same`: judge that two are one party."""

from onrecord.cli.judgement import judging

command = judging("same", "one party", "one address, one director")
