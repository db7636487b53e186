"""Limits that both houses share."""

CELL_LIMIT = 65_536
"""The most bytes that a cell of a table may have: no entry is larger. Spec 14."""
