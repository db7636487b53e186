"""An XLSX workbook: its sheets, and the styles and strings that their cells refer to."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import InputError
from ..limits import CELL_LIMIT
from .ooxml import INFLATED_LIMIT, Handler, Package, damaged

_MAX_SHEETS = 1_000
MAX_STRINGS = 2**22
MAX_STRINGS_SIZE = 2**28
_BUILT_IN_FORMATS = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "d/m/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "d/m/yyyy h:mm", 37: "#,##0 ;", 38: "#,##0 ;", 39: "#,##0.00 ;", 40: "#,##0.00 ;",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""Number formats that a file need not define, by id. Those that depend on the country are as in most of them."""
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Sheet(NamedTuple):
    """A sheet of the workbook, with the name of its part."""

    name: str
    part: str
    hidden: bool


def unescape_text(text: str) -> str:
    """Return a text with its _xHHHH_ escapes decoded. Raise :class:`ValueError` for a lone surrogate."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def escape_text(text: str) -> str:
    """Escape what looks like an escape, and what XML would change, so that ``unescape_text`` returns ``text``."""
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")


class Workbook:
    """The sheets of a workbook, and what their cells refer to. Raises :class:`InputError` ``table``."""

    def __init__(self, package: Package) -> None:
        index = _Index()
        package.read(package.workbook, index)
        related = package.related()
        parts = dict(related.values())
        self.since_1904: bool = index.since_1904
        self.sheets: list[Sheet] = []
        for name, id_, hidden in index.sheets:
            kind, part = related.get(id_, ("", ""))
            if "macro" in kind.lower():
                raise InputError("table", "it has a sheet of macros: save it as an ordinary .xlsx, without them")
            if kind == "worksheet":  # others are charts
                self.sheets.append(Sheet(name, part, hidden))
        if len(self.sheets) > _MAX_SHEETS:
            raise InputError("table", f"there are more than {_MAX_SHEETS:,} sheets: leave the one with the table")
        styles = _Styles()
        if "styles" in parts:
            package.read(parts["styles"], styles)
        strings = _Strings()
        if "sharedStrings" in parts:
            package.read(parts["sharedStrings"], strings, INFLATED_LIMIT)
        self.styles: list[tuple[str, bool]] = styles.formats
        self.strings: list[str | None] = strings.found
        self.struck_strings: set[int] = strings.struck_indexes


class _Index(Handler):
    """The list of sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            id_ = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), id_, attributes.get("state", "visible") != "visible"))
        elif name == "workbookPr":
            self.since_1904 = is_true(attributes.get("date1904"))


class _Styles(Handler):
    """For each style of cells, the code of its number format and whether it is struck out."""

    def __init__(self) -> None:
        self.formats: list[tuple[str, bool]] = []
        self._codes = {str(id_): code for id_, code in _BUILT_IN_FORMATS.items()}
        self._struck: list[bool] = []
        self._within: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        section = self._within[1] if len(self._within) > 1 else ""
        self._within.append(name)
        if section == "numFmts" and name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif section == "fonts" and name == "font":
            self._struck.append(False)
        elif section == "fonts" and name == "strike" and self._struck:
            self._struck[-1] = is_true(attributes.get("val", "1"))
        elif section == "cellXfs" and name == "xf":
            font = number_of(attributes.get("fontId", "0"))
            struck = font < len(self._struck) and self._struck[font]
            self.formats.append((self._codes.get(attributes.get("numFmtId", "0"), "?"), struck))

    def end(self, name: str) -> None:
        self._within.pop()


class Runs(Handler):
    """The text of a string in one or several formats, without its phonetic guide."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Prepare for another string."""
        self.parts: list[str] | None = []
        self.size: int = 0
        self.struck: bool = False
        self._in_text = self._in_phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of text, formatting or a phonetic guide."""
        if name == "t":
            self._in_text = not self._in_phonetic
        elif name == "rPh":
            self._in_phonetic = True
        elif name == "strike":
            self.struck = self.struck or is_true(attributes.get("val", "1"))

    def end(self, name: str) -> None:
        """Handle the end of text or a phonetic guide."""
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False

    def text(self, text: str) -> None:
        """Append text of the string."""
        if self._in_text and self.parts is not None:
            self.parts.append(text)
            self.size += len(text)
            if self.size > 8 * CELL_LIMIT:  # an escape takes seven characters
                self.parts = None

    def whole(self) -> str | None:
        """Return the text, or None if it is too long for a cell or has a lone surrogate."""
        if self.parts is None:
            return None
        try:
            text = unescape_text("".join(self.parts))
        except ValueError:
            return None
        return text if len(text) <= CELL_LIMIT else None


class _Strings(Runs):
    """The strings that cells refer to by index; None for one that no cell may have."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str | None] = []
        self.struck_indexes: set[int] = set()
        self._total = 0

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            if self.struck:
                self.struck_indexes.add(len(self.found))
            self.found.append(self.whole())
            self._total += self.size
            self.clear()
            if len(self.found) > MAX_STRINGS or self._total > MAX_STRINGS_SIZE:
                raise InputError("table", "the workbook has too many texts: save its table as CSV")


def number_of(text: str) -> int:
    """Return the value of an attribute that counts something. Raise :class:`InputError` ``table``."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise damaged("a number is not one")
    return int(text)


def is_true(text: str | None) -> bool:
    """Return whether an attribute, which may be absent, is true."""
    return text in ("1", "true", "on")
