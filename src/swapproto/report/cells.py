"""A cell of a table: what it says of one thing, and how far that is shown."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from ..empty import EMPTY

State = Literal["proven", "claimed", "absent", "contradicted"]
"""How far something is shown: by what was signed, by somebody's word, not at all; or its contrary is proven."""


class Cell(NamedTuple):
    """A cell; its words are the sentence ``report.cells`` under its code, in the files of the wording."""

    state: State
    code: str
    value: Mapping[str, Any] = EMPTY


ABSENT = Cell("absent", "absent")
