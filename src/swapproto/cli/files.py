"""Files: reads them with limits, and writes them under another name first, so that an interruption loses nothing.

Paths are plain strings, because importing ``pathlib`` takes as long as verifying a short file.
"""

import errno
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from ..errors import InputError
from ..transcript import FILE_LIMIT
from .terminal import clean, note, out

_PRIVATE, _PUBLIC, _OTHERS = 0o600, 0o666, 0o077
_ASIDE = ".swapproto."
_DESCRIPTORS = ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")
_NEVER_OVERWRITTEN = (".swapkey", ".journal")
_NOT_SUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)

NOT_ON_TERMINAL = "what is written is not text, and is not shown on a terminal: give -o FILE, or send it on with |"
Writer = Callable[[BinaryIO], object]
_Identity = tuple[int, int] | str | int


def read_bytes(path: str, limit: int = FILE_LIMIT) -> bytes:
    """Return a file's bytes, or those of standard input for ``-``. Raise :class:`InputError` ``file``."""
    with open_input(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError("file", f"{path}: larger than {limit:,} bytes")
    return data


@contextmanager
def open_input(path: str, *, writable: bool = False) -> Iterator[BinaryIO]:
    """Open a file for reading, or standard input for ``-``. Raise :class:`InputError` ``file``.

    ``writable`` opens it for writing, too, where its mode allows it.
    """
    try:
        if path == "-":
            if sys.stdin is None:
                raise InputError("file", "there is no standard input")
            claim(0)
            yield sys.stdin.buffer
            return
        with open(path, "r+b" if writable and os.access(path, os.W_OK) else "rb") as stream:
            if path.startswith(_DESCRIPTORS) or not os.path.isfile(stream.fileno()):
                claim(stream.fileno())
            yield stream
    except OSError as error:
        raise InputError("file", f"{path}: {_reason(error)}") from None


_claimed: set[_Identity] = set()


def claim(descriptor: int) -> None:
    """Take a stream, which can be one input of a command and no more. Raise :class:`InputError` ``usage``.

    A stream can have several names: standard input is also /dev/stdin, and a copy of its descriptor.
    """
    stream = _identity(descriptor)
    if stream == _identity(os.devnull):
        return
    if stream in _claimed:
        name = "standard input" if stream == _identity(0) else "one stream"
        raise InputError("usage", f"{name} cannot be two inputs of one command: give one of them as a file")
    _claimed.add(stream)


def start() -> None:
    """Begin a command: what one before it in this process took and noted is forgotten."""
    _claimed.clear()
    _noted.clear()


def swap_files(folder: str) -> list[str]:
    """Return the paths of the .swap files in a folder, sorted, with links that lead nowhere. Raise ``file``.

    Names in capitals count. Names that begin with a dot do not: other systems keep notes of their own in such files.
    """
    names = (name for name in names_in(folder) if name.lower().endswith(".swap") and not name.startswith("."))
    return [path for path in (os.path.join(folder, name) for name in names) if not os.path.isdir(path)]


def names_in(folder: str) -> list[str]:
    """Return the names in a folder, sorted. Raise :class:`InputError` ``file``."""
    try:
        return sorted(os.listdir(folder))
    except OSError as error:
        raise InputError("file", f"{folder}: {_reason(error)}") from None


def check_outputs(*paths: str, force: bool, spare: Iterable[str | int] = ()) -> None:
    """Raise for an output that cannot be written, or that would overwrite something, before any work is done.

    ``force`` allows to overwrite a file, but no key, no journal, and nothing that the command reads: ``spare`` are its
    files, folders and descriptors.
    """
    spared = {_identity(path) for path in spare}
    for path in paths:
        if path == "-":
            if os.path.isfile(1) and _identity(1) in spared:
                raise InputError("file", "standard output is added to a file that this command reads: choose another")
            continue
        if os.path.isdir(path):
            raise InputError("file", f"{path}: this is a folder; give the name of a file")
        _check_place(path)
        if os.path.lexists(path):
            _check_existing(path, spared, force=force)
    if len({path if path == "-" else os.path.realpath(path) for path in paths}) < len(paths):
        raise InputError("usage", f"{paths[0]}: two outputs cannot be the same file")


def _check_place(path: str) -> None:
    """Raise unless a file of this name can be written in its folder."""
    folder, name = os.path.dirname(path) or ".", os.path.basename(path)
    if not os.path.isdir(folder):
        raise InputError("file", f"{path}: there is no folder {folder}")
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


def _check_existing(path: str, spared: set[_Identity], *, force: bool) -> None:
    """Raise unless a file that exists may be overwritten."""
    real = os.path.realpath(path)
    if not spared.isdisjoint(map(_identity, [real, *_folders_of(real)])):
        raise InputError("file", f"{path}: this command reads this file, or its folder; choose another name")
    if path.lower().endswith(_NEVER_OVERWRITTEN):
        raise InputError("file", f"{path}: a key or its journal is never overwritten; choose another name")
    if not force:
        raise InputError("file", f"{path}: exists already; choose another name, or overwrite it with --force")
    if path.startswith(_DESCRIPTORS) or (os.path.exists(path) and not os.path.isfile(path)):
        raise InputError("file", f"{path}: this is not a regular file; for standard output use -")


def _folders_of(path: str) -> Iterator[str]:
    while (folder := os.path.dirname(path)) != path:
        yield folder
        path = folder


def _identity(path: str | int) -> _Identity:
    """Return what is the same for every name of a file, also for one in other capitals or behind a descriptor."""
    with suppress(OSError, ValueError, OverflowError):
        status = os.stat(path)
        if status.st_ino:
            return status.st_dev, status.st_ino
    return os.path.realpath(path) if isinstance(path, str) else path


def write(path: str, data: bytes | Writer, *, force: bool, private: bool = False) -> None:
    """Write a file whole or not at all, or to standard output for ``-``. ``private``: only its owner can read it.

    Raise :class:`InputError` ``file``; a file that was there before is then unchanged.
    """
    writer: Writer = (lambda stream: stream.write(data)) if isinstance(data, bytes) else data
    if path == "-":
        if sys.stdout is None:
            raise InputError("file", "there is no standard output")
        if sys.stdout.isatty():
            _show(writer)
        else:
            writer(sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    check_outputs(path, force=force)
    folder = os.path.dirname(path) or "."
    _clear_leftovers(folder)
    aside, stream = _open_aside(folder, private=private)
    try:
        with stream:
            writer(stream)
            stream.flush()
            _sync(stream.fileno())
            if sys.platform != "win32":  # where the lock has to be held until the file has its name
                _give_name(aside, path, force=force)
        if sys.platform == "win32":  # where only a closed file can be renamed
            _give_name(aside, path, force=force)
        _sync_folder(folder)
    except OSError as error:
        raise InputError("file", f"{path}: not written: {_reason(error)}") from None
    finally:
        with suppress(OSError):
            os.unlink(aside)


def _show(writer: Writer) -> None:
    """Print text on a terminal, cleaned line by line: others wrote it. Raise for what is not text."""
    stream = io.BytesIO()
    writer(stream)
    try:
        text = stream.getvalue().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("usage", NOT_ON_TERMINAL) from None
    for line in text.removesuffix("\n").split("\n"):
        out("\t".join(map(clean, line.removesuffix("\r").split("\t"))))


def _open_aside(folder: str, *, private: bool) -> tuple[str, BinaryIO]:
    """Open a file under another name, with a lock by which others see that it is in use."""
    while True:
        aside = os.path.join(folder, f"{_ASIDE}{os.urandom(8).hex()}.tmp")
        try:
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _mode(private))
        except OSError as error:
            raise InputError("file", f"{folder}: not written: {_reason(error)}") from None
        stream = os.fdopen(descriptor, "wb")
        if private:
            _check_mode(stream.fileno())
        try:
            if sys.platform != "win32":
                lock(stream.fileno())
        except BlockingIOError:
            pass  # another command has taken it for a leftover
        except OSError:
            return aside, stream
        else:
            if sys.platform == "win32" or os.fstat(stream.fileno()).st_nlink:
                return aside, stream
        stream.close()


def _clear_leftovers(folder: str) -> None:
    """Remove what commands of this user that were killed left in a folder, or name it: it can contain names."""
    with suppress(OSError):
        for name in os.listdir(folder):
            if name.startswith(_ASIDE) and name.endswith(".tmp"):
                _clear_leftover(os.path.join(folder, name))


def _clear_leftover(path: str) -> None:
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or (sys.platform != "win32" and status.st_uid != os.geteuid()):
            return
        if sys.platform == "win32":
            os.unlink(path)  # which fails while a command writes the file
        else:
            with open(path, "rb") as stream:
                lock(stream.fileno())
                os.unlink(path)
    except (BlockingIOError, FileNotFoundError):
        return
    except OSError:
        note(f"{clean(path)} was left by a command that was killed, or is in use. If no command runs, delete it")
    else:
        if status.st_size:
            note(f"{clean(path)}, which a command that was killed had left, was removed")


def lock(descriptor: int) -> None:
    """Lock a file for this process. Raise :class:`BlockingIOError` if another has it, or :class:`OSError`: no locks."""
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(descriptor, 2**30, os.SEEK_SET)  # a byte that no key file has
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(error.errno, error.strerror) from None
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def has_modes(folder: str) -> bool:
    """Return whether a file in a folder can be one that only its owner can read."""
    path = os.path.join(folder, f"{_ASIDE}{os.urandom(8).hex()}.tmp")
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    except OSError:
        return True
    try:
        return not os.fstat(descriptor).st_mode & _OTHERS
    finally:
        os.close(descriptor)
        with suppress(OSError):  # another command can have taken it for a leftover
            os.unlink(path)


def _check_mode(descriptor: int) -> None:
    if sys.platform != "win32" and os.fstat(descriptor).st_mode & _OTHERS:
        note_once("this file system has no modes: others who use this computer may be able to read what is written")


def note_once(text: str) -> None:
    """Show a note, but not again in the same command."""
    if text not in _noted:
        _noted.add(text)
        note(text)


_noted: set[str] = set()


def _give_name(aside: str, path: str, *, force: bool) -> None:
    """Give a written file its name, unless another command took the name meanwhile."""
    if force:
        os.replace(aside, path)
        return
    try:
        try:
            os.link(aside, path)
            with suppress(OSError):
                os.unlink(aside)  # while the lock is held, or another command takes it for a leftover
        except FileExistsError:
            raise
        except OSError:
            note_once("this file system has no links: a command that is killed can leave an empty file")
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
            try:
                os.replace(aside, path)
            except OSError:
                os.unlink(path)
                raise
    except FileExistsError:
        raise InputError("file", f"{path}: another command has just written this file; nothing was changed") from None


def append_private(path: str, line: bytes, *, after: int, size: int) -> None:
    """Add a line to a file that only its owner can read, and sync it: whole or not at all.

    ``size`` is what the file had when it was read. What follows its first ``after`` bytes is a line that was cut, and
    is removed. Raise :class:`InputError` ``file``, also if another command has written to the file since then.
    """
    other = InputError("file", f"{path}: another command has just written to this file; nothing was given out")
    try:
        with open(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, _PRIVATE), "a+b", 0) as stream:
            _check_mode(stream.fileno())
            if os.fstat(stream.fileno()).st_size != size:
                raise other
            try:
                if after != size:
                    os.truncate(stream.fileno(), after)
                if stream.write(line) != len(line):
                    raise OSError(errno.ENOSPC, "")
                _sync(stream.fileno())
            except OSError:
                if os.fstat(stream.fileno()).st_size <= after + len(line):  # without a lock, it can have more
                    os.truncate(stream.fileno(), after)
                raise
            stream.seek(after)
            if stream.read(len(line)) != line:  # without a lock, another command was quicker
                raise other
    except OSError as error:
        raise InputError("file", f"{path}: not written: {_reason(error)}") from None


_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends


def _mode(private: bool) -> int:
    return _PRIVATE if private else _PUBLIC  # less the umask


def _sync(descriptor: int) -> None:
    """Write a file through to the disk, where its file system can."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NOT_SUPPORTED:
            raise
        note_once("this file system cannot say when a file is on the disk: keep the power on until it is")


def _sync_folder(folder: str) -> None:
    if sys.platform == "win32":
        return  # folders cannot be opened there; the file system itself journals a rename
    with suppress(OSError):  # not every file system lets folders be opened or synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: OSError) -> str:
    known = {
        errno.ENOENT: "there is no such file or folder",
        errno.EACCES: "permission denied",
        errno.EISDIR: "is a folder",
        errno.ENOSPC: "the disk is full",
        errno.EROFS: "the disk is read-only",
    }
    return known.get(error.errno or 0, error.strerror or "it cannot be used")
