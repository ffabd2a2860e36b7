"""Facts of a user's own, in the starter record's form."""
