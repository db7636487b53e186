"""Destinations: where a command is to write. Nothing that it reads is one of them, whatever its name."""

import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from ...errors import InputError
from ...wire.armor import KEY_LABEL
from .files import DESCRIPTORS, Identity, identity

_OF_KEYS = (".swapkey", ".journal")
_BEGINS_KEY = f"-----BEGIN {KEY_LABEL}-----".encode()
BEGINS_JOURNAL = b'{"signer": "'
_FIRST = 4096
NOT_ON_TERMINAL = "what is written is not text, and is not shown on a terminal: give -o FILE, or send it on with |"


def check_paths(*paths: str, force: bool, spare: Iterable[str | int] = ()) -> None:
    """Raise for an output that cannot be written, or that would overwrite something, before any work is done.

    ``force`` allows to overwrite a file, but no key, no journal, and nothing that the command reads: ``spare`` are its
    files, folders and descriptors.
    """
    spared = {identity(path) for path in spare}
    for path in paths:
        if path == "-":
            if os.path.isfile(1) and identity(1) in spared:
                raise InputError("file", "standard output is added to a file that this command reads: choose another")
            continue
        if os.path.isdir(path):
            raise InputError("file", f"{path}: this is a folder; give the name of a file")
        _check_place(path)
        if os.path.lexists(path):
            _check_existing(path, spared, force=force)
    if len({path if path == "-" else os.path.realpath(path) for path in paths}) < len(paths):
        raise InputError("usage", f"{paths[0]}: two outputs cannot be the same file")


def is_of_key(path: str) -> bool:
    """Return whether a path has the name of a key file or a journal."""
    return path.lower().endswith(_OF_KEYS)


def _holds_key(path: str) -> bool:
    """Return whether a file is a key file or a journal, whatever it is called."""
    if not os.path.isfile(path):
        return False
    with suppress(OSError), open(path, "rb") as stream:
        first = stream.read(_FIRST)
        return _BEGINS_KEY in first or first.startswith(BEGINS_JOURNAL)
    return False


def _check_place(path: str) -> None:
    """Raise unless a file of this name can be written in its folder."""
    folder, name = os.path.dirname(path) or ".", os.path.basename(path)
    if not os.path.isdir(folder):
        missing = InputError("file", f"{path}: there is no folder {folder}. To make it:")
        missing.add_note(shlex.join(["mkdir", "-p", folder]))
        raise missing
    if not os.access(folder, os.W_OK):
        raise InputError("file", f"{path}: the folder {folder} cannot be written to")
    limit = 255
    if sys.platform == "win32":
        size = len(name.encode("utf-16-le", "surrogatepass")) // 2
    else:
        size = len(os.fsencode(name))
        with suppress(OSError, ValueError):  # some file systems do not know
            limit = os.pathconf(folder, "PC_NAME_MAX")
    if size > limit:
        raise InputError("file", f"{path}: this name is too long: the limit in its folder is {limit} bytes")


def _check_existing(path: str, spared: set[Identity], *, force: bool) -> None:
    """Raise unless a file that exists may be overwritten."""
    real = os.path.realpath(path)
    if not spared.isdisjoint(map(identity, [real, *_folders_of(real)])):
        raise InputError("file", f"{path}: this command reads this file, or its folder; choose another name")
    if is_of_key(path) or _holds_key(path):
        raise InputError("file", f"{path}: a key or its journal is never overwritten; choose another name")
    if not force:
        raise InputError("file", f"{path}: exists already; choose another name, or overwrite it with --force")
    if path.startswith(DESCRIPTORS) or (os.path.exists(path) and not os.path.isfile(path)):
        raise InputError("file", f"{path}: this is not a regular file; for standard output use -")


def _folders_of(path: str) -> Iterator[str]:
    while (folder := os.path.dirname(path)) != path:
        yield folder
        path = folder
