"""Limits that both houses share."""

CELL_LIMIT = 65_536
"""The most bytes of a cell of a table, because no entry is larger. Spec 14."""
MANY_ROWS, LEAST_ROW = 2**16, 6
"""The rows that any table may have, and what each takes on average in a table with more: characters of a text, or bytes
of a workbook."""
