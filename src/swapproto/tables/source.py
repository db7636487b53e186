"""The text of a binary stream: it detects the encoding, counts lines, and refuses files of other kinds."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from ..errors import InputError
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
        self._size = 0
        self.guess: str = ""
        self.notes: list[str] = []
        self.encoding: str = self._encoding(beginning, encoding)
        try:
            self.head: str = beginning[:HEAD_BYTES].decode(self.encoding, "replace").removeprefix("\ufeff")
            replay = io.BufferedReader(_Replay(beginning, stream), _CHUNK_SIZE)
            self._text = io.TextIOWrapper(replay, self.encoding, newline="")
        except (LookupError, ValueError, AssertionError):
            raise InputError("usage", f"there is no encoding named {encoding!r}; try utf-8 or cp1251") from None

    def lines(self) -> Iterator[str]:
        """Yield each line with its end. Raise ``table`` with the line's number for one that cannot be read."""
        while line := self._next(ROW_LIMIT + 1):
            self.line += 1
            if len(line) > ROW_LIMIT:
                raise InputError("table", f"line {self.line:,} is longer than {ROW_LIMIT:,} characters")
            if line.endswith(_DOS_END) and not (line := self._before_dos_end(line)):
                self.line -= 1
                return
            yield line

    def chunks(self) -> Iterator[str]:
        """Yield the text in pieces of any size. Raise ``table`` with the line's number where it cannot be read."""
        while chunk := self._next(_CHUNK_SIZE):
            if chunk.endswith(_DOS_END):
                following = self._next(_CHUNK_SIZE)
                chunk = chunk + following if following else self._before_dos_end(chunk)
            self.line += chunk.endswith(("\n", "\r"))
            yield chunk

    def _before_dos_end(self, last: str) -> str:
        """Return the last line without the sign, perhaps repeated, with which DOS programs end a text."""
        self.notes.append("The DOS mark at the end of the file (byte 1A) was passed over.")
        return last.rstrip(_DOS_END)

    def _next(self, size: int) -> str:
        try:
            text = self._text.readline(size)
            text.encode()  # some encodings yield lone surrogates, which UTF-8 cannot encode
        except UnicodeError as error:
            self._undecodable(error)
        if self.guess and _reads_as_utf8(text, self.encoding):
            raise InputError(
                "table",
                f"line {self.line + 1:,} is UTF-8, and other lines are not: the file mixes encodings; "
                "save each part as UTF-8, and then join them",
            )
        self._size += len(text)
        if self._size > MAX_CHARACTERS:
            raise InputError("table", f"the table has more than {MAX_CHARACTERS:,} characters: make several of it")
        if "\0" in text:
            raise InputError(
                "table",
                f"line {self.line + 1:,} has a NUL character: it is not text, or is text in another encoding; "
                "save it as UTF-8, or say the encoding (utf-16-le, perhaps)",
            )
        return text

    def _undecodable(self, error: UnicodeError) -> NoReturn:
        line = self.line + 1
        if isinstance(error, UnicodeDecodeError):
            line += len(re.findall(r"\r\n?|\n", error.object[: error.start].decode(error.encoding, "replace")))
        raise InputError(
            "table",
            f"line {line:,} holds bytes that are not {self.encoding.removesuffix('-sig')}: "
            "save it as UTF-8, or name its encoding with --encoding",
        ) from None

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


class _Replay(io.RawIOBase):
    """A stream that starts again at its beginning, part of which was read. Closing it leaves the stream open."""

    def __init__(self, beginning: bytes, stream: BinaryIO) -> None:
        self._parts = [io.BytesIO(beginning), stream]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        while self._parts:
            if data := self._parts[0].read(len(buffer)):
                buffer[: len(data)] = data
                return len(data)
            del self._parts[0]
        return 0


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
