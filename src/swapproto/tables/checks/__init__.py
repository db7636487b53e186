"""Checks of a table's values: warn about what is suspicious before the list is signed.

The functions are pure: they know neither files nor the clock.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from functools import cached_property
from itertools import islice

from ...lists import Field, Schema, Value
from ..blanks import nothings
from ..columnar import Cell, Columnar
from ..findings import Code, Findings
from . import apostrophes, encodings, plain, scripts, texts, wrong_letters
from .apostrophes import find_other_apostrophes
from .columns import (
    Numbers,
    find_dates_as_numbers,
    find_lost_zeros,
    find_numbers_as_dates,
    find_shortened_numbers,
    made_of_numbers,
    shortened,
)
from .dates import find_implausible_dates
from .entries import find_repeats, find_unfilled
from .keys import find_alike_keys
from .nothing import find_words_for_nothing
from .persons import Examined, count_persons, find_likely_same
from .rules import Age, Expected, Rules
from .strays import find_strays
from .totals import find_totals

__all__ = ["Age", "Examined", "Expected", "Rules", "count_persons", "examine", "examine_texts"]

_MAX_TEXTS_KNOWN = 1_000  # of a column, whose faults need not be looked for again
_NO_SCRIPTS = "Words in letters of two scripts were not looked for: pip install 'swapproto[names]'"


def examine(
    entries: Iterable[Mapping[str, Value]] | Columnar, schema: Schema, rules: Rules, findings: Findings, today: date
) -> Examined:
    """Add to ``findings`` what is likely wrong with the values of a table's entries, which are rows 1, 2 and so on.

    Never raises, whatever the values are.
    """
    table = entries if isinstance(entries, Columnar) else Columnar.of(entries, (field.name for field in schema.fields))
    if not len(table):
        findings.add("empty", "the table has no entry: there is nothing below its header")
    examine_texts(table, schema, findings)
    rules = rules.of(schema)
    find_implausible_dates(table, rules, findings, today)
    find_unfilled(table, rules, findings)
    find_totals(table, findings)
    find_strays(table, findings)
    find_alike_keys(table, schema, findings)
    find_repeats(table, schema, findings)
    examined = find_likely_same(table, schema, findings)
    if scripts.installed():
        return examined
    return examined._replace(left_out=(*examined.left_out, _NO_SCRIPTS))


def examine_texts(table: Columnar, schema: Schema, findings: Findings) -> None:
    """Add to ``findings`` what is likely wrong with texts, each for itself or among those of its column."""
    not_ascii: list[str] = []
    wrong: list[tuple[int, str, str]] = []
    for field in schema.fields:
        if field.type == "string":
            not_ascii += islice(_not_ascii(table, field.name), encodings.SAMPLE_SIZE)
            wrong += ((row, field.name, text) for row, text in _examine_column(table, field, findings))
    for field in schema.fields:
        if field.type in ("array", "object"):
            _examine_nested(table, field, findings)
    if not _report_misreading(not_ascii, findings):
        _report_wrong_letters(wrong, findings)


def _not_ascii(table: Columnar, name: str) -> Iterator[str]:
    """Yield the text of each cell of a column that is not ASCII."""
    for portion in table.portions(name):
        if not portion.is_ascii():
            yield from (text for _, text in portion.cells() if not text.isascii())


def _examine_column(table: Columnar, field: Field, findings: Findings) -> list[Cell]:
    """Report what is wrong with a column of texts, and return the cells with wrong letters."""
    numbers = Numbers()
    known: dict[str, _Faults] = {}
    wrong, empty, with_apostrophes, made, short = list[Cell](), list[Cell](), list[Cell](), list[Cell](), list[Cell]()
    choices = (plain.suspects, nothings, made_of_numbers, shortened, numbers.look)
    for suspects, of_nothing, of_numbers, of_shortened, _ in table.choose(field.name, *choices):
        wrong += _examine_suspects(suspects, known, field, findings)
        with_apostrophes += (cell for cell in suspects if apostrophes.has_apostrophe(cell[1]))
        empty += of_nothing
        made += of_numbers
        short += of_shortened
    find_words_for_nothing(empty, table, field, findings)
    find_other_apostrophes(with_apostrophes, field.name, findings)
    if numbers.digits:
        find_lost_zeros(table, field.name, findings)
    if numbers.serials:
        find_dates_as_numbers(table, field, findings)
    find_numbers_as_dates(made, table, field.name, findings)
    find_shortened_numbers(short, field.name, findings)
    return wrong


def _examine_suspects(
    cells: Sequence[Cell], known: dict[str, "_Faults"], field: Field, findings: Findings
) -> Iterator[Cell]:
    """Report the faults of texts that are not plain, and yield those with wrong letters."""
    for row, text in cells:
        if text not in known:
            if len(known) == _MAX_TEXTS_KNOWN:
                known.clear()
            known[text] = _Faults(text)
        faults = known[text]
        for code, what in faults.found:
            instead = "" if findings.is_full(code) else faults.instead(code)
            findings.add(code, what, row=row, field=field.name, found=text, instead=instead)
        if faults.has_wrong_letters:
            yield row, text


class _Faults:
    """The faults of one text, and what to write instead, which is worked out if it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.found: Sequence[tuple[Code, str]] = list(texts.find_faults(text))
        self.has_wrong_letters: bool = wrong_letters.has_wrong_letters(text)

    def instead(self, code: Code) -> str:
        """Return the text without a fault, "" if only a guess would remove it."""
        return "" if code in self._unrepaired else self._repaired

    @cached_property
    def _repaired(self) -> str:
        repaired = texts.repaired(self._text)
        return "" if repaired == self._text else repaired

    @cached_property
    def _unrepaired(self) -> Set[Code]:
        if texts.NOT_ALWAYS_REPAIRED.isdisjoint(code for code, _ in self.found):
            return set()
        return {code for code, _ in texts.find_faults(self._repaired)} & texts.NOT_ALWAYS_REPAIRED


def _examine_nested(table: Columnar, field: Field, findings: Findings) -> None:
    """Report the texts in arrays and objects, without a repair: that would have to repeat the notation of the cell."""
    for row, (value,) in enumerate(table.rows([field.name]), 1):
        found = {fault: text for text in _texts_within(value) for fault in texts.find_faults(text)}
        for (code, what), text in found.items():
            findings.add(code, what, row=row, field=field.name, found=text)


def _texts_within(value: Value) -> Iterator[str]:
    pending = [value]
    while pending:
        match pending.pop():
            case str() as text if not plain.is_plain(text):
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
