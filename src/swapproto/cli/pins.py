"""Pins: the cards that a reader trusts, each under the reader's own name for the party, and the folder of them."""

import os
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
_DEVICES = frozenset(["con", "prn", "aux", "nul"] + [f"{name}{n}" for name in ("com", "lpt") for n in range(10)])
_RESERVED = frozenset({"you", "everyone", "nobody"})  # words that reports use for people who are not pinned
# Letters that look like a Latin one in many fonts; spelling "Kyiv" with them must not make a second Kyiv.
_LOOKALIKES = str.maketrans(
    "авгекмнопрстухіјѕһԁԛԝѵӏαβγεηικνορτυχɑɡıɩօոսհ0l1|",
    "abrekmhonpctyxijshdqwviabyenikvoptuxagiionuh" + "oiii",
)


def config_folder() -> str:
    """Return the folder of pins: the one that SWAPPROTO_TRUST names, or one among the user's configuration."""
    if given := os.environ.get("SWAPPROTO_TRUST"):
        return given
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or os.path.join(home, "AppData", "Roaming")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or os.path.join(home, ".config")
    return os.path.join(base, "swapproto", "trust")


class Pins:
    """The pinned parties by kid, and the reader's own name for each."""

    def __init__(self) -> None:
        self.parties: dict[bytes, Party] = {}
        self.names: dict[bytes, str] = {}
        self._looks: dict[str, bytes] = {}

    @classmethod
    def load(cls, paths: Iterable[str] | None) -> "Pins":
        """Read cards and folders of cards, by default the user's folder. Raise :class:`InputError` ``file``."""
        pins = cls()
        if paths is None:
            folder = config_folder()
            paths = [folder] if os.path.isdir(folder) else []
        for path in paths:
            for file in files.swap_files(path) if os.path.isdir(path) else [path]:
                pins.add(read_card(file), os.path.splitext(os.path.basename(file))[0])
        return pins

    def add(self, party: Party, name: str) -> None:
        """Trust this card for one run. Raise ``pin-conflict`` if its key is pinned with another card."""
        known = self.parties.get(party.kid)
        if known is not None and known.card_id != party.card_id:
            raise InputError("pin-conflict", f"{name!r}: its key is pinned already, with another card")
        look = skeleton(name)
        if look in _RESERVED or self._looks.setdefault(look, party.kid) != party.kid:
            what = "means something else in reports" if look in _RESERVED else "is, or looks like, that of another card"
            raise InputError("pin-conflict", f"the name {clean(name)!r} {what}: give the card's file another name")
        self.parties[party.kid] = party
        self.names.setdefault(party.kid, name)

    def add_reader(self, party: Party) -> None:
        """Trust the reader's own card, and call the reader "you"."""
        self.parties.setdefault(party.kid, party)
        self.names[party.kid] = "you"

    def copy(self) -> "Pins":
        """Return the same pins, to which others can be added."""
        pins = Pins()
        pins.parties, pins.names, pins._looks = dict(self.parties), dict(self.names), dict(self._looks)
        return pins

    def name(self, kid: bytes) -> str:
        """Return what the reader calls a party; for strangers, the beginning of the key's id."""
        return self.names.get(kid, f"an unknown party ({kid.hex()[:12]})")

    def shown(self, kid: bytes) -> str:
        """Return the name as :meth:`name`, safe for a terminal."""
        return clean(self.name(kid))

    def find(self, card_or_name: str) -> Party:
        """Return the pinned party of a card file, or of a name that the reader gave.

        Raise :class:`AccessError` ``signer-not-pinned``: nothing is ever sealed to a card that is not pinned.
        """
        named = next((self.parties[kid] for kid, name in self.names.items() if name == card_or_name), None)
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
            raise AccessError(
                "signer-not-pinned",
                f"{card_or_name}: this card is not pinned. Compare its fingerprint over another channel, then: "
                f"swapproto trust {card_or_name}",
            )
        return known


def read_card(path: str) -> Party:
    """Return the party of the one card in a file. Raise :class:`InputError` ``file``, or the card's own error."""
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
    """Return sixty digits without what separates them. Raise :class:`InputError` ``usage``."""
    plain = "".join(c for c in digits if not c.isspace() and c != "-")
    if len(plain) != 60 or not plain.isascii() or not plain.isdigit():
        raise InputError("usage", f"a fingerprint has 60 digits; this has {len(plain)} characters")
    return plain


class Folder:
    """The folder of pins on disk: one card a file, named as the reader calls the party."""

    def __init__(self, path: str) -> None:
        self.path = path

    def pins(self) -> Pins:
        """Read what is pinned."""
        return Pins.load([self.path]) if os.path.isdir(self.path) else Pins()

    def pin(self, party: Party, name: str) -> bool:
        """Pin a card; return False if it is pinned so already. Raise ``pin-conflict`` rather than replace a pin."""
        require_file_name(name)
        pins = self.pins()
        known = pins.parties.get(party.kid)
        if known is not None:
            if known.card_id == party.card_id and pins.names[party.kid] == name:
                return False
            raise InputError(
                "pin-conflict",
                f"this key is pinned already, as {pins.names[party.kid]!r}. A new card or name is pinned after "
                f"the old one is removed: swapproto trust --remove {pins.names[party.kid]!r}",
            )
        if skeleton(name) in _RESERVED:
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
        """Remove a pin. Raise :class:`InputError` ``usage`` if there is none of this name."""
        path = os.path.join(self.path, f"{require_file_name(name)}.swap")
        try:
            os.unlink(path)
        except FileNotFoundError:
            raise InputError("usage", f"nobody is pinned as {name!r}") from None
        except OSError as error:
            raise InputError("file", f"{path}: {error.strerror}") from None


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


def skeleton(name: str) -> str:
    """Return what a name looks like at a glance: names with the same skeleton could be taken for each other."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(c for c in plain if (not unicodedata.combining(c) and c.isalnum()) or c == "|")
    return letters.translate(_LOOKALIKES).replace("rn", "m").replace("vv", "w")
