"""The parser of the command line: the overview, and the options and help of one verb."""

import argparse
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NoReturn

from ..errors import InputError
from . import verbs

_WIDTH = 100
_OVERVIEW = """\
usage: swapproto VERB ...

Commit to a list, seal it, prove it later.
{verbs}
swapproto VERB --help explains a verb. Exit codes: 0 verified, 1 does not verify,
2 cannot be done as asked, 3 nothing wrong, but something is missing, 4 a contradiction is proven.
"""


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_WIDTH)  # asking the terminal loads half of the standard library


class _StoreOnce(argparse.Action):
    """Stores a value, and refuses a second one: which of two was meant, nobody can tell."""

    def __call__(
        self, parser: argparse.ArgumentParser, options: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        given: set[str] = options.__dict__.setdefault("given", set())
        if option is not None and self.dest in given:
            parser.error(f"{option} is given twice")
        given.add(self.dest)
        setattr(options, self.dest, values)


class Parser(argparse.ArgumentParser):
    """The parser of one verb, whose help ends with examples."""

    examples: Sequence[str] = ()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register("action", "store", _StoreOnce)
        self.register("action", None, _StoreOnce)

    def format_help(self) -> str:
        """Return the help, and the examples below it."""
        return super().format_help() + "\nexamples:\n" + "".join(f"  {example}\n" for example in self.examples)

    def error(self, message: str) -> NoReturn:
        """Raise :class:`InputError` ``usage``."""
        if message.endswith("required: -k"):
            message = "give your key file: -k NAME.swapkey"
        if message.startswith("unrecognized arguments") and any(len(w) == 5 and w.isdecimal() for w in message.split()):
            message = "put the 60 digits in quotes: --from '12345 67890 ...'"
        raise InputError("usage", f"{message}; see: {self.prog} --help")


def parse(argv: list[str]) -> tuple[str, argparse.Namespace]:
    """Return the verb of a command and its options. Raise :class:`InputError` ``usage``; exit after help."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(overview(), end="")
        raise SystemExit(0 if argv else 2)
    if argv[0] == "--version":
        from importlib.metadata import version

        print("swapproto", version("swapproto"))
        raise SystemExit(0)
    if argv[0] not in verbs.VERBS:
        raise InputError("usage", f"there is no verb {argv[0]!r}; see: swapproto --help")
    if any(word.partition("=")[0] == "--passphrase" for word in argv):
        raise InputError("usage", "a passphrase is never an argument: use --passphrase-file or --passphrase-fd")
    parser = build(argv[0])
    options = parser.parse_args(argv[1:])
    _refuse_empty(parser, options)
    options.command = argv
    return argv[0], options


def build(name: str) -> Parser:
    """Return the parser of a verb."""
    module = verbs.load(name)
    parser = Parser(
        prog=f"swapproto {name}",
        description=" ".join((module.run.__doc__ or "").split()),
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.examples = module.EXAMPLES
    module.add_arguments(parser)
    return parser


def _refuse_empty(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Raise ``usage`` for an empty value: a shell's variable that is not set would choose everything, or another."""
    for action in options_of(parser):
        value = getattr(options, action.dest)
        if "" in (value if isinstance(value, list) else [value]):
            name = "/".join(action.option_strings) or str(action.metavar)
            raise InputError("usage", f"{name} is empty: was a variable meant that is not set?")


def options_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the arguments and options of a verb, without ``--help``."""
    return [action for action in parser._actions if action.dest != "help"]


def overview() -> str:
    """Return the help of the whole program: the verbs by group."""
    lines: list[str] = []
    for group, found in groupby(verbs.VERBS.values(), key=lambda verb: verb.group):
        lines += ["", group] if group else [""]
        lines += [f"  {verb.name:<9} {verb.summary}" for verb in found]
    return _OVERVIEW.format(verbs="\n".join([*lines, ""]))
