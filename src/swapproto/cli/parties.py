"""``keygen`` and ``trust``: one's own key, and other people's cards."""

import argparse
import os
import secrets as randomness
import time
from datetime import UTC, datetime
from pathlib import Path

from ..errors import InputError, VerificationError
from ..keys import Identity, KeyFile
from ..statements import Party
from . import files, secrets
from .journal import journal_path
from .pins import Folder, Pins, checked_name, config_folder, parse_fingerprint, read_card
from .terminal import ask, clean, is_interactive, out, say, working

_DAY = 86_400


def keygen(options: argparse.Namespace) -> int:
    """A new identity: key file, card, fingerprint."""
    folder = Path(options.out)
    stem = checked_name(options.name)
    key_path, card_path = str(folder / f"{stem}.swapkey"), str(folder / f"{stem}.swap")
    if os.path.lexists(key_path) and not options.force:
        raise InputError(
            "file",
            f"{key_path}: a key is there already, and without it what is sealed to it stays closed for ever. "
            "Choose another name, or another folder with --out",
        )
    if os.path.lexists(journal_path(key_path)):
        raise InputError(
            "file",
            f"{journal_path(key_path)}: a key of this name has signed. Choose another name, or a folder with --out",
        )
    files.check_outputs(key_path, card_path, force=options.force)
    now = int(time.time())
    not_after = None if options.not_after is None else _end_of_day(options.not_after)
    identity = Identity.generate(options.name, iat=now, not_after=not_after)
    passphrase = secrets.choose(options)
    with working("Encrypting the key file"):
        locked = KeyFile.lock(identity, passphrase)
    files.write(key_path, locked.encode().encode(), force=options.force, private=True)
    files.write(card_path, identity.party.card, force=options.force)
    say(f"{key_path}: your key. Keep it to yourself, with a copy in a safe place; without it your lists stay closed.")
    say(f"{card_path}: your card. Send it to everyone, and give them these digits over another channel:")
    out(identity.party.fingerprint)
    say("Once you sign, a .journal stands beside the key: keep and copy the two together.")
    say(f"Next: they run  swapproto trust {Path(card_path).name}")
    return 0


def _end_of_day(date: str) -> int:
    try:
        return int(datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()) + _DAY - 1
    except ValueError:
        raise InputError("usage", f"{date!r} is not a date as YYYY-MM-DD") from None


def trust(options: argparse.Namespace) -> int:
    """Pin, list or remove."""
    folder = Folder(options.trust or config_folder())
    if options.list:
        _list(folder.pins())
    if options.remove is not None:
        folder.remove(options.remove)
        say(f"Nobody is pinned as {options.remove!r} any more.")
    if options.cards:
        if (options.as_name or options.fingerprint) and len(options.cards) > 1:
            raise InputError("usage", "--as and --fingerprint go with one card")
        for path in options.cards:
            _pin(folder, read_card(path), options)
    elif not options.list and options.remove is None:
        raise InputError("usage", "give the file of a card, or --list, or --remove NAME")
    return 0


def _list(pins: Pins) -> None:
    for kid, name in sorted(pins.names.items(), key=lambda pair: pair[1]):
        party = pins.parties[kid]
        own = "" if party.name == name else f"   (calls itself {clean(party.name)!r})"
        out(f"{clean(name)}{own}\n  {party.fingerprint}")
    if not pins.names:
        say("Nobody is pinned.")


def _pin(folder: Folder, party: Party, options: argparse.Namespace) -> None:
    name = options.as_name if options.as_name is not None else party.name
    _compare(party, options.fingerprint)
    if folder.pin(party, name):
        say(f"Pinned as {clean(name)!r}.")
    else:
        say(f"Was pinned as {clean(name)!r} already.")


_ASKED = 4  # against a card made to agree in as many groups as an impostor can compute


def _compare(party: Party, digits: str | None) -> None:
    """The reader shows that he has the digits from elsewhere: they are not shown here. Raises if they differ."""
    groups = party.fingerprint.split(" ")
    if digits is not None:
        if parse_fingerprint(digits) != "".join(groups):
            raise VerificationError("card-mismatch", "this card does not have that fingerprint: do not use it")
        return
    if not is_interactive():
        raise InputError("usage", "give --fingerprint with the 60 digits, or use a terminal")
    say(f"The card says {clean(party.name)!r}. That alone means nothing.")
    say("Take the 60 digits that the party gave you over another channel: twelve groups of five.")
    for number in sorted(randomness.SystemRandom().sample(range(1, 13), _ASKED)):
        if ask(f"Type group {number}: ").strip() != groups[number - 1]:
            raise VerificationError("card-mismatch", f"group {number} of this card is another: do not use it")


__all__ = ["keygen", "trust"]
