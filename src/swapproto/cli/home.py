"""The home of a case: a folder whose ``swapproto.toml`` says what commands in it take where their options say nothing.

A folder that comes by mail could bring such a file, and with it another key or another place to write to. So a home is
heeded only where ``swapproto init`` recorded it for this account, as it is now and with the same key. It names no pins
and nobody to reveal to, and it answers no question.
"""

import os
import stat
from hashlib import sha256
from typing import NamedTuple

from ..errors import InputError, SwapError
from . import home_records, keyfiles
from .disk.toml_text import TomlText
from .pinning.nearby import FILE
from .screen.terminal import clean, note

LIMIT = 2**16
_AGAIN = "Look at it; if it is as you want it, swapproto init with its folder takes it over"
_NEEDED, _MAY_BE = ("key", "received", "written"), ("profile", "map", "language")


class Home(NamedTuple):
    """A home as its file says it: paths are relative to the folder, or absolute. ``digest`` is that of the file."""

    folder: str
    digest: str
    key: str
    received: str
    written: str
    profile: str | None = None
    map: str | None = None
    language: str | None = None

    def path(self, name: str) -> str:
        """Return the path of something in the home, as it is typed in the present folder."""
        path = os.path.join(self.folder, name)
        near = os.path.relpath(path) if os.path.splitdrive(path)[0] == os.path.splitdrive(os.getcwd())[0] else path
        return near if len(near) < len(path) else path

    def profile_or_path(self) -> str | None:
        """Return the name of a profile that comes with the program, or the path of one's own."""
        if self.profile is None or not ("." in self.profile or os.sep in self.profile):
            return self.profile
        return self.path(self.profile)

    def record(self) -> home_records.Record:
        """Return what makes this home the same one later. Raise :class:`InputError` if its key cannot be read."""
        return home_records.Record(self.digest, keyfiles.read(self.path(self.key)).party.card_id.hex())


def heeded(folder: str) -> Home | None:
    """Return the home in a folder, or None with a note that says why it is not heeded."""
    path = os.path.join(folder, FILE)
    recorded = home_records.load().get(path)
    if recorded is None:
        note(f"{clean(path)} is not heeded: swapproto init did not make it for this account. {_AGAIN}")
        return None
    try:
        home = read(folder)
        now = home.record()
    except SwapError as error:
        note(f"{clean(path)} is not heeded: {clean(str(error))}")
        return None
    if now != recorded:
        what = "it was changed" if now.digest != recorded.digest else "its key is another one"
        note(f"{clean(path)} is not heeded: {what} since swapproto init. {_AGAIN}")
        return None
    return home


def read(folder: str) -> Home:
    """Read the home in a folder. Raise :class:`InputError` for what is none."""
    path = os.path.join(folder, FILE)
    return parse(_read_regular(path), folder)


def _read_regular(path: str) -> bytes:
    """Return the content of a file that is no link and no device, which could wait for ever or be in another place."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if stat.S_ISREG(os.fstat(descriptor).st_mode) and not os.path.islink(path):
                return stream.read(LIMIT + 1)
    except OSError:
        pass
    raise InputError("file", f"{path}: not a file that can be read, or a link")


def parse(data: bytes, folder: str) -> Home:
    """Return the home that the bytes of a file describe. Raise :class:`InputError` ``usage`` with the line."""
    text = TomlText(data, os.path.join(folder, FILE), LIMIT)
    for name, value in text.content.items():
        if name not in (*_NEEDED, *_MAY_BE):
            raise text.refused(f"there is no such key; there are {', '.join((*_NEEDED, *_MAY_BE))}", (name,))
        if not isinstance(value, str) or not value or not value.isprintable():
            raise text.refused("a text is needed, in quotes", (name,))
    for name in _NEEDED:
        if name not in text.content:
            raise text.refused(f"the key {name} is missing")
    for name in ("received", "written"):
        if _leaves(text.content[name]):
            raise text.refused("a folder within this one is needed", (name,))
    if text.content["received"] == text.content["written"]:
        raise text.refused("what is written and what is received need two folders", ("written",))
    return Home(folder, sha256(data).hexdigest(), **text.content)


def _leaves(path: str) -> bool:
    parts = os.path.normpath(path).split(os.sep)
    return os.path.isabs(path) or bool(os.path.splitdrive(path)[0]) or parts[0] in (os.pardir, os.curdir)
