"""The next step: the command by which a reader makes the move that is theirs."""

import os
import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..assessment import Assessment, Awaited, Standing

_BEFORE_DEPOSITS = ("proposed", "committing", "undelivered")


class Step(NamedTuple):
    """What a reader can do now, and the command for it."""

    what: str
    command: str


class Reader(NamedTuple):
    """A reader who can sign: their kid, their key file, and the files that they read."""

    kid: bytes
    key_file: str
    paths: Sequence[str]


def steps(standing: Standing, assessment: Assessment, reader: Reader) -> Iterator[Step]:
    """Yield the steps that are a reader's to make in an exchange."""
    own = [move for move in standing.awaiting if move.by == reader.kid]
    wanted = {move.what for move in own}
    which = [] if len(assessment.exchanges) == 1 else ["--exchange", standing.exchange.id.hex()[:16]]
    if "accept" in wanted or _can_accept(standing, reader.kid):
        yield _step(reader, "accept", "accept", *reader.paths, *which)
    for slot, commitment in standing.at_stake.items():
        if "commit" in wanted and slot.kid == reader.kid and commitment is None:
            words = ("LIST.csv", "--exchange", *reader.paths, "--role", slot.role)
            yield _step(reader, f"commit to your {slot.role}", "commit", *words)
    if not wanted.isdisjoint({"acknowledge", "open"}):
        yield _step(reader, "acknowledge the lists of others", "receipt", *reader.paths, *which)
    if not wanted.isdisjoint({"deposit", "reveal"}):
        yield _step(reader, "hand over", "reveal", *reader.paths, "--exchange")
    for move in own:
        yield from _about_list(move, assessment, reader)


def _about_list(move: Awaited, assessment: Assessment, reader: Reader) -> Iterator[Step]:
    if move.commitment is None:
        return
    if move.what == "review":
        yield _step(reader, "review a list", "review", *reader.paths, "--list", move.commitment.hex()[:16])
    if move.what == "amend":
        names = assessment.sources.get(move.commitment, ())
        old = next((name for name in names if os.path.isfile(name)), "OLD.swap")
        words = ("LIST.csv", "--exchange", *reader.paths, "--previous", old)
        yield _step(reader, "amend your list", "commit", *words)


def _can_accept(standing: Standing, kid: bytes) -> bool:
    """Return whether this is a mediator who has not accepted: lists are sealed only to those who have."""
    terms = standing.exchange.terms
    waiting = terms is not None and kid in terms.body.mediators and kid not in standing.exchange.accepted
    return waiting and standing.state in _BEFORE_DEPOSITS


def _step(reader: Reader, what: str, verb: str, *words: str) -> Step:
    return Step(what, shlex.join(["swapproto", verb, *words, "-k", reader.key_file, "-o", _free(verb)]))


def _free(stem: str) -> str:
    """Return the name of a file that does not exist yet."""
    number, name = 1, f"{stem}.swap"
    while os.path.lexists(name):
        number += 1
        name = f"{stem}-{number}.swap"
    return name
