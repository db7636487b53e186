"""The verb ``merge``: several files as one."""

import argparse
from collections.abc import Container

from ...counting import count_of
from ...errors import InputError
from ...transcript import FILE_LIMIT, Transcript, kinds
from .. import outputs
from ..acts import published
from ..arguments import add_files, add_output
from ..disk import inbox, writing
from ..screen.likeliest import require_known
from ..screen.terminal import clean, say, warn

EXAMPLES = (
    "swapproto merge people-1.swap reveal.swap -o all.swap",
    "swapproto merge inbox --only commitment --armor -o press.txt",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verb's options."""
    add_files(parser)
    add_output(parser, "OUT.swap")
    parser.add_argument(
        "--only", metavar="KIND", action="append", help=f"of these kinds: {', '.join(kinds())}; may be repeated"
    )
    parser.add_argument("--armor", action="store_true", help="write text, for mail and messengers")


def run(options: argparse.Namespace) -> int:
    """Write everything readable from several files into one; duplicates once."""
    outputs.check(options)
    require_known("kind", options.only or (), kinds())
    transcript = inbox.load(options.files).transcript
    kept = _only(transcript, options.only or kinds())
    artefacts = kept.artefacts()
    if not artefacts:
        raise InputError("usage", "nothing of that kind is in these files; nothing was written")
    if sum(map(len, artefacts)) > FILE_LIMIT:
        raise InputError("usage", "a file has at most 1 GiB: merge less, or --only some")
    keys = published.in_words(kept, transcript)
    data = kept.armored().encode() if options.armor else kept.encode()
    private = bool(kept.disclosures or keys)  # they show entries
    writing.write(options.output, data, force=options.force, private=private)
    for rejected in transcript.rejected.values():
        warn(f"omitted: {clean(rejected.source)}, byte {rejected.offset}: {clean(rejected.message)} [{rejected.code}]")
    say(f"{writing.shown(options.output)}: {count_of(len(artefacts), 'artefact')}")
    for key in keys:
        say(f"  {key}")
    return 1 if transcript.rejected else 0


def _only(transcript: Transcript, wanted: Container[str]) -> Transcript:
    found = {name: artefacts for name, artefacts in transcript.by_kind.items() if name in wanted}
    found["statement"] = {digest: one for digest, one in transcript.statements.items() if one.kind in wanted}
    return Transcript(found)
