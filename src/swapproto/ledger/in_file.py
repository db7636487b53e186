"""Records in a file under a lock, one a line: for a program on one computer."""

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import BinaryIO

from ..errors import InputError
from .storage import overtaken

_PRIVATE = 0o600
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)  # Windows would translate line ends


class InFile:
    """Records in a file, which only its owner can read: one line of JSON each, as in the journal of the command line.

    Whoever claims it has a lock on it, so its file system needs locks: not every network file system has them.
    A last line without its line feed was cut off while it was written. Nothing was given out under it, and the next
    record takes its place.
    """

    def __init__(self, path: "str | os.PathLike[str]") -> None:
        """Keep the records of one key in a file, which the first record creates."""
        self._path = os.fspath(path)
        self._held: BinaryIO | None = None
        self._lock = RLock()
        #: What messages call it.
        self.name: str = self._path

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Lock the file. Raise :class:`InputError` ``busy`` if somebody else has the lock."""
        with self._lock, self._locked() as held:
            self._held = held
            try:
                yield
            finally:
                self._held = None

    def read(self) -> Sequence[bytes]:
        """Return all records; none if there is no file yet. Raise :class:`InputError` ``file``."""
        try:
            with open(self._path, "rb") as stream:
                return _whole(stream.read()).splitlines()
        except FileNotFoundError:
            if os.path.lexists(self._path):  # a link to records that are not at hand
                raise InputError("file", f"{self.name} leads nowhere: what was signed is not at hand") from None
            return []
        except OSError as error:
            raise InputError("file", f"{self.name} cannot be read: {error.strerror}") from None

    def append(self, record: bytes, *, after: int) -> None:
        """Add a record, durably. Raise :class:`InputError` as :class:`Storage` says."""
        with self._lock:
            if self._held is not None:
                self._add(self._held, record, after)
                return
            with self._locked() as stream:
                self._add(stream, record, after)

    def _add(self, stream: BinaryIO, record: bytes, after: int) -> None:
        try:
            stream.seek(0)
            whole = _whole(stream.read())
            if whole.count(b"\n") != after:
                raise overtaken(self.name)
            try:
                stream.seek(len(whole))
                stream.truncate()
                line = record + b"\n"
                if stream.write(line) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(stream.fileno())
            except OSError:
                stream.truncate(len(whole))
                raise
        except OSError as error:
            raise InputError("file", f"{self.name}: not written: {error.strerror}") from None

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        try:
            descriptor = os.open(self._path, _FLAGS, _PRIVATE)
        except OSError as error:
            raise InputError("file", f"{self.name}: not written: {error.strerror}") from None
        with open(descriptor, "r+b", buffering=0) as stream:
            try:
                lock(descriptor)
            except BlockingIOError:
                raise InputError("busy", f"{self.name}: somebody else is signing with this key") from None
            except OSError:
                raise InputError("file", f"{self.name}: its file system has no locks: keep it elsewhere") from None
            yield stream


def _whole(data: bytes) -> bytes:
    """Return the lines that end."""
    return data[: data.rfind(b"\n") + 1]


def lock(descriptor: int) -> None:
    """Lock a file for this process. Raise :class:`BlockingIOError` if another has it, or :class:`OSError`: no locks."""
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(descriptor, 2**30, os.SEEK_SET)  # a byte that no key file or ledger has
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(error.errno, error.strerror) from None
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
