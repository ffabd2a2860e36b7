"""FollowTheMoney, the form in which OpenSanctions publishes, in its three shapes.

Takes the bytes of one export (entities or nested targets as JSON lines, statements as CSV); gives
the parties under sanctions, each with what hangs on it, every value with the time that it was seen.
It does not know what a property means, nor whose a dataset is.
"""

from onrecord.formats.ftm.export import Export, Party
from onrecord.formats.ftm.shapes import newest_seen, read_export
from onrecord.formats.ftm.values import Thing, Value

__all__ = ["Export", "Party", "Thing", "Value", "newest_seen", "read_export"]
