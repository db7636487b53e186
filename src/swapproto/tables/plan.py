"""The plan of a table: what its owner said of its columns, in words of the command line or in one TOML file."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..empty import EMPTY
from ..errors import InputError
from .columns import LINE, SIZE_LIMIT, ColumnMap, merge, quoted, short
from .dating import DateForm

_FORM = 'write "HEADER" = "FIELD", both in quotes, under [columns], [split], [dates], [set] or [table]'
_SECTIONS = ("columns", "split", "dates", "set", "table")
_OF_TABLE = ("profile", "header-row", "sheet")
_PARTS = 2, 8
_MAX_ROW = 2**20


class Plan(NamedTuple):
    """What the owner of a table said of its columns. Headers are as in the table."""

    #: The field of each header, or "" to omit the column.
    columns: ColumnMap = EMPTY
    #: The fields of the parts of each header's whole names.
    splits: Mapping[str, tuple[str, ...]] = EMPTY
    #: The form of each header's dates.
    dates: Mapping[str, DateForm] = EMPTY
    #: The value that all entries have in a field without a column.
    values: Mapping[str, str] = EMPTY
    #: What words of this table mean, by field: the value of each, or "" for nothing.
    words: Mapping[str, Mapping[str, str]] = EMPTY
    #: The row of the header, from 1; None for the first.
    header_row: int | None = None
    #: The sheet of a workbook; None for the first that is not empty.
    sheet: str | None = None
    #: The profile that the table was read by, if it is one that comes with the program.
    profile: str | None = None
    #: The last year that two digits can mean.
    last_year: int = 2099

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of the columns."""
        return self._replace(profile=None, last_year=2099) == Plan()

    @property
    def has_names(self) -> bool:
        """Whether people's names are in it, with their parts."""
        return any("|" in value for of in self.words.values() for value in of.values())


def from_pairs(sections: Mapping[str, Iterable[tuple[str, str]]], last_year: int) -> Plan:
    """Return the plan of pairs by section. Raise :class:`InputError` ``usage`` if they contradict each other.

    ``last_year`` is the last year that two digits can mean.
    """
    columns = merge(sections.get("columns", ()))
    splits = {header: _parts(fields) for header, fields in _merged("split", sections).items()}
    dates = {header: DateForm.parse(form, last_year) for header, form in _merged("dates", sections).items()}
    if twice := [header for header in splits if columns.get(header)]:
        raise InputError("usage", f'"{short(twice[0])}" is both mapped to a field and split: say one')
    said = _merged("set", sections)
    table = _merged("table", sections)
    if unknown := table.keys() - {*_OF_TABLE}:
        known = ", ".join(f'"{key}"' for key in _OF_TABLE)
        raise InputError("usage", f'"{short(min(unknown))}" is not known in [table]: there are {known}')
    row = table.get("header-row")
    return Plan(
        columns,
        splits,
        dates,
        {key: value for key, value in said.items() if ":" not in key},
        _words_by_field(said),
        None if row is None else _row(row),
        table.get("sheet"),
        table.get("profile"),
        last_year,
    )


def from_word(word: str, option: str) -> tuple[str, str]:
    """Return the pair of ``"X=Y"``. Raise :class:`InputError` ``usage``."""
    is_value = option == "--set" and ":" not in word.partition("=")[0]  # which may have an equals sign
    header, equals, value = (word.partition if is_value else word.rpartition)("=")
    may_be_nothing = option == "--set" and not is_value
    if not equals or not header or not (value.strip() or may_be_nothing):
        raise InputError("usage", f'{option} "{short(word)}": write it as {_EXAMPLES[option]}')
    return header, value.strip()


_EXAMPLES = {
    "--split": '"HEADER=family_name given_name patronymic_name"',
    "--dates": '"HEADER=d.m.yy"',
    "--set": 'FIELD=VALUE, or "FIELD:WORD=VALUE" for one word of the table',
}


def from_toml(data: bytes, file: str) -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of a TOML file by section. Raise :class:`InputError` ``usage`` with the line."""

    def refused(why: str) -> InputError:
        return InputError("usage", f"{file}: {why}")

    if len(data) > SIZE_LIMIT:
        raise refused(f"it is longer than {SIZE_LIMIT:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(f"it is not UTF-8 at byte {error.start:,}") from None
    # tomllib takes memory by the square of a dotted key, so only lines that a list of pairs needs reach it.
    for number, line in enumerate(text.split("\n"), 1):
        if not LINE.fullmatch(line):
            raise refused(f"line {number:,}: {_FORM}")
    try:
        found = tomllib.loads(text)
    except ValueError as error:
        raise refused(f"it is not TOML: {error}") from None
    if unknown := [name for name in found if name not in _SECTIONS]:
        raise refused(f'"{short(unknown[0])}" is not known here: {_FORM}')
    if not found or not all(isinstance(section, dict) for section in found.values()):
        raise refused(f"it has no [columns]: {_FORM}")
    return {section: [*pairs.items()] for section, pairs in found.items()}


def to_toml(plan: Plan) -> str:
    """Return the TOML file that :func:`from_toml` reads as this plan.

    A form of dates that leaves some to a person was found, and not said: it is found again in the next table.
    """
    table = {"profile": plan.profile or "", "header-row": str(plan.header_row or ""), "sheet": plan.sheet or ""}
    sections: dict[str, Mapping[str, str]] = {
        "columns": plan.columns,
        "split": {header: " ".join(fields) for header, fields in plan.splits.items()},
        "dates": {header: form.text for header, form in plan.dates.items() if not form.leaves_some},
        "set": {**plan.values, **_joined(plan.words)},
        "table": {key: value for key, value in table.items() if value},
    }
    return "\n".join(
        f"[{section}]\n" + "".join(f"{quoted(key)} = {quoted(value)}\n" for key, value in pairs.items())
        for section, pairs in sections.items()
        if pairs or section == "columns"
    )


def _merged(section: str, sections: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, str]:
    merged: dict[str, str] = {}
    for key, value in sections.get(section, ()):
        if merged.setdefault(key, value) != value:
            raise InputError("usage", f'"{short(key)}" is given twice under {section}, and differently: say one')
    return merged


def _words_by_field(said: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the value of each word of a table by field, as "FIELD:WORD" says it."""
    words: dict[str, dict[str, str]] = {}
    for key, value in said.items():
        field, colon, word = key.partition(":")
        if colon:
            field, word = field.strip(), word.strip()
            if not field or not word:
                raise InputError("usage", f'"{short(key)}": write a word of a field as "FIELD:WORD" = "VALUE"')
            words.setdefault(field, {})[word] = value
    return words


def _joined(words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {f"{field}:{word}": value for field, of in words.items() for word, value in of.items()}


def _parts(text: str) -> tuple[str, ...]:
    fields: Sequence[str] = text.split()
    least, most = _PARTS
    if not least <= len(fields) <= most or len(set(fields)) < len(fields):
        raise InputError("usage", f"--split: give {least} to {most} different fields, in the order of the words")
    return tuple(fields)


def _row(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text[:9]) <= _MAX_ROW:
        raise InputError("usage", f"--header-row {short(text)!r}: give the number of a row, from 1")
    return int(text)
