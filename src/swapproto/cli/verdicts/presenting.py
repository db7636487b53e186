"""What a report is made of, as the command line has it: the verdict, and the commands that repeat it."""

import argparse
import shlex
from datetime import UTC, datetime
from importlib.metadata import version

from ...errors import InputError
from ...report.html import base
from ...report.made_of import Material
from ...wording import LANGUAGES, nearest
from ..disk.inbox import unexpected
from ..screen import clock
from .requirements import in_words
from .verdict import Verdict


def language_of(options: argparse.Namespace) -> str:
    """Return the language of a page, by default English. Raise ``usage`` for one that has no sentences."""
    tag = options.language or "en"
    if tag.partition("-")[0].lower() not in LANGUAGES:
        raise InputError("usage", f"there are no sentences in the language {tag!r}; there are: {', '.join(LANGUAGES)}")
    return nearest(tag)


def material(found: Verdict, options: argparse.Namespace) -> Material:
    """Return what a report shows. Raise :class:`InputError` ``file`` where nothing can be read in the files."""
    loaded, assessment = found.loaded, found.assessment
    if not loaded.transcript:
        raise InputError(
            "file", "nothing in these files can be read, so that there is nothing to report; verify says why"
        )
    return Material(
        assessment,
        found.exit_code,
        loaded.transcript,
        loaded.inputs,
        [(one.name, one.why) for one in loaded.not_read],
        {one.name for one in loaded.not_read} - {one.name for one in unexpected(loaded.not_read)},
        found.impostors(),
        [in_words(one, found.pins) for one in assessment.missing(found.required)],
        options.maker,
        _repeating(found, options),
        shlex.join(["swapproto", "verify", _path(options.output), *_shared(found, options)]),
        version("swapproto"),
        assessment.now > clock.now(),
    )


def _repeating(found: Verdict, options: argparse.Namespace) -> str:
    words = ["swapproto", "report", *map(_path, options.files), *_shared(found, options)]
    for option, value in (("--by", options.maker), ("--xlsx", options.xlsx)):
        words += [] if value is None else [f"{option}={value if option == '--by' else _path(value)}"]
    return shlex.join([*words, "--language", language_of(options), "-o", _path(options.output)])


def _shared(found: Verdict, options: argparse.Namespace) -> list[str]:
    """Return the options by which the verdict is the same: whom to trust, the clocks, and as of when.

    The pins of the maker's own account are given as digits: others have no such folder.
    """
    trust = found.assessment.trust
    words = [word for path in options.trust or () for word in ("--trust", _path(path))]
    for digits in options.from_digits or ([] if words else _digits(found)):
        words += ["--from", digits]
    words += [] if trust.quorum == 1 else ["--quorum", str(trust.quorum)]
    words += [word for path in options.crl for word in ("--crl", _path(path))]
    words += [word for one in options.require for word in ("--require", one)]
    return [*words, "--at", datetime.fromtimestamp(found.assessment.now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")]


def _digits(found: Verdict) -> list[str]:
    """Return the digits of the pinned parties whose cards are in the files."""
    here = {party.card_id for party in found.loaded.transcript.cards()}
    return [party.fingerprint for party in found.pins.parties.values() if party.card_id in here]


def _path(path: str) -> str:
    """Return the name of a file without its folders, which are its maker's own affair, and that no option can be
    mistaken for."""
    name = base(path)
    return f"./{name}" if name.startswith("-") and name != "-" else name
