"""Key files and their passphrases. A passphrase is never an argument, and never in a file that others can read."""

import codecs
import os
import sys
from getpass import getpass

from ..errors import AccessError, FormatError, InputError
from ..keys import Identity, KeyFile
from .arguments import KeyChoice
from .disk import files, modes
from .screen import terminal

_PASSPHRASE_LIMIT = 4096
_LINE_LIMIT = len(codecs.BOM_UTF8) + _PASSPHRASE_LIMIT + len(b"\r\n")
_TYPED_LIMIT = 1023  # of the systems that cut a typed line, the shortest
_KEY_FILE_LIMIT = 65_536


def unlock(choice: KeyChoice) -> Identity:
    """Return the identity in a key file. Raise :class:`SwapError`: unreadable, exposed, wrong passphrase."""
    path = choice.path
    if path is None or path == "-":
        raise InputError("usage", "the key must be in a file, because the journal of what it signed is kept beside it")
    key_file = read(path)
    if not key_file.encrypted:
        modes.refuse_readable(path, os.stat(path), "the key is not encrypted")
    modes.tell_changeable([path], "It could be replaced by another key.")
    if not key_file.encrypted:
        return key_file.unlock()
    passphrase = read_passphrase(choice)
    if passphrase is None:
        if not terminal.is_interactive():
            raise InputError("usage", f"{path} is encrypted: give --passphrase-file or --passphrase-fd")
        passphrase = _typed(f"Passphrase for {path}: ")
    with terminal.working("Opening the key file"):
        try:
            return key_file.unlock(passphrase)
        except AccessError:
            why = "the passphrase does not open this key file. Check capitals, spaces and the keyboard's language"
            raise InputError("passphrase-wrong", f"{path}: {why}") from None


def read(path: str) -> KeyFile:
    """Read a key file, which shows its card without a passphrase. Raise :class:`InputError`."""
    try:
        return KeyFile.read(files.read_bytes(path, _KEY_FILE_LIMIT).decode())
    except UnicodeDecodeError:
        raise InputError("key-file-malformed", f"{path}: not a key file; yours ends in .swapkey") from None
    except FormatError as error:
        raise InputError(error.code, f"{path}: {error}") from None


def unlock_if_given(choice: KeyChoice) -> Identity | None:
    """As :func:`unlock`, or None without ``-k``: some lists open for everyone."""
    return None if choice.path is None else unlock(choice)


def read_passphrase(choice: KeyChoice) -> str | None:
    """Return the passphrase in the first line of a file or descriptor, whole, or None. Raise :class:`InputError`."""
    if choice.passphrase_file is not None:
        with files.open_input(choice.passphrase_file) as stream:
            if stream is not getattr(sys.stdin, "buffer", None):
                modes.refuse_readable(choice.passphrase_file, os.fstat(stream.fileno()), "this is a passphrase")
                modes.tell_changeable([choice.passphrase_file], "It could be replaced by another passphrase.")
            line = stream.readline(_LINE_LIMIT + 1)
    elif choice.passphrase_fd is not None:
        try:
            files.claim(choice.passphrase_fd)
            if modes.is_readable(os.fstat(choice.passphrase_fd)):
                terminal.note_once("others on this computer can read the file that the passphrase comes from")
            with os.fdopen(choice.passphrase_fd, "rb", closefd=False) as stream:
                line = stream.readline(_LINE_LIMIT + 1)  # and does not wait for what comes after
        except (OSError, ValueError, TypeError, OverflowError):
            raise InputError("usage", f"file descriptor {choice.passphrase_fd} is not open for reading") from None
    else:
        return None
    line = line.removeprefix(codecs.BOM_UTF8).removesuffix(b"\n").removesuffix(b"\r")
    if len(line) > _PASSPHRASE_LIMIT:
        raise InputError("usage", f"a passphrase has at most {_PASSPHRASE_LIMIT:,} bytes")
    try:
        passphrase = line.decode()
    except UnicodeDecodeError:
        raise InputError("usage", "the passphrase is not UTF-8") from None
    if not passphrase:
        raise InputError("usage", "the passphrase is empty")
    return _of_one_line(passphrase)


def _of_one_line(passphrase: str) -> str:
    """Return a passphrase. Raise for characters that one way of giving it passes on, and another takes for its end."""
    if "\0" in passphrase or passphrase != "".join(passphrase.splitlines()):
        why = "the passphrase contains a zero byte or a line end within it, as of a file that is not plain UTF-8 text"
        raise InputError("usage", why)
    return passphrase


def new_passphrase(choice: KeyChoice) -> str:
    """Return a passphrase for a new key file, given or typed twice. Raise :class:`InputError`."""
    passphrase = read_passphrase(choice)
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
        typed = getpass(prompt)
    except (EOFError, UnicodeDecodeError):
        raise InputError("not-confirmed", "no passphrase was given, or none that this terminal can pass on") from None
    if len(typed.encode("utf-8", "surrogatepass")) >= _TYPED_LIMIT:
        raise InputError("usage", "a terminal cuts a long passphrase without a word: give it with --passphrase-file")
    if "\N{REPLACEMENT CHARACTER}" in typed:
        raise InputError("usage", "this terminal does not pass on all letters: give it with --passphrase-file")
    return _of_one_line(typed)
