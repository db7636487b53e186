"""The outputs of a command: none of them may overwrite what the command reads.

Every option of every verb that names a file is an input or an output here, so that no verb can forget one.
"""

import argparse
import os
import sys

from ..errors import InputError
from .disk.destinations import NOT_ON_TERMINAL, check_paths, is_of_key

INPUTS = (
    *("files", "mine", "theirs", "old", "new", "cards"),
    *("table", "profile", "mapping", "exchange", "terms_file", "replaces", "imported", "carry"),
    *("key_file", "passphrase_file", "where_file", "previous", "answers", "to", "by", "trust"),
    *("response", "crl", "beacon"),
)
"""The options that name files or folders to read."""

OUTPUTS = ("output", "letter", "commitment", "save_map", "export", "query", "cose", "xlsx")
"""The options that name files to write."""


def check(options: argparse.Namespace) -> None:
    """Raise :class:`InputError` for an output of a command that cannot be written, or that the command reads."""
    if getattr(options, "output", None) == "-" and not _writes_text(options) and sys.stdout and sys.stdout.isatty():
        raise InputError("usage", NOT_ON_TERMINAL)  # before anything is signed
    outputs = _values(options, OUTPUTS)
    for path in outputs:
        _refuse_place(path)
    check_paths(*outputs, force=options.force, spare=_read_by(options))


def _refuse_place(path: str) -> None:
    """Raise for a name that only ``keygen`` gives, and for a place among the pins, where only ``trust`` puts a card."""
    if path != "-" and is_of_key(path):
        raise InputError("file", f"{path}: a file of this name is a key or its journal; choose another name")
    from .pinning.pins import config_folder

    folder = config_folder()
    if folder is not None and os.path.dirname(os.path.realpath(path)) == os.path.realpath(folder):
        raise InputError("file", f"{path}: this is the folder of your pins, which only swapproto trust writes to")


def _writes_text(options: argparse.Namespace) -> bool:
    return options.command[0] == "open" or getattr(options, "armor", False)


def _read_by(options: argparse.Namespace) -> list[str | int]:
    """Return the paths and descriptors that a command reads."""
    found: list[str | int] = [0 if path == "-" else path for path in _values(options, INPUTS)]
    if (descriptor := getattr(options, "passphrase_fd", None)) is not None:
        found.append(descriptor)
    if (key := getattr(options, "key_file", None)) is not None:
        from .journal import journal_path

        found.append(str(journal_path(key)))
    if getattr(options, "trust", ()) is None:
        from .pinning.pins import config_folder  # the pins are read, too, and a name is found among them

        if (folder := config_folder()) is not None and os.path.isdir(folder):
            found.append(folder)
    return found


def _values(options: argparse.Namespace, names: tuple[str, ...]) -> list[str]:
    values: list[str] = []
    for name in names:
        value = getattr(options, name, None)
        values += [] if value is None else [value] if isinstance(value, str) else value
    return values
