"""The openings: every list for which a key is known, a published one or one wrapped for this reader. Spec 8.4, 12.1."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from ..envelope import Envelope, Opened, check_key, context_of, decrypt_list, matched, may_be_list, steps_of
from ..errors import Code, VerificationError
from ..progress import Progress, Steps
from ..release import Wrapped, wrap_in_envelope, wrap_in_reveal
from ..statements import Commitment, Signed
from ..wire.hpke import Opener
from .evidence import Evidence


class NotOpened(NamedTuple):
    """What a reader has of a wrap for them that does not give the committed key. ``code`` names the failing step."""

    #: The code of the step that failed.
    code: Code


_CONTEXTS = 64
"""For how many contexts an envelope is decrypted in full whatever it begins with; an honest one has one."""

Keys = Mapping[bytes, bytes | NotOpened]
"""By source, what a wrap gave a reader: a content key (32 bytes), or :class:`NotOpened`.

The source of a wrap in an envelope is the id of the commitment, that of a wrap in a reveal the id of the reveal.
"""


class Openings:
    """What could be opened, by commitment id, and what could not for a reason that is somebody's fault.

    ``published`` are the reveals of each published key; ``wrong_keys`` are by reveal id. ``not_opened`` has the
    commitment of each source whose wrap for this reader does not give the committed key.
    """

    def __init__(self) -> None:
        self.published: dict[bytes, list[bytes]] = {}
        self.opened: dict[bytes, Opened] = {}
        self.distinct_keys: dict[bytes, int | None] = {}
        self.wrong_keys: dict[bytes, Code] = {}
        self.wrong_contents: dict[bytes, Code] = {}
        self.not_opened: dict[bytes, Signed[Commitment]] = {}

    def proof(self, commitment: Signed[Commitment]) -> tuple[bytes, ...]:
        """Return what shows an opening to others: commitment, envelope, and all reveals of the key."""
        return (commitment.id, commitment.body.envelope, *self.published.get(commitment.id, ()))


def open_wraps(evidence: Evidence, reader: bytes, opener: Opener) -> dict[bytes, bytes | NotOpened]:
    """Decrypt every wrap to the reader with this kid, in envelopes and reveals.

    Return by source, the id of the commitment or of the reveal, the content key (32 bytes) that its wrap gives, or
    :class:`NotOpened` if that is not the committed key. A source without a wrap for the reader is absent.
    """
    found: dict[bytes, bytes | NotOpened] = {}
    for source, wrapped in find_wraps(evidence, reader).items():
        try:
            found[source] = wrapped.open(opener)
        except VerificationError as error:
            found[source] = NotOpened(error.code)
    return found


def find_wraps(evidence: Evidence, reader: bytes) -> dict[bytes, Wrapped]:
    """Return every wrap to the reader with this kid by its source, for :func:`open_wraps` in two halves.

    What decrypts them elsewhere gives for each source the result of :meth:`Wrapped.finish`, or :class:`NotOpened` with
    the code of the :class:`VerificationError` that it raised.
    """
    found: dict[bytes, Wrapped] = {}
    for commitment in evidence.of(Commitment).values():
        envelope = evidence.envelopes.get(commitment.body.envelope)
        if envelope is not None and reader in envelope.wraps:
            found[commitment.id] = wrap_in_envelope(commitment, envelope, reader)
    for reveal, commitment in evidence.reveals():
        if reveal.body.wrap is not None and reveal.body.wrap[0] == reader:
            found[reveal.id] = wrap_in_reveal(commitment, reveal, reader)
    return found


def open_all(evidence: Evidence, wrapped: Keys, progress: Progress) -> Openings:
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
    for source, commitment in _sources(evidence).items():
        if source not in wrapped:
            continue
        key = wrapped[source]
        try:
            if isinstance(key, NotOpened):
                raise VerificationError(key.code, "the wrap does not open")
            check_key(commitment, key)
            keys.setdefault(commitment.id, key)
        except VerificationError:
            found.not_opened[source] = commitment
    _decrypt_all(evidence, keys, found, progress)
    return found


def _sources(evidence: Evidence) -> dict[bytes, Signed[Commitment]]:
    """Return the commitment of everything that can hold a wrap, by its id."""
    wrapped = ((reveal.id, commitment) for reveal, commitment in evidence.reveals() if reveal.body.wrap is not None)
    return {**evidence.of(Commitment), **dict(wrapped)}


def _decrypt_all(evidence: Evidence, keys: Mapping[bytes, bytes], found: Openings, progress: Progress) -> None:
    commitments = evidence.of(Commitment)
    by_envelope: defaultdict[bytes, list[Signed[Commitment]]] = defaultdict(list)
    for commitment_id in sorted(keys):
        by_envelope[commitments[commitment_id].body.envelope].append(commitments[commitment_id])
    due = by_envelope.keys() & evidence.envelopes.keys()
    alike = {(context_of(one), keys[one.id]): one for digest in due for one in by_envelope[digest]}
    steps = Steps(progress, sum(map(steps_of, alike.values())))
    for digest in due:
        # one decryption for all commitments of one context: they can differ in what it does not hold, as in iat
        lists: dict[tuple[bytes, bytes], _List | VerificationError] = {}
        places = {commitment.id: (context_of(commitment), keys[commitment.id]) for commitment in by_envelope[digest]}
        many = len(set(places.values())) > _CONTEXTS
        for commitment in by_envelope[digest]:
            place, envelope = places[commitment.id], evidence.envelopes[digest]
            if place not in lists and many and not may_be_list(commitment, envelope, place[1]):
                lists[place] = VerificationError("decrypt-failed", "the committed key does not decrypt the envelope")
            if place not in lists:
                lists[place] = _decrypt(commitment, envelope, place[1], steps)
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


def _decrypt(commitment: Signed[Commitment], envelope: Envelope, key: bytes, steps: Steps) -> _List | VerificationError:
    try:
        opened = decrypt_list(commitment, envelope, key, steps)
    except VerificationError as error:
        return error
    return _List(opened, opened.list.distinct_keys())
