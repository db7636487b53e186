"""What is measured: the library as its users call it."""

from collections.abc import Iterable

from swapproto import (
    Commitment,
    Disclosure,
    Identity,
    List,
    Opened,
    Place,
    Sealed,
    Shown,
    Transcript,
    disclose,
    obtain_key,
    read_statement,
    seal,
    unseal,
)

from .entries import SCHEMA

ME = Identity.from_seed(bytes(32), "Benchmark", iat=0)
_SLOT = Place(role="report", list_id=bytes(16))


def commit(entries: Iterable[dict[str, str]]) -> Sealed:
    """Entries to commitment and envelope."""
    content = List.of("people", SCHEMA, entries)
    return seal(content, author=ME.party, local_secret=ME.local_secret, place=_SLOT, iat=0)


def issue(entries: Iterable[dict[str, str]]) -> bytes:
    """The same, signed, as one file."""
    sealed = commit(entries)
    return sealed.sign(ME) + sealed.envelope


def open_(file: bytes, key: bytes | None = None) -> Opened:
    """A file's bytes to verified entries, with its content key in hand, or out of the author's wrap."""
    transcript = Transcript.read(file)
    (statement,) = transcript.statements.values()
    commitment = read_statement(statement.raw, ME.party.verify_key, Commitment)
    envelope = transcript.envelopes[commitment.body.envelope].raw
    return unseal(commitment, envelope, key or obtain_key(commitment, envelope, ME.party.kid, ME))


class Shower:
    """Shows entries of one list, and checks what was shown."""

    def __init__(self, entries: Iterable[dict[str, str]]) -> None:
        sealed = commit(entries)
        self._opened = sealed.opened
        self._commitment = read_statement(sealed.sign(ME), ME.party.verify_key, Commitment)

    def show(self, indexes: Iterable[int]) -> bytes:
        """The disclosure of these."""
        return disclose(self._opened, indexes)

    def verify(self, disclosure: bytes) -> list[Shown]:
        """A disclosure's bytes to proven entries."""
        return Disclosure.read(disclosure).verify(self._commitment)
