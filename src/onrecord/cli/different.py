"""`onrecord different`: judge that two are two parties."""

from onrecord.cli.judgement import judging

command = judging("different", "two parties", "two factories of one name")
