"""The openings: every list for which a key is known, a published one or one wrapped for this reader. Spec 8.4, 12.1."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from ..envelope import Envelope, Opened, check_key, context_of, decrypt_list, matched
from ..errors import AccessError, Code, VerificationError
from ..release import key_in_envelope, obtain_revealed_key
from ..statements import Commitment, Signed
from ..wire.hpke import Opener
from .evidence import Evidence


class NotOpened(NamedTuple):
    """What a reader has of a wrap for them that does not give the committed key. ``code`` names the failing step."""

    code: Code


Keys = Mapping[bytes, bytes | NotOpened]
"""By commitment id, what wraps gave a reader: a content key (32 bytes), or :class:`NotOpened`."""


class Openings:
    """What could be opened, by commitment id, and what could not for a reason that is somebody's fault.

    ``published`` are the reveals of each published key; ``wrong_keys`` are by reveal id.
    """

    def __init__(self) -> None:
        self.published: dict[bytes, list[bytes]] = {}
        self.opened: dict[bytes, Opened] = {}
        self.distinct_keys: dict[bytes, int | None] = {}
        self.wrong_keys: dict[bytes, Code] = {}
        self.wrong_contents: dict[bytes, Code] = {}
        self.not_opened: set[bytes] = set()

    def proof(self, commitment: Signed[Commitment]) -> tuple[bytes, ...]:
        """Return what shows an opening to others: commitment, envelope, and the first reveal of the key, if any."""
        return (commitment.id, commitment.body.envelope, *self.published.get(commitment.id, ())[:1])


def open_wraps(evidence: Evidence, reader: bytes, opener: Opener) -> dict[bytes, bytes | NotOpened]:
    """Decrypt every wrap to the reader with this kid, in envelopes and reveals.

    Return by commitment id the content key (32 bytes) that a wrap gives, or :class:`NotOpened` where there are wraps
    and none gives the committed key. A commitment without a wrap for the reader is absent.
    """
    found: dict[bytes, bytes | NotOpened] = {}
    for commitment in evidence.of(Commitment).values():
        envelope = evidence.envelopes.get(commitment.body.envelope)
        if envelope is None:
            continue
        try:
            found[commitment.id] = key_in_envelope(commitment, envelope, reader, opener)
        except VerificationError as error:
            found[commitment.id] = NotOpened(error.code)
        except AccessError:
            continue
    for reveal, commitment in evidence.reveals():
        if reveal.body.wrap is None or reveal.body.wrap[0] != reader or type(found.get(commitment.id)) is bytes:
            continue
        try:
            found[commitment.id] = obtain_revealed_key(commitment, reveal, reader, opener)
        except VerificationError as error:
            found[commitment.id] = NotOpened(error.code)
    return found


def open_all(evidence: Evidence, wrapped: Keys) -> Openings:
    """Decrypt every list for which a key is known: a published one, or one that was wrapped for this reader.

    Spec 12.1, step 6.
    """
    found = Openings()
    keys: dict[bytes, bytes] = {}
    for reveal, commitment in evidence.reveals():
        if reveal.body.cek is None:
            continue
        try:
            check_key(commitment, reveal.body.cek)
        except VerificationError as error:
            found.wrong_keys[reveal.id] = error.code
        else:
            found.published.setdefault(commitment.id, []).append(reveal.id)
            keys[commitment.id] = reveal.body.cek
    for commitment_id, key in wrapped.items():
        wrapped_for = evidence.of(Commitment).get(commitment_id)
        if wrapped_for is None:
            continue
        try:
            if isinstance(key, NotOpened):
                raise VerificationError(key.code, "the wrap does not open")
            check_key(wrapped_for, key)
            keys.setdefault(commitment_id, key)
        except VerificationError:
            found.not_opened.add(commitment_id)
    _decrypt_all(evidence, keys, found)
    return found


def _decrypt_all(evidence: Evidence, keys: Mapping[bytes, bytes], found: Openings) -> None:
    commitments = evidence.of(Commitment)
    by_envelope: defaultdict[bytes, list[Signed[Commitment]]] = defaultdict(list)
    for commitment_id in sorted(keys):
        by_envelope[commitments[commitment_id].body.envelope].append(commitments[commitment_id])
    for digest in by_envelope.keys() & evidence.envelopes.keys():
        # one decryption for all commitments of one context: they can differ in what it does not hold, as in iat
        lists: dict[tuple[bytes, bytes], _List | VerificationError] = {}
        for commitment in by_envelope[digest]:
            key = keys[commitment.id]
            place = context_of(commitment), key
            if place not in lists:
                lists[place] = _decrypt(commitment, evidence.envelopes[digest], key)
            try:
                decrypted = lists[place]
                if isinstance(decrypted, VerificationError):
                    raise decrypted
                found.opened[commitment.id] = matched(commitment, decrypted.opened)
                found.distinct_keys[commitment.id] = decrypted.distinct_keys
            except VerificationError as error:
                found.wrong_contents[commitment.id] = error.code


class _List(NamedTuple):
    """A decrypted list, and its number of distinct primary keys: counted once, however many commitments it fits."""

    opened: Opened
    distinct_keys: int | None


def _decrypt(commitment: Signed[Commitment], envelope: Envelope, key: bytes) -> _List | VerificationError:
    try:
        opened = decrypt_list(commitment, envelope, key)
    except VerificationError as error:
        return error
    return _List(opened, opened.list.distinct_keys())
