"""Lists: fields, a schema, entries, and the differences between two lists. Spec 6, 11."""

from .diff import Change, Diff, diff
from .fields import Constraints, Field, Value
from .list import ENTRIES, LABEL_LIMIT, Entry, List
from .schema import Schema

__all__ = [
    "ENTRIES",
    "LABEL_LIMIT",
    "Change",
    "Constraints",
    "Diff",
    "Entry",
    "Field",
    "List",
    "Schema",
    "Value",
    "diff",
]
