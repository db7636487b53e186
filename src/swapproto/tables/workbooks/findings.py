"""A workbook of findings to work through: one row for each finding, and a summary of what each code means."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ...empty import EMPTY
from ...xlsx.styles import Style
from ...xlsx.writer import Cell, Sheet, Styled
from ...xlsx.writer import write as write_sheets
from ..findings import CODES, Code, Finding, Findings
from .explained import EXPLAINED, explained
from .visible import hides_something, in_a_cell
from .words import Words

FINDINGS, SUMMARY = "Findings", "Summary"
_MAX_CHARACTERS_TO_COPY = 1_000
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
_STYLES = {"error": Style.ERROR, "warning": Style.WARNING}


def write(
    findings: Findings,
    stream: BinaryIO,
    source: str = "the table",
    *,
    language: str | None = None,
    titles: Mapping[str, str] = EMPTY,
) -> None:
    """Write the findings about ``source`` in the order of its rows, and a summary, also if there are none.

    The workbook has cells of the table, including restricted fields: it is for the table's owner. It is in
    ``language``, and ``titles`` are what to call the fields; the details of a finding stay English, in brackets.
    """
    shown: Counter[Code] = Counter()
    say = Words(language)
    write_sheets(
        [
            Sheet(
                name=FINDINGS,
                rows=_rows(findings, shown, titles, say),
                widths=list(_COLUMNS.values()),
                filtered=True,
                tab="C00000" if findings.errors else "70AD47",
                paged=True,
            ),
            Sheet(
                name=SUMMARY,
                rows=_summary(findings, shown, source, say),
                widths=[18, 10, 12, 58, 64],
                frozen=0,
                paged=True,
            ),
        ],
        stream,
    )


def _rows(findings: Findings, shown: Counter[Code], titles: Mapping[str, str], say: Words) -> Iterator[list[Cell]]:
    yield [Styled(say(name), Style.HEADING) for name in _COLUMNS]
    for finding in findings:
        shown[finding.code] += 1
        yield _row(finding, titles, say)
    if not shown:
        yield ["", "", "", "", say("Nothing was found.")]


def _row(finding: Finding, titles: Mapping[str, str], say: Words) -> list[Cell]:
    number, field = "" if finding.row is None else str(finding.row), finding.field or ""
    what = f"{explained(finding.code, say)} ({finding.what})" if say.known else finding.what
    texts = [finding.place, number, titles.get(field, field), what, finding.found]
    texts = [in_a_cell(text) for text in texts]
    return [
        Styled(say(finding.severity), _STYLES[finding.severity]),
        *(Styled(text, Style.WRAPPED) for text in [*texts, to_write(finding.instead, say), finding.code, ""]),
    ]


def to_write(text: str, say: Words) -> str:
    """Return what to write instead: a text neither cut nor labelled, because somebody will copy it."""
    if len(text) > _MAX_CHARACTERS_TO_COPY or hides_something(text):
        return say("(write it by hand: {text})", text=in_a_cell(text))
    return text


_ERRORS_AND_WARNINGS = (
    "Errors must be corrected before the list can be signed. Look at each warning again: it may be intended."
)


def _summary(findings: Findings, shown: Counter[Code], source: str, say: Words) -> Iterator[list[Cell]]:
    """Yield the rows of the summary. It is written last, when ``shown`` is complete."""
    counts = f"{say.count_of(findings.errors, 'error')}, {say.count_of(findings.warnings, 'warning')}"
    yield [Styled(counts, Style.TITLE)]
    yield [say("in {source}", source=in_a_cell(source))]
    yield [say(_ERRORS_AND_WARNINGS)]
    yield [say("That nothing was found does not prove that what the list says is true, or that it is complete.")]
    not_shown = findings.counts.total() - shown.total()
    more = say("{count} more than the sheet {sheet} shows: see Not shown.", count=f"{not_shown:,}", sheet=FINDINGS)
    yield [more] if not_shown else []
    columns = ["Check", "Found", "Not shown", "What it is", "What to do"]
    yield [Styled(say(text), Style.HEADING) for text in columns]
    for code in sorted(CODES, key=lambda code: not findings.counts[code]):  # those found come first
        count = findings.counts[code]
        severity = findings.severity(code)
        found = f"{count:,}" if severity else say("ignored by the profile")
        more = f"{count - shown[code]:,}" if count > shown[code] else ""
        style = _STYLES[severity] if severity and count else Style.WRAPPED
        yield [
            Styled(code, style),
            *(Styled(text, Style.WRAPPED) for text in [found, more, *map(say.plain, EXPLAINED[code])]),
        ]
