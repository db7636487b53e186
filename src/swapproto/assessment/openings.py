"""The openings: every list for which a key is known, a published one or one wrapped for this reader. Spec 8.4, 12.1."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from ..envelope import Envelope, Opened, check_key, context_of, decrypt_list, matched, may_be_list, steps_of
from ..errors import Code, VerificationError
from ..keys import ExchangeKey, LocalSecret
from ..progress import Progress, Steps
from ..release import Wrapped, wrap_in_complaint, wrap_in_envelope, wrap_in_reveal
from ..statements import Accept, Commitment, Receipt, Reveal, Signed
from ..wire.hpke import Opener
from .complaints import Complaint, run_complaints
from .evidence import Evidence


class NotOpened(NamedTuple):
    """What a reader has of a wrap for them that does not give the committed key. ``code`` names the failing step."""

    #: The code of the step that failed.
    code: Code


SEED_SIZE = 32
_CONTEXTS = 64
"""For how many contexts an envelope is decrypted in full whatever it begins with; an honest one has one."""

Keys = Mapping[bytes, bytes | NotOpened]
"""By source, what a wrap gave a reader: a content key or, of a complaint, a seed (32 bytes), or :class:`NotOpened`.

The source of a wrap in an envelope is the id of the commitment, that of a wrap in a reveal or a complaint its own id.
"""


class Openings:
    """What could be opened, by commitment id, and what could not for a reason that is somebody's fault.

    ``published`` are the reveals and complaints of each published key; ``wrong_keys`` are by reveal id. ``not_opened``
    has the commitment of each source whose wrap for this reader does not give the committed key. ``complaints`` are by
    receipt id.
    """

    def __init__(self, complaints: Mapping[bytes, Complaint]) -> None:
        self.complaints = complaints
        self.keys: dict[bytes, bytes] = {}
        self.published: dict[bytes, dict[bytes, None]] = {}
        self.opened: dict[bytes, Opened] = {}
        self.distinct_keys: dict[bytes, int | None] = {}
        self.wrong_keys: dict[bytes, Code] = {}
        self.wrong_contents: dict[bytes, Code] = {}
        self.not_opened: dict[bytes, Signed[Commitment]] = {}

    def is_published(self, reveal: Signed[Reveal], commitment: Signed[Commitment]) -> bool:
        """Return whether a committer published the key of their own list outside of any turn. Spec 17.9."""
        own = reveal.kid == commitment.kid and not reveal.body.given
        return own and reveal.id in self.published.get(commitment.id, ())

    def proof(self, commitment: Signed[Commitment]) -> tuple[bytes, ...]:
        """Return what shows an opening to others: commitment, envelope, and all reveals and complaints of the key."""
        return (commitment.id, commitment.body.envelope, *self.published.get(commitment.id, ()))


def open_wraps(
    evidence: Evidence, reader: bytes, opener: Opener, local_secret: LocalSecret | None = None
) -> dict[bytes, bytes | NotOpened]:
    """Decrypt every wrap to the reader with this kid, in envelopes, reveals and complaints.

    With the reader's ``local_secret`` those for the keys of their accepts, too. Return by source, the id of the
    commitment, the reveal or the complaint, the content key or seed (32 bytes) that its wrap gives, or
    :class:`NotOpened` if that is not the committed key. A source without a wrap for the reader is absent.
    """
    found: dict[bytes, bytes | NotOpened] = {}
    for wrapped in find_wraps(evidence, reader):
        accept = evidence.find(Accept, wrapped.key_id)
        holder = opener
        if accept is not None:
            if local_secret is None:
                continue
            holder = ExchangeKey(local_secret, accept.body.exchange, accept.body.maker, accept.body.number)
        if type(found.get(wrapped.source)) is bytes:
            continue  # another wrap of this source has opened
        try:
            found[wrapped.source] = wrapped.open(holder)
        except VerificationError as error:
            found[wrapped.source] = NotOpened(error.code)
    return found


def find_wraps(evidence: Evidence, reader: bytes) -> list[Wrapped]:
    """Return every wrap to the reader with this kid, for :func:`open_wraps` in two halves.

    Those for the keys of the reader's accepts are among them, and none that is void (spec 17.2). What decrypts them
    elsewhere gives for each source the result of :meth:`Wrapped.finish`, or :class:`NotOpened` with the code of the
    :class:`VerificationError` that it raised.
    """
    own: defaultdict[tuple[bytes, bytes | None], list[bytes]] = defaultdict(list)
    for accept in evidence.of(Accept).values():
        if accept.kid == reader:
            own[accept.body.maker, accept.body.exchange].append(accept.id)

    def keys(maker: bytes, commitment: Signed[Commitment]) -> list[bytes]:
        return [reader, *own[maker, commitment.body.place.exchange]]

    found: list[Wrapped] = []
    for commitment in evidence.of(Commitment).values():
        envelope = evidence.envelopes.get(commitment.body.envelope)
        if envelope is not None:
            ids = [key_id for key_id in keys(commitment.kid, commitment) if key_id in envelope.wraps]
            found += [wrap_in_envelope(commitment, envelope, key_id) for key_id in ids]
    for reveal, commitment in evidence.about(Reveal):
        if reveal.body.wrap is not None and reveal.body.wrap[0] in keys(reveal.kid, commitment):
            found.append(wrap_in_reveal(commitment, reveal, reveal.body.wrap[0]))
    for receipt, commitment in evidence.about(Receipt):
        if receipt.body.wrap is not None and receipt.body.wrap[0] in keys(receipt.kid, commitment):
            found.append(wrap_in_complaint(receipt, receipt.body.wrap[0]))
    return found


def open_all(evidence: Evidence, wrapped: Keys, progress: Progress) -> Openings:
    """Decrypt every list for which a key is known: a published one, or one that was wrapped for this reader.

    Spec 12.1, step 6.
    """
    seeds = {source: seed for source, seed in wrapped.items() if isinstance(seed, bytes) and len(seed) == SEED_SIZE}
    found = Openings(run_complaints(evidence, seeds))
    _find_published(evidence, found)
    _find_wrapped(evidence, wrapped, found)
    _decrypt_all(evidence, found.keys, found, progress)
    return found


def _find_published(evidence: Evidence, found: Openings) -> None:
    """Take in every key that a reveal or a complaint publishes."""
    for reveal, commitment in evidence.all_about(Reveal):
        if reveal.body.cek is None:
            continue
        try:
            check_key(commitment, reveal.body.cek)
        except VerificationError as error:
            found.wrong_keys[reveal.id] = error.code
        else:
            if not evidence.is_misplaced(reveal.id):
                found.published.setdefault(commitment.id, {})[reveal.id] = None
                found.keys[commitment.id] = reveal.body.cek
    for complaint in found.complaints.values():
        if complaint.public and complaint.cek is not None:
            found.published.setdefault(complaint.commitment.id, {})[complaint.receipt.id] = None
            found.keys[complaint.commitment.id] = complaint.cek


def _find_wrapped(evidence: Evidence, wrapped: Keys, found: Openings) -> None:
    """Take in every key that is not public, and that this reader's own keys gave."""
    for source, commitment in _sources(evidence).items():
        if source not in wrapped:
            continue
        key = wrapped[source]
        try:
            if isinstance(key, NotOpened):
                raise VerificationError(key.code, "the wrap does not open")
            check_key(commitment, key)
            found.keys.setdefault(commitment.id, key)
        except VerificationError:
            found.not_opened[source] = commitment
    for complaint in found.complaints.values():
        receipt = complaint.receipt
        if complaint.cek is not None:
            found.keys.setdefault(complaint.commitment.id, complaint.cek)
        if receipt.body.wrap is not None and isinstance(wrapped.get(receipt.id), NotOpened):
            found.not_opened[receipt.id] = complaint.commitment


def _sources(evidence: Evidence) -> dict[bytes, Signed[Commitment]]:
    """Return the commitment of everything that can hold a wrap of its key, by its id."""
    pairs = evidence.about(Reveal)
    return {**evidence.of(Commitment), **{r.id: commitment for r, commitment in pairs if r.body.wrap is not None}}


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
