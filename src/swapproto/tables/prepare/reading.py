"""What is written for the cells of a column: the values that they stand for, each with the reason of the change."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...empty import EMPTY
from ...lists import Schema, Value
from ..blanks import is_blank
from ..cells import Column, SplitColumn
from ..dating import DateForm
from ..json_text import dump_json
from ..plan import Plan
from ..splitting import NotSplit
from ..vocabulary import NO_WORDS, Vocabulary, meaning
from .proposing import Layout

_TWO_CENTURIES = (
    "its year can be of two centuries: write it with four digits, or say with --dates how to read all of them"
)
_TWO_ORDERS = "its day and month can be exchanged: write it as 1984-05-17, or say with --dates how to read all of them"
_MOST_KNOWN = 2**13  # different texts of a column, of which it is remembered what is written


class Written(NamedTuple):
    """What is written for a cell, as one text for each field of its column.

    ``why`` is the reason if that is a change, and ``doubt`` the reason if the cell is left to a person; else "".
    """

    texts: tuple[str, ...]
    why: str = ""
    doubt: str = ""


class ColumnReader:
    """A column of the table with the fields that its cells are written into. A text is always written alike."""

    def __init__(
        self,
        at: int,
        columns: Sequence[Column],
        form: DateForm | None,
        said_names: Mapping[str, str] = EMPTY,
        said_words: Mapping[str, Mapping[str, str]] = EMPTY,
    ) -> None:
        self.at = at
        self.fields: tuple[str, ...] = tuple(column.name for column in columns)
        #: Whether its cells are whole names, some of which cannot be taken.
        self.is_split: bool = len(columns) > 1
        #: Whether some of its cells may be left to a person.
        self.may_doubt: bool = self.is_split or (form is not None and form.leaves_some)
        self._columns, self._whole = columns, SplitColumn(columns, said_names)
        self._form, self._said_words = form, said_words
        self._known: dict[str, Written] = {}

    def read(self, cells: Sequence[str]) -> list[Written]:
        """Return what is written for each of some cells."""
        known = self._known
        if len(known) > _MOST_KNOWN:
            known.clear()
        new = {*cells} - known.keys()
        if self.is_split:
            known.update((cell, self._split(cell)) for cell in new)
        else:
            others = self._columns[0].others(new)
            known.update((cell, Written((cell,))) for cell in new - others)
            known.update((cell, self._read(cell)) for cell in others)
        return [known[cell] for cell in cells]

    def _read(self, cell: str) -> Written:
        if self._form is not None and self._form.is_of_two_centuries(cell):
            return Written((cell,), doubt=_TWO_CENTURIES)
        if self._form is not None and self._form.is_of_two_orders(cell):
            return Written((cell,), doubt=_TWO_ORDERS)
        text, why = self._text(self._columns[0], cell)
        return Written((text,), why if text != cell else "")

    def _split(self, cell: str) -> Written:
        nothing = ("",) * len(self.fields)
        if is_blank(cell):
            return Written(nothing)
        try:
            parts = self._whole.split(cell)
        except NotSplit as error:
            what = f"cannot be split into {', '.join(self.fields)}, because {error}: write the parts in columns"
            return Written(nothing, doubt=what)
        texts = tuple(self._text(column, part)[0] for column, part in zip(self._columns, parts, strict=True))
        if self._whole.is_said(cell):
            return Written(texts, "a whole name in its parts, as --set, --map or an answer says")
        return Written(texts, f"a whole name, split into {', '.join(self.fields)}")

    def _text(self, column: Column, cell: str) -> tuple[str, str]:
        """Return what is written for a cell of a field, and why if that is a change."""
        found = column.understand(cell)
        said = self._said_words.get(column.name, EMPTY)
        is_said = bool(said) and meaning(cell, said) is not None
        if found.how == "missing":
            return "", "a sign for nothing, as --set, --map or an answer says" if is_said else "a sign for nothing"
        if (wrong := found.unread or found.refused) is not None:
            is_count_of_days = cell.strip().isdecimal()  # which needs a look
            return (cell if is_count_of_days else wrong.instead or cell), "a date in another form"
        if found.how == "date" and self._form is not None:
            return _written(found.value), f"a date, read as {self._form.text}"
        if is_said:
            return _written(found.value), "a word for the value, as --set, --map or an answer says"
        return _written(found.value), "a word for the value"


def readers_of(layout: Layout, plan: Plan, schema: Schema, vocabulary: Vocabulary) -> list[ColumnReader]:
    """Return the columns of a layout that are taken into the list."""
    fields = {field.name: field for field in schema.fields}
    vocabulary, said = vocabulary.adding(plan.words), NO_WORDS.adding(plan.words)
    readers = []
    for one in layout.columns:
        names = one.parts or ((one.field,) if one.field else ())
        if names:
            form = plan.dates.get(one.header)
            columns = [Column(fields[name], schema, form, vocabulary.values.get(name, EMPTY)) for name in names]
            readers.append(ColumnReader(one.at, columns, form, plan.words.get(one.header, EMPTY), said.values))
    return readers


def _written(value: Value) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else dump_json(value)
