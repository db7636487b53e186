"""A workbook in which somebody reviews a list: a verdict and a reason beside each entry.

Rows may be sorted and filtered. Everything but verdicts and reasons has to be as it was written.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from ...counting import count_of
from ...errors import InputError
from ...lists import List
from ...xlsx.ooxml import Package
from ...xlsx.styles import Style
from ...xlsx.workbook import Workbook
from ...xlsx.worksheet import ROWS, Row, SheetRows, letters
from ...xlsx.writer import Cell, Choice, Sheet, Styled, values
from ...xlsx.writer import write as write_sheets
from .visible import in_a_cell, value_in_a_cell

REVIEW, ABOUT = "Review", "About"
_MAX_NAMED = 5


class Answer(NamedTuple):
    """What the cells beside an entry say; both can be empty. ``row`` is the row of the sheet."""

    verdict: str
    reason: str
    row: int = 0

    def __repr__(self) -> str:
        return f"Answer({self.verdict!r}, row {self.row})"  # reasons are sealed, as lists are


class Question(NamedTuple):
    """A list to be reviewed: its entries, the leaf of each, and what may be answered."""

    entries: List
    leaves: Sequence[str]
    verdicts: Sequence[str]
    reason_limit: int

    @property
    def header(self) -> list[str]:
        """The texts of the first row."""
        return ["Row", "Leaf", *(in_a_cell(f.name) for f in self.entries.schema.fields), "Verdict", "Reason"]

    def rows(self) -> Iterator[list[str]]:
        """Yield the fixed cells of each entry."""
        names = [field.name for field in self.entries.schema.fields]
        for number, (leaf, entry) in enumerate(zip(self.leaves, self.entries, strict=True), 1):
            yield [str(number), leaf, *(value_in_a_cell(entry[name]) for name in names)]


def write(question: Question, stream: BinaryIO, given: Mapping[str, Answer]) -> None:
    """Write the workbook, with the answers that are ``given`` by leaf. Raise :class:`InputError` ``table``."""
    header = question.header
    if len(question.leaves) >= ROWS:
        raise InputError("table", f"a sheet has only {ROWS:,} rows, one of them the header: disclose it in parts")
    allowed = values(question.verdicts)
    assert allowed is not None  # noqa: S101
    choice = f"Write {' or '.join(question.verdicts)}, or leave it empty until you know."
    sheets = [
        Sheet(
            name=REVIEW,
            rows=_written(question, header, given),
            widths=[8, 14, *[22] * (len(header) - 4), 14, 40],
            filtered=True,
            rules=[Choice(len(header) - 1, 2, allowed, "Not a verdict", choice)],
            paged=True,
        ),
        Sheet(name=ABOUT, rows=_about(question), widths=[110], frozen=0),
    ]
    write_sheets(sheets, stream)


def _written(question: Question, header: Sequence[str], given: Mapping[str, Answer]) -> Iterator[list[Cell]]:
    yield [Styled(text, Style.HEADING) for text in header]
    for leaf, fixed in zip(question.leaves, question.rows(), strict=True):
        answer = given.get(leaf, Answer("", ""))
        yield [
            Styled(fixed[0], Style.TEXT),
            Styled(fixed[1], Style.TEXT),
            *(Styled(text, Style.WRAPPED) for text in (*fixed[2:], answer.verdict, answer.reason)),
        ]


def read(question: Question, stream: BinaryIO) -> dict[str, Answer]:
    """Return the answers by leaf, in the order of the entries, also where the cells are empty.

    Raise :class:`InputError` ``table`` that names the first cell that was edited, or does not answer the question.
    """
    package = Package(stream)
    workbook = Workbook(package)
    sheet = next((sheet for sheet in workbook.sheets if sheet.name == REVIEW), None)
    if sheet is None:
        raise InputError("table", f"this workbook has no sheet {REVIEW}: it is not one that review --export wrote")
    rows = iter(SheetRows(package, workbook, sheet))
    header, first = question.header, next(rows, None)
    if first is None or first.number != 1 or _texts(first, len(header)) != header:
        raise InputError(
            "table", "row 1 of the sheet is not what was written: columns were moved, renamed or removed. Export again"
        )
    fixed = {row[1]: row for row in question.rows()}
    found: dict[str, Answer] = {}
    told: list[str] = []
    count = 0
    for row in rows:
        texts = _texts(row, len(header))
        if not any(texts):
            continue
        leaf = texts[1]
        wrong = _edited(row.number, header, texts, fixed.get(leaf)) or _unanswerable(row.number, texts, question)
        if leaf in found:
            wrong.append(f"B{row.number} (Leaf): this entry is in B{found[leaf].row}, too")
        elif leaf in fixed:
            found[leaf] = Answer(texts[-2].casefold(), texts[-1], row.number)
        told += wrong[: _MAX_NAMED - len(told)]
        count += len(wrong)
    if told:
        more = count - len(told)
        raise InputError("table", "; ".join(told) + (f"; and {more:,} more" if more else ""))
    missing = [number for number, leaf in enumerate(question.leaves, 1) if leaf not in found]
    if missing:
        named = ", ".join(map(str, missing[:_MAX_NAMED]))
        rows_missing = count_of(len(missing), "entry is", "entries are")
        raise InputError(
            "table", f"{rows_missing} missing, with {named} in the column Row: rows may be sorted, and not deleted"
        )
    return {leaf: found[leaf] for leaf in question.leaves}


def _texts(row: Row, width: int) -> list[str]:
    """Return the texts of the first cells of a row; spreadsheet programs may keep notes of their own beside them."""
    texts = [""] * width
    for cell in row.cells:
        if cell.column <= width:
            ours = cell.column <= width - 2
            texts[cell.column - 1] = cell.text if ours else cell.text.strip()
    return texts


def _edited(row: int, header: Sequence[str], texts: Sequence[str], fixed: Sequence[str] | None) -> list[str]:
    if fixed is None:
        return [f"B{row} (Leaf): no entry of this list has this leaf"]
    pairs = enumerate(zip(texts, fixed, strict=False), 1)
    return [
        f"{letters(column)}{row} ({header[column - 1]}): this cell was edited; write what is wrong as the reason"
        for column, (text, wanted) in pairs
        if text != wanted
    ]


def _unanswerable(row: int, texts: Sequence[str], question: Question) -> list[str]:
    width = len(texts)
    wrong = []
    if texts[-2].casefold() not in ("", *question.verdicts):
        wrong.append(f"{letters(width - 1)}{row} (Verdict): write {' or '.join(question.verdicts)}")
    if len(texts[-1]) > question.reason_limit:
        wrong.append(f"{letters(width)}{row} (Reason): {question.reason_limit} characters at most")
    return wrong


def _about(question: Question) -> Iterator[list[Cell]]:
    yield [Styled(f"A review of {count_of(len(question.leaves), 'entry', 'entries')}", Style.TITLE)]
    for text in _ABOUT.format(verdicts=" or ".join(question.verdicts), limit=question.reason_limit).split("\n"):
        yield [Styled(text, Style.WRAPPED)]


_ABOUT = """\
In the sheet Review, choose a verdict for each entry: {verdicts}.
Give a reason or a code, of at most {limit} characters.
Rows may be sorted and filtered. Change nothing else: a cell that was edited is refused.
Characters that cannot be seen are shown by their names, as in <U+200B>, and long texts are cut with a mark.
Who has this workbook reads the list. Give it to reviewers alone, and delete it when the review is signed."""
