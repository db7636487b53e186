"""The journal beside a key: what was signed for which list and version, so that nobody forks by mistake.

One JSON object a line, and lines are only ever added. It contains labels and digests, but no entry of any list.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from ..errors import InputError
from ..wire.cose import is_time
from . import files, modes, writing
from .terminal import note


class AboutList(NamedTuple):
    """What a commitment or a reveal is about: a version of a list. Ids and digests are in hexadecimal."""

    list: str
    version: int
    label: str
    role: str
    root: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody needs
    key: str

    @property
    def fixed(self) -> tuple[str, int, str]:
        """What makes two commitments the same list. Spec 11."""
        return self.root, self.count, self.key


About = AboutList
"""What a statement is about: a type for each way of being about something."""

ABOUT: Mapping[str, type[About]] = {"commitment": AboutList, "reveal": AboutList}
"""What the statements of each kind are about."""


class Record(NamedTuple):
    """One signature: who signed which statement of which kind, when, about what. Ids are in hexadecimal.

    ``file`` is where the statement was to be written, an absolute path, or ``-``.
    """

    signer: str
    statement: str
    kind: str
    iat: int
    file: str
    about: About

    def line(self) -> bytes:
        """Return the record as a line of the journal."""
        return (json.dumps(self._asdict() | {"about": self.about._asdict()}) + "\n").encode()

    @classmethod
    def read(cls, line: bytes) -> "Record":
        """Read a line. Raise :class:`ValueError`, :class:`TypeError` or :class:`KeyError` if it is not a record."""
        fields: dict[str, Any] = dict(json.loads(line))
        about_type = ABOUT[fields["kind"]]
        about = fields.pop("about", None)
        if about is None:  # a line of the first version: all fields side by side
            about = {name: fields.pop(name) for name in about_type._fields}
        record = cls(**fields, about=about_type(**about))
        _require_types(record, cls.__annotations__)
        _require_types(record.about, about_type.__annotations__)
        if not is_time(record.iat):
            raise ValueError("iat")
        for digest in (record.signer, record.statement, record.about.list, record.about.root, record.about.key):
            bytes.fromhex(digest)
        return record


_BLANK = b" \t\r\n\0"  # after a power cut, a file can end in zeros
_START = b'{"signer": "'


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
    if not (line.startswith(_START) or _START.startswith(line)):
        return False
    return not line.endswith(b"}") or any(_is_json(line + rest) for rest in (b"}", b'"}', b'"}}'))


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _require_types(record: Any, types: Mapping[str, Any]) -> None:
    if any(type(value) is not types[name] for name, value in record._asdict().items()):
        raise TypeError


class Storage(Protocol):
    """Where the bytes of a journal are kept, and where a key is claimed for one command."""

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    def claimed(self) -> AbstractContextManager[None]:
        """Keep other commands from signing with the key: from reading its journal until what is signed is in it."""
        ...

    def read(self) -> bytes:
        """Return all bytes: none, if nothing was ever written."""
        ...

    def append(self, line: bytes, *, after: int, size: int) -> None:
        """Add ``line`` after the first ``after`` bytes, for good, or raise :class:`InputError` and change nothing.

        Raise, too, if there are not ``size`` bytes any more: another command has written since they were read.
        """
        ...


class BesideKey:
    """The file ``ME.journal`` beside ``ME.swapkey``."""

    def __init__(self, key_path: str) -> None:
        self.name, self._key_path = str(journal_path(key_path)), key_path

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Lock the key file, until the process ends at the latest. Raise ``file`` if another command has the lock.

        Where a file system has no locks, :meth:`append` still lets only one of two commands go on.
        """
        if not os.path.isfile(self._key_path):
            raise InputError("usage", f"{self._key_path}: the key must be in a file, and its journal is kept beside it")
        with files.open_input(self._key_path, writable=True) as stream:  # some network file systems lock nothing else
            try:
                writing.lock(stream.fileno())
            except BlockingIOError:
                why = "another command is signing with this key. When it has ended, try again"
                raise InputError("file", f"{self._key_path}: {why}") from None
            except OSError:
                note("this file system has no locks: let no other command sign with this key at the same time")
            yield

    def read(self) -> bytes:
        """Return the file's bytes. A link that leads nowhere is a journal that is not at hand: raise ``file``."""
        if not os.path.lexists(self.name):
            return b""
        modes.tell_changeable([self.name], "What you signed could be taken out of it.")
        return files.read_bytes(self.name)

    def append(self, line: bytes, *, after: int, size: int) -> None:
        """Add a line to the file and sync it. Raise ``file``."""
        writing.append_private(self.name, line, after=after, size=size)


class Journal:
    """The records of what one key signed."""

    def __init__(self, storage: Storage, signer: bytes) -> None:
        """Read a journal, if there is one. Raise :class:`InputError` ``file`` if a line of it cannot be read."""
        self.storage = storage
        self.signer = signer.hex()
        self.records: list[Record] = []
        data = storage.read()
        whole = _whole_lines(data)
        if data[len(whole) :].strip(_BLANK):
            note(
                f"the last line of {storage.name} is cut off, as after a power cut, and is left out: nothing was given "
                "out under it. If this file is a copy, take another one: this one can lack more"
            )
        self._size, self._whole, self._ended = len(data), len(whole), not whole or whole.endswith(b"\n")
        for number, line in enumerate(whole.splitlines(), 1):
            if not line.strip():
                continue
            try:
                record = Record.read(line)
            except (ValueError, TypeError, KeyError, RecursionError):
                raise InputError(
                    "file",
                    f"{storage.name}: line {number} is damaged. Restore it from a copy: it prevents signing twice",
                ) from None
            if record.signer == self.signer:  # not what another key signed whose file had this name
                self.records.append(record)

    @property
    def last(self) -> bytes | None:
        """The id of the statement signed last, 32 bytes."""
        return bytes.fromhex(self.records[-1].statement) if self.records else None

    def list_of(self, label: str, role: str) -> bytes | None:
        """Return the id of the list that was last committed to under this label and role, 16 bytes."""
        ids = [about.list for about in self._commitments() if (about.label, about.role) == (label, role)]
        return bytes.fromhex(ids[-1]) if ids else None

    def other_list(self, list_id: bytes, role: str) -> Record | None:
        """Return what was last committed to in this role, if nothing ever was under this list's id."""
        if self._versions(list_id):
            return None
        return next((r for r in reversed(self.records) if r.kind == "commitment" and r.about.role == role), None)

    def label_of(self, list_id: bytes) -> str | None:
        """Return the label that this list had last."""
        labels = [record.about.label for record in self._versions(list_id)]
        return labels[-1] if labels else None

    def knows(self, statement: bytes) -> bool:
        """Return whether the statement of this id is in the journal."""
        return any(record.statement == statement.hex() for record in self.records)

    @property
    def last_time(self) -> int:
        """The latest time at which something was signed, or 0."""
        return max((record.iat for record in self.records), default=0)

    def committed(self, list_id: bytes, version: int) -> Record | None:
        """Return what was committed to as this version of this list."""
        return next((r for r in self._versions(list_id) if r.about.version == version), None)

    def reaches(self, list_id: bytes, version: int) -> bool:
        """Return whether a later version of this list than this one was committed to."""
        return any(record.about.version > version for record in self._versions(list_id))

    def latest(self, list_id: bytes) -> Record:
        """Return the highest version committed to of a list that is in the journal."""
        return max(self._versions(list_id), key=lambda record: record.about.version)

    def _commitments(self) -> list[About]:
        return [record.about for record in self.records if record.kind == "commitment"]

    def _versions(self, list_id: bytes) -> list[Record]:
        return [r for r in self.records if r.kind == "commitment" and r.about.list == list_id.hex()]

    def add(self, record: Record) -> None:
        """Write and sync a record, before the statement itself is written: no signature is ever forgotten.

        Raise :class:`InputError` ``file`` if another command has written since the journal was read.
        """
        line = record.line() if self._ended else b"\n" + record.line()
        self.storage.append(line, after=self._whole, size=self._size)
        self._whole += len(line)
        self._size, self._ended = self._whole, True
        self.records.append(record)


def journal_path(key_path: str) -> Path:
    """Return where the journal of a key is: beside the key itself, not beside a link to it."""
    target = os.path.realpath(key_path) if os.path.islink(key_path) else key_path
    return Path(target).with_suffix(".journal")
