"""The parser of the command line: the overview, and the options and help of one verb."""

import argparse
import sys
from collections.abc import Sequence
from itertools import groupby, takewhile
from typing import Any, NoReturn

from ..errors import InputError
from . import verbs
from .pinning import nearby
from .screen import layout
from .screen.likeliest import did_you_mean, likeliest

_OVERVIEW = """\
usage: swapproto VERB ...

Commit to a list, seal it, prove it later.
{verbs}
swapproto help VERB explains a verb.
Exit codes: 0 verified, 1 does not verify, 2 cannot be done as asked,
3 nothing wrong, but something is missing, 4 a contradiction is proven.
"""
_OTHER_WORDS = {
    **dict.fromkeys(("decrypt", "read", "export", "unseal"), "open"),
    **dict.fromkeys(("encrypt", "seal", "add"), "commit"),
    **dict.fromkeys(("pin", "import"), "trust"),
    **dict.fromkeys(("validate", "lint"), "check"),
    **dict.fromkeys(("show", "cat", "list", "ls"), "inspect"),
    **dict.fromkeys(("join", "combine"), "merge"),
    **dict.fromkeys(("compare",), "match"),
    "publish": "reveal",
    "key": "keygen",
    "version": "--version",
}


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_width())  # what it would ask itself loads half of the standard library


def _width() -> int:
    return min(layout.WIDEST, layout.window(sys.stdout) or layout.WIDEST)


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
        # argparse itself keeps options that exclude each other on one line, however long
        about = layout.fitted(super().format_help(), _width())
        return about + "\nexamples:\n" + "".join(f"  {example}\n" for example in self.examples)

    def error(self, message: str) -> NoReturn:
        """Raise :class:`InputError` ``usage``."""
        if message.endswith("required: -k"):
            message = "give your key file: -k NAME.swapkey"
        if message.startswith("unrecognized arguments") and any(len(w) == 5 and w.isdecimal() for w in message.split()):
            message = "put the 60 digits in quotes: --from '12345 67890 ...'"
        raise InputError("usage", f"{message}; see: {self.prog} --help")


def parse(argv: list[str]) -> tuple[str, argparse.Namespace]:
    """Return the verb of a command and its options. Raise :class:`InputError` ``usage``; exit after help."""
    if argv[:1] == ["help"] and len(argv) > 1:
        argv = [argv[1], "--help"]
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(layout.fitted(overview(), _width()), end="")
        raise SystemExit(0 if argv else 2)
    if argv[0] in ("-V", "--version"):
        from importlib.metadata import version

        print("swapproto", version("swapproto"))
        raise SystemExit(0)
    if argv[0] not in verbs.VERBS:
        raise _no_verb(argv[0])
    if any(word.partition("=")[0] == "--passphrase" for word in argv):
        raise InputError("usage", "a passphrase is never an argument: use --passphrase-file or --passphrase-fd")
    parser = build(argv[0])
    _refuse_unknown(parser, argv[1:])
    folders = [] if {"-h", "--help"} & {*argv} else nearby.folders()
    options = _parse_in(folders, parser, argv) if folders else parser.parse_args(argv[1:])
    _refuse_empty(parser, options)
    options.beside = getattr(options, "beside", [])
    options.named = getattr(options, "named", None)
    options.command = argv
    return argv[0], options


def _parse_in(folders: list[str], parser: Parser, argv: list[str]) -> argparse.Namespace:
    """Return the options of a command, with what the home of a case gives, if one of the folders is its home."""
    from . import at_home  # which can read key files

    home = at_home.around(argv[0], folders)
    if home is None:
        return parser.parse_args(argv[1:])
    at_home.ask_less(parser, argv[0], home)
    options = parser.parse_args(argv[1:])
    at_home.complete(options, argv[0], home)
    return options


def _no_verb(word: str) -> InputError:
    meant = _OTHER_WORDS.get(word.casefold()) or likeliest(word, (*verbs.VERBS, "help"))
    question = "" if meant is None else f"; did you mean {meant}?"
    return InputError("usage", f"there is no verb {word!r}{question}; see: swapproto --help")


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
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="show results, questions, warnings and errors, and nothing else"
    )
    return parser


def _refuse_unknown(parser: Parser, words: Sequence[str]) -> None:
    """Raise ``usage`` for an option that the verb does not have, with the likeliest of those that it has."""
    known = [option for action in parser._actions for option in action.option_strings if option.startswith("--")]
    for word in takewhile(lambda word: word != "--", words):
        option = word.partition("=")[0]
        if option.startswith("--") and " " not in option and option not in known:
            parser.error(f"there is no option {option}{did_you_mean(option, known)}")


def _refuse_empty(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Raise ``usage`` for an empty value: a shell's variable that is not set would choose everything, or another."""
    for action in options_of(parser):
        value = getattr(options, action.dest)
        if "" in (value if isinstance(value, list) else [value]):
            name = "/".join(action.option_strings) or str(action.metavar)
            raise InputError("usage", f"{name} is empty: was a variable meant that is not set?")


def options_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the arguments and options of a verb, without those that every verb has."""
    return [action for action in parser._actions if action.dest not in ("help", "quiet")]


def overview() -> str:
    """Return the help of the whole program: the verbs by group."""
    lines: list[str] = []
    for group, found in groupby(verbs.VERBS.values(), key=lambda verb: verb.group):
        lines += ["", group] if group else [""]
        lines += [f"  {verb.name:<9} {verb.summary}" for verb in found]
    return _OVERVIEW.format(verbs="\n".join([*lines, ""]))
