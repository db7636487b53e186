"""The verb ``keygen``: a new key file and its card."""

import argparse
import os
import shlex
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

from ...errors import InputError
from ...keys import Identity, KeyFile
from ...wording import when
from .. import keyfiles
from ..arguments import KeyChoice, add_passphrase
from ..disk import writing
from ..disk.destinations import check_paths
from ..journal import journal_path
from ..pinning.pin_folder import require_file_name
from ..screen import clock
from ..screen.terminal import out, say, working

EXAMPLES = ("swapproto keygen North", "swapproto keygen North --out keys --not-after 2027-12-31")

_DAY = 86_400


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("name", metavar="NAME", help="the name that the card gives you")
    parser.add_argument("--out", metavar="DIR", default=".", help="where to put both files (default: here)")
    parser.add_argument("--not-after", metavar="DATE", help="the last day on which the card may be used, YYYY-MM-DD")
    parser.add_argument("--no-passphrase", action="store_true", help="do not encrypt the key file")
    add_passphrase(parser)


def run(options: argparse.Namespace) -> int:
    """Make a key file (NAME.swapkey, only for you) and a card (NAME.swap, for everyone); print the 60 digits."""
    stem = str(Path(options.out) / require_file_name(options.name))
    key_path, card_path = f"{stem}.swapkey", f"{stem}.swap"
    _check_outputs(key_path, card_path)
    now = clock.now()
    not_after = None if options.not_after is None else _end_of_day(options.not_after)
    if not_after is not None and not_after < now:
        raise InputError("usage", f"{options.not_after} is over: the clock says {when(now)}")
    identity = Identity.generate(options.name, iat=now, not_after=not_after)
    source = KeyChoice(key_path, options.passphrase_file, options.passphrase_fd)
    if options.no_passphrase and source[1:] != (None, None):
        raise InputError("usage", "--no-passphrase, or a passphrase: not both")
    passphrase = None if options.no_passphrase else keyfiles.new_passphrase(source)
    with working("Encrypting the key file"):
        locked = KeyFile.lock(identity, passphrase)
    writing.write(key_path, locked.encode().encode(), force=False, private=True)  # first: no card without its key
    try:
        writing.write(card_path, identity.party.card, force=False)
    except InputError as error:
        error.add_note(
            f"The key is in {key_path}. For its card: {shlex.join(('swapproto', 'card', key_path))} -o CARD.swap"
        )
        raise
    say(f"{key_path}: your key. Keep it to yourself, with a copy in a safe place; without it your lists stay sealed.")
    say(f"{card_path}: your card. Send it to everyone, and give them these digits over another channel:")
    out(identity.party.fingerprint)
    say(f"It says that it was made on {when(now)}, by the clock of this computer.")
    say("When you sign, a .journal is written beside the key: keep and copy the two together.")
    say("Pin it yourself, too: verify and report take no key, and ignore whoever is not pinned.")
    say(f"Next: they run  swapproto trust {quote(Path(card_path).name)}")
    return 0


def _check_outputs(key_path: str, card_path: str) -> None:
    if os.path.lexists(key_path):
        raise InputError(
            "file",
            f"{key_path}: a key exists already, and without it what is sealed to it can never be opened. "
            "Choose another name, or another folder with --out",
        )
    if os.path.lexists(journal_path(key_path)):
        raise InputError(
            "file",
            f"{journal_path(key_path)}: a key of this name has signed. Choose another name, or a folder with --out",
        )
    check_paths(key_path, card_path, force=False)


def _end_of_day(date: str) -> int:
    try:
        seconds = int(datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()) + _DAY - 1
    except ValueError:
        seconds = -1
    if seconds < 0:
        raise InputError("usage", f"{date!r} is not a date from 1970 as YYYY-MM-DD")
    return seconds
