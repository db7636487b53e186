"""The stamps of a transcript: each token read once, and whose clock it is by. Spec 12.1, step 7."""

from collections.abc import Iterable, Iterator, Mapping

from ..errors import AccessError, SwapError, VerificationError
from ..stamps.certificates import Certificate
from ..stamps.stamp import Stamp, stamped_bytes
from ..stamps.tokens import Imprints, Token, is_sound, read_token
from ..transcript import Transcript
from ..wire.cose import SIGNATURE_SIZE
from .evidence import Evidence, Stamped

_IGNORED = ("token-expired", "token-revoked")


def gather_stamps(transcript: Transcript, evidence: Evidence) -> None:
    """Verify every stamp, and list those that are rejected or ignored. Nothing is raised."""
    clocks = evidence.trust.clocks
    operators = [operator.anchors for operator in clocks.operators]
    operators += [frozenset(clock.certificates) for terms in evidence.agreed() for clock in terms.body.clocks]
    imprints = {
        target: Imprints(stamped_bytes(raw[-SIGNATURE_SIZE:]) for raw in evidence.variants[target])
        for target in {stamp.target for stamp in transcript.stamps.values()} & evidence.variants.keys()
    }
    for stamp in _in_order(transcript.stamps):
        try:
            token = _read(stamp, imprints, clocks.certificates)
            clocks.first_reached(token, operators)
            before = evidence.stamps.get(stamp.target)
            evidence.stamps[stamp.id] = Stamped(stamp, token, stamp.target if before is None else before.statement)
            imprints[stamp.id] = Imprints([stamp.raw])
        except SwapError as error:
            _leave_out(stamp, error, evidence)


def _in_order(stamps: dict[bytes, Stamp]) -> Iterator[Stamp]:
    """Yield stamps in order of their ids, but each after the one that it is of. Ids are hashes: there is no circle."""
    done: set[bytes] = set()
    for digest in sorted(stamps):
        waiting = [digest]
        while (target := stamps[waiting[-1]].target) in stamps and target not in done:
            waiting.append(target)
        for one in reversed(waiting):
            if one not in done:
                done.add(one)
                yield stamps[one]


def _read(stamp: Stamp, imprints: Mapping[bytes, Imprints], known: Iterable[Certificate]) -> Token:
    if stamp.target not in imprints:
        raise AccessError("target-missing", "what it is of is not here, or not by a party that you trust")
    return read_token(stamp.token, imprints[stamp.target], known)


def _leave_out(stamp: Stamp, error: SwapError, evidence: Evidence) -> None:
    of_statement = error.code == "token-imprint" and stamp.target in evidence.variants
    if of_statement and is_sound(stamp.token, evidence.trust.clocks.certificates):
        evidence.unmatched[stamp.id] = stamp.target
        error = VerificationError(error.code, "it is of other bytes, perhaps of another signature of this statement")
    if of_statement or isinstance(error, AccessError) or error.code in _IGNORED:
        evidence.ignore(stamp.id, "stamp", error.code, str(error))
    else:
        evidence.reject(stamp.id, error)
