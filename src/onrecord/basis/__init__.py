"""Legal bases as a graph with dates: what hangs on what, and when an instrument came to its end.

Takes the stated instruments and relations; gives ends and their causes, what falls with what, and
what lapses soon. It knows no party.
"""

from onrecord.basis.calendar import Due, due
from onrecord.basis.graph import BasisEnd, BasisGraph

__all__ = ["BasisEnd", "BasisGraph", "Due", "due"]
