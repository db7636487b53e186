"""Surveys: what each reader of a table file returns."""

from typing import NamedTuple, TypeAlias

from ..empty import EMPTY
from ..lists import List
from .columnar import Columnar
from .columns import ColumnMap
from .findings import Findings

Notes: TypeAlias = list[str]
"""Short sentences for the person whose table it is."""


class Survey(NamedTuple):
    """A list as far as a file could be read, notes on how it was read, and what is wrong with the file.

    ``column_map`` gives the fields that the headers were taken for.
    """

    #: The list as far as it could be read; a cell with an error is null.
    list: List
    #: Notes for its owner on how it was read.
    notes: Notes
    #: What is wrong with it, or may be.
    findings: Findings
    #: The fields that the headers were taken for.
    column_map: ColumnMap = EMPTY
    #: What ``prepare`` changed, if it wrote the workbook and nobody wrote into its sheet of changes; else "".
    changes: str = ""
    #: The values of the list by column, if they are known so.
    by_column: Columnar | None = None

    def in_columns(self) -> Columnar:
        """Return the values of the list by column, as the checks look at them."""
        return self.by_column or Columnar.of(self.list, (field.name for field in self.list.schema.fields))
