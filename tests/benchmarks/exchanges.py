"""Exchanges of many statements, and the bare signature checks that assessing them takes at least."""

import gc
from collections.abc import Callable

from nacl.bindings import crypto_sign_open

from swapproto import Assessment, Review, Transcript, Trust, assess
from swapproto.cli import COLLECTED_AFTER
from swapproto.statements import new_nonce
from tests.exchanges import EVERYONE, MIRA, NORTH, SOUTH, START, Hall, ids, kid, signed, terms


def file_of(exchanges: int, statements: int) -> bytes:
    """Return a file of so many exchanges, each settled and then reviewed until it has so many statements."""
    files: list[bytes] = []
    for _ in range(exchanges):
        hall = Hall()
        hall.agree(terms(mediators=[kid(MIRA)], release=2), NORTH, SOUTH, MIRA)
        hall.commit(NORTH, ids("a"))
        hall.commit(SOUTH, ids("b"))
        hall.acknowledge(MIRA)
        hall.reveal(MIRA)
        hall.acknowledge(NORTH, SOUTH)
        made = hall.commitment(NORTH)
        more = statements - len(hall.assess().statements)
        reviews = (Review(new_nonce(), made.id, "agreed") for _ in range(more))
        hall.files += [signed(SOUTH, review, made.body.place.subject) for review in reviews]
        files += hall.files
    return b"".join(files)


def contenders(file: bytes) -> tuple[int, dict[str, Callable[[], object]]]:
    """Return how many statements a file has, and what is to be compared about it."""
    transcript, trust = Transcript.read(file), Trust.of(*(who.party for who in EVERYONE))
    keys = {kid(who): who.party.verify_key for who in EVERYONE}
    checks = [(one.raw[-64:] + one.signed, keys[one.kid]) for one in transcript.statements.values()]

    def as_a_command_does() -> Assessment:
        before = gc.get_threshold()
        gc.set_threshold(COLLECTED_AFTER)
        try:
            return assess(transcript, trust, now=START)
        finally:
            gc.set_threshold(*before)

    return len(checks), {
        "signatures": lambda: [crypto_sign_open(message, key) for message, key in checks],
        "read": lambda: Transcript.read(file),
        "assess": lambda: assess(transcript, trust, now=START),
        "assess, as a command": as_a_command_does,
    }
