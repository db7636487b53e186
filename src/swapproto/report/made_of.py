"""What a report is made of: the files that were read, and the pins and the moment that the assessment rests on."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ..assessment import Assessment
from ..statements import Party
from ..transcript import Rejected, Transcript
from ..wire.cbor import encode


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
    #: Whether the page is as of a time that had not come when it was made.
    is_ahead: bool = False


def embedded(material: Material) -> list[bytes]:
    """Return all artefacts of the files and, for each piece that cannot be read, an item that says so and is rejected.

    So that whoever verifies the page has the same verdict. The pieces themselves stay out: what is cut across two files
    would be whole where these are joined, and the page would say what no file says. Spec 3.2.
    """
    marks = sorted({_mark(rejected) for rejected in material.transcript.rejected.values()})
    return [*material.transcript.artefacts(), *marks]


def _mark(rejected: Rejected) -> bytes:
    """Return what stands for a rejected piece: a text, which is no artefact."""
    return encode(f"not in this page: a piece that is {rejected.code}, SHA-256 {rejected.id.hex()}")
