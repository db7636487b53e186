"""The verb ``trust``: the cards of other parties."""

import argparse
import secrets

from ...errors import InputError, VerificationError
from ...statements import Party
from ...statements.party import parse_fingerprint, plain_digits
from ..pins import Folder, Pins, config_folder, read_card
from ..terminal import ask, clean, is_interactive, note, out, say, warn

EXAMPLES = ("swapproto trust South.swap", 'swapproto trust letter.swap --as "The secretariat"')

_GROUPS_ASKED = 4  # against a card made to agree in as many groups as an impostor can compute
_MAX_SLIPS, _MAX_ECHO = 1, 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "cards",
        metavar="CARD.swap",
        nargs="*",
        help="files with one card each; or of several, the one that --fingerprint says",
    )
    parser.add_argument("--as", metavar="NAME", dest="as_name", help="your name for the party (default: its own)")
    parser.add_argument("--fingerprint", metavar="DIGITS", help="the 60 digits, instead of the question")
    parser.add_argument("--list", action="store_true", help="show who is pinned")
    parser.add_argument("--remove", metavar="NAME", help="remove a pin")
    parser.add_argument("--trust", metavar="DIR", help="the folder of pins, instead of your own")


def run(options: argparse.Namespace) -> int:
    """Pin cards under names of your own. Compare the fingerprint with what the party itself gave you over another
    channel: on a terminal you are asked for four of its twelve groups."""
    path = options.trust or config_folder()
    if path is None:
        raise InputError("file", "there is no home folder for pins: name a folder with --trust or SWAPPROTO_TRUST")
    folder = Folder(path)
    if options.list:
        _list(folder.pins())
        for name in folder.others():
            note(f"{clean(name)} pins nobody: only files called .swap are read")
    if options.remove is not None:
        removed = folder.remove(options.remove)
        say(f"Nobody is pinned as {options.remove!r} any more.")
        if len(removed) > 1:
            say(f"Removed, with copies of the card: {clean(', '.join(removed))}")
    if options.cards:
        if (options.as_name or options.fingerprint) and len(options.cards) > 1:
            raise InputError("usage", "--as and --fingerprint go with one card")
        for path in options.cards:
            _pin(folder, read_card(path, options.fingerprint), options.as_name, options.fingerprint)
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


def _pin(folder: Folder, party: Party, as_name: str | None, digits: str | None) -> None:
    name = party.name if as_name is None else as_name
    _compare(party, digits)
    already = folder.pin(party, name)
    if already is None:
        say(f"Pinned as {clean(name)!r}.")
    else:
        say(f"This card is pinned already, as {clean(already)!r}; nothing was changed.")


def _compare(party: Party, digits: str | None) -> None:
    """Make sure that the reader has the digits from elsewhere: they are not shown. Raise if they differ."""
    groups = party.fingerprint.split(" ")
    if digits is not None:
        if parse_fingerprint(digits) != "".join(groups):
            raise VerificationError("card-mismatch", "this card does not have that fingerprint: do not use it")
        return
    if not is_interactive():
        raise InputError("usage", "give --fingerprint with the 60 digits, or use a terminal")
    warn(f"The card says {clean(party.name)!r}. That alone means nothing.")
    warn("Take the 60 digits that the party gave you over another channel: twelve groups of five.")
    slips = 0
    for number in sorted(secrets.SystemRandom().sample(range(1, 13), _GROUPS_ASKED)):
        while not _agrees(groups[number - 1], typed := ask(f"Type group {number}: ")):
            slips += 1
            if not typed:
                raise InputError("not-confirmed", "no group was typed; nothing was pinned")
            if slips > _MAX_SLIPS:
                raise VerificationError("card-mismatch", f"group {number} of this card is different: do not use it")
            warn(f"You typed {clean(typed)[:_MAX_ECHO]}; the card has another group {number}. Read it again.")
            warn("If it is what the party told you, do not use this card.")


def _agrees(group: str, typed: str) -> bool:
    return plain_digits(typed) == group
