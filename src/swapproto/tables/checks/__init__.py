"""What is likely wrong with the values of a table that has been read: for its owner, before anything is signed.

Pure functions, which know neither files nor the clock.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from ...lists import Field, Schema, Value
from ..findings import Findings
from . import apostrophes, columns, dates, encodings, persons, scripts, texts
from .entries import Entries, check_expected, check_twice
from .persons import Examined, count_persons
from .rules import Expected, Rules

__all__ = ["Examined", "Expected", "Rules", "count_persons", "examine"]


def examine(entries: Entries, schema: Schema, rules: Rules, findings: Findings, today: date) -> Examined:
    """Add to ``findings`` what is likely wrong with the values of a table's entries, in their order from row 1.

    Never raises, whatever the values are.
    """
    if len(entries) * len(schema.fields) <= _HELD:
        entries = list(entries)
    if not entries:
        findings.add("empty", "the table has no entry: there is nothing below its header")
    foreign: list[str] = []
    for fields in _some(schema.fields, max(1, _HELD // 2 // max(1, len(entries)))):
        for field, cells in zip(fields, _cells(entries, fields), strict=True):
            foreign += islice((text for _, text in cells if not text.isascii()), encodings.SAMPLE)
            _texts(cells, field, findings)
    for field in schema.fields:
        if field.type in ("array", "object"):
            _nested(entries, field, findings)
    _encoding(foreign, findings)
    rules = rules.of(schema)
    for row, entry in enumerate(entries, 1):
        dates.check(entry, row, rules, findings, today)
    check_expected(entries, rules, findings)
    check_twice(entries, schema, findings)
    examined = persons.check(entries, schema, findings)
    if scripts.available():
        return examined
    return examined._replace(left_out=(*examined.left_out, _NO_SCRIPTS))


_HELD = 2**21
"""Cells that are held as entries; a larger list is read again and again, for half as many of its columns."""
_NO_SCRIPTS = "Words in letters of two scripts were not looked for: pip install 'swapproto[names]'"


def _some(fields: Sequence[Field], count: int) -> Iterator[list[Field]]:
    """The fields of text, so many at a time."""
    texts = iter([field for field in fields if field.type == "string"])
    while some := list(islice(texts, count)):
        yield some


def _cells(entries: Entries, fields: Sequence[Field]) -> list[list[tuple[int, str]]]:
    """The texts of each field that are not empty, with their rows."""
    columns: list[list[tuple[int, str]]] = [[] for _ in fields]
    named = [(field.name, cells) for field, cells in zip(fields, columns, strict=True)]
    for row, entry in enumerate(entries, 1):
        for name, cells in named:
            if type(text := entry.get(name)) is str and text:
                cells.append((row, text))
    return columns


def _texts(cells: Sequence[tuple[int, str]], field: Field, findings: Findings) -> None:
    with_apostrophes = []
    for row, text in cells:
        if texts.plain(text):
            continue
        if apostrophes.has(text):
            with_apostrophes.append((row, text))
            if texts.plain(apostrophes.without(text)):
                continue
        _text(text, row, field.name, findings)
    apostrophes.check(with_apostrophes, field.name, findings)
    columns.check(cells, field, findings)


def _text(text: str, row: int, name: str, findings: Findings) -> None:
    faults = list(texts.faults(text))
    if not faults:
        return
    mended = texts.repaired(text)
    mended = "" if mended == text else mended
    for check, what in faults:
        lasting = mended and check in ("encoding", "mixed-scripts") and any(c == check for c, _ in texts.faults(mended))
        findings.add(check, what, row=row, field=name, found=text, instead="" if lasting else mended)


def _nested(entries: Entries, field: Field, findings: Findings) -> None:
    """Texts in arrays and objects, by what is wrong with the whole: what to write instead depends on the notation."""
    for row, entry in enumerate(entries, 1):
        found = {fault: text for text in _within(entry.get(field.name)) for fault in texts.faults(text)}
        for (check, what), text in found.items():
            findings.add(check, what, row=row, field=field.name, found=text)


def _within(value: Value) -> Iterator[str]:
    pending = [value]
    while pending:
        match pending.pop():
            case str() as text if not texts.plain(text):
                yield text
            case list() as items:
                pending += items
            case dict() as pairs:
                pending += [*pairs, *pairs.values()]


def _encoding(foreign: Sequence[str], findings: Findings) -> None:
    found = encodings.misread(foreign)
    if found is not None:
        what = (
            f"the letters are those of {found.encoding} taken for {found.taken_for}: "
            f"read the file with the encoding {found.encoding}, or save it anew as UTF-8"
        )
        findings.add("encoding", what, found=found.found, instead=found.instead)
