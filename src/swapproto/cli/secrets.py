"""Key files and passphrases: never an argument, never in a file that others read."""

import argparse
import os
import stat
import sys
from getpass import getpass

from ..errors import AccessError, FormatError, InputError
from ..keys import Identity, KeyFile
from . import files, terminal

_PASSPHRASE_LIMIT = 4096
_KEY_FILE_LIMIT = 65_536


def unlock(options: argparse.Namespace) -> Identity:
    """The identity in ``options.key_file``. Raises :class:`SwapError`: unreadable, exposed, wrong passphrase."""
    path: str = options.key_file
    if path == "-":
        raise InputError("usage", "the key must be in a file: what was signed with it is remembered beside it")
    try:
        text = files.read_bytes(path, _KEY_FILE_LIMIT).decode()
    except UnicodeDecodeError:
        raise InputError("key-file-malformed", f"{path}: this is no key file; yours ends in .swapkey") from None
    try:
        key_file = KeyFile.read(text)
    except FormatError as error:
        raise InputError(error.code, f"{path}: {error}") from None
    if not key_file.encrypted:
        _refuse_exposed(path)
        return key_file.unlock()
    passphrase = given(options)
    if passphrase is None:
        if not terminal.is_interactive():
            raise InputError("usage", f"{path} is encrypted: give --passphrase-file or --passphrase-fd")
        passphrase = _typed(f"Passphrase for {path}: ")
    with terminal.working("Opening the key file"):
        try:
            return key_file.unlock(passphrase)
        except AccessError:
            why = "the passphrase does not open this key file. Look at capitals, spaces and the keyboard's language"
            raise InputError("passphrase-wrong", f"{path}: {why}") from None


def unlock_any(options: argparse.Namespace) -> Identity | None:
    """As :func:`unlock`; None if there is no ``-k``: some lists open to everyone."""
    return None if options.key_file is None else unlock(options)


def given(options: argparse.Namespace) -> str | None:
    """The passphrase from a file or descriptor, or None. Its first line counts. Raises :class:`InputError`."""
    if options.passphrase_file is not None:
        data = files.read_bytes(options.passphrase_file, _PASSPHRASE_LIMIT)
    elif options.passphrase_fd is not None:
        try:
            with os.fdopen(options.passphrase_fd, "rb", closefd=False) as stream:
                data = stream.read(_PASSPHRASE_LIMIT)
        except (OSError, ValueError, TypeError, OverflowError):
            raise InputError("usage", f"file descriptor {options.passphrase_fd} is not open for reading") from None
    else:
        return None
    try:
        passphrase = data.decode("utf-8-sig").partition("\n")[0].removesuffix("\r")
    except UnicodeDecodeError:
        raise InputError("usage", "the passphrase is not UTF-8") from None
    if not passphrase:
        raise InputError("usage", "the passphrase is empty")
    return passphrase


def choose(options: argparse.Namespace) -> str | None:
    """A passphrase for a new key file, typed twice; None for ``--no-passphrase``."""
    if options.no_passphrase:
        if options.passphrase_file or options.passphrase_fd is not None:
            raise InputError("usage", "--no-passphrase, or a passphrase: not both")
        return None
    passphrase = given(options)
    if passphrase is not None:
        return passphrase
    if not terminal.is_interactive():
        raise InputError("usage", "give --passphrase-file or --passphrase-fd, or --no-passphrase, or use a terminal")
    passphrase = _typed("Choose a passphrase: ")
    if not passphrase:
        raise InputError("usage", "the passphrase is empty; for a key without one use --no-passphrase")
    if _typed("The same again: ") != passphrase:
        raise InputError("usage", "the two passphrases differ; nothing was made")
    return passphrase


def _typed(prompt: str) -> str:
    try:
        return getpass(prompt)
    except (EOFError, UnicodeDecodeError):
        raise InputError("not-confirmed", "no passphrase was given, or none that this terminal can pass on") from None


def _refuse_exposed(path: str) -> None:
    """A key without a passphrase that others can read is no secret. Where there are no modes there is no telling."""
    if sys.platform == "win32":
        return
    mode = stat.S_IMODE(os.stat(path).st_mode)
    if mode & 0o077:
        raise InputError(
            "key-exposed", f"{path} is not encrypted, and others on this machine can read it. First: chmod 600 {path}"
        )
