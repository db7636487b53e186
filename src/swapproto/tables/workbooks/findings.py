"""Findings as a workbook to work through: one row for each, what to do about it, and a sheet that counts them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ...xlsx.styles import Style
from ...xlsx.writer import Cell, Sheet, Styled
from ...xlsx.writer import write as write_sheets
from ..findings import CODES, Code, Finding, Findings
from .visible import hides_something, in_a_cell

FINDINGS, SUMMARY = "Findings", "Summary"
_COPIED = 1_000  # characters
_COLUMNS = {
    "Severity": 10,
    "Where": 20,
    "Entry": 7,
    "Field": 20,
    "What is wrong, and what to do": 58,
    "Found": 34,
    "Write instead": 34,
    "Check": 16,
    "Done": 8,
}
_LOOKS = {"error": Style.ERROR, "warning": Style.WARNING}


def write(findings: Findings, stream: BinaryIO, source: str = "the table") -> None:
    """Write what is wrong with ``source``, in the order of its rows, and a summary; also if nothing is.

    It holds cells of the table, restricted fields too: it is for the table's owner.
    """
    kept: Counter[Code] = Counter()
    write_sheets(
        [
            Sheet(
                name=FINDINGS,
                rows=_rows(findings, kept),
                widths=list(_COLUMNS.values()),
                filtered=True,
                tab="C00000" if findings.errors else "70AD47",
                paged=True,
            ),
            Sheet(
                name=SUMMARY, rows=_summary(findings, kept, source), widths=[18, 10, 12, 58, 64], frozen=0, paged=True
            ),
        ],
        stream,
    )


def _rows(findings: Findings, kept: Counter[Code]) -> Iterator[list[Cell]]:
    yield [Styled(name, Style.HEADING) for name in _COLUMNS]
    for finding in findings:
        kept[finding.code] += 1
        yield _row(finding)
    if not kept:
        yield ["", "", "", "", "Nothing was found."]


def _row(finding: Finding) -> list[Cell]:
    number = "" if finding.row is None else str(finding.row)
    texts = [finding.place, number, finding.field or "", finding.what, finding.found]
    texts = [in_a_cell(text) for text in texts]
    return [
        Styled(finding.severity, _LOOKS[finding.severity]),
        *(Styled(text, Style.WRAPPED) for text in [*texts, _instead(finding.instead), finding.code, ""]),
    ]


def _instead(text: str) -> str:
    """Not cut, and not adorned: somebody will copy it."""
    if len(text) > _COPIED or hides_something(text):
        return f"(write it by hand: {in_a_cell(text)})"
    return text


def _summary(findings: Findings, kept: Counter[Code], source: str) -> Iterator[list[Cell]]:
    """After the findings themselves, when it is known how many are there."""
    yield [Styled(f"{_counted(findings.errors, 'error')}, {_counted(findings.warnings, 'warning')}", Style.TITLE)]
    yield [f"in {in_a_cell(source)}"]
    yield [
        "Errors have to be put right before the list can be signed. Warnings are for a second look: each may be meant."
    ]
    yield ["That nothing was found does not prove that what the list says is true, or that it is complete."]
    left_out = findings.counts.total() - kept.total()
    yield [f"{_counted(left_out, 'finding')} more than the sheet {FINDINGS} shows: see Left out."] if left_out else []
    columns = ["Check", "Found", "Left out", "What it is", "What to do"]
    yield [Styled(text, Style.HEADING) for text in columns]
    for check in sorted(CODES, key=lambda check: not findings.counts[check]):  # those found first
        count = findings.counts[check]
        severity = findings.severity(check)
        found = f"{count:,}" if severity else "passed over by the profile"
        more = f"{count - kept[check]:,}" if count > kept[check] else ""
        look = _LOOKS[severity] if severity and count else Style.WRAPPED
        yield [Styled(check, look), *(Styled(text, Style.WRAPPED) for text in [found, more, *EXPLAINED[check]])]


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


EXPLAINED: Mapping[Code, tuple[str, str]] = {
    "missing": ("Nothing is in a cell where the profile requires something.", "Fill it in."),
    "malformed": (
        "A text is not of the form that its field asks for.",
        "Write it in that form: the finding says which.",
    ),
    "not-allowed": ("A value is none of those that the profile allows.", "Choose one that it lists."),
    "repeated": (
        "A value that may occur only once occurs again.",
        "Find out which row is right, and change the other.",
    ),
    "not-shown": (
        "A number or date is kept otherwise than the sheet shows it.",
        "Format the column as text, and type it again.",
    ),
    "formula": (
        "A cell is computed, and shows what its program made of it.",
        "Copy the cells, and paste them as values.",
    ),
    "turned": (
        "A cell was a number or a date, and was turned into text.",
        "Compare it with your papers; next time format the column as text before you type.",
    ),
    "lost-zeros": (
        "A number is shorter than others of its column: zeros at its beginning may be lost.",
        "Format the column as text, and type it again with its zeros.",
    ),
    "encoding": (
        "Letters look as if the file had been read in another encoding than it was written in.",
        "Save the table as UTF-8 or as .xlsx, or name its encoding.",
    ),
    "shape": ("A row does not have the columns that the header has.", "Move its cells to where they belong."),
    "columns": (
        "A column has no name, no field, or the field of another column.",
        "Name it for one field, or delete it.",
    ),
    "hidden": (
        "Rows or columns are hidden, and are in the list all the same; comments of cells are not.",
        "Show them; delete what is not meant, and give what matters a column.",
    ),
    "struck-out": ("Text is struck out, and is in the list all the same.", "Delete the row, or remove the line."),
    "merged": ("Cells are merged into one.", "Unmerge them, and fill in each."),
    "second-sheet": ("A second sheet of the workbook holds something.", "Save it as a file of its own."),
    "empty": ("A row, or the table, has nothing in it.", "Delete the row, or fill it in."),
    "not-nfc": (
        "A letter is put together from several characters, and differs from the same letter in one.",
        "Write what is proposed, which looks the same.",
    ),
    "control": ("A control character, which no one can see, is in a text.", "Type the text again."),
    "invisible": ("A character that cannot be seen is in a text.", "Write what is proposed, or type the text again."),
    "bidirectional": (
        "A character that turns the direction of writing makes a text look other than it is.",
        "Type the text again.",
    ),
    "mixed-scripts": (
        "Letters of two scripts stand in one word, as a Latin i in a Ukrainian name.",
        "Type the word again with one keyboard.",
    ),
    "apostrophes": ("An apostrophe is written otherwise than elsewhere: ' ’ ʼ.", "Write one kind throughout."),
    "spaces": ("Spaces stand at the beginning or end of a text, or two in a row.", "Write what is proposed."),
    "implausible-date": (
        "A date is unlikely: in the future, or before another that it should follow.",
        "Compare it with your papers.",
    ),
    "expected": ("Nothing is known where the profile expects something.", "Fill it in if it can be found out."),
    "duplicate-key": ("Two rows have the same key.", "Give each person a number of his own, or delete one row."),
    "same-entry": ("Two rows are the same in all but the key.", "Delete one, if they are one person."),
    "likely-same": (
        "Two rows may be one person, under another spelling, order of names or script.",
        "Compare them; delete one only if they are.",
    ),
}
"""What each check finds, and what to do about it."""
