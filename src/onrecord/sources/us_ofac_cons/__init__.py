"""OFAC's lists that do not block, consolidated in one, in all forms that are published."""
