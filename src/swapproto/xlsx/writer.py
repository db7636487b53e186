"""A writer of workbooks: sheets of text cells with styles, drop-downs and filters, written row by row.

Every cell is text, so that leading zeros are kept and nothing becomes a formula. The same sheets give the same bytes.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import BinaryIO, NamedTuple, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from ..errors import InputError
from .ooxml import INFLATED_LIMIT
from .styles import STYLES, WRAPPING, Style
from .workbook import escape_text
from .worksheet import ROWS, UNWRITABLE, letters

MAX_CHARACTERS = 32_767
"""The most characters of a cell; those beyond U+FFFF count twice."""
_MARGIN = 2**16
_NO_ESCAPES = re.compile("[^&<>_\0-\x1f\ufffe\uffff]{0,8192}")
_BATCH = 2**16  # characters that are written together
_LINE_HEIGHT, _MAX_HEIGHT = 15, 405  # points
_LETTER_WIDTH = 1.1  # of a digit's, with the room that is lost at the ends of lines
_MAX_TITLE, _MAX_MESSAGE, _MAX_CHOICES = 32, 225, 255  # characters; with more, Excel calls the file damaged


class Styled(NamedTuple):
    """A cell with a style."""

    text: str
    style: Style


Cell: TypeAlias = str | Styled


class Hint(NamedTuple):
    """A message for whoever selects a cell of a column, from row ``first`` to ``last``."""

    column: int
    first: int
    last: int
    title: str
    text: str


class Choice(NamedTuple):
    """The allowed values of a column, from row ``first`` on. ``values`` is from :func:`values`, or a range.

    Whoever types something else sees ``title`` and ``text``.
    """

    column: int
    first: int
    values: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet. The ``widths`` of its columns are in characters; the first ``frozen`` rows do not scroll.

    ``filtered`` adds a filter to the last frozen row; ``paged`` prints in landscape, fitted to the width of a page;
    ``locked`` prevents changes by mistake; ``locate`` names a cell in an error, by row and column.
    """

    name: str
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[float]
    frozen: int = 1
    filtered: bool = False
    rules: Sequence[Hint | Choice] = ()
    tab: str = ""
    paged: bool = False
    locked: bool = False
    hidden: bool = False
    right_to_left: bool = False
    locate: Callable[[int, int], str] = lambda row, column: f"cell {letters(column)}{row}"


def write(sheets: Sequence[Sheet], stream: BinaryIO) -> None:
    """Write a workbook. Raise :class:`InputError` ``table`` for text that no cell can contain, or a sheet too large."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        names = [f"worksheets/sheet{number}.xml" for number in range(1, len(sheets) + 1)]
        _add(package, "[Content_Types].xml", _contents(names))
        _add(package, "_rels/.rels", _ROOT)
        _add(package, "xl/_rels/workbook.xml.rels", _relationships(names))
        _add(package, "xl/styles.xml", STYLES)
        size = 0
        filters = []
        for sheet, name in zip(sheets, names, strict=True):
            rows = _Rows(sheet)
            with package.open(_member(f"xl/{name}"), "w") as part:
                for text in _together(rows.xml()):
                    size += part.write(text.encode())
                    if size > INFLATED_LIMIT - _MARGIN:
                        raise InputError("table", "the table is too large for a spreadsheet; write CSV instead")
            filters.append(rows.filter)
        _add(package, "xl/workbook.xml", _workbook(sheets, filters))


def _together(pieces: Iterable[str]) -> Iterator[str]:
    """Yield pieces of a text, many at a time."""
    batch: list[str] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece)
        if size > _BATCH:
            yield "".join(batch)
            batch, size = [], 0
    yield "".join(batch)


def values(choices: Sequence[str]) -> str | None:
    """Return the values of a :class:`Choice`; None if they are too long together, or one cannot be written there."""
    whole = ",".join(choices)
    plain = all(choice == choice.strip() and not set(choice) & {",", '"', "\n"} for choice in choices)
    return f'"{whole}"' if plain and len(whole) <= _MAX_CHOICES else None


class _Rows:
    """The XML of a sheet. ``filter`` is the range of its filter, which is known after the last row."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.filter = ""

    def xml(self) -> Iterator[str]:
        """Yield the XML piece by piece."""
        sheet = self._sheet
        yield f'{_XML}<worksheet xmlns="{_MAIN}">{_properties(sheet)}\n{_view(sheet)}\n{_columns(sheet)}\n<sheetData>'
        last = 0
        for last, cells in enumerate(sheet.rows, 1):
            yield self._row(last, cells)
        yield "</sheetData>\n"
        if sheet.locked:
            yield '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>\n'
        if sheet.filtered:
            self.filter = f"$A${sheet.frozen}:${letters(len(sheet.widths))}${max(last, sheet.frozen)}"
            yield f'<autoFilter ref="{self.filter.replace("$", "")}"/>\n'
        if sheet.rules:
            yield f'<dataValidations count="{len(sheet.rules)}">{"".join(map(_rule, sheet.rules))}</dataValidations>\n'
        if sheet.paged:
            yield '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>\n'
            yield '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>\n'
        yield _AFTER

    def _row(self, number: int, cells: Sequence[Cell]) -> str:
        if (plain := _plain(number, cells)) is not None:
            return plain
        made = []
        for n, cell in enumerate(cells, 1):
            text, style = (cell, Style.TEXT) if isinstance(cell, str) else cell
            if text:
                try:
                    text = _writable(text)
                except ValueError as error:
                    raise InputError("table", f"{self._sheet.locate(number, n)} {error}") from None
                content = f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            elif style is not Style.TEXT:
                content = "/>"
            else:
                continue
            made.append(f'<c r="{_letters(n)}{number}" s="{style.value}"{content}')
        return f'<row r="{number}"{_height(cells, self._sheet.widths)}>{"".join(made)}</row>'


def _plain(number: int, cells: Sequence[Cell]) -> str | None:
    """Return a row of texts in which nothing has to be escaped, as almost every row; None for another."""
    if not {*map(type, cells)} <= {str} or not _NO_ESCAPES.fullmatch("".join(cells)):  # type: ignore[arg-type]
        return None
    style = f'" s="{Style.TEXT.value}" t="inlineStr"><is><t xml:space="preserve">'
    row = "".join(f'<c r="{_letters(n)}{number}{style}{text}</t></is></c>' for n, text in enumerate(cells, 1) if text)
    return f'<row r="{number}">{row}</row>'


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> str:
    """Return the height of a row with wrapped texts, which not every program works out itself."""
    lines = 1
    for cell, width in zip(cells, widths, strict=False):
        if not isinstance(cell, str) and cell.style in WRAPPING:
            lines = max(lines, sum(1 + int(len(line) * _LETTER_WIDTH / width) for line in cell.text.split("\n")))
    return f' ht="{min(lines * _LINE_HEIGHT, _MAX_HEIGHT)}"' if lines > 1 else ""


def _writable(text: str) -> str:
    """Return a cell's text as XML. Raise :class:`ValueError` if it cannot be written."""
    if UNWRITABLE.search(text):
        raise ValueError("has a control character, which XLSX cannot contain; write JSON instead")
    if len(text) > MAX_CHARACTERS // 2 and len(text.encode("utf-16-le")) > 2 * MAX_CHARACTERS:
        raise ValueError(f"has more than the {MAX_CHARACTERS:,} characters of a cell; write CSV instead")
    return escape(escape_text(text))


_letters = cache(letters)


def _properties(sheet: Sheet) -> str:
    tab = f'<tabColor rgb="FF{sheet.tab}"/>' if sheet.tab else ""
    fit = '<pageSetUpPr fitToPage="1"/>' if sheet.paged else ""
    return f"\n<sheetPr>{tab}{fit}</sheetPr>" if tab or fit else ""


def _view(sheet: Sheet) -> str:
    turned = ' rightToLeft="1"' if sheet.right_to_left else ""
    pane = ""
    if sheet.frozen:
        top = f'topLeftCell="A{sheet.frozen + 1}"'
        pane = f'<pane ySplit="{sheet.frozen}" {top} activePane="bottomLeft" state="frozen"/>'
    return f'<sheetViews><sheetView{turned} workbookViewId="0">{pane}</sheetView></sheetViews>'


def _columns(sheet: Sheet) -> str:
    """Return the columns, formatted as text, for rows that are added later."""
    first = 1
    made = []
    for width, same in groupby(sheet.widths):
        last = first + len(list(same)) - 1
        made.append(f'<col min="{first}" max="{last}" width="{width}" style="{Style.TEXT.value}" customWidth="1"/>')
        first = last + 1
    return f"<cols>{''.join(made)}</cols>"


def _rule(rule: Hint | Choice) -> str:
    title, text = _attribute(rule.title, _MAX_TITLE), _attribute(rule.text, _MAX_MESSAGE)
    name = letters(rule.column)
    if isinstance(rule, Hint):
        where = f'sqref="{name}{rule.first}:{name}{rule.last}"'
        return f'<dataValidation allowBlank="1" showInputMessage="1" promptTitle={title} prompt={text} {where}/>'
    return (
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle={title} error={text} '
        f'sqref="{name}{rule.first}:{name}{ROWS}"><formula1>{escape(rule.values)}</formula1></dataValidation>'
    )


def _attribute(text: str, limit: int) -> str:
    text = " ".join(UNWRITABLE.sub(" ", text).split())
    units = text.encode("utf-16-le")  # which is how the limits count
    if len(units) > 2 * limit:
        text = units[: 2 * (limit - 2)].decode("utf-16-le", "ignore").rstrip() + " …"
    return quoteattr(escape_text(text))


def _add(package: zipfile.ZipFile, name: str, text: str) -> None:
    package.writestr(_member(name), text)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # dated 1980, so that the same list gives the same bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SCHEMAS = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMAS}/spreadsheetml/2006/main"
_RELATION = f"{_SCHEMAS}/officeDocument/2006/relationships"
_PACKAGE = f"{_SCHEMAS}/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Without this, spreadsheet programs suggest to turn 007 into 7.
_AFTER = """<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>
</worksheet>"""
_ROOT = f'''{_XML}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>'''


def _contents(names: list[str]) -> str:
    parts = {"workbook.xml": "sheet.main", "styles.xml": "styles"} | dict.fromkeys(names, "worksheet")
    made = [f'<Override PartName="/xl/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in parts.items()]
    return f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
{"".join(made)}
</Types>"""


def _relationships(names: list[str]) -> str:
    parts = [("worksheet", name) for name in names] + [("styles", "styles.xml")]
    made = [
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{name}"/>'
        for number, (kind, name) in enumerate(parts, 1)
    ]
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\n{"".join(made)}\n</Relationships>'


def _workbook(sheets: Sequence[Sheet], filters: Sequence[str]) -> str:
    made = []
    for number, sheet in enumerate(sheets, 1):
        state = ' state="hidden"' if sheet.hidden else ""
        made.append(f'<sheet name={quoteattr(sheet.name)} sheetId="{number}"{state} r:id="rId{number}"/>')
    names = [
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">'
        f"{escape(sheet.name)}!{range_}</definedName>"
        for number, (sheet, range_) in enumerate(zip(sheets, filters, strict=True))
        if range_
    ]
    defined = f"<definedNames>{''.join(names)}</definedNames>\n" if names else ""
    return f"""{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">
<bookViews><workbookView/></bookViews>
<sheets>{"".join(made)}</sheets>
{defined}</workbook>"""
