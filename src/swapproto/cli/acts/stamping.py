"""Stamping: asks authorities for tokens, verifies each, and says what the stamps that come of them show."""

import shlex
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ...errors import InputError, SwapError, VerificationError
from ...stamps.clocks import ACCURACY
from ...stamps.pinning import name_of
from ...stamps.requests import QUERY_TYPE, RESPONSE_LIMIT, Request, read_token_file
from ...stamps.stamp import Stamp
from ...stamps.tokens import Token, read_info, read_token
from ...statements import Commitment, Signed, Terms
from ...transcript import Transcript
from ...wording import when
from .. import network
from ..disk import files
from ..pinning.authorities import Authority
from ..pinning.believed import Believed, Clock
from ..screen import clock
from ..screen.terminal import clean, note, say, warn, working
from ..session import Session
from .targets import Target

MOST = 100
"""How many statements one command has stamped: more are a burden for those who stamp for nothing."""
_CLOCKS_AGREE = 60


class Made(NamedTuple):
    """A stamp that is verified: of what, what its token says, its clock, and by when its target existed.

    The clock is None if none is believed; ``bound`` is in seconds since 1970.
    """

    stamp: Stamp
    target: Target
    token: Token
    clock: Clock | None
    bound: int

    @property
    def voice(self) -> tuple[bytes, str]:
        """What a quorum counts once: the target, and the operator or, if none is believed, the key of the clock."""
        return self.target.id, self.token.signer.key_digest.hex() if self.clock is None else self.clock.name


class Failure(NamedTuple):
    """An authority that gave no token, or not all, and why."""

    authority: Authority
    error: SwapError


def make(token: bytes, target: Target, believed: Believed) -> Made:
    """Make a stamp of a token, verified by the believed clocks if there are any. Raise :class:`SwapError`."""
    read = read_token(token, [target.stamped], believed.certificates)
    clock = believed.clock_of(read)
    bound = read.bound(ACCURACY if clock is None else clock.accuracy)
    return Made(Stamp.of(target.id, token), target, read, clock, bound)


def ask(
    authorities: Sequence[Authority], targets: Sequence[Target], believed: Believed
) -> tuple[list[Made], list[Failure]]:
    """Ask several authorities at once for a stamp of each target. One that fails is not asked again."""
    if len(targets) > MOST:
        raise InputError(
            "usage",
            f"{len(targets)} would be stamped, where {MOST} are allowed: a stamp of the last one bounds all "
            "that it names. Choose with --only or --what",
        )
    stopped = threading.Event()

    def converse(authority: Authority) -> tuple[list[Made], list[Failure]]:
        made: list[Made] = []
        for target in targets:
            if stopped.is_set():
                break
            try:
                made.append(_ask_one(authority, target, believed))
            except SwapError as error:
                return made, [Failure(authority, error)]
        return made, []

    with working("Asking for time stamps"), ThreadPoolExecutor(max(1, len(authorities))) as threads:
        try:
            conversations = [threads.submit(converse, authority) for authority in authorities]
            answers = [one.result() for one in conversations]
        finally:
            stopped.set()
    return [one for made, _ in answers for one in made], [one for _, failed in answers for one in failed]


def _ask_one(authority: Authority, target: Target, believed: Believed) -> Made:
    request = Request.of(target.stamped)
    answer = network.ask(authority.address, network.Sent(QUERY_TYPE, request.raw), limit=RESPONSE_LIMIT)
    return make(request.token_of(answer), target, believed)


def from_answer(path: str, data: bytes, targets: Sequence[Target], believed: Believed) -> Made:
    """Make a stamp of an answer in a file, for whichever of ``targets`` it is of. Raise :class:`SwapError`."""
    try:
        token = read_token_file(data)
    except SwapError as error:
        if _is_request(data):
            raise InputError("usage", f"{path}: this is the request; give what the authority answered to it") from None
        raise type(error)(error.code, f"{path}: {error}") from None
    return from_token(path, token, targets, believed)


def from_token(path: str, token: bytes, targets: Sequence[Target], believed: Believed) -> Made:
    """Make a stamp of a token, for whichever of ``targets`` it is of. Raise :class:`SwapError` that names ``path``."""
    with files.named(path):
        for target in _fitting(token, targets):
            return make(token, target, believed)
        raise VerificationError(
            "token-imprint",
            "the time stamp is of other bytes than any statement here; give the files that it was asked for",
        )


def is_of(token: bytes, target: Target) -> bool:
    """Return whether a token that verifies is of a target."""
    return any(True for _ in _fitting(token, [target]))


def _fitting(token: bytes, targets: Sequence[Target]) -> Iterable[Target]:
    """Return the targets that a token is of; all, if its hash is one that the check of the token refuses."""
    from hashlib import new

    info = read_info(token)
    name = info.hash.hash
    return targets if name is None else (one for one in targets if new(name, one.stamped).digest() == info.imprint)


def _is_request(data: bytes) -> bool:
    try:
        Request.read(data)
    except SwapError:
        return False
    return True


def joined(transcript: Transcript, stamps: Iterable[Stamp]) -> bytes:
    """Return a file with everything readable in a transcript, and these stamps."""
    return (transcript | Transcript.read(b"".join(one.raw for one in stamps))).encode()


def remind(terms: Terms, output: str) -> None:
    """Say how to have what was signed under terms stamped, if they name clocks or a deadline."""
    if not terms.clocks and not any(time is not None for time in terms.deadlines):
        return
    names = " and ".join(clean(one.name) for one in terms.clocks)
    whose = f"by the clock of {names}" if len(terms.clocks) == 1 else f"by clocks of {names}" if names else "in time"
    say(f"Only a time stamp shows when it existed. Have it stamped {whose}, and what the others signed, too:")
    file = "OUT.swap" if output == "-" else output
    say(f"  {shlex.join(['swapproto', 'stamp', file, '--tsa', 'NAME', '-o', 'STAMPED.swap'])}")


def remind_of(session: Session, about: Iterable[Signed[Commitment]], output: str) -> None:
    """As :func:`remind`, of what was signed about lists of an exchange."""
    for exchange in {commitment.body.place.exchange for commitment in about}:
        if (terms := session.assessment.of(Terms).get(exchange or b"")) is not None:
            remind(terms.body, output)


def tell(made: Sequence[Made], before: Iterable[Made] = ()) -> None:
    """Say what stamps show, whose clocks they are by, and which are by a clock that stamped the same ``before``."""
    now = clock.now()
    for one in made:
        if one.clock is None:
            signer = name_of(one.token.signer)
            by = f"by a clock that is not pinned; its certificate calls it {clean(repr(signer))}"
        else:
            by = f"by the clock of {clean(one.clock.name)} ({one.clock.why})"
        say(f"  {one.target} existed by {when(one.bound)}, {by}")
    known = {one.voice for one in before}
    for one in made:
        if one.voice in known:
            note(f"that clock has stamped {one.target} before: a second stamp by it adds nothing to a quorum")
        known.add(one.voice)
    if any(abs(one.token.time - now) > _CLOCKS_AGREE for one in made):
        note(f"the clock of this computer says {when(now)}: it, or the authority's, is wrong, or the stamp is not new")
    if any(one.clock is None for one in made):
        say("Whose clock that is nothing shows yet. Get the authority's root certificate from its own site, and:")
        say("  swapproto trust ROOT.pem --as OPERATOR")


def tell_failures(failures: Sequence[Failure]) -> None:
    """Say which authorities gave no stamp, and why."""
    for authority, error in failures:
        text = str(error)
        text = text if text.startswith(authority.name) else f"{authority.name}: {text}"
        warn(f"NO STAMP from {clean(text)} [{error.code}]")
