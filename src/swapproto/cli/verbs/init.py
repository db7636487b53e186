"""The verb ``init``: a home for a case, whose commands need no key, no profile and no names of files."""

import argparse
import json
import os
from shlex import quote

from ...errors import InputError
from .. import home, home_records, keyfiles
from ..disk import writing
from ..home import Home
from ..pinning.nearby import FILE
from ..screen.terminal import clean, confirm, say
from ..table import read_profile

EXAMPLES = (
    "swapproto init case -k North.swapkey --profile detainee --language uk",
    "swapproto init case",
)
_SETTINGS = ("key_file", "profile", "map", "language", "received", "written")
_ABOUT = """\
# The home of a case: what swapproto takes in this folder where a command says nothing.
# It counts since swapproto init recorded it. After a change: swapproto init with this folder.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    parser.add_argument("folder", metavar="FOLDER", help="the folder of the case, which is made if it is not there")
    parser.add_argument("-k", metavar="ME.swapkey", dest="key_file", help="your key file, for a new home")
    parser.add_argument("--profile", metavar="P", help="detainee, person, or a file of your own")
    parser.add_argument("--map", metavar="MAP.toml", help="which column is which field; it need not be there yet")
    parser.add_argument("--language", metavar="TAG", help="of titles and verdicts: uk, ru, en, fr, ar")
    parser.add_argument("--received", metavar="DIR", help="the folder in it for what others send (default: in)")
    parser.add_argument("--written", metavar="DIR", help="the folder in it for what is made (default: out)")
    parser.add_argument("--force", action="store_true", help="overwrite the swapproto.toml that is there")
    parser.add_argument("--yes", action="store_true", help="take over the swapproto.toml that is there without asking")


def run(options: argparse.Namespace) -> int:
    """Make FOLDER the home of a case. In it and its subfolders commands take your key, the profile, the map and the
    language from its swapproto.toml, find lists by the names of their files, and write into its folders; what is typed
    wins. It is recorded for this account: a swapproto.toml that comes with a folder from elsewhere is not heeded.
    Without options it takes over the swapproto.toml that is there, after showing it."""
    folder = os.path.realpath(options.folder)
    path = os.path.join(folder, FILE)
    given = any(getattr(options, name) is not None for name in _SETTINGS)
    if not os.path.lexists(path) or (given and options.force):
        _write(options, folder, path)
    elif given:
        raise InputError(
            "file", f"{path}: exists already; change it there and init again, or overwrite it with --force"
        )
    found = home.read(folder)
    record = _checked(found)
    if not given:
        _ask(found, path, yes=options.yes)
    for name in (found.received, found.written):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    home_records.add(path, record)
    say(f"{clean(path)}: heeded from now on, in this folder and those in it, by you on this computer.")
    say("What others send goes into " + quote(found.path(found.received)) + ". Then, for example:")
    say(f"  cd {quote(options.folder)}")
    say("  swapproto commit LIST.xlsx --role report")
    return 0


def _write(options: argparse.Namespace, folder: str, path: str) -> None:
    if options.key_file is None:
        raise InputError("usage", "give your key file, for a new home: -k NAME.swapkey")
    keyfiles.read(options.key_file)
    settings = {
        "key": _from(folder, options.key_file),
        "profile": options.profile and _from_or_name(folder, options.profile),
        "map": options.map and _from(folder, options.map),
        "language": options.language,
        "received": options.received or "in",
        "written": options.written or "out",
    }
    lines = [f"{name} = {_quoted(value)}\n" for name, value in settings.items() if value is not None]
    data = (_ABOUT + "".join(lines)).encode()
    home.parse(data, folder)  # before anything is made
    os.makedirs(folder, exist_ok=True)
    writing.write(path, data, force=options.force)


def _checked(found: Home) -> home_records.Record:
    """Return the record of a home whose key and profile are there. Raise :class:`InputError` if they are not."""
    if (profile := found.profile_or_path()) is not None:
        read_profile(profile)
    return found.record()


def _ask(found: Home, path: str, *, yes: bool) -> None:
    party = keyfiles.read(found.path(found.key)).party
    lines = [f"{path} says:"]
    lines += [f"  {name:<9} {value}" for name, value in found._asdict().items() if value and name not in _NOT_SAID]
    lines += [f"The key is that of {party.name!r}: {party.fingerprint}", "Commands in this folder will sign with it."]
    confirm("\n".join(lines), yes=yes, question="Take it over?", otherwise="it is not heeded")


_NOT_SAID = ("folder", "digest")


def _from(folder: str, path: str) -> str:
    """Return a path as from the folder, if it is in it; else from the root."""
    real = os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path))
    inside = (
        os.path.commonpath([folder, real]) == folder
        if os.path.splitdrive(real)[0] == os.path.splitdrive(folder)[0]
        else False
    )
    return os.path.relpath(real, folder) if inside else real


def _from_or_name(folder: str, profile: str) -> str:
    from ...tables import profiles

    return profile if profile in profiles.names() else os.path.join(".", _from(folder, profile))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
