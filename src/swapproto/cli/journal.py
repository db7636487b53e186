"""The journal: the file beside a key in which the command line keeps the records of its ledger, one a line."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..assessment import Assessment
from ..errors import InputError
from ..ledger import About, Ledger, Record
from ..ledger.in_file import lock
from .disk import files, modes, writing
from .disk.destinations import BEGINS_JOURNAL
from .screen.terminal import note


class BesideKey:
    """The file ``ME.journal`` beside ``ME.swapkey``, as a :class:`~swapproto.ledger.Storage`."""

    def __init__(self, key_path: str) -> None:
        self.name: str = str(journal_path(key_path))
        self._key_path = key_path
        self._size = self._whole = self._count = 0
        self._ended = True

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Lock the key file, until the process ends at the latest. Raise ``busy`` if another command has the lock.

        Where a file system has no locks, :meth:`append` still lets only one of two commands go on.
        """
        if not os.path.isfile(self._key_path):
            raise InputError("usage", f"{self._key_path}: the key must be in a file, and its journal is kept beside it")
        with files.open_input(self._key_path, writable=True) as stream:  # some network file systems lock nothing else
            try:
                lock(stream.fileno())
            except BlockingIOError:
                why = "another command is signing with this key. When it has ended, try again"
                raise InputError("busy", f"{self._key_path}: {why}") from None
            except OSError:
                note("this file system has no locks: let no other command sign with this key at the same time")
            if os.fstat(stream.fileno()).st_nlink > 1:
                note(
                    f"{self._key_path} has another name, too (a hard link), and the journal is beside the name that a "
                    "command is given: always sign with the same one, or remove the other"
                )
            yield

    def read(self) -> Sequence[bytes]:
        """Return the lines that are not blank, without a last one that is cut off. Raise ``file``.

        A link that leads nowhere is a journal that is not at hand, and an error.
        """
        data = b""
        if os.path.lexists(self.name):
            modes.tell_changeable([self.name], "What you signed could be taken out of it.")
            data = files.read_bytes(self.name)
        whole = _whole_lines(data)
        if data[len(whole) :].strip(_BLANK):
            note(
                f"the last line of {self.name} is cut off, as after a power cut, and is left out: nothing was given "
                "out under it. If this file is a copy, take another one: this one can lack more"
            )
        lines = [line for line in whole.splitlines() if line.strip()]
        self._size, self._whole, self._count = len(data), len(whole), len(lines)
        self._ended = not whole or whole.endswith(b"\n")
        return lines

    def append(self, record: bytes, *, after: int) -> None:
        """Add a line to the file and sync it, in place of a last line that was cut off. Raise ``file``."""
        if after != self._count:
            raise InputError("file", f"{self.name}: its records are not those that were read; nothing was given out")
        line = (b"" if self._ended else b"\n") + record + b"\n"
        writing.append_private(self.name, line, after=self._whole, size=self._size)
        self._whole += len(line)
        self._size, self._count, self._ended = self._whole, self._count + 1, True


_BLANK = b" \t\r\n\0"  # after a power cut, a file can end in zeros


def _whole_lines(data: bytes) -> bytes:
    """Return a journal without a last line that is only the beginning of a record.

    A record is written and synced before its statement is given out. So if a command was stopped while it wrote the
    record, nobody has the statement. A copy of a journal can be cut, too, and then it lacks what was signed.
    """
    text = data.rstrip(_BLANK)
    start = text.rfind(b"\n") + 1
    last = text[start:]
    kept = text[:start] if last and _is_cut(last) else text
    return data[: len(kept) + 1] if data[len(kept) : len(kept) + 1] == b"\n" else kept


def _is_cut(line: bytes) -> bool:
    """Return whether a line is the beginning of a record, and not a whole one that was damaged."""
    if not (line.startswith(BEGINS_JOURNAL) or BEGINS_JOURNAL.startswith(line)):
        return False
    return not line.endswith(b"}") or any(_is_json(line + rest) for rest in (b"}", b'"}', b'"}}'))


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def journal_path(key_path: str) -> Path:
    """Return where the journal of a key is: beside the key itself, not beside a link to it."""
    target = os.path.realpath(key_path) if os.path.islink(key_path) else key_path
    return Path(target).with_suffix(".journal")


def elsewhere(
    journal: Ledger, assessment: Assessment, exchange: bytes, kind: str, role: str | None = None
) -> Record[About] | None:
    """Return the record of what was signed last of a kind in an exchange, if it is not among the files."""
    made = journal.last_in(exchange, kind, role)
    return None if made is None or bytes.fromhex(made.statement) in assessment.sources else made
