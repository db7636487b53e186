"""The journal beside a key: what was signed for which list and version, so that nobody forks by mistake.

One JSON object a line, only ever added to. It holds labels and digests, no entry of any list.
"""

import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from ..errors import InputError
from ..wire.cose import is_time
from . import files


@dataclass(frozen=True, slots=True)
class Record:
    """One signature: of a commitment (``label`` to ``key``) or of a reveal. Ids and digests in hexadecimal.

    ``file`` is where it was to be written, an absolute path, or ``-``.
    """

    signer: str
    statement: str
    kind: str
    list: str
    version: int
    label: str
    role: str
    root: str
    count: int
    key: str
    iat: int
    file: str

    @property
    def fixed(self) -> tuple[str, int, str]:
        """What makes two commitments the same list. Spec 11."""
        return self.root, self.count, self.key


def _record(line: bytes) -> Record:
    """Raises :class:`ValueError` or :class:`TypeError` for a line that is no record."""
    record = Record(**json.loads(line))
    wrong = any(type(getattr(record, field.name)) is not field.type for field in fields(record))
    if wrong or not is_time(record.iat):
        raise TypeError
    for digest in (record.signer, record.statement, record.list, record.root, record.key):
        bytes.fromhex(digest)
    return record


class Journal:
    """The records beside ``ME.swapkey``, in ``ME.journal``, of what one key signed."""

    def __init__(self, key_path: str, signer: bytes) -> None:
        """Raises :class:`InputError` ``file`` if the journal is there and cannot be read: then nothing is signed."""
        self.path = journal_path(key_path)
        self.signer = signer.hex()
        self.records: list[Record] = []
        if not self.path.exists():
            return
        for number, line in enumerate(files.read_bytes(str(self.path)).splitlines(), 1):
            try:
                record = _record(line)
            except (ValueError, TypeError, RecursionError):
                raise InputError(
                    "file", f"{self.path}: line {number} is damaged. Restore it from a copy: it prevents signing twice"
                ) from None
            if record.signer == self.signer:  # a key that stood here before signed what it signed
                self.records.append(record)

    @property
    def last(self) -> bytes | None:
        """The id of the statement signed last, 32 bytes."""
        return bytes.fromhex(self.records[-1].statement) if self.records else None

    def list_of(self, label: str, role: str) -> bytes | None:
        """The id of the list that was last committed to under this label and role, 16 bytes."""
        ids = [r.list for r in self.records if r.kind == "commitment" and (r.label, r.role) == (label, role)]
        return bytes.fromhex(ids[-1]) if ids else None

    def other_list(self, list_id: bytes, role: str) -> Record | None:
        """What was last committed to in this role, if nothing ever was under this list's id."""
        if self._versions(list_id):
            return None
        return next((r for r in reversed(self.records) if r.kind == "commitment" and r.role == role), None)

    def label_of(self, list_id: bytes) -> str | None:
        """The name that this list had last."""
        labels = [record.label for record in self._versions(list_id)]
        return labels[-1] if labels else None

    def committed(self, list_id: bytes, version: int) -> Record | None:
        """What was committed to as this version of this list."""
        return next((r for r in self._versions(list_id) if r.version == version), None)

    def latest(self, list_id: bytes) -> Record:
        """The highest version committed to of a list that is in here."""
        return max(self._versions(list_id), key=lambda record: record.version)

    def _versions(self, list_id: bytes) -> list[Record]:
        return [r for r in self.records if r.kind == "commitment" and r.list == list_id.hex()]

    def add(self, record: Record) -> None:
        """Written and synced before the statement itself is: a signature is never forgotten."""
        files.append_private(str(self.path), (json.dumps(asdict(record)) + "\n").encode())
        self.records.append(record)


def journal_path(key_path: str) -> Path:
    """Where the journal of a key stands: beside it, and not beside a link to it."""
    here = os.path.realpath(key_path) if os.path.islink(key_path) else key_path
    return Path(here).with_suffix(".journal")
