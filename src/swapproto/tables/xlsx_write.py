"""A list as XLSX: one sheet, every cell text, so that no leading zero is lost and nothing is taken for a formula."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape

from ..errors import InputError
from ..lists import List
from .cells import Column, Unfit, notes_of_writing
from .ooxml import INFLATED_LIMIT
from .workbook import escaped
from .worksheet import ROWS, UNWRITABLE, letters

_CELL = 32_767
_MARGIN = 2**16
_TEXT, _BOLD = 1, 2


def write(entries: List, stream: BinaryIO) -> list[str]:
    """Write ``entries`` as a workbook of one sheet, all cells text, and return notes.

    Raises :class:`InputError` ``table`` naming the row, for what XLSX cannot hold so that it reads back the same.
    """
    if len(entries) >= ROWS:
        raise InputError("table", f"a sheet has only {ROWS:,} rows, one of them the header; write CSV instead")
    columns = [Column(field, entries.schema) for field in entries.schema.fields]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _PARTS.items():
            package.writestr(_member(name), text)
        with package.open(_member("xl/worksheets/sheet1.xml"), "w") as part:
            size = 0
            for text in _sheet(entries, columns):
                size += part.write(text.encode())
                if size > INFLATED_LIMIT - _MARGIN:
                    raise InputError("table", "the list is too large for a spreadsheet; write CSV instead")
    return notes_of_writing(columns, entries.schema)


def _sheet(entries: List, columns: list[Column]) -> Iterator[str]:
    yield _BEFORE.format(len(columns))
    yield _row(1, [_writable(column.name, f"the name of column {n}") for n, column in enumerate(columns, 1)], _BOLD)
    for number, entry in enumerate(entries, 1):
        texts = []
        for n, column in enumerate(columns, 1):
            place = f"row {number:,}, column {n}"
            try:
                texts.append(_writable(column.cell(entry[column.name]), place))
            except Unfit as error:
                raise InputError("table", f"{place}: {error}; write JSON instead") from None
        if not any(texts):
            raise InputError("table", f"row {number:,} has nothing in any cell, and cannot be seen; write CSV instead")
        yield _row(number + 1, texts, _TEXT)
    yield _AFTER


def _row(number: int, texts: list[str], style: int) -> str:
    cells = [
        f'<c r="{letters(n)}{number}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        for n, text in enumerate(texts, 1)
        if text
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _writable(text: str, place: str) -> str:
    """A cell's text as it stands in the file. Raises :class:`InputError` ``table`` naming ``place``."""
    if UNWRITABLE.search(text):
        raise InputError("table", f"{place} holds a control character, which XLSX has no place for; write JSON instead")
    if len(text) > _CELL // 2 and len(text.encode("utf-16-le")) > 2 * _CELL:
        raise InputError("table", f"{place} has more than the {_CELL:,} characters of a cell; write CSV instead")
    return escape(escaped(text))


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)  # of 1980: the same list gives the same bytes
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SCHEMAS = "http://schemas.openxmlformats.org"
_MAIN = f"{_SCHEMAS}/spreadsheetml/2006/main"
_RELATION = f"{_SCHEMAS}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'''{_XML}<Types xmlns="{_SCHEMAS}/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>
</Types>''',
    "_rels/.rels": f'''{_XML}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>''',
    "xl/workbook.xml": f'''{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">
<sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets>
</workbook>''',
    "xl/_rels/workbook.xml.rels": f'''{_XML}<Relationships xmlns="{_SCHEMAS}/package/2006/relationships">
<Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_RELATION}/styles" Target="styles.xml"/>
</Relationships>''',
    "xl/styles.xml": f'''{_XML}<styleSheet xmlns="{_MAIN}">
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="3">
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>''',
}
# The columns are of text as well, for rows that are added; and nobody is urged to turn 007 into 7.
_BEFORE = f'''{_XML}<worksheet xmlns="{_MAIN}">
<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>\
</sheetView></sheetViews>
<cols><col min="1" max="{{}}" width="18" style="{_TEXT}" customWidth="1"/></cols>
<sheetData>'''
_AFTER = """</sheetData>
<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>
</worksheet>"""
