"""The next step: the command by which a reader makes the move that is theirs."""

import os
import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...assessment import Assessment, Standing
from ...assessment.standing import BEFORE_DEPOSITS
from ...report.moves import is_over
from ...wording import Wording, load


class Step(NamedTuple):
    """What a reader can do now, and the command for it."""

    what: str
    command: str


class Reader(NamedTuple):
    """A reader who can sign: their kid, their key file, and the files that they read."""

    kid: bytes
    key_file: str
    paths: Sequence[str]


def steps(standing: Standing, assessment: Assessment, reader: Reader, words: Wording) -> Iterator[Step]:
    """Yield the steps that are a reader's to make in an exchange."""
    own = [move for move in standing.awaiting if move.by == reader.kid]
    wanted = {move.what for move in own}
    which = [] if len(assessment.exchanges) == 1 else ["--terms", standing.exchange.id.hex()[:16]]

    def said(what: str, **values: str) -> str:
        return words.label(f"step-{what}", "console", **values)

    under = [word for path in reader.paths for word in ("--exchange", path)] + which
    if ("accept" in wanted and not _has_countered(standing, reader.kid)) or _can_accept(standing, reader.kid):
        verb, its = "accept", tuple(reader.paths)
        if _is_too_late(standing, assessment.now, reader.kid):
            verb, its = "propose", ("TERMS.toml", "--replaces", _file_of(standing.exchange.id, assessment))
        yield _step(reader, said(verb), verb, *its, *which)
    for slot, commitment in standing.at_stake.items():
        if "commit" in wanted and slot.kid == reader.kid and commitment is None:
            what = said("commit", role=slot.role)
            yield _step(reader, what, "commit", "LIST.csv", *under, "--role", _role(slot.role))
    if not wanted.isdisjoint({"acknowledge", "open"}):
        yield _step(reader, said("receipt"), "receipt", *reader.paths, *which)
    for what, option in (("reveal", "--exchange"), ("deposit", "--deposit")):
        if what in wanted:
            yield _step(reader, said("reveal"), "reveal", *reader.paths, option, *which)
    for move in own:
        if move.what == "review" and move.commitment is not None:
            named = (*reader.paths, "--list", move.commitment.hex()[:16], "--export", free_name("review", ".xlsx"))
            yield Step(said("review"), shlex.join(["swapproto", "review", *named, "-k", reader.key_file]))
        if move.what == "amend" and move.commitment is not None:
            named = ("LIST.csv", *under, "--previous", _file_of(move.commitment, assessment))
            yield _step(reader, said("amend"), "commit", *named)


def _file_of(commitment: bytes, assessment: Assessment) -> str:
    names = assessment.sources.get(commitment, ())
    return next((name for name in names if os.path.isfile(name)), "OLD.swap")


def _role(role: str) -> str:
    return role if role in load().roles else f"other:{role}"


def _is_too_late(standing: Standing, now: int, kid: bytes) -> bool:
    """Return whether a deadline of terms has passed before this party accepted them: ``accept`` refuses them then."""
    terms = standing.exchange.terms
    return terms is not None and kid in terms.body.parties and is_over(standing, now)


def _can_accept(standing: Standing, kid: bytes) -> bool:
    """Return whether this is a mediator who has not accepted: lists are sealed only to those who have."""
    terms = standing.exchange.terms
    waiting = terms is not None and kid in terms.body.mediators and kid not in standing.exchange.accepted
    return waiting and standing.state in BEFORE_DEPOSITS


def _has_countered(standing: Standing, kid: bytes) -> bool:
    """Return whether somebody has accepted other terms that would replace these."""
    return any(kid in other.accepted for other in standing.exchange.replacements)


def _step(reader: Reader, what: str, verb: str, *words: str) -> Step:
    return Step(what, shlex.join(["swapproto", verb, *words, "-k", reader.key_file, "-o", free_name(verb)]))


def free_name(stem: str, ending: str = ".swap") -> str:
    """Return the name of a file that does not exist yet."""
    number, name = 1, f"{stem}{ending}"
    while os.path.lexists(name):
        number += 1
        name = f"{stem}-{number}{ending}"
    return name
