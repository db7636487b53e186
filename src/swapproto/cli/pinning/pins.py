"""Pins: the cards and clocks that a reader trusts, each under the reader's own name for whose they are."""

import os
import shlex
import sys
from collections.abc import Iterable

from ...errors import AccessError, InputError, SwapError, VerificationError
from ...stamps import beacon
from ...stamps.clocks import Clocks, Operator
from ...stamps.revocations import RevocationList
from ...statements import Party
from ...statements.party import fingerprint, parse_fingerprint, plain_digits
from ...transcript import Transcript
from ...trust import Trust
from ...wording import Wording, load, short
from ..disk import files, modes
from ..screen.looks import looks
from ..screen.terminal import clean, note
from . import clock_files
from .clock_files import stem

_READER = "you"
_RESERVED = (_READER, "everyone", "nobody", "ви", "вы", "vous", "أنت", "усім", "всем", "tous", "الجميع")


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


def _own_folder(*, quiet: bool) -> list[str]:
    """Return the user's folder of pins if there is one; unless ``quiet``, tell why it is sought in vain."""
    folder = config_folder()
    if quiet:
        pass
    elif folder is None:
        note("nobody is pinned: no home folder is known. Name the folder of pins in SWAPPROTO_TRUST")
    elif os.environ.get("SWAPPROTO_TRUST") and _is_mistaken(folder):
        note(f"nobody is pinned: SWAPPROTO_TRUST names {clean(folder)}, and there is no such folder")
    return [folder] if folder is not None and os.path.isdir(folder) else []


def _is_mistaken(folder: str) -> bool:
    """Return whether a file is in its place, or neither this folder nor the one around it exists."""
    parent = os.path.dirname(os.path.abspath(folder))
    return not os.path.isdir(folder) and (os.path.lexists(folder) or not os.path.isdir(parent))


class Pins:
    """The pinned parties by kid, the pinned clocks by name, and the reader's own name for each party.

    ``reader`` is the kid of the reader's own party, if they are named, and ``words`` the sentences of their language.
    """

    def __init__(self, words: Wording | None = None) -> None:
        self.words: Wording = words or load()
        self.parties: dict[bytes, Party] = {}
        self.names: dict[bytes, str] = {}
        self.reader: bytes | None = None
        self._so_called: set[bytes] = set()
        self.clocks: dict[str, Operator] = {}
        self._called: dict[str, bytes] = {}
        self._looks: dict[str, bytes | Operator] = {}

    @classmethod
    def load(cls, paths: Iterable[str] | None, *, own: bool = True, words: Wording | None = None) -> "Pins":
        """Read the pins of the user, and what is to be trusted for one command. Raise :class:`InputError` ``file``.

        Cards are trusted instead of the pinned parties, certificates as well as the pinned clocks, and a folder instead
        of all pins. ``own`` is false where no pinned party counts, because digits say who is trusted. ``words`` is the
        language of the reader, by default English.
        """
        pins, given = cls(words), list(paths or ())
        folders = [path for path in given if os.path.isdir(path)]
        clocks = [path for path in given if path not in folders and clock_files.is_clock(path)]
        cards = [path for path in given if path not in folders and path not in clocks]
        replaced = bool(cards or folders) or not own
        users = [] if folders else _own_folder(quiet=replaced)
        for path in [*folders, *([] if replaced else users)]:
            pins._add_cards(path)
        for path in cards:
            pins.add(read_card(path), stem(path))
        for path in [*folders, *users]:
            pins._add_clocks(path)
        for path in clocks:
            pins.add_clock(clock_files.read_operator(path))
        within = [file for path in [*folders, *users] for file in files.files_ending(path, *clock_files.PINS)]
        modes.tell_changeable([*given, *users, *within], "Whoever does decides whom you trust.")
        return pins

    def _add_cards(self, folder: str) -> None:
        """Trust the cards in a folder. A file that is none, or a second card of a key, is named and disables no pin."""
        for path in sorted(files.swap_files(folder), key=len):  # a copy has a longer name than what it is a copy of
            try:
                self.add(read_card(path), stem(path))
            except SwapError as error:
                note(f"{clean(path)} pins nobody: {clean(str(error))}")

    def _add_clocks(self, folder: str) -> None:
        """Trust the clocks in a folder, as :meth:`_add_cards` does its cards."""
        for path in sorted(files.files_ending(folder, *clock_files.ENDINGS), key=len):
            try:
                self.add_clock(clock_files.read_operator(path))
            except SwapError as error:
                note(f"{clean(path)} pins no clock: {clean(str(error))}")

    def add(self, party: Party, name: str) -> None:
        """Trust this card for one run. Raise ``pin-conflict`` if its key is pinned with another card."""
        known = self.parties.get(party.kid)
        if known is not None and known.card_id != party.card_id:
            raise InputError("pin-conflict", f"{name!r}: its key is pinned already, with another card")
        self._take_name(name, party.kid, "the card's file")
        self.parties[party.kid] = party
        self.names.setdefault(party.kid, name)
        self._called[name] = party.kid

    def add_clock(self, operator: Operator) -> None:
        """Trust a clock for one run. Raise ``pin-conflict`` if a certificate of it is pinned as another's."""
        known = self.clock_with(operator.anchors)
        if known is not None and known != operator:
            raise InputError(
                "pin-conflict", f"{operator.name!r}: a certificate of this clock is pinned already, as {known.name!r}"
            )
        self._take_name(operator.name, operator, "its file")
        self.clocks[operator.name] = operator

    def _take_name(self, name: str, whose: bytes | Operator, file: str) -> None:
        """Give a name to a key or a clock. Raise ``pin-conflict`` if it is, or looks like, that of another."""
        if self._is_of_another(name, whose):
            what = "means something else in reports" if is_reserved(name) else "is, or looks like, another pin's"
            raise InputError("pin-conflict", f"the name {clean(name)!r} {what}: give {file} another name")
        self._looks.update(dict.fromkeys(looks(name), whose))

    def _is_of_another(self, name: str, whose: bytes | Operator) -> bool:
        """Return whether a name means something else in reports, or is, or looks like, the name of another."""
        return is_reserved(name) or any(self._looks.get(form, whose) != whose for form in looks(name))

    def clock_with(self, anchors: frozenset[bytes]) -> Operator | None:
        """Return the pinned clock that has one of these certificates, each given as its SHA-256."""
        return next((one for one in self.clocks.values() if one.anchors & anchors), None)

    def trust(self, *, quorum: int = 1, revocations: Iterable[RevocationList] = ()) -> Trust:
        """Return whom a verdict by these pins trusts, with beacons checked if their extra is installed.

        ``quorum``: how many of the pinned clocks have to agree on a time.
        """
        return Trust(self.parties, Clocks(self.clocks.values(), revocations), quorum, beacon.installed())

    def add_reader(self, party: Party) -> None:
        """Trust the reader's own card, and call the reader "you".

        The name that they pinned it under is known, too, and the one on their card if it is nobody else's.
        """
        self.parties.setdefault(party.kid, party)
        self.names[party.kid] = _READER
        self.reader = party.kid
        self._called[_READER] = party.kid
        if not self._is_of_another(party.name, party.kid):
            self._called.setdefault(party.name, party.kid)

    def add_by_digits(self, party: Party) -> None:
        """Trust a card by its digits. Options can name its party as it calls itself, if only one party does."""
        first, second = party.fingerprint.split()[:2]  # or it could call itself "you", or as somebody else does
        if party.kid not in self.names:
            self._so_called.add(party.kid)
        self.add(party, f"{party.name!r} (so it calls itself; {first} {second} ...)")
        if is_reserved(party.name) or party.name in self.names.values():
            return
        if sum(other.name == party.name for other in self.parties.values()) == 1:
            self._called[party.name] = party.kid
        else:
            self._called.pop(party.name, None)

    def copy(self) -> "Pins":
        """Return the same pins, to which others can be added."""
        pins = Pins(self.words)
        pins.parties, pins.names, pins.clocks = dict(self.parties), dict(self.names), dict(self.clocks)
        pins.reader, pins._so_called = self.reader, set(self._so_called)
        pins._called, pins._looks = dict(self._called), dict(self._looks)
        return pins

    def shown(self, kid: bytes) -> str:
        """Return what the reader calls a party, safe for a terminal; for strangers, the beginning of the key's id."""
        if kid not in self.names:
            return self.words.label("unknown-party", kid=short(kid))
        if kid == self.reader:
            return self.words.label("you")
        if kid in self._so_called:
            party = self.parties[kid]
            digits = " ".join(party.fingerprint.split()[:2])
            return self.words.label("so-called", "console", name=clean(repr(party.name)), digits=digits)
        return clean(self.names[kid])

    def together(self, kids: Iterable[bytes]) -> str:
        """Return the names of several parties in a sentence, safe for a terminal."""
        return self.words.joined([self.shown(kid) for kid in kids])

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
        if named is None and card_or_name in self.clocks:
            raise InputError("usage", f"{card_or_name}: this is a clock that you pinned, and no party")
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


def read_card(path: str, digits: str | None = None) -> Party:
    """Return the party of the one card in a file, or of several of the one with these digits.

    Raise :class:`InputError` ``file``, or the card's own error.
    """
    if clock_files.is_clock(path):
        raise InputError("file", f"{path}: a file of this name has the certificates of a clock, and no party's card")
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
    with files.named(path):
        return Party.read(statements[0].raw)


def is_reserved(name: str) -> bool:
    """Return whether a name looks like a word that reports use for people who are not pinned."""
    return any(looks(name) & looks(word) for word in _RESERVED)
