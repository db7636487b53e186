"""The options that several verbs share: how they are declared, and the typed values that they become."""

import argparse
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..errors import InputError

_MAX_DIGITS = 18


class KeyChoice(NamedTuple):
    """A key file, and where its passphrase comes from if it is not typed."""

    path: str | None
    passphrase_file: str | None
    passphrase_fd: int | None

    @classmethod
    def of(cls, options: argparse.Namespace) -> "KeyChoice":
        """Return what the options of :func:`add_key` say."""
        return cls(options.key_file, options.passphrase_file, options.passphrase_fd)


class ListChoice(NamedTuple):
    """Which of several lists is meant: by the beginning of an id in hexadecimal, by its signer, and by a version.

    ``within`` is the file that it is in, where other files are read only for what is said of it there.
    """

    id: str | None
    by: str | None
    version: int | None
    within: str | None = None

    @classmethod
    def of(cls, options: argparse.Namespace) -> "ListChoice":
        """Return what the options of :func:`add_choice` say. Raise :class:`InputError` for what can be no id."""
        choice = cls(_hexadecimal(options.list), options.by, options.version)
        return choice.inside(options.files[0], options.beside)

    def inside(self, path: str, beside: Sequence[str]) -> "ListChoice":
        """Return the same choice, among the lists of this file if others are read beside it."""
        return self._replace(within=path) if beside else self

    @classmethod
    def of_two(cls, options: argparse.Namespace) -> "tuple[ListChoice, ListChoice]":
        """Return what the options of :func:`add_two_choices` say of the first and of the second file."""
        first, second = zip(*map(_for_two, (options.list, options.by, options.version)), strict=True)
        return cls(_hexadecimal(first[0]), *first[1:]), cls(_hexadecimal(second[0]), *second[1:])


def whole_number(text: str) -> int:
    """Return the number that these digits write. Python's own reader takes underscores and spaces, too."""
    if not (text.isascii() and text.isdigit()) or len(text) > _MAX_DIGITS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def _hexadecimal(digits: str | None) -> str | None:
    if digits is not None and not set(digits.lower()) <= set("0123456789abcdef"):
        raise InputError("usage", f"--list {digits!r} is not the beginning of an id, which has the digits 0-9 and a-f")
    return digits and digits.lower()


def _for_two(values: list[Any]) -> tuple[Any, Any]:
    """Return which value of an option is for the first file, and which for the second: one is for both."""
    if len(values) > 2:
        raise InputError("usage", "--list, --by and --version are given once for both files, or once for each")
    return (values[0], values[-1]) if values else (None, None)


class TableChoice(NamedTuple):
    """A table, the profile that it is read by, and how its columns and its text are to be understood."""

    path: str
    profile: str | None
    mapping: list[str]
    splits: list[str]
    dates: list[str]
    values: list[str]
    header_row: str | None
    sheet: str | None
    save_map: str | None
    encoding: str | None
    delimiter: str | None
    header: bool

    @classmethod
    def of(cls, options: argparse.Namespace) -> "TableChoice":
        """Return what the options of :func:`add_table` say."""
        return cls(
            options.table,
            options.profile,
            options.mapping,
            options.split,
            options.dates,
            options.set,
            options.header_row,
            options.sheet,
            options.save_map,
            options.encoding,
            options.delimiter,
            not options.no_header,
        )


def add_files(parser: argparse.ArgumentParser) -> None:
    """Add the files that are read."""
    parser.add_argument("files", metavar="FILE", nargs="+", help=".swap files, armored text, folders; - for stdin")


def add_output(
    parser: argparse.ArgumentParser,
    metavar: str,
    what: str = "the file to write; - for stdout",
    *,
    required: bool = True,
) -> None:
    """Add ``-o`` and ``--force``."""
    parser.add_argument("-o", "--output", metavar=metavar, required=required, help=what)
    add_force(parser)


def add_force(parser: argparse.ArgumentParser) -> None:
    """Add ``--force``."""
    parser.add_argument("--force", action="store_true", help="overwrite files that exist")


def add_key(parser: argparse.ArgumentParser, *, required: bool) -> None:
    """Add ``-k``, and where the passphrase comes from."""
    parser.add_argument("-k", metavar="ME.swapkey", dest="key_file", required=required, help="your key file")
    add_passphrase(parser)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    """Add where the passphrase comes from."""
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--passphrase-file", metavar="F", help="read the passphrase from a file's first line")
    source.add_argument("--passphrase-fd", metavar="N", type=whole_number, help="read it from an open file descriptor")


def add_trust(parser: argparse.ArgumentParser) -> None:
    """Add the cards to trust instead of the reader's pins, and clocks to trust, too."""
    parser.add_argument(
        "--trust",
        metavar="PATH",
        action="append",
        help="trust this card instead of your pinned parties, this folder instead of all your pins, or this clock "
        "(.pem, .crt, .cer, .der) as well; may be repeated",
    )


def add_from(parser: argparse.ArgumentParser) -> None:
    """Add the fingerprints of cards to trust."""
    parser.add_argument(
        "--from",
        metavar="DIGITS",
        dest="from_digits",
        action="append",
        default=[],
        help="trust the card with this fingerprint; may be repeated",
    )


_LIST = "which list, by the beginning of its id or of the id of its commitment"
_BY = "whose list: your name for a pinned party, its card, or its digits; your own name, or you, for your own"
_VERSION = "which version (default: the latest)"


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Add which of several lists is meant."""
    parser.add_argument("--list", metavar="HEX", help=_LIST)
    parser.add_argument("--by", metavar="WHO", help=_BY)
    parser.add_argument("--version", metavar="N", type=whole_number, help=_VERSION)


def add_terms(parser: argparse.ArgumentParser) -> None:
    """Add which of several exchanges is meant."""
    parser.add_argument(
        "--terms", metavar="HEX", help="which exchange, by the beginning of its id, if there are several"
    )


def add_two_choices(parser: argparse.ArgumentParser) -> None:
    """Add which of several lists is meant in each of two files."""
    again = "; may be repeated, for the second file"
    parser.add_argument("--list", metavar="HEX", action="append", default=[], help=_LIST + again)
    parser.add_argument("--by", metavar="WHO", action="append", default=[], help=_BY + again)
    parser.add_argument("--version", metavar="N", type=whole_number, action="append", default=[], help=_VERSION + again)


def add_language(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the language of titles."""
    parser.add_argument("--language", metavar="TAG", help=f"{what}: uk, ru, en, fr, ar (default: field names)")


def add_map(parser: argparse.ArgumentParser, what: str) -> None:
    """Add which column is which field."""
    parser.add_argument("--map", metavar="X=FIELD", dest="mapping", action="append", default=[], help=what)


def add_table(parser: argparse.ArgumentParser) -> None:
    """Add a table, and how to read it."""
    parser.add_argument("table", metavar="LIST", help=".csv, .xlsx, .json or .jsonl; - for CSV from standard input")
    parser.add_argument(
        "--profile",
        metavar="P",
        help="detainee, person, or a file of your own (default: that of the map, or only text)",
    )
    add_map(
        parser, "column X is this field; X= omits it, *= omits all that are unknown; or a .toml file; may be repeated"
    )
    parser.add_argument(
        "--split",
        metavar="X=FIELDS",
        action="append",
        default=[],
        help="column X has whole names, of these parts in order; may be repeated",
    )
    parser.add_argument(
        "--dates",
        metavar="X=FORM",
        action="append",
        default=[],
        help="dates in column X are in this form, as d.m.yy; may be repeated",
    )
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="all entries have this value in the field; FIELD:WORD=VALUE says it of one word of the table, "
        "and FIELD:WORD= that it is no value, NAME-COLUMN:NAME=PART | PART says the parts of a name; "
        "may be repeated",
    )
    parser.add_argument("--header-row", metavar="N", help="the row with the names of the columns (default: the first)")
    parser.add_argument("--sheet", metavar="NAME", help="of a workbook (default: the first that is not empty)")
    parser.add_argument("--save-map", metavar="MAP.toml", help="write which column is which field, for the next time")
    parser.add_argument("--encoding", metavar="NAME", help="of a CSV file, if the guess is wrong")
    parser.add_argument("--delimiter", metavar="C", help="of a CSV file, if the guess is wrong")
    parser.add_argument("--no-header", action="store_true", help="the CSV file's first row is an entry")


def add_new_list(parser: argparse.ArgumentParser) -> None:
    """Add a table that is to be committed to, who signs it, and its place among their lists."""
    add_table(parser)
    add_key(parser, required=True)
    add_output(parser, "OUT.swap")
    parser.add_argument(
        "--role",
        metavar="R",
        help="offer, request or report, or a word of your own as other:WORD (default: as in OLD.swap or the terms)",
    )
    parser.add_argument(
        "--label", metavar="TEXT", help="the list's name, for readers (default: as in OLD.swap, or LIST's name)"
    )
    parser.add_argument("--previous", metavar="OLD.swap", help="this is the next version of the list in OLD.swap")
    parser.add_argument(
        "--adopt", action="store_true", help="take what is yours in OLD.swap into the journal, if its own copy is lost"
    )
    parser.add_argument("--answers", metavar="FILE", help="this list answers the commitment in FILE")
    parser.add_argument(
        "--to", metavar="CARD.swap", action="append", default=[], help="also seal it to a pinned party; may be repeated"
    )
    parser.add_argument("--id", metavar="HEX", help="the list's id, 32 hexadecimal digits (default: random)")
    parser.add_argument("--yes", action="store_true", help="sign without asking")
    add_trust(parser)
