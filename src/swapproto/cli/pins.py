"""Whom the reader trusts: a folder of pinned cards, each under the name that the reader gave it."""

import os
import re
import sys
import unicodedata
from collections.abc import Iterable

from ..errors import AccessError, InputError, SwapError, VerificationError
from ..statements import Party
from ..text import HIDING
from ..transcript import Transcript
from . import files
from .terminal import clean

_UNSAFE = set('/\\:*?"<>|')
_NAME_LIMIT = 100
_TOLD = 3
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # no file's name on Windows
_OURS = frozenset({"you", "everyone", "nobody"})  # what reports say of people nobody has to pin
# Letters that look like a Latin one in many fonts; spelling "Kyiv" with them must not make a second Kyiv.
_LOOKALIKES = str.maketrans(
    "авгекмнопрстухіјѕһԁԛԝѵӏαβγεηικνορτυχɑɡıɩօոսհ0l1|",
    "abrekmhonpctyxijshdqwviabyenikvoptuxagiionuh" + "oiii",
)


def config_folder() -> str:
    """Where pinned cards are unless something else is said: in the user's configuration folder."""
    if given := os.environ.get("SWAPPROTO_TRUST"):
        return given
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or os.path.join(home, "AppData", "Roaming")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    return os.path.join(base, "swapproto", "trust")


class Pins:
    """Pinned parties by kid, and the reader's own name for each."""

    def __init__(self) -> None:
        self.parties: dict[bytes, Party] = {}
        self.names: dict[bytes, str] = {}
        self._looks: dict[str, bytes] = {}

    @classmethod
    def load(cls, paths: Iterable[str] | None) -> "Pins":
        """From cards and folders of cards; by default from the user's folder. Raises :class:`InputError` ``file``."""
        pins = cls()
        if paths is None:
            folder = config_folder()
            paths = [folder] if os.path.isdir(folder) else []
        for path in paths:
            for file in files.swap_files(path) if os.path.isdir(path) else [path]:
                pins.add(read_card(file), os.path.splitext(os.path.basename(file))[0])
        return pins

    def add(self, party: Party, name: str) -> None:
        """Trust this card for one run. Raises ``pin-conflict`` if its key is pinned with another card."""
        known = self.parties.get(party.kid)
        if known is not None and known.card_id != party.card_id:
            raise InputError("pin-conflict", f"{name!r}: its key is pinned already, with another card")
        look = skeleton(name)
        if look in _OURS or self._looks.setdefault(look, party.kid) != party.kid:
            what = "means something else in reports" if look in _OURS else "is, or looks like, that of another card"
            raise InputError("pin-conflict", f"the name {clean(name)!r} {what}: give the card's file another name")
        self.parties[party.kid] = party
        self.names.setdefault(party.kid, name)

    def add_by_fingerprint(self, transcript: Transcript, digits: str) -> None:
        """Trust the card in ``transcript`` with these 60 digits. Raises :class:`AccessError` if there is none."""
        wanted = parse_fingerprint(digits)
        cards = transcript.cards()
        for party in cards:
            if party.fingerprint.replace(" ", "") == wanted:
                self.add(party, f"{party.name!r} (so it calls itself)")  # or it could call itself "you"
                return
        there = ", ".join(repr(p.name) for p in cards[:_TOLD]) + (" and others" if len(cards) > _TOLD else "")
        if not cards:
            raise AccessError(
                "signer-not-pinned",
                "these files hold no card that verifies: it is missing, altered or cut off. Add the file of the "
                "signer's card; verify without --from says what else is wrong",
            )
        raise AccessError(
            "signer-not-pinned",
            f"no card in these files has this fingerprint; the cards here, of {there}, have others. "
            "Check what you typed. If it is what the party gave you, do not trust these files",
        )

    def name(self, kid: bytes) -> str:
        """What the reader calls a party; for strangers, the beginning of the key's id."""
        return self.names.get(kid, f"an unknown party ({kid.hex()[:12]})")

    def shown(self, kid: bytes) -> str:
        """Return the name as :meth:`name`, safe for a terminal."""
        return clean(self.name(kid))

    def find(self, card_or_name: str) -> Party:
        """The pinned party that a card file, or the reader's own name, stands for.

        Raises :class:`AccessError` ``signer-not-pinned``: nothing is ever sealed to a card that is not pinned.
        """
        named = next((self.parties[kid] for kid, name in self.names.items() if name == card_or_name), None)
        is_file = os.path.isfile(card_or_name)
        if named is None and not is_file:
            raise InputError("file", f"{card_or_name}: nobody is pinned under this name, and there is no such file")
        party = read_card(card_or_name) if is_file else named
        if party is None or (named is not None and named.card_id != party.card_id):
            raise InputError("pin-conflict", f"{card_or_name}: you pinned one party as this, and the file is another's")
        known = self.parties.get(party.kid)
        if known is None or known.card_id != party.card_id:
            raise AccessError(
                "signer-not-pinned",
                f"{card_or_name}: this card is not pinned. Compare its fingerprint over another channel, then: "
                f"swapproto trust {card_or_name}",
            )
        return known


def read_card(path: str) -> Party:
    """The one card in a file. Raises :class:`InputError` ``file``, and what is wrong with the card."""
    if path.lower().endswith((".pem", ".crt", ".cer")):
        raise InputError("file", f"{path}: time-stamping authorities are not supported by this version yet")
    transcript = Transcript.read(files.read_bytes(path), path)
    statements = [s for s in transcript.statements.values() if s.kind == "card"]
    if len(statements) != 1:
        raise InputError("file", f"{path}: a file with exactly one card is needed; this one has {len(statements)}")
    try:
        return Party.read(statements[0].raw)
    except SwapError as error:
        raise VerificationError(error.code, f"{path}: {error}") from None


def parse_fingerprint(digits: str) -> str:
    """Sixty digits, however they are spaced. Raises :class:`InputError` ``usage``."""
    plain = "".join(c for c in digits if not c.isspace() and c != "-")
    if len(plain) != 60 or not plain.isascii() or not plain.isdigit():
        raise InputError("usage", f"a fingerprint has 60 digits; this has {len(plain)} characters")
    return plain


class Folder:
    """The folder of pins as it is kept: one card a file, named as the reader calls the party."""

    def __init__(self, path: str) -> None:
        self.path = path

    def pins(self) -> Pins:
        """What is pinned now."""
        return Pins.load([self.path]) if os.path.isdir(self.path) else Pins()

    def pin(self, party: Party, name: str) -> bool:
        """Pin a card; False if it was pinned so before. Raises ``pin-conflict`` rather than replace or confuse."""
        checked_name(name)
        pins = self.pins()
        known = pins.parties.get(party.kid)
        if known is not None:
            if known.card_id == party.card_id and pins.names[party.kid] == name:
                return False
            raise InputError(
                "pin-conflict",
                f"this key is pinned already, as {pins.names[party.kid]!r}. A new card or name is pinned after "
                f"removing the old: swapproto trust --remove {pins.names[party.kid]!r}",
            )
        if skeleton(name) in _OURS:
            raise InputError("pin-conflict", f"the name {name!r} means something else in reports: choose one with --as")
        for other in pins.names.values():
            if skeleton(other) == skeleton(name):
                raise InputError(
                    "pin-conflict",
                    f"the name {name!r} is, or looks like, {other!r}, which is pinned: choose another with --as",
                )
        try:
            os.makedirs(self.path, exist_ok=True, mode=0o700)
        except OSError as error:
            raise InputError("file", f"{self.path}: {error.strerror}") from None
        files.write(os.path.join(self.path, f"{name}.swap"), party.card, force=False)
        return True

    def remove(self, name: str) -> None:
        """Forget a pin. Raises :class:`InputError` ``usage`` if there is none of this name."""
        path = os.path.join(self.path, f"{checked_name(name)}.swap")
        try:
            os.unlink(path)
        except FileNotFoundError:
            raise InputError("usage", f"nobody is pinned as {name!r}") from None
        except OSError as error:
            raise InputError("file", f"{path}: {error.strerror}") from None


def checked_name(name: str) -> str:
    """A name that can stand as a file's name anywhere. Raises :class:`InputError` ``usage``."""
    bad = not name or HIDING.search(name) or _UNSAFE & set(name) or len(name.encode()) > _NAME_LIMIT
    if bad or name[0] in ".- " or name[-1] in ". " or _DEVICES.fullmatch(name):
        raise InputError(
            "usage",
            f"the name {clean(name)[:_NAME_LIMIT]!r} cannot name a file. A name has at most {_NAME_LIMIT} bytes, none "
            'of / \\ : * ? " < > |, and no dot or space at an end. Another name for a party: trust --as NAME',
        )
    return name


def skeleton(name: str) -> str:
    """What a name looks like at a glance: names with the same skeleton could be taken for each other."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(c for c in plain if (not unicodedata.combining(c) and c.isalnum()) or c == "|")
    return letters.translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w")
