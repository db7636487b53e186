"""What is likely wrong with the values of a table that has been read: for its owner, before anything is signed.

Pure functions, which know neither files nor the clock. Likely the same persons are found elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from ..findings import Findings
from ..schema import Field, Schema, Value
from . import apostrophes, columns, dates, encodings, scripts, texts
from .entries import check_expected, check_twice
from .report import Place, Report
from .rules import Expected, Rules

__all__ = ["Expected", "Rules", "examine", "knows_scripts"]

knows_scripts = scripts.available
"""Whether words of two scripts can be found: that takes a library, which comes with the extra ``names``."""


def examine(
    entries: Sequence[Mapping[str, Value]],
    schema: Schema,
    rules: Rules,
    findings: Findings,
    place: Place,
    today: date,
) -> None:
    """Add to ``findings`` what is likely wrong with the values of a table's entries, in their order from row 1.

    ``place`` says in words where a row and a field are in the file. Never raises, whatever the values are.
    """
    report = Report(findings, place)
    foreign: list[str] = []
    for field in schema.fields:
        if field.type == "string":
            cells = list(_cells(entries, field.name))
            foreign += islice((text for _, text in cells if not text.isascii()), encodings.SAMPLE)
            _texts(cells, field, report)
        elif field.type in ("array", "object"):
            _nested(entries, field, report)
    _encoding(foreign, report)
    rules = rules.of(schema)
    for row, entry in enumerate(entries, 1):
        dates.check(entry, row, rules, report, today)
        check_expected(entry, row, rules, report)
    check_twice(entries, schema, report)


def _cells(entries: Sequence[Mapping[str, Value]], name: str) -> Iterator[tuple[int, str]]:
    for row, entry in enumerate(entries, 1):
        if type(text := entry.get(name)) is str and text:
            yield row, text


def _texts(cells: Sequence[tuple[int, str]], field: Field, report: Report) -> None:
    with_apostrophes = []
    for row, text in cells:
        if texts.plain(text):
            continue
        if apostrophes.has(text):
            with_apostrophes.append((row, text))
            if texts.plain(apostrophes.without(text)):
                continue
        _text(text, row, field.name, report)
    apostrophes.check(with_apostrophes, field.name, report)
    columns.check(cells, field, report)


def _text(text: str, row: int, name: str, report: Report) -> None:
    faults = list(texts.faults(text))
    if not faults:
        return
    mended = texts.repaired(text)
    mended = "" if mended == text else mended
    for check, what in faults:
        lasting = mended and check in ("encoding", "mixed-scripts") and any(c == check for c, _ in texts.faults(mended))
        report.add(check, what, row, name, text, "" if lasting else mended)


def _nested(entries: Sequence[Mapping[str, Value]], field: Field, report: Report) -> None:
    """Texts in arrays and objects, by what is wrong with the whole: what to write instead depends on the notation."""
    for row, entry in enumerate(entries, 1):
        found = {fault: text for text in _within(entry.get(field.name)) for fault in texts.faults(text)}
        for (check, what), text in found.items():
            report.add(check, what, row, field.name, text)


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


def _encoding(foreign: Sequence[str], report: Report) -> None:
    found = encodings.misread(foreign)
    if found is not None:
        what = (
            f"the letters are those of {found.encoding} taken for {found.taken_for}: "
            f"read the file with the encoding {found.encoding}, or save it anew as UTF-8"
        )
        report.add("encoding", what, found=found.found, instead=found.instead)
