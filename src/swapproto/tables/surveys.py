"""Surveys: what each reader of a table file returns."""

from typing import NamedTuple, TypeAlias

from ..lists import List
from .findings import Findings

Notes: TypeAlias = list[str]
"""Short sentences for the person whose table it is."""


class Survey(NamedTuple):
    """A list as far as a file could be read, notes on how it was read, and what is wrong with the file.

    ``columns`` are the headers with the fields that they were taken for, "" for those that are omitted.
    """

    list: List
    notes: Notes
    findings: Findings
    columns: tuple[tuple[str, str], ...] = ()
