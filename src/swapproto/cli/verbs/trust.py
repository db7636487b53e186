"""The verb ``trust``: the cards of other parties, and the certificates of clocks."""

import argparse
import secrets

from ...counting import count_of
from ...errors import InputError, VerificationError
from ...stamps.clocks import Operator
from ...stamps.pinning import name_of
from ...statements import Party
from ...statements.party import parse_fingerprint, plain_digits
from ...statements.terms import ACCURACY_LIMIT
from ...wording import day
from ..arguments import whole_number
from ..pinning import clock_files
from ..pinning.pin_folder import Folder
from ..pinning.pins import Pins, config_folder, read_card
from ..screen import clock
from ..screen.terminal import ask, clean, confirm, is_interactive, note, out, say, warn

EXAMPLES = ("swapproto trust South.swap", "swapproto trust freetsa-root.pem --as FreeTSA")

_GROUPS_ASKED = 4  # against a card made to agree in as many groups as an impostor can compute
_MAX_SLIPS, _MAX_ECHO = 1, 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument(
        "cards",
        metavar="FILE",
        nargs="*",
        help="a card (.swap), or the certificates of a clock in PEM or DER (.pem, .crt, .cer, .der); of several cards "
        "or certificates in a file, the one that --fingerprint says",
    )
    parser.add_argument(
        "--as", metavar="NAME", dest="as_name", help="your name for the party (default: its own) or for the clock"
    )
    parser.add_argument(
        "--fingerprint",
        metavar="DIGITS",
        help="a card's 60 digits, or a certificate's SHA-256: instead of the question",
    )
    parser.add_argument(
        "--accuracy",
        metavar="S",
        type=whole_number,
        help="of a clock whose stamps do not say: by how many seconds it may be wrong (default: 1)",
    )
    parser.add_argument("--list", action="store_true", help="show who is pinned, and which clocks")
    parser.add_argument("--remove", metavar="NAME", help="remove a pin")
    parser.add_argument("--trust", metavar="DIR", help="the folder of pins, instead of your own")


def run(options: argparse.Namespace) -> int:
    """Pin cards and clocks under names of your own. Compare the fingerprint with what the party itself gave you over
    another channel: on a terminal you are asked for four of its twelve groups. A clock is pinned by the certificate of
    a time-stamping authority, best its root; you are shown it, and asked."""
    path = options.trust or config_folder()
    if path is None:
        raise InputError("file", "there is no home folder for pins: name a folder with --trust or SWAPPROTO_TRUST")
    folder = Folder(path)
    if options.list:
        _list(folder.pins())
        for name in folder.others():
            note(f"{clean(name)} pins nobody: only files called .swap, {', '.join(clock_files.ENDINGS)} are read")
    if options.remove is not None:
        removed = folder.remove(options.remove)
        say(f"Nobody is pinned as {options.remove!r} any more.")
        if len(removed) > 1:
            say(f"Removed, with copies: {clean(', '.join(removed))}")
    if options.cards:
        if (options.as_name or options.fingerprint) and len(options.cards) > 1:
            raise InputError("usage", "--as and --fingerprint go with one file")
        if options.accuracy is not None and not all(map(clock_files.is_clock, options.cards)):
            raise InputError("usage", "--accuracy is for clocks, whose files are called .pem, .crt, .cer or .der")
        for file in options.cards:
            if clock_files.is_clock(file):
                _pin_clock(folder, file, options)
            else:
                _pin(folder, read_card(file, options.fingerprint), options.as_name, options.fingerprint)
    elif not options.list and options.remove is None:
        raise InputError("usage", "give the file of a card or of a clock's certificates, or --list, or --remove NAME")
    return 0


def _list(pins: Pins) -> None:
    for kid, name in sorted(pins.names.items(), key=lambda pair: pair[1]):
        party = pins.parties[kid]
        own = "" if party.name == name else f"   (calls itself {clean(party.name)!r})"
        out(f"{clean(name)}{own}\n  {party.fingerprint}")
    for operator in sorted(pins.clocks.values()):
        out(f"{clean(operator.name)}   (a clock, {_right_within(operator)})")
        for line in clock_files.lines_of(operator):
            out(f"  {clean(line)}")
    if not pins.names and not pins.clocks:
        say("Nobody is pinned.")


def _right_within(operator: Operator) -> str:
    return f"taken to be right within {count_of(operator.accuracy, 'second')} where a stamp does not say"


def _pin_clock(folder: Folder, path: str, options: argparse.Namespace) -> None:
    if options.as_name is None:
        raise InputError("usage", f"{path}: give whose clock it is a name of your own: --as OPERATOR")
    operator = _chosen(clock_files.read_operator(path, options.as_name), path, options)
    clock_files.require_clock(operator, path)
    for line in clock_files.lines_of(operator):
        warn(line)
    warn(f"This clock is {_right_within(operator)}.")
    _warn(operator)
    if options.fingerprint is None:
        if not is_interactive():
            raise InputError("usage", "give --fingerprint with the SHA-256 of the certificate, or use a terminal")
        confirm(
            "Compare each SHA-256 with what the authority publishes: on its own site, or on paper.",
            yes=False,
            question=f"Believe this clock, as {operator.name!r}?",
            otherwise="nothing was pinned",
        )
    already = folder.pin_clock(operator)
    if already is None:
        say(f"Pinned the clock as {clean(operator.name)!r}.")
    else:
        say(f"This clock is pinned already, as {clean(already)!r}; nothing was changed.")


def _chosen(operator: Operator, path: str, options: argparse.Namespace) -> Operator:
    """Return an operator with the accuracy that is given, and the certificate with the SHA-256 that is given."""
    if options.accuracy is not None:
        if options.accuracy > ACCURACY_LIMIT:
            raise InputError("usage", f"--accuracy is at most {ACCURACY_LIMIT} seconds, a day")
        operator = operator._replace(accuracy=options.accuracy)
    if options.fingerprint is None:
        return operator
    digest = clock_files.parse_fingerprint(options.fingerprint)
    certificates = tuple(one for one in operator.certificates if one.digest == digest)
    if not certificates:
        raise VerificationError(
            "card-mismatch", f"{path}: no certificate in it has this SHA-256: do not pin it, and get the file again"
        )
    return operator._replace(certificates=certificates)


def _warn(operator: Operator) -> None:
    """Say which certificates are not of use for as long as one may think."""
    now = clock.now()
    for one in operator.certificates:
        name = clean(repr(name_of(one)))
        if one.not_after <= now:
            warn(
                f"WARNING: {name} was valid until {day(one.not_after)}. It vouches for stamps of before "
                "then, and for no new one: ask the authority for its new root, too."
            )
        elif now < one.not_before:
            begins = day(one.not_before)
            warn(f"WARNING: {name} is not valid before {begins}: is this computer's clock right?")
        if one.may_stamp:
            note(f"{name} is a clock's own certificate, which is replaced every year or so: its root would last longer")


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
