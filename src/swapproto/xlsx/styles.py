"""The styles of written cells. No meaning depends on colour alone: the font or a word beside it has it, too."""

from enum import IntEnum

_FONTS = {
    "": "",
    "bold": "<b/>",
    "italic": "<i/>",
    "bold italic": "<b/><i/>",
    "grey": '<color rgb="FF8C8C8C"/>',
}
_FILLS = {"": "", "grey": "E7E6E6", "blue": "BDD7EE", "rose": "F8CBAD", "red": "F4C7C3", "yellow": "FFF2CC"}


class Style(IntEnum):
    """The styles of cells. All have the format of text, so that a typed 007 stays 007."""

    TEXT = 1
    BOLD = 2
    """The header of a list."""
    WRAPPED = 3
    OPTIONAL = 4
    REQUIRED = 5
    RESTRICTED = 6
    REQUIRED_RESTRICTED = 7
    ERROR = 8
    WARNING = 9
    GREY = 10
    TITLE = 11
    HEADING = 12


# font, size, fill, whether long texts are wrapped
_LOOKS: dict[Style, tuple[str, int, str, bool]] = {
    Style.TEXT: ("", 11, "", False),
    Style.BOLD: ("bold", 11, "", False),
    Style.WRAPPED: ("", 11, "", True),
    Style.OPTIONAL: ("", 11, "grey", True),
    Style.REQUIRED: ("bold", 11, "blue", True),
    Style.RESTRICTED: ("italic", 11, "rose", True),
    Style.REQUIRED_RESTRICTED: ("bold italic", 11, "rose", True),
    Style.ERROR: ("", 11, "red", True),
    Style.WARNING: ("", 11, "yellow", True),
    Style.GREY: ("grey", 8, "", False),
    Style.TITLE: ("bold", 13, "", False),
    Style.HEADING: ("bold", 11, "grey", True),
}
WRAPPING = frozenset(style for style, (_, _, _, wrapped) in _LOOKS.items() if wrapped)


def _styles() -> str:
    fonts = list(dict.fromkeys([("", 11), *((font, size) for font, size, _, _ in _LOOKS.values())]))
    fills = list(_FILLS)
    made = ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']
    for font, size, fill, wrapped in _LOOKS.values():
        number = fonts.index((font, size))
        look = f'fontId="{number}" fillId="{fills.index(fill) + 1 if fill else 0}" borderId="{1 if wrapped else 0}"'
        applied = ' applyFont="1"' if number else ""
        applied += ' applyFill="1"' if fill else ""
        applied += ' applyBorder="1"' if wrapped else ""
        start = f'<xf numFmtId="49" {look} xfId="0" applyNumberFormat="1"{applied}'
        made.append(
            f'{start} applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' if wrapped else f"{start}/>"
        )
    lines = "".join(f'<{side} style="thin"><color rgb="FFC9C9C9"/></{side}>' for side in _SIDES)
    return f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<fonts count="{len(fonts)}">{"".join(map(_font, fonts))}</fonts>
<fills count="{len(fills) + 1}"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill>{"".join(map(_fill, fills[1:]))}</fills>
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>
<border>{lines}<diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="{len(made)}">
{"".join(made)}
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""


_SIDES = ("left", "right", "top", "bottom")


def _font(look: tuple[str, int]) -> str:
    marks = _FONTS[look[0]]
    before, colour = ("", marks) if marks.startswith("<color") else (marks, "")
    return f'<font>{before}<sz val="{look[1]}"/>{colour}<name val="Calibri"/></font>'


def _fill(name: str) -> str:
    colour = f'<fgColor rgb="FF{_FILLS[name]}"/><bgColor indexed="64"/>'
    return f'<fill><patternFill patternType="solid">{colour}</patternFill></fill>'


STYLES = _styles()
"""The XML of a workbook's styles."""
