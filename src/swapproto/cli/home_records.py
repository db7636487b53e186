"""The homes that ``swapproto init`` recorded for this account: by the path of its file, its digest and its key."""

import json
import os
from typing import NamedTuple

from ..errors import InputError
from .disk import files, modes, writing
from .pinning.pins import account_folder

_LIMIT, _MAX_HOMES = 2**20, 1000


class Record(NamedTuple):
    """The SHA-256 of a home's file, and the id of the card of its key, in hexadecimal."""

    digest: str
    card: str


def load() -> dict[str, Record]:
    """Return the recorded homes by the paths of their files; none where there is no home folder of the user."""
    path = _path()
    if path is None or not os.path.isfile(path):
        return {}
    modes.tell_changeable([path], "Whoever does decides with which key you sign.")
    try:
        found = json.loads(files.read_bytes(path, _LIMIT))
        return {home: Record(str(one["digest"]), str(one["card"])) for home, one in found.items()}
    except (ValueError, RecursionError, AttributeError, TypeError, KeyError):
        raise InputError("file", f"{path}: this is not what swapproto init writes: remove it, and init again") from None


def add(home: str, record: Record) -> None:
    """Record a home, in place of what was at this path before. Raise :class:`InputError` ``file``."""
    path = _path()
    if path is None:
        raise InputError("file", "there is no home folder to record this in: set HOME")
    known = load()
    known.pop(home, None)
    kept = [*list(known.items())[-(_MAX_HOMES - 1) :], (home, record)]
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    text = json.dumps({name: one._asdict() for name, one in kept}, indent=1)
    writing.write(path, text.encode(), force=True, private=True)


def _path() -> str | None:
    folder = account_folder()
    return None if folder is None else os.path.join(folder, "homes.json")
