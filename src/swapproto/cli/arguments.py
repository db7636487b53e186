"""The words of the command line: verbs, options, and the help that explains them."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from ..errors import InputError

OVERVIEW = """\
usage: swapproto VERB ...

Commit to a list, seal it, prove it later.

  keygen    make a key, and the card that others pin
  trust     pin another party's card, after comparing its fingerprint
  check     find what is wrong with a table, before anything is signed
  commit    commit to a list and seal it: two artefacts in one file
  open      read a list that is sealed or revealed to you
  verify    say what files prove, and what they do not

exchange
  reveal    hand the key of a list to some, or to all

tools
  sign      commit and publish at once
  disclose  show some entries, with the proof that they are in the list
  diff      what changed between two versions
  match     who may be the same person on two lists
  inspect   what is in a file; no keys, no trust
  merge     several files into one
  template  a blank spreadsheet to fill in
  demo      the whole of it with made-up people

swapproto VERB --help explains a verb. Exit codes: 0 verified, 1 does not verify,
2 cannot be done as asked, 3 valid so far but not all that is needed, 4 a contradiction is proven.
"""

_WIDTH = 100

_MODULES = {
    "keygen": "parties",
    "trust": "parties",
    "check": "checking",
    "commit": "making",
    "sign": "making",
    "reveal": "making",
    "disclose": "showing",
    "open": "showing",
    "diff": "showing",
    "match": "matching",
    "verify": "judging",
    "inspect": "judging",
    "merge": "judging",
    "template": "sheets",
    "demo": "demo",
}


def verb(name: str) -> Callable[[argparse.Namespace], int]:
    """The function that carries out a verb; its module is loaded now and not before."""
    module = import_module(f".{_MODULES[name]}", __package__)
    run: Callable[[argparse.Namespace], int] = getattr(module, name + "_" if name == "open" else name)
    return run


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_WIDTH)  # asking the terminal loads half of the standard library


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        if message.endswith("required: -k"):
            message = "give your key file: -k NAME.swapkey"
        raise InputError("usage", f"{message}; see: {self.prog} --help")


def parse(argv: list[str]) -> argparse.Namespace:
    """Options of one command; ``verb`` is its name. Raises :class:`InputError` ``usage``; exits after help."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(OVERVIEW, end="")
        raise SystemExit(0 if argv else 2)
    if argv[0] == "--version":
        from importlib.metadata import version

        print("swapproto", version("swapproto"))
        raise SystemExit(0)
    build = _BUILDERS.get(argv[0])
    if build is None:
        raise InputError("usage", f"there is no verb {argv[0]!r}; see: swapproto --help")
    if any(word.partition("=")[0] == "--passphrase" for word in argv):
        raise InputError("usage", "a passphrase is never an argument: use --passphrase-file or --passphrase-fd")
    parser = _Parser(
        prog=f"swapproto {argv[0]}",
        description=" ".join((build.__doc__ or "").split()),
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    build(parser)
    options = parser.parse_args(argv[1:])
    options.verb, options.arguments = argv[0], argv[1:]
    return options


def without(arguments: list[str], *names: str) -> list[str]:
    """Arguments less these options, each of which takes one value."""
    kept = []
    words = iter(arguments)
    for word in words:
        if word in names:
            next(words, None)
        elif word.partition("=")[0] not in names:
            kept.append(word)
    return kept


def _keygen(parser: argparse.ArgumentParser) -> None:
    """Make a key file (NAME.swapkey, only for you) and a card (NAME.swap, for everyone); print the 60 digits."""
    parser.add_argument("name", metavar="NAME", help="the name that the card gives you")
    parser.add_argument("--out", metavar="DIR", default=".", help="where to put both files (default: here)")
    parser.add_argument("--not-after", metavar="DATE", help="the last day on which the card may be used, YYYY-MM-DD")
    parser.add_argument("--no-passphrase", action="store_true", help="do not encrypt the key file")
    _passphrase(parser)
    _force(parser)


def _trust(parser: argparse.ArgumentParser) -> None:
    """Pin cards under names of your own. Compare the fingerprint with what the party itself gave you over another
    channel: on a terminal you are asked for four of its twelve groups."""
    parser.add_argument("cards", metavar="CARD.swap", nargs="*", help="files with one card each")
    parser.add_argument("--as", metavar="NAME", dest="as_name", help="your name for the party (default: its own)")
    parser.add_argument("--fingerprint", metavar="DIGITS", help="the 60 digits, instead of the question")
    parser.add_argument("--list", action="store_true", help="show who is pinned")
    parser.add_argument("--remove", metavar="NAME", help="forget a pin")
    parser.add_argument("--trust", metavar="DIR", help="the folder of pins, instead of your own")


def _check(parser: argparse.ArgumentParser) -> None:
    """Say what is wrong with a table, row by row and field by field, and what to write instead. Nothing is signed.
    Errors are what commit refuses, and end with 2; warnings are what it shows before it asks."""
    _table(parser)
    parser.add_argument("-o", "--output", metavar="FINDINGS.xlsx", help="write all findings as a sheet to work through")
    _force(parser)


def _commit(parser: argparse.ArgumentParser) -> None:
    """Commit to a list and seal it. OUT.swap holds your card, the commitment and the envelope; whoever has it can
    verify it and read nothing, unless the list is sealed to him."""
    _making(parser)
    parser.add_argument("--commitment", metavar="PUBLIC.swap", help="write the commitment apart, as text for the press")


def _sign(parser: argparse.ArgumentParser) -> None:
    """Commit to a list and publish its key at once: everyone who has OUT.swap can read every entry."""
    _making(parser)
    parser.add_argument("--public", action="store_true", help="needed to publish a list with restricted fields")


def _map(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("--map", metavar="X=FIELD", dest="mapping", action="append", default=[], help=what)


def _table(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("table", metavar="LIST", help=".csv, .xlsx, .json or .jsonl; - for CSV from standard input")
    parser.add_argument("--profile", metavar="P", help="detainee, person, or a file of your own (default: only text)")
    _map(parser, "column X is this field; X= leaves it out, *= all that are unknown; or a .toml file; may be repeated")
    parser.add_argument("--save-map", metavar="MAP.toml", help="write which column is which field, for the next time")
    parser.add_argument("--encoding", metavar="NAME", help="of a CSV file, if the guess is wrong")
    parser.add_argument("--delimiter", metavar="C", help="of a CSV file, if the guess is wrong")
    parser.add_argument("--no-header", action="store_true", help="the CSV file's first row is an entry")


def _making(parser: argparse.ArgumentParser) -> None:
    _table(parser)
    _key(parser, required=True)
    _output(parser, "OUT.swap")
    parser.add_argument("--role", metavar="R", help="offer, request, report (the default), or a word of your own")
    parser.add_argument("--label", metavar="TEXT", help="the list's name, for those who open it (default: LIST's name)")
    parser.add_argument("--previous", metavar="OLD.swap", help="this is the next version of the list in OLD.swap")
    parser.add_argument("--answers", metavar="FILE", help="this list answers the commitment in FILE")
    parser.add_argument("--to", metavar="CARD.swap", action="append", default=[], help="seal it to a pinned party, too")
    parser.add_argument("--id", metavar="HEX", help="the list's id, 32 hexadecimal digits (default: random)")
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    _trusting(parser)


def _reveal(parser: argparse.ArgumentParser) -> None:
    """Hand the key of a list that you can open to pinned parties, or to all. It cannot be taken back."""
    _inputs(parser)
    _key(parser, required=True)
    _output(parser, "OUT.swap")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--to", metavar="CARD.swap", action="append", help="a pinned party; may be repeated")
    whom.add_argument("--public", action="store_true", help="everyone")
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    _choice(parser)
    _trusting(parser)


def _open(parser: argparse.ArgumentParser) -> None:
    """Check a list against its commitment in full, and then write it as a table. Nothing is written before."""
    _inputs(parser)
    _key(parser, required=False)
    _output(parser, "LIST.csv|.xlsx|.json|.jsonl")
    _choice(parser)
    _trusting(parser)
    _from(parser)


def _disclose(parser: argparse.ArgumentParser) -> None:
    """Show some entries of a list that you can open, with the proof that they are in its commitment. OUT.swap holds
    the signer's card, the commitment and these entries, and nothing of the others."""
    _inputs(parser)
    _key(parser, required=False)
    _output(parser, "OUT.swap")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--entry", metavar="ROW", type=int, action="append", help="by row, from 1; may be repeated")
    which.add_argument("--where", metavar="FIELD=VALUE", action="append", help="all that match; repeated: all must")
    parser.add_argument("--expect", metavar="N", type=int, help="refuse unless exactly so many entries match")
    parser.add_argument("--restricted", action="store_true", help="show the restricted fields, too")
    _choice(parser)
    _trusting(parser)
    _from(parser)


def _verify(parser: argparse.ArgumentParser) -> None:
    """Say what files prove to you, who is at fault where they contradict each other, and what is not proven."""
    _inputs(parser)
    _from(parser)
    _trusting(parser)
    parser.add_argument("--at", metavar="TIME", help="assess as of then: YYYY-MM-DD[THH:MM:SS]Z or seconds since 1970")
    parser.add_argument(
        "--require", metavar="CLAIM", action="append", default=[], help="a fact that must be proven of something here"
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--json", action="store_true", help="one object, swapproto-assessment/1")
    shown.add_argument("--entries", action="store_true", help="print the entries that a disclosure shows, too")


def _diff(parser: argparse.ArgumentParser) -> None:
    """Open two versions and say which entries were added, removed and changed, field by field. Each file holds all that
    opens its version: a reveal that stands apart is merged into it first."""
    parser.add_argument("old", metavar="OLD.swap")
    parser.add_argument("new", metavar="NEW.swap")
    _key(parser, required=False)
    parser.add_argument(
        "--key", metavar="FIELD", dest="fields", action="append", help="what tells entries apart (default: primary key)"
    )
    parser.add_argument("--content", action="store_true", help="compare whole entries, by no key")
    parser.add_argument("--json", action="store_true", help="one object, with the entries")
    _trusting(parser)
    _from(parser)


def _match(parser: argparse.ArgumentParser) -> None:
    """Pair those who may be the same person on two lists that you can open, however their names are spelled: a sheet
    with a score and the fields that agree, for you to decide. It is never a claim. Each file holds all that opens its
    list, or is a table. Needs swapproto[names]."""
    parser.add_argument("mine", metavar="MINE.swap")
    parser.add_argument("theirs", metavar="THEIRS.swap")
    _key(parser, required=False)
    _output(parser, "PAIRS.xlsx")
    _map(parser, "field X of either list is this one of the profile detainee; or a .toml file; may be repeated")
    _trusting(parser)
    _from(parser)


def _inspect(parser: argparse.ArgumentParser) -> None:
    """Say what is in files, as far as anyone can see it. Nothing is verified against anybody's pins."""
    _inputs(parser)
    parser.add_argument("--json", action="store_true")


def _merge(parser: argparse.ArgumentParser) -> None:
    """Write everything readable from several files into one; duplicates once."""
    from ..transcript import kinds

    _inputs(parser)
    _output(parser, "OUT.swap")
    parser.add_argument("--only", metavar="KIND", action="append", help=f"of these kinds: {', '.join(kinds())}")
    parser.add_argument("--armor", action="store_true", help="write text, for mail and messengers")


def _template(parser: argparse.ArgumentParser) -> None:
    """Write a blank workbook to be filled in: every cell text, a drop-down where there is a choice, and a sheet that
    explains each field. It reads nothing and signs nothing."""
    parser.add_argument("profile", metavar="PROFILE", help="detainee, person, or a schema file of your own")
    _output(parser, "BLANK.xlsx")
    parser.add_argument(
        "--language", metavar="TAG", help="head the columns by titles in it: uk, ru, en, fr, ar (default: field names)"
    )


def _demo(parser: argparse.ArgumentParser) -> None:
    """Run the whole of it with two made-up lists of 1000 people, saying what each step proves."""
    parser.add_argument("folder", metavar="DIR", nargs="?", default="swapproto-demo", help="where to leave its files")


_BUILDERS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "keygen": _keygen,
    "trust": _trust,
    "check": _check,
    "commit": _commit,
    "sign": _sign,
    "reveal": _reveal,
    "open": _open,
    "disclose": _disclose,
    "verify": _verify,
    "diff": _diff,
    "match": _match,
    "inspect": _inspect,
    "merge": _merge,
    "template": _template,
    "demo": _demo,
}


def _inputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help=".swap files, armored text, folders; - for stdin")


def _output(parser: argparse.ArgumentParser, what: str) -> None:
    parser.add_argument("-o", "--output", metavar=what, required=True, help="the file to write; - for stdout")
    _force(parser)


def _force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")


def _key(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("-k", metavar="ME.swapkey", dest="key_file", required=required, help="your key file")
    _passphrase(parser)


def _passphrase(parser: argparse.ArgumentParser) -> None:
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--passphrase-file", metavar="F", help="read the passphrase from a file's first line")
    source.add_argument("--passphrase-fd", metavar="N", type=int, help="read it from an open file descriptor")


def _trusting(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--trust", metavar="PATH", action="append", help="a card, or a folder of cards, to trust instead"
    )


def _from(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", metavar="DIGITS", dest="from_digits", help="trust the card with this fingerprint")


def _choice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", metavar="HEX", dest="list_id", help="which list, by the beginning of its id")
    parser.add_argument("--version", metavar="N", type=int, help="which version (default: the latest)")
