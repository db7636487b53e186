"""What a report is made of: the files that were read, and the pins and the moment that the assessment rests on."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ..assessment import Assessment
from ..statements import Party
from ..transcript import Transcript


class Material(NamedTuple):
    """Files that somebody presents, what they show to its maker, and how the page came to be."""

    assessment: Assessment
    #: The verdict as a number. Spec 12.1, step 9.
    exit_code: int
    transcript: Transcript
    #: The files that were read, by name.
    inputs: Mapping[str, bytes]
    #: What was not read: names, and why.
    not_read: Sequence[tuple[str, str]]
    #: The names of those of them that belong to the others all the same.
    belonging: Collection[str]
    #: Cards that have the name of a pinned party and are not theirs, each with that party's kid.
    impostors: Sequence[tuple[Party, bytes]]
    #: What was required and is not proven, in words.
    missing: Sequence[str]
    #: Who says that they made the page, or None.
    by: str | None
    #: The command that makes the same page again.
    command: str
    #: The command that verifies the page by the same pins, as of the same time.
    check: str
    #: The version of this program.
    version: str


def embedded(material: Material) -> bytes:
    """Return all artefacts of the files and, of files in which something cannot be read, all that is in them.

    So that whoever verifies the page reads what was read here, and has the same verdict.
    """
    unreadable = {rejected.source for rejected in material.transcript.rejected.values()}
    return b"".join(
        [material.transcript.encode(), *(data for name, data in material.inputs.items() if name in unreadable)]
    )
