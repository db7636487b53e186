"""The text of a binary stream: it detects the encoding, counts lines, and refuses files of other kinds."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from ..errors import InputError
from ..limits import LEAST_ROW, MANY_ROWS
from ..xlsx.ooxml import other_kind
from .readings import find_readings

ROW_LIMIT = 2**20
"""The most characters of one row in any format."""

MAX_CHARACTERS = 2**30  # more than any list has
_HEAD_SIZE = 2**20
HEAD_BYTES = 2**15
"""Bytes of a text from which its encoding and what separates its cells are guessed."""
_DOS_END = "\x1a"
_CHUNK_SIZE = 2**16
_MAX_LETTERS_SHOWN = 80
_LINE_END = re.compile(r"\r\n?|\n")
_NUL = (
    "has a NUL character: it is not text, or is text in another encoding; "
    "save it as UTF-8, or say the encoding (utf-16-le, perhaps)"
)
_MIN_BYTES_SAVED = 3  # by reading a line as UTF-8, which is not a coincidence then

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

_SPREADSHEET = "open it in a spreadsheet program and save it as CSV UTF-8"
_MAGIC = {
    b"PK\x03\x04": f"it is a ZIP or XLSX file whatever its name says: {_SPREADSHEET}",
    b"\xd0\xcf\x11\xe0": f"it is an old Excel or Word file, or one under a password: {_SPREADSHEET}",
}


class Text:
    """The text of a binary stream, of which only a part is in memory.

    ``head`` is the beginning of the text, ``line`` the number of lines read so far, ``notes`` what was passed over,
    and ``guess`` what to say if its encoding was guessed, else "".
    Raises :class:`InputError` ``table`` if it is not text, or ``usage`` for an encoding that does not exist.
    """

    def __init__(self, stream: BinaryIO, encoding: str | None = None) -> None:
        beginning = _read_fully(stream, _HEAD_SIZE)
        if not beginning:
            raise InputError("table", "the file is empty")
        for magic, container in _MAGIC.items():
            if beginning.startswith(magic):
                raise InputError("table", container)
        if what := other_kind(beginning[:1024]):
            raise InputError("table", f"{what}: {_SPREADSHEET}")
        self.line: int = 0
        self._parts: list[BinaryIO] = [io.BytesIO(beginning), stream]
        self._begun = ""  # a line of which only the beginning was read
        self._size = 0
        self.guess: str = ""
        self.notes: list[str] = []
        self.encoding: str = self._encoding(beginning, encoding)
        try:
            self.head: str = beginning[:HEAD_BYTES].decode(self.encoding, "replace").removeprefix("\ufeff")
            self._decoder = codecs.getincrementaldecoder(self.encoding)()
        except (LookupError, ValueError, AssertionError):
            raise InputError("usage", f"there is no encoding named {encoding!r}; try utf-8 or cp1251") from None

    def lines(self) -> Iterator[str]:
        """Yield each line with its end. Raise ``table`` with the line's number for one that cannot be read."""
        for lines in self.portions():
            self.line -= len(lines)
            for line in lines:
                self.line += 1
                yield line

    def portions(self) -> Iterator[list[str]]:
        """Yield some lines at a time, each with its end. Raise as :meth:`lines`, after all lines before that one."""
        for piece in self._pieces():
            lines = [*io.StringIO(self._begun + piece, newline="")]
            self._begun = "" if lines[-1].endswith("\n") else lines.pop()
            yield from self._sound(lines)
        if last := self._begun:
            self._begun = ""
            yield from self._sound([last])

    def refuse_short(self, rows: int) -> None:
        """Raise ``table`` if so many rows, a header among them, were read so far that hardly anything is in each."""
        if rows > MANY_ROWS and (rows - 1) * LEAST_ROW > self._size:
            what = f"it has over {MANY_ROWS:,} rows, and fewer than {LEAST_ROW} characters for each, as no list has"
            raise InputError("table", f"{what}: remove its empty rows, or look whether it is the right file")

    def _sound(self, lines: list[str]) -> Iterator[list[str]]:
        """Yield the lines, and raise for the first that cannot be read or is too long."""
        if self.guess or max(map(len, (*lines, self._begun))) > ROW_LIMIT:
            for index, line in enumerate((*lines, self._begun)):
                number = self.line + index + 1
                if len(line) > ROW_LIMIT:
                    yield lines[:index]
                    raise InputError("table", f"line {number:,} is longer than {ROW_LIMIT:,} characters")
                if index < len(lines) and self._is_mixed(line):
                    yield lines[:index]
                    raise self._mixed(number)
        self.line += len(lines)
        yield lines

    def chunks(self) -> Iterator[str]:
        """Yield the text in pieces of any size. Raise ``table`` with the line's number where it cannot be read."""
        for piece in self._pieces():
            for number, line in enumerate(io.StringIO(piece, newline="") if self.guess else (), self.line + 1):
                if self._is_mixed(line):
                    raise self._mixed(number)
            self.line += _count_lines(piece)
            yield piece

    def _pieces(self) -> Iterator[str]:
        """Yield the text piece by piece, none of them empty. Raise ``table`` for what is no text, after all before."""
        marks = ""
        while True:
            data = self._read()
            try:
                piece, wrong = marks + self._decoder.decode(data, not data), ""
            except UnicodeDecodeError as error:
                encoding = self.encoding if error.encoding == "charmap" else error.encoding
                before = error.object[: error.start].decode(encoding, "replace")
                piece, wrong = marks + before, self._undecodable()
            except UnicodeError:
                piece, wrong = marks, self._undecodable()
            marks = _trailing(piece, _DOS_END)
            piece = piece.removesuffix(marks)
            if marks and not data:
                self.notes.append("The DOS mark at the end of the file (byte 1A) was passed over.")
            try:
                piece.encode()  # some encodings yield lone surrogates, which UTF-8 cannot encode
            except UnicodeEncodeError as error:
                piece, wrong = piece[: error.start], self._undecodable()
            if "\0" in piece:
                piece, wrong = piece[: piece.index("\0")], _NUL
            self._size += len(piece)
            if self._size > MAX_CHARACTERS:
                raise InputError("table", f"the table has more than {MAX_CHARACTERS:,} characters: make several of it")
            if piece:
                yield piece
            if wrong:
                line = self.line + _count_lines(self._begun) + 1
                raise InputError("table", f"line {line:,} {wrong}")
            if not data:
                return

    def _read(self) -> bytes:
        while self._parts:
            if data := self._parts[0].read(_CHUNK_SIZE):
                return data
            del self._parts[0]
        return b""

    def _undecodable(self) -> str:
        what = f"holds bytes that are not {self.encoding.removesuffix('-sig')}"
        return f"{what}: save it as UTF-8, or name its encoding with --encoding"

    def _is_mixed(self, line: str) -> bool:
        return bool(self.guess) and _reads_as_utf8(line, self.encoding)

    def _mixed(self, line: int) -> InputError:
        return InputError(
            "table",
            f"line {line:,} is UTF-8, and other lines are not: the file mixes encodings; "
            "save each part as UTF-8, and then join them",
        )

    def _encoding(self, beginning: bytes, given: str | None) -> str:
        marked = next((name for bom, name in _BOMS.items() if beginning.startswith(bom)), None)
        if marked and (given is None or given.lower().startswith("utf")):
            return marked
        if given is not None:
            return given
        try:
            codecs.getincrementaldecoder("utf-8")().decode(beginning, final=len(beginning) < _HEAD_SIZE)
        except UnicodeDecodeError as error:
            # UTF-16 has a NUL in every Latin letter, which is reported when the text is read
            return "utf-8" if b"\0" in beginning else self._guess(beginning, error.start)
        return "utf-8"

    def _guess(self, beginning: bytes, first_bad: int) -> str:
        readings = find_readings(beginning)
        if readings.guess is None:
            likely = readings.in_words()
            likeliest = f"; the likeliest, with the letters that it would have, are {likely}" if likely else ""
            which = "the one whose letters are right" if likely else "its encoding"
            raise InputError(
                "table",
                f"the text is not UTF-8, and its encoding is not certain{likeliest}: "
                f"name {which} with --encoding, or save it as UTF-8",
            )
        encoding = readings.guess.encoding
        line = beginning.count(b"\n", 0, first_bad) + 1
        letters = "".join(sorted({c for c in beginning.decode(encoding, "replace") if c > "\x7f"}))
        self.guess = (
            f"The encoding is a guess: {encoding}. The letters, the first in line {line:,}, are then "
            f"{letters[:_MAX_LETTERS_SHOWN]} - if these are not those of the table, name the right one with --encoding."
        )
        return encoding


def _count_lines(text: str) -> int:
    return len(_LINE_END.findall(text))


def _trailing(text: str, sign: str) -> str:
    """Return the signs at the end of a text."""
    return text[len(text.rstrip(sign)) :]


def _reads_as_utf8(text: str, encoding: str) -> bool:
    """Return whether a line in another encoding is also UTF-8, in more than one character."""
    if text.isascii():
        return False
    try:
        return len(data := text.encode(encoding)) - len(data.decode()) >= _MIN_BYTES_SAVED
    except UnicodeError:
        return False


def _read_fully(stream: BinaryIO, size: int) -> bytes:
    parts = []
    while size > 0 and (part := stream.read(size)):  # a pipe gives what it has
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
