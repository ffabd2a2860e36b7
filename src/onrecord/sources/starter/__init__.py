"""The starter record: hand-checked facts, shipped with the program."""
