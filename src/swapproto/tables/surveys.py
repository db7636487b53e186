"""Surveys: what each reader of a table file returns."""

from typing import NamedTuple, TypeAlias

from ..empty import EMPTY
from ..lists import List
from .columns import ColumnMap
from .findings import Findings

Notes: TypeAlias = list[str]
"""Short sentences for the person whose table it is."""


class Survey(NamedTuple):
    """A list as far as a file could be read, notes on how it was read, and what is wrong with the file.

    ``column_map`` gives the fields that the headers were taken for.
    """

    list: List
    notes: Notes
    findings: Findings
    column_map: ColumnMap = EMPTY
