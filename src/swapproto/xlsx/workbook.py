"""An XLSX workbook: its sheets, and what their cells refer to, which is styles and texts."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..errors import InputError
from ..limits import CELL_LIMIT
from ..tables.xlsx.shown import BUILT_IN
from .ooxml import INFLATED_LIMIT, Package, Quiet, damaged

_SHEETS = 1_000
_STRINGS = 2**22
_STRINGS_SIZE = 2**28
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Sheet(NamedTuple):
    """A sheet of the workbook, with the name of its part."""

    name: str
    part: str
    hidden: bool


def unescape(text: str) -> str:
    """The text that XLSX writes with _xHHHH_ for some characters. Raises :class:`ValueError` for half a character."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def escaped(text: str) -> str:
    """A text so written that ``unescape`` gives it back: what looks like an escape, and what XML would change."""
    return _LOOKS_ESCAPED.sub("_x005F_", text).replace("\r", "_x000D_")


class Workbook:
    """A workbook's sheets, and what its cells refer to. Raises :class:`InputError` ``table``."""

    def __init__(self, package: Package) -> None:
        index = _Index()
        package.read(package.workbook, index)
        related = package.related()
        parts = dict(related.values())
        self.since_1904 = index.since_1904
        self.sheets = []
        for name, id_, hidden in index.sheets:
            kind, part = related.get(id_, ("", ""))
            if "macro" in kind.lower():
                raise InputError("table", "it holds a sheet of macros: save it as an ordinary .xlsx, without them")
            if kind == "worksheet":  # the others are charts
                self.sheets.append(Sheet(name, part, hidden))
        if len(self.sheets) > _SHEETS:
            raise InputError("table", f"there are more than {_SHEETS:,} sheets: leave the one with the table")
        styles = _Styles()
        if "styles" in parts:
            package.read(parts["styles"], styles)
        strings = _Strings()
        if "sharedStrings" in parts:
            package.read(parts["sharedStrings"], strings, INFLATED_LIMIT)
        self.styles = styles.formats
        self.strings, self.struck_strings = strings.found, strings.found_struck


class _Index(Quiet):
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


class _Styles(Quiet):
    """Of each style of cell: the code of its number format, and whether it is struck out."""

    def __init__(self) -> None:
        self.formats: list[tuple[str, bool]] = []
        self._codes = {str(id_): code for id_, code in BUILT_IN.items()}
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


class Runs(Quiet):
    """The text of a string in one format or several: what is in its ``t``, but for the pronunciation."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin another string."""
        self.parts: list[str] | None = []
        self.size = 0
        self.struck = self.open = self._aside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Text begins, or formatting, or a pronunciation."""
        if name == "t":
            self.open = not self._aside
        elif name == "rPh":
            self._aside = True
        elif name == "strike":
            self.struck = self.struck or is_true(attributes.get("val", "1"))

    def end(self, name: str) -> None:
        """Text ends, or a pronunciation."""
        if name == "t":
            self.open = False
        elif name == "rPh":
            self._aside = False

    def text(self, text: str) -> None:
        """More of the string, if it is within its text."""
        if self.open and self.parts is not None:
            self.parts.append(text)
            self.size += len(text)
            if self.size > 8 * CELL_LIMIT:  # escaped, it may take seven times the room
                self.parts = None

    def whole(self) -> str | None:
        """The text, or None if it is longer than a cell may hold, or half a character."""
        if self.parts is None:
            return None
        try:
            text = unescape("".join(self.parts))
        except ValueError:
            return None
        return text if len(text) <= CELL_LIMIT else None


class _Strings(Runs):
    """The strings that cells refer to by number; None for one that no cell can hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str | None] = []
        self.found_struck: set[int] = set()
        self._total = 0

    def end(self, name: str) -> None:
        super().end(name)
        if name == "si":
            if self.struck:
                self.found_struck.add(len(self.found))
            self.found.append(self.whole())
            self._total += self.size
            self.clear()
            if len(self.found) > _STRINGS or self._total > _STRINGS_SIZE:
                raise InputError("table", "the workbook holds too many texts: save its table as CSV")


def number_of(text: str) -> int:
    """A count or a number of something in a list. Raises :class:`InputError` ``table``."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise damaged("a number is not one")
    return int(text)


def is_true(text: str | None) -> bool:
    """Whether an attribute, which may be absent, says yes."""
    return text in ("1", "true", "on")
