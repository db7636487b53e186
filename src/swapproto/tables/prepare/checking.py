"""What ``check`` finds in a list that was prepared, as it stands in its workbook."""

from array import array
from collections.abc import Iterator
from datetime import date
from functools import partial

from ...xlsx.worksheet import letters
from ..cells import Column, read_fields
from ..checks import examine
from ..columnar import Columnar
from ..findings import ByRow, Findings
from ..outline import Outline
from ..profiles import Profile
from ..xlsx_.reader import place_in_sheet
from . import Prepared
from .grid import Doubt


def columns_of(prepared: Prepared) -> list[str]:
    """Return the fields that have a column in the workbook: those with a value, and those that are required."""
    required = {field.name for field in prepared.schema.fields if field.constraints.required}
    return [name for name in prepared.values.names if name in required or prepared.values.count(name)]


def left_to_do(prepared: Prepared) -> Iterator[tuple[str, Doubt]]:
    """Yield what is left to a person beside the findings, with its place in the workbook; "" if it has none there."""
    columns = {name: letters(number) for number, name in enumerate(columns_of(prepared), 1)}
    for doubt, row, field in prepared.record.left():
        place = "" if row is None else f"{columns.get(field or '', 'row ')}{row + 2}"  # below the header
        yield place, doubt


def check(prepared: Prepared, profile: Profile, today: date) -> Findings:
    """Return the findings of a check, placed by the cells of the workbook."""
    names = columns_of(prepared)
    schema = profile.schema
    fields = {field.name: field for field in schema.fields}
    columns = [Column(fields[name], schema) for name in names]
    sheet_rows = array("L")
    places = {name: letters(number) for number, name in enumerate(names, 1)}
    findings = Findings(profile.rules.severity, partial(place_in_sheet, places, sheet_rows))
    by_row = ByRow(findings)
    outline = Outline(names)
    read = Columnar(field.name for field in schema.fields)
    sheet_row = 1
    for _, portions in prepared.values.side_by_side(names):
        texts = [[str(text) for text in portion.values()] for portion in portions]
        filled = [n for n, row in enumerate(zip(*texts, strict=True)) if any(row)]  # empty rows are no entries
        first = len(sheet_rows) + 1
        sheet_rows.extend(sheet_row + 1 + n for n in filled)
        sheet_row += len(texts[0])
        if len(filled) < len(texts[0]):
            texts = [[column[n] for n in filled] for column in texts]
        if not filled:
            continue
        rows = range(first, first + len(filled))
        outline.look_at([*zip(*texts, strict=True)], texts, rows, by_row)
        values = dict.fromkeys(read.names, [None] * len(filled))
        for column, cells in zip(columns, texts, strict=True):
            values |= read_fields(column, cells, rows, by_row)
        by_row.flush()
        read.add(values)
    outline.finish(findings)
    examine(read, schema, profile.rules, findings, today)
    return findings
