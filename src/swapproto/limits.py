"""Limits that both houses share."""

CELL_LIMIT = 65_536
"""The most bytes of a cell of a table, because no entry is larger. Spec 14."""
