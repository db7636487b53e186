"""Tables: files that are read as a :class:`~swapproto.lists.List`, or written from one: CSV, JSON, JSONL and XLSX.

Rows count from 1, without the header. Notes are short sentences for the person whose table it is. Refusals name the
place, never the content of a cell.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO, Literal, NamedTuple, TypeAlias

from ..empty import EMPTY
from ..errors import InputError
from ..lists import List, Schema
from . import json_, python_rows
from .columns import ColumnMap, short
from .csv_ import reader as csv_reader
from .csv_ import writer as csv_writer
from .dating import find_form, first_year_of, is_in_an_order
from .findings import Findings
from .plan import Plan
from .source import Text
from .surveys import Notes, Survey
from .vocabulary import NO_WORDS, Vocabulary

__all__ = ["Imported", "Kind", "Survey", "kind_of", "read", "refuse_errors", "survey", "survey_rows", "write"]

Kind: TypeAlias = Literal["csv", "tsv", "json", "jsonl", "xlsx"]

_KINDS: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".xlsx": "xlsx",
}


class Imported(NamedTuple):
    """A list read from a file, and notes for its owner on how it was read."""

    #: The list.
    list: List
    #: Notes for its owner on how it was read.
    notes: Notes


def kind_of(filename: str) -> Kind:
    """Return the kind of table that a file's name ends with. Raise :class:`InputError` ``table`` if there is none."""
    suffix = PurePath(filename).suffix.lower()
    if suffix not in _KINDS:
        ending = f"a name that ends in {suffix}" if suffix else "a name without an ending"
        raise InputError(
            "table",
            f"{ending} does not say what the table is: use .csv, .xlsx, .json or .jsonl; "
            "a spreadsheet program can save other workbooks as .xlsx",
        )
    return _KINDS[suffix]


def survey(
    stream: BinaryIO,
    kind: Kind,
    *,
    label: str,
    schema: Schema | None = None,
    column_map: ColumnMap | None = None,
    severities: Mapping[str, str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool = True,
    plan: Plan | None = None,
    vocabulary: Vocabulary = NO_WORDS,
    within: Mapping[str, int] = EMPTY,
) -> Survey:
    """Read a list from the bytes of ``stream``, with everything that is wrong with its cells, rows and columns.

    A cell with an error is null in its entry, so such a list is only for its owner. ``severities``, ``vocabulary`` and
    ``within`` are a profile's; ``plan`` says more of the columns than ``column_map``, and replaces it.
    Everything else is as in :func:`read`. Raise :class:`InputError` ``table`` if it is not a table, or ``usage``.
    """
    plan = plan or Plan(columns=column_map or EMPTY)
    if kind == "xlsx":
        if not header:
            raise InputError("usage", "the column names of an .xlsx table are in its first row: write them there")
        from .xlsx_ import reader as xlsx_reader  # seldom needed

        return _hinted(xlsx_reader.read(stream, label, schema, plan, vocabulary, severities), plan.last_year, within)
    text = Text(stream, encoding)
    if kind in ("csv", "tsv"):
        named_tsv = kind == "tsv"
        found = csv_reader.read(
            text, label, schema, plan, vocabulary, delimiter, header, severities, named_tsv=named_tsv
        )
        return _hinted(_told(found, text), plan.last_year, within)
    if not plan.is_empty:
        raise InputError("usage", "the names in JSON are its fields: rename them there; columns are mapped in tables")
    return _told(json_.read(text, label, schema, json_.BY_KIND[kind], severities), text)


def _hinted(found: Survey, last_year: int, within: Mapping[str, int]) -> Survey:
    """Return a survey with notes on columns of dates that could be read in one form."""
    hints = []
    kinds = {field.name: field.type for field in found.list.schema.fields}
    for header, name in found.column_map.items():
        if kinds.get(name) not in ("date", "partialdate"):
            continue
        texts = [one.found for one in found.findings if one.code == "malformed" and one.field == name]
        place = found.findings.place(None, name)
        place = place[:1].upper() + place[1:]
        if (evidence := find_form(texts, last_year, first_year_of(name, within, last_year))) is not None:
            accepted = f'--dates "{short(header)}={evidence.form.text}" accepts it for the column'
            if evidence.of_two_orders:  # of which --dates would read some in a wrong order
                accepted = (
                    f"{evidence.of_two_orders:,} with another separator can be read in two orders: write those as "
                    "1984-05-17 first"
                )
            hints.append(
                f"{place}: of the dates that are not in the form of the field, {evidence.in_words()}: {accepted}."
            )
        elif any(map(is_in_an_order, texts)):
            first = " or ".join(f'--dates "{short(header)}={form}"' for form in ("d.m.yyyy", "m.d.yyyy"))
            hints.append(
                f"{place}: some dates can be read in two orders: {first} says which one is that of the column."
            )
    return found._replace(notes=found.notes + hints)


def _told(found: Survey, text: Text) -> Survey:
    """Return a survey with what was guessed and passed over while its text was read."""
    if text.guess:
        found.findings.add("guessed-encoding", text.guess, place="")
    return found._replace(notes=text.notes + found.notes)


def survey_rows(
    entries: Iterable[Mapping[str, Any]] | python_rows.Frame,
    *,
    label: str,
    schema: Schema,
    severities: Mapping[str, str] | None = None,
) -> Survey:
    """Read a list from rows of Python's values, with everything that is wrong with them, as :func:`survey` does.

    Rows are mappings of names to values, from a request, a database or a data frame: of pandas or polars, or, where
    pyarrow is installed, whatever has the Arrow PyCapsule interface, as results of DuckDB do.
    Beside the values that entries hold, dates may be ``date``, moments ``datetime`` with an offset, numbers ``int``,
    ``float`` or ``Decimal``; scalars of numerical libraries count as Python's, and NaN as null.
    """
    return python_rows.survey(entries, label, schema, severities)


def read(
    stream: BinaryIO,
    kind: Kind,
    *,
    label: str,
    schema: Schema | None = None,
    column_map: ColumnMap | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: bool = True,
) -> Imported:
    """Read a list from the bytes of ``stream``, which need not be seekable and is not closed.

    Without ``schema`` all columns of CSV are texts, and those of JSON have the types of their values. With one,
    a header is recognised as its field's name, or its title in any language; ``column_map`` gives the field of other
    headers, or "" to omit the column.
    ``encoding`` is for texts, ``delimiter`` and ``header`` are for CSV. By default they are detected, and a guess
    is among the notes, as is each warning. Raise :class:`InputError` ``table`` (the first error, where it is, and
    what to do) or ``usage``.
    """
    found = survey(
        stream,
        kind,
        label=label,
        schema=schema,
        column_map=column_map,
        encoding=encoding,
        delimiter=delimiter,
        header=header,
    )
    refuse_errors(found.findings)
    return Imported(found.list, found.notes + found.findings.summary("warning"))


def refuse_errors(findings: Findings) -> None:
    """Raise :class:`InputError` ``table`` for the first error, if there is one, with the number of others."""
    if not findings.errors:
        return
    first, *_ = findings.of("error")
    more = findings.errors - 1
    raise InputError("table", f"{first}" + (f" (and {more:,} more)" if more else ""))


def write(entries: List, stream: BinaryIO, kind: Kind) -> Notes:
    """Write a list's entries to ``stream``, and return notes. CSV is UTF-8 with commas, RFC 4180; TSV has tabs instead.

    Raise :class:`InputError` ``table`` for a list that would not be read back the same from this format. Part of it
    may have been written by then.
    """
    if kind == "xlsx":
        from .xlsx_ import writer as xlsx_writer

        return xlsx_writer.write(entries, stream)
    if kind in ("csv", "tsv"):
        return csv_writer.write(entries, stream, delimiter="\t" if kind == "tsv" else ",")
    return json_.write(entries, stream, kind)
