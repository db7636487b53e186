"""At home: what a command in the home of a case takes from it, where its own options say nothing.

Whatever is typed wins. A name for which there is no file stands for the list in the file NAME.swap of the home.
"""

import argparse
import itertools
import os
import shlex
from collections.abc import Iterable

from ..errors import InputError
from .home import Home, heeded
from .screen.likeliest import did_you_mean

_STRANGERS = ("init", "demo", "keygen", "trust")
"""The verbs that take nothing from a home: they make one, play in a folder of their own, or say who is who."""
_NAMED = ("files", "mine", "theirs", "old", "new", "previous", "answers")
_BESIDE = {"open": ("files",), "disclose": ("files",), "match": ("mine", "theirs"), "diff": ("old", "new")}
"""The verbs that open lists, to which what was received can contain the key; by the words that name them."""
_ENDINGS = {"commit": ".swap", "sign": ".swap", "reveal": ".swap", "open": ".xlsx"}
_OF_ALL = ("verify", "status")
"""The verbs that without a file are about everything in the home."""
_UNSAFE = str.maketrans(dict.fromkeys('/\\:*?"<>|\0', "_"))


def around(verb: str, folders: Iterable[str]) -> Home | None:
    """Return the home that a verb takes something from: the first of these folders that is one, if any is."""
    if verb in _STRANGERS:
        return None
    return next(filter(None, map(heeded, folders)), None)


def ask_less(parser: argparse.ArgumentParser, verb: str, home: Home) -> None:
    """Let a verb do without the options that a home gives."""
    for action in parser._actions:
        if action.dest == "key_file" or (action.dest == "output" and verb in _ENDINGS):
            action.required = False
        if action.dest == "profile" and not action.option_strings and home.profile is not None:
            action.required, action.nargs = False, "?"
        if action.dest == "files" and verb in _OF_ALL:
            action.required, action.nargs = False, "*"


def complete(options: argparse.Namespace, verb: str, home: Home) -> None:
    """Fill in what was not typed, in place. Raise :class:`InputError` ``usage`` for a name of two files."""
    given = vars(options)
    defaults = {
        "key_file": home.path(home.key),
        "profile": home.profile_or_path(),
        "language": home.language,
    }
    for name, value in defaults.items():
        if name in given and given[name] is None:
            given[name] = value
    if given.get("mapping") == [] and home.map is not None and os.path.isfile(home.path(home.map)):
        given["mapping"] = [home.path(home.map)]
    if "table" in given:
        options.table = _in_home(options.table, home)
    if verb in _OF_ALL and not options.files:
        options.files = [folder for name in (home.written, home.received) if _names_in(folder := home.path(name))]
    named = _resolve(options, home)
    options.beside = [home.path(home.received)] if named & set(_BESIDE.get(verb, ())) else []
    if verb in _ENDINGS and options.output is None:
        options.output = _output(options, verb, home)
        options.named = os.path.splitext(os.path.basename(options.output))[0]


def _in_home(path: str, home: Home) -> str:
    """Return the path of a table, which can also be named as from the folder of the home."""
    there = home.path(path)
    return there if path != "-" and not os.path.lexists(path) and os.path.isfile(there) else path


def _resolve(options: argparse.Namespace, home: Home) -> set[str]:
    """Put paths in the place of names. Return the options in which there was one."""
    named = set()
    for dest in _NAMED:
        value = getattr(options, dest, None)
        words = value if isinstance(value, list) else [value] if value else []
        paths = [_list_of(word, home) for word in words]
        if any(path != word for path, word in zip(paths, words, strict=True)):
            named.add(dest)
            setattr(options, dest, paths if isinstance(value, list) else paths[0])
    return named


def _list_of(word: str, home: Home) -> str:
    """Return the file of the list that a word names, or the word. Raise :class:`InputError` ``usage`` for two."""
    if word == "-" or os.path.lexists(word) or os.path.basename(word) != word:
        return word
    folders = (home.path(home.written), home.path(home.received), home.path("."))
    names = [word, f"{word}.swap"]
    found = [path for folder in folders for name in names if os.path.isfile(path := os.path.join(folder, name))]
    if len(found) > 1:
        refusal = InputError("usage", f"{word!r} names {len(found)} files; give the one that is meant:")
        for path in found:
            refusal.add_note(shlex.quote(path))
        raise refusal
    if not found:
        meant = did_you_mean(word, (os.path.splitext(name)[0] for folder in folders for name in _names_in(folder)))
        raise InputError("file", f"{word}: there is no such file, and no list of this name in the home{meant}")
    return found[0]


def _names_in(folder: str) -> list[str]:
    return os.listdir(folder) if os.path.isdir(folder) else []


def _output(options: argparse.Namespace, verb: str, home: Home) -> str:
    """Return where to write: a file of the home, called as what is read. Raise ``usage`` where nothing gives a name."""
    read = [options.table] if hasattr(options, "table") else options.files
    if len(read) != 1 or read[0] == "-" or getattr(options, "in_turn", False) or getattr(options, "deposit", False):
        raise InputError("usage", "give the file to write: -o FILE; only for one list or table the home has a name")
    name = os.path.splitext(os.path.basename(os.path.normpath(read[0])))[0]
    if verb == "reveal":
        readers = [os.path.splitext(os.path.basename(reader))[0] for reader in options.to or ["everyone"]]
        name = f"{name}-for-{'-and-'.join(readers)}"
    return _free(os.path.join(home.path(home.written), name.translate(_UNSAFE)), _ENDINGS[verb], options)


def _free(stem: str, ending: str, options: argparse.Namespace) -> str:
    """Return a path; of the next version of a list, one with a number that no file has."""
    numbers = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    paths = (f"{stem}{number}{ending}" for number in numbers)
    if getattr(options, "previous", None) is None:
        return next(paths)
    return next(path for path in paths if not os.path.lexists(path))
