"""Pins: the cards that a reader trusts, each under the reader's own name for the party, and the folder of them."""

import os
import shlex
import sys
import unicodedata
from collections.abc import Iterable

from ..errors import AccessError, InputError, SwapError, VerificationError
from ..statements import Party
from ..statements.party import fingerprint, parse_fingerprint, plain_digits
from ..text import HIDING
from ..transcript import Transcript
from . import files, modes, writing
from .looks import looks
from .terminal import clean, note

_UNSAFE = set('/\\:*?"<>|')
_NAME_LIMIT = 100
_DEVICES = frozenset(["con", "prn", "aux", "nul"] + [f"{name}{n}" for name in ("com", "lpt") for n in range(10)])
_RESERVED = ("you", "everyone", "nobody")


def account_folder() -> str | None:
    """Return the folder of what this program keeps for the user among their configuration.

    Return None if there is no home: a relative path would let the folder of a received file say whom to trust.
    """
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        bases = os.environ.get("APPDATA", ""), os.path.join(home, "AppData", "Roaming")
    else:
        bases = os.environ.get("XDG_CONFIG_HOME", ""), os.path.join(home, ".config")
    base = next(filter(os.path.isabs, bases), None)
    return None if base is None else os.path.join(base, "swapproto")


def config_folder() -> str | None:
    """Return the folder of pins: the one that SWAPPROTO_TRUST names, or that of the user's account, if there is one."""
    if given := os.environ.get("SWAPPROTO_TRUST"):
        return given
    folder = account_folder()
    return None if folder is None else os.path.join(folder, "trust")


def _is_mistaken(folder: str) -> bool:
    """Return whether a file is in its place, or neither this folder nor the one around it exists."""
    parent = os.path.dirname(os.path.abspath(folder))
    return not os.path.isdir(folder) and (os.path.lexists(folder) or not os.path.isdir(parent))


class Pins:
    """The pinned parties by kid, and the reader's own name for each."""

    def __init__(self) -> None:
        self.parties: dict[bytes, Party] = {}
        self.names: dict[bytes, str] = {}
        self._called: dict[str, bytes] = {}
        self._looks: dict[str, bytes] = {}

    @classmethod
    def load(cls, paths: Iterable[str] | None) -> "Pins":
        """Read cards and folders of cards, by default the user's folder. Raise :class:`InputError` ``file``."""
        pins = cls()
        if paths is None:
            folder = config_folder()
            if folder is None:
                note("nobody is pinned: no home folder is known. Name the folder of pins in SWAPPROTO_TRUST")
            elif os.environ.get("SWAPPROTO_TRUST") and _is_mistaken(folder):
                note(f"nobody is pinned: SWAPPROTO_TRUST names {clean(folder)}, and there is no such folder")
            paths = [folder] if folder is not None and os.path.isdir(folder) else []
        places: list[str] = []
        for path in paths:
            places.append(path)
            if os.path.isdir(path):
                pins._add_folder(path)
                places += files.swap_files(path)
            else:
                pins.add(read_card(path), _stem(path))
        modes.tell_changeable(places, "Whoever does decides whom you trust.")
        return pins

    def _add_folder(self, folder: str) -> None:
        """Trust the cards in a folder. A file that is none, or a second card of a key, is named and disables no pin."""
        for path in sorted(files.swap_files(folder), key=len):  # a copy has a longer name than what it is a copy of
            try:
                self.add(read_card(path), _stem(path))
            except SwapError as error:
                note(f"{clean(path)} pins nobody: {clean(str(error))}")

    def add(self, party: Party, name: str) -> None:
        """Trust this card for one run. Raise ``pin-conflict`` if its key is pinned with another card."""
        known = self.parties.get(party.kid)
        if known is not None and known.card_id != party.card_id:
            raise InputError("pin-conflict", f"{name!r}: its key is pinned already, with another card")
        forms = looks(name)
        if is_reserved(name) or any(self._looks.get(form, party.kid) != party.kid for form in forms):
            what = "means something else in reports" if is_reserved(name) else "is, or looks like, another card's"
            raise InputError("pin-conflict", f"the name {clean(name)!r} {what}: give the card's file another name")
        self._looks.update(dict.fromkeys(forms, party.kid))
        self.parties[party.kid] = party
        self.names.setdefault(party.kid, name)
        self._called[name] = party.kid

    def add_reader(self, party: Party) -> None:
        """Trust the reader's own card, and call the reader "you"; the name that they pinned it under is known, too."""
        self.parties.setdefault(party.kid, party)
        self.names[party.kid] = "you"
        self._called["you"] = party.kid

    def add_by_digits(self, party: Party) -> None:
        """Trust a card by its digits. Options can name its party as it calls itself, if only one party does."""
        first, second = party.fingerprint.split()[:2]  # or it could call itself "you", or as somebody else does
        self.add(party, f"{party.name!r} (so it calls itself; {first} {second} ...)")
        if is_reserved(party.name) or party.name in self.names.values():
            return
        if sum(other.name == party.name for other in self.parties.values()) == 1:
            self._called[party.name] = party.kid
        else:
            self._called.pop(party.name, None)

    def copy(self) -> "Pins":
        """Return the same pins, to which others can be added."""
        pins = Pins()
        pins.parties, pins.names = dict(self.parties), dict(self.names)
        pins._called, pins._looks = dict(self._called), dict(self._looks)
        return pins

    def name(self, kid: bytes) -> str:
        """Return what the reader calls a party; for strangers, the beginning of the key's id."""
        return self.names.get(kid, f"an unknown party ({kid.hex()[:12]})")

    def shown(self, kid: bytes) -> str:
        """Return the name as :meth:`name`, safe for a terminal."""
        return clean(self.name(kid))

    def together(self, kids: Iterable[bytes]) -> str:
        """Return the names of several parties in a sentence, safe for a terminal."""
        names = [self.shown(kid) for kid in kids]
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    def looks(self) -> dict[str, bytes]:
        """Return the kids of the parties by what their names look like: the reader's names, and their own."""
        found: dict[str, bytes] = {}
        for kid, party in self.parties.items():
            for form in looks(party.name) | looks(self.names.get(kid, "")):
                found.setdefault(form, kid)
        return found

    def find(self, card_or_name: str) -> Party:
        """Return the pinned party of a card file, of a name that the reader gave, or of a fingerprint.

        Raise :class:`AccessError` ``signer-not-pinned``: nothing is ever sealed to a card that is not pinned.
        """
        named = self.parties[self._called[card_or_name]] if card_or_name in self._called else None
        digits = plain_digits(card_or_name)
        for pinned in self.parties.values():
            if pinned.fingerprint.replace(" ", "") == digits:
                return pinned
        is_file = os.path.isfile(card_or_name)
        if named is None and not is_file:
            raise InputError("file", f"{card_or_name}: nobody is pinned under this name, and there is no such file")
        party = read_card(card_or_name) if is_file else named
        if party is None or (named is not None and named.card_id != party.card_id):
            raise InputError(
                "pin-conflict", f"{card_or_name}: you pinned one party under this name, and the file is another party's"
            )
        known = self.parties.get(party.kid)
        if known is None or known.card_id != party.card_id:
            unknown = AccessError(
                "signer-not-pinned",
                f"{card_or_name}: this card is not pinned. Compare its fingerprint over another channel, then:",
            )
            unknown.add_note(f"swapproto trust {shlex.quote(card_or_name)}")
            raise unknown
        return known


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def read_card(path: str, digits: str | None = None) -> Party:
    """Return the party of the one card in a file, or of several of the one with these digits.

    Raise :class:`InputError` ``file``, or the card's own error.
    """
    if path.lower().endswith((".pem", ".crt", ".cer")):
        raise InputError("file", f"{path}: time-stamping authorities are not supported by this version yet")
    transcript = Transcript.read(files.read_bytes(path), path)
    statements = [s for s in transcript.statements.values() if s.kind == "card"]
    if len(statements) > 1 and digits is not None:
        wanted = parse_fingerprint(digits)
        statements = [s for s in statements if fingerprint(s.id).replace(" ", "") == wanted]
        if not statements:
            raise VerificationError("card-mismatch", f"{path}: no card in it has that fingerprint: do not use them")
    if len(statements) != 1:
        how = "; to choose one, give its 60 digits with trust --fingerprint" if len(statements) > 1 else ""
        raise InputError("file", f"{path}: a file with exactly one card is needed; this one has {len(statements)}{how}")
    try:
        return Party.read(statements[0].raw)
    except SwapError as error:
        raise VerificationError(error.code, f"{path}: {error}") from None


class Folder:
    """The folder of pins on disk: one card a file, named as the reader calls the party."""

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
            pinned_as = pins.names[party.kid]
            conflict = InputError(
                "pin-conflict",
                f"this key is pinned already, as {pinned_as!r}, with another card. To pin the new one, first:",
            )
            conflict.add_note(f"swapproto trust --remove {shlex.quote(pinned_as)}")
            raise conflict
        if is_reserved(name):
            raise InputError("pin-conflict", f"the name {name!r} means something else in reports: choose one with --as")
        for other in pins.names.values():
            if looks(other) & looks(name):
                raise InputError(
                    "pin-conflict",
                    f"the name {name!r} is, or looks like, {other!r}, which is pinned. This card can be an impostor's, "
                    "or their new one: ask them for their digits again. If it is another party's, choose another name "
                    "with --as",
                )
        try:
            os.makedirs(self.path, exist_ok=True, mode=0o700)
        except OSError as error:
            raise InputError("file", f"{self.path}: {error.strerror}") from None
        writing.write(os.path.join(self.path, f"{name}.swap"), party.card, force=False)
        return None

    def remove(self, name: str) -> list[str]:
        """Remove a pin with all copies of its card, and return the names of the files that were removed.

        Raise :class:`InputError` ``usage`` if there is no file of this name.
        """
        wanted = unicodedata.normalize("NFC", require_file_name(name))
        paths = files.swap_files(self.path) if os.path.isdir(self.path) else []
        named = [path for path in paths if unicodedata.normalize("NFC", _stem(path)) == wanted]
        if not named:
            raise InputError("usage", f"nobody is pinned as {name!r}")
        keys = {_kid_of(path) for path in named} - {None}
        removed = named + [path for path in paths if path not in named and _kid_of(path) in keys]
        for path in removed:
            try:
                os.unlink(path)  # of a link, only the link
            except OSError as error:
                raise InputError("file", f"{path}: {error.strerror}") from None
        return [os.path.basename(path) for path in removed]

    def others(self) -> list[str]:
        """Return the names of the files that are not read, because they are not called .swap."""
        if not os.path.isdir(self.path):
            return []
        read = {os.path.basename(path) for path in files.swap_files(self.path)}
        return [name for name in files.names_in(self.path) if name not in read and not name.startswith(".")]


def _kid_of(path: str) -> bytes | None:
    """Return the key of the card in a file, or None if the file pins nobody."""
    try:
        return read_card(path).kid
    except SwapError:
        return None


def is_reserved(name: str) -> bool:
    """Return whether a name looks like a word that reports use for people who are not pinned."""
    return any(looks(name) & looks(word) for word in _RESERVED)


def require_file_name(name: str) -> str:
    """Return a name that can be a file's name on any system. Raise :class:`InputError` ``usage`` for another."""
    bad = not name or HIDING.search(name) or _UNSAFE & set(name) or len(name.encode()) > _NAME_LIMIT
    if bad or name[0] in ".- " or name[-1] in ". " or name.partition(".")[0].lower() in _DEVICES:
        raise InputError(
            "usage",
            f"the name {clean(name)[:_NAME_LIMIT]!r} cannot name a file. A name has at most {_NAME_LIMIT} bytes, none "
            'of / \\ : * ? " < > |, and no dot or space at an end. Another name for a party: trust --as NAME',
        )
    return name
