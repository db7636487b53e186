"""Checks of a table's values: warn about what is suspicious before the list is signed.

The functions are pure: they know neither files nor the clock.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from ...lists import Field, Schema, Value
from ..findings import Code, Findings
from . import apostrophes, encodings, scripts, texts, wrong_letters
from .apostrophes import find_other_apostrophes
from .columns import find_spreadsheet_changes
from .dates import find_implausible_dates
from .entries import Entries, find_repeats, find_unfilled
from .keys import find_alike_keys
from .nothing import find_words_for_nothing
from .persons import Examined, count_persons, find_likely_same
from .rules import Age, Expected, Rules
from .strays import find_strays
from .totals import find_totals

__all__ = ["Age", "Examined", "Expected", "Rules", "count_persons", "examine"]

MAX_CELLS_IN_MEMORY = 2**21
"""A larger list is decoded several times instead, for half as many cells of its columns at a time."""
_MAX_TEXTS_KNOWN = 1_000  # of a column, whose faults need not be looked for again
_NO_SCRIPTS = "Words in letters of two scripts were not looked for: pip install 'swapproto[names]'"


def examine(entries: Entries, schema: Schema, rules: Rules, findings: Findings, today: date) -> Examined:
    """Add to ``findings`` what is likely wrong with the values of a table's entries, which are rows 1, 2 and so on.

    Never raises, whatever the values are.
    """
    if len(entries) * len(schema.fields) <= MAX_CELLS_IN_MEMORY:
        entries = list(entries)
    if not entries:
        findings.add("empty", "the table has no entry: there is nothing below its header")
    not_ascii: list[str] = []
    wrong: list[tuple[int, str, str]] = []
    for fields in _batches(schema.fields, max(1, MAX_CELLS_IN_MEMORY // 2 // max(1, len(entries)))):
        for field, cells in zip(fields, _cells(entries, fields), strict=True):
            not_ascii += islice((text for _, text in cells if not text.isascii()), encodings.SAMPLE_SIZE)
            _examine_column(cells, field, findings)
            wrong += [(row, field.name, text) for row, text in cells if wrong_letters.has_wrong_letters(text)]
    for field in schema.fields:
        if field.type in ("array", "object"):
            _examine_nested(entries, field, findings)
    if not _report_misreading(not_ascii, findings):
        _report_wrong_letters(wrong, findings)
    rules = rules.of(schema)
    for row, entry in enumerate(entries, 1):
        find_implausible_dates(entry, row, rules, findings, today)
    find_unfilled(entries, rules, findings)
    find_totals(entries, findings)
    find_strays(entries, findings)
    find_alike_keys(entries, schema, findings)
    find_repeats(entries, schema, findings)
    examined = find_likely_same(entries, schema, findings)
    if scripts.installed():
        return examined
    return examined._replace(left_out=(*examined.left_out, _NO_SCRIPTS))


def _batches(fields: Sequence[Field], count: int) -> Iterator[list[Field]]:
    """Yield the fields of type string, ``count`` at a time."""
    remaining = iter([field for field in fields if field.type == "string"])
    while batch := list(islice(remaining, count)):
        yield batch


def _cells(entries: Entries, fields: Sequence[Field]) -> list[list[tuple[int, str]]]:
    """Return for each field its texts that are not empty, each with its row."""
    columns: list[list[tuple[int, str]]] = [[] for _ in fields]
    named = [(field.name, cells) for field, cells in zip(fields, columns, strict=True)]
    for row, entry in enumerate(entries, 1):
        for name, cells in named:
            if type(text := entry.get(name)) is str and text:
                cells.append((row, text))
    return columns


def _examine_column(cells: Sequence[tuple[int, str]], field: Field, findings: Findings) -> None:
    with_apostrophes = []
    known: dict[str, list[tuple[Code, str]]] = {}
    for row, text in cells:
        if texts.is_plain(text):
            continue
        if apostrophes.has_apostrophe(text):
            with_apostrophes.append((row, text))
            if texts.is_plain(apostrophes.without_apostrophes(text)):
                continue
        if text not in known:
            known = {} if len(known) == _MAX_TEXTS_KNOWN else known
            known[text] = list(texts.find_faults(text))
        _report_faults(known[text], text, row, field.name, findings)
    find_words_for_nothing(cells, field, findings)
    find_other_apostrophes(with_apostrophes, field.name, findings)
    find_spreadsheet_changes(cells, field, findings)


def _report_faults(faults: Sequence[tuple[Code, str]], text: str, row: int, name: str, findings: Findings) -> None:
    if not faults:
        return
    if all(findings.is_full(code) for code, _ in faults):
        for code, what in faults:
            findings.add(code, what, row=row, field=name, found=text)
        return
    repaired = texts.repaired(text)
    if repaired == text:
        repaired = ""
    unrepaired = set()
    if not {code for code, _ in faults}.isdisjoint(texts.NOT_ALWAYS_REPAIRED):
        unrepaired = {code for code, _ in texts.find_faults(repaired)} & texts.NOT_ALWAYS_REPAIRED
    for code, what in faults:
        findings.add(code, what, row=row, field=name, found=text, instead="" if code in unrepaired else repaired)


def _examine_nested(entries: Entries, field: Field, findings: Findings) -> None:
    """Report the texts in arrays and objects, without a repair: that would have to repeat the notation of the cell."""
    for row, entry in enumerate(entries, 1):
        found = {fault: text for text in _texts_within(entry.get(field.name)) for fault in texts.find_faults(text)}
        for (code, what), text in found.items():
            findings.add(code, what, row=row, field=field.name, found=text)


def _texts_within(value: Value) -> Iterator[str]:
    pending = [value]
    while pending:
        match pending.pop():
            case str() as text if not texts.is_plain(text):
                yield text
            case list() as items:
                pending += items
            case dict() as pairs:
                pending += [*pairs, *pairs.values()]


def _report_wrong_letters(cells: Sequence[tuple[int, str, str]], findings: Findings) -> None:
    for row, name, text in cells:
        repaired = wrong_letters.read_again(text)
        instead = "" if repaired == text else repaired
        findings.add("encoding", wrong_letters.WHAT, row=row, field=name, found=text, instead=instead)


def _report_misreading(not_ascii: Sequence[str], findings: Findings) -> bool:
    """Report that a table was read in a wrong encoding; return whether it was."""
    found = encodings.find_misreading(not_ascii)
    if found is not None:
        what = (
            f"the letters are those of {found.encoding} read as {found.taken_for}: "
            f"read the file with the encoding {found.encoding}, or save it again as UTF-8"
        )
        findings.add("encoding", what, found=found.found, instead=found.instead)
    return found is not None
