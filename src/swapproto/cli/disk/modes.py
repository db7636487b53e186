"""Modes: what others on this computer can read or change. A secret that they can read is refused, the rest is told."""

import os
import shlex
import stat
import sys
from collections.abc import Iterable, Iterator

from ...errors import InputError
from ..screen.terminal import clean, note_once
from . import writing

_OTHERS, _OTHERS_WRITE, _ANYBODY_WRITES = 0o077, 0o022, 0o002
_MAX_NAMED = 5


def is_readable(status: os.stat_result) -> bool:
    """Return whether others can read a file, on systems with file modes."""
    return sys.platform != "win32" and stat.S_ISREG(status.st_mode) and bool(status.st_mode & _OTHERS)


def refuse_readable(path: str, status: os.stat_result, what: str) -> None:
    """Raise ``key-exposed`` for a secret in a file that others can read."""
    if not is_readable(status):
        return
    if not writing.has_modes(os.path.dirname(os.path.realpath(path))):
        note_once(f"this file system has no modes: others on this computer may be able to read {clean(path)}")
        return
    exposed = InputError("key-exposed", f"{path}: {what}, and others on this computer can read it. First:")
    exposed.add_note(shlex.join(["chmod", "600", path]))
    raise exposed


def tell_changeable(paths: Iterable[str], why: str) -> None:
    """Name the files and folders of ``paths`` that others can change, and say ``why`` it matters."""
    if sys.platform == "win32":
        return
    changeable: dict[str, str] = {}
    foreign: list[str] = []
    found: dict[str, int] = {}
    for place, writers in (one for path in paths for one in _places(path)):
        found[place] = found.get(place, 0) | writers
    for place, writers in found.items():
        try:
            status, own = os.stat(place), os.lstat(place)
        except OSError:
            continue  # whoever reads it says so
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            continue
        if status.st_mode & writers:
            changeable[place] = "o-w" if writers == _ANYBODY_WRITES else "go-w"
        if not {status.st_uid, own.st_uid} <= {0, os.geteuid()}:
            foreign.append(place)
    if changeable:
        _tell_modes(changeable, why)
    if foreign:
        note_once(f"{_named(foreign)}: of another user, who can change it. {why}")


def _places(path: str) -> Iterator[tuple[str, int]]:
    """Return a file or folder and the folders that say which file it is, each with the modes by which others write.

    In a folder with the sticky bit nobody replaces the files of others, but everybody adds files.
    """
    yield path, _OTHERS_WRITE
    for one in (path, os.path.realpath(path)) if os.path.islink(path) else (path,):
        folder = os.path.dirname(one) or "."
        try:
            sticky = os.stat(folder).st_mode & stat.S_ISVTX
        except OSError:
            continue
        yield folder, 0 if sticky else _ANYBODY_WRITES


def _tell_modes(changeable: dict[str, str], why: str) -> None:
    without = [place for place in changeable if not _has_modes(place)]
    if without:
        note_once(f"{_named(without)}: this file system has no modes, and others may be able to change it. {why}")
    for modes in sorted(set(changeable.values())):
        places = [place for place, its in changeable.items() if its == modes and place not in without]
        if places:
            command = clean(shlex.join(["chmod", modes, *places]))
            note_once(f"{_named(places)}: others on this computer can change it. {why} To prevent that:\n  {command}")


def _has_modes(place: str) -> bool:
    return writing.has_modes(place if os.path.isdir(place) else os.path.dirname(os.path.realpath(place)))


def _named(places: list[str]) -> str:
    more = f" and {len(places) - _MAX_NAMED} more" if len(places) > _MAX_NAMED else ""
    return clean(", ".join(places[:_MAX_NAMED])) + more
