"""The folder of pins on disk: one card or clock a file, named as the reader calls whose it is."""

import os
import shlex
import unicodedata
from contextlib import suppress

from ...errors import InputError, SwapError
from ...stamps.clocks import Operator
from ...statements import Party
from ...text import HIDING
from ..disk import files, writing
from ..screen.looks import looks
from ..screen.terminal import clean
from . import clock_files
from .clock_files import stem
from .pins import Pins, is_reserved, read_card

_UNSAFE = set('/\\:*?"<>|')
_NAME_LIMIT = 100
_DEVICES = frozenset(["con", "prn", "aux", "nul"] + [f"{name}{n}" for name in ("com", "lpt") for n in range(10)])


class Folder:
    """The folder of pins on disk."""

    def __init__(self, path: str) -> None:
        self.path = path

    def pins(self) -> Pins:
        """Read what is pinned."""
        return Pins.load([self.path]) if os.path.isdir(self.path) else Pins()

    def pin(self, party: Party, name: str) -> str | None:
        """Pin a card; return the name under which it is pinned already, or None.

        Raise ``pin-conflict`` rather than replace a pin.
        """
        require_file_name(name)
        pins = self.pins()
        known = pins.parties.get(party.kid)
        if known is not None:
            if known.card_id == party.card_id:
                return pins.names[party.kid]
            raise _pinned_otherwise("this key is pinned already, as {}, with another card", pins.names[party.kid])
        _require_free(
            name,
            pins,
            "This card can be an impostor's, or their new one: ask them for their digits again. If it is another "
            "party's, choose another name with --as",
        )
        self._write(f"{name}.swap", party.card)
        return None

    def pin_clock(self, operator: Operator) -> str | None:
        """Pin the certificates of an operator; return the name under which they are pinned already, or None.

        Raise ``pin-conflict`` rather than replace a pin.
        """
        require_file_name(operator.name)
        pins = self.pins()
        known = pins.clock_with(operator.anchors)
        if known is not None:
            if known._replace(name=operator.name) == operator:
                return known.name
            raise _pinned_otherwise("a certificate of it is pinned already, as {}, not with all the same", known.name)
        _require_free(operator.name, pins, "Choose another name with --as, or remove that pin first")
        self._write(f"{operator.name}.pem", clock_files.encode(operator))
        return None

    def _write(self, file: str, data: bytes) -> None:
        try:
            os.makedirs(self.path, exist_ok=True, mode=0o700)
        except OSError as error:
            raise InputError("file", f"{self.path}: {error.strerror}") from None
        writing.write(os.path.join(self.path, file), data, force=False)

    def remove(self, name: str) -> list[str]:
        """Remove a pin with all copies of it, and return the names of the files that were removed.

        Raise :class:`InputError` ``usage`` if there is no file of this name.
        """
        wanted = unicodedata.normalize("NFC", require_file_name(name))
        paths = self._files()
        named = [path for path in paths if unicodedata.normalize("NFC", stem(path)) == wanted]
        if not named:
            raise InputError("usage", f"nobody is pinned as {name!r}")
        held = frozenset[bytes]().union(*map(_held_by, named))
        removed = named + [path for path in paths if path not in named and _held_by(path) & held]
        for path in removed:
            try:
                os.unlink(path)  # of a link, only the link
            except OSError as error:
                raise InputError("file", f"{path}: {error.strerror}") from None
        return [os.path.basename(path) for path in removed]

    def others(self) -> list[str]:
        """Return the names of the files that are not read, because of how they are called."""
        if not os.path.isdir(self.path):
            return []
        read = {os.path.basename(path) for path in self._files()}
        return [name for name in files.names_in(self.path) if name not in read and not name.startswith(".")]

    def _files(self) -> list[str]:
        return files.files_ending(self.path, *clock_files.PINS) if os.path.isdir(self.path) else []


def _held_by(path: str) -> frozenset[bytes]:
    """Return the key of the card in a file, or the SHA-256 of each certificate in it; nothing if it is no pin."""
    with suppress(SwapError):
        if clock_files.is_clock(path):
            return clock_files.read_operator(path).anchors
        return frozenset([read_card(path).kid])
    return frozenset()


def _pinned_otherwise(why: str, name: str) -> InputError:
    conflict = InputError("pin-conflict", f"{why.format(repr(name))}. To pin the new one, first:")
    conflict.add_note(f"swapproto trust --remove {shlex.quote(name)}")
    return conflict


def _require_free(name: str, pins: Pins, otherwise: str) -> None:
    """Raise ``pin-conflict`` for a name that reports use, or that somebody could take for one that is pinned."""
    if is_reserved(name):
        raise InputError("pin-conflict", f"the name {name!r} means something else in reports: choose one with --as")
    for other in (*pins.names.values(), *pins.clocks):
        if looks(other) & looks(name):
            raise InputError(
                "pin-conflict", f"the name {name!r} is, or looks like, {other!r}, which is pinned. {otherwise}"
            )


def require_file_name(name: str) -> str:
    """Return a name that can be a file's name on any system. Raise :class:`InputError` ``usage`` for another."""
    bad = not name or HIDING.search(name) or _UNSAFE & set(name) or len(name.encode()) > _NAME_LIMIT
    if bad or name[0] in ".- " or name[-1] in ". " or name.partition(".")[0].lower() in _DEVICES:
        raise InputError(
            "usage",
            f"the name {clean(name)[:_NAME_LIMIT]!r} cannot name a file. A name has at most {_NAME_LIMIT} bytes, none "
            'of / \\ : * ? " < > |, and no dot or space at an end. Another name for whom you pin: trust --as NAME',
        )
    return name
