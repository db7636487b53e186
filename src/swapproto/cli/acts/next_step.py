"""The next step: the command by which a reader makes the move that is theirs."""

import os
import shlex
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...assessment import Assessment, Standing
from ...assessment.standing import BEFORE_DEPOSITS
from ...ledger import About, Ledger, Record
from ...report.moves import is_over
from ...statements import Party, Review
from ...wording import Wording, load
from ..journal import elsewhere
from . import naming

_DRAFT = "TERMS.toml"


class Step(NamedTuple):
    """What a reader can do now, and the command for it; if they signed it before, into a file that is not here, that.

    ``made`` is the record of what they signed.
    """

    what: str
    command: str
    made: Record[About] | None = None


class Reader(NamedTuple):
    """A reader who can sign: their party, their key file and what it signed, and the files that they read."""

    party: Party
    key_file: str
    ledger: Ledger | None
    paths: Sequence[str]


def steps(standing: Standing, assessment: Assessment, reader: Reader, words: Wording) -> Iterator[Step]:
    """Yield the steps that are a reader's to make in an exchange."""
    kid, exchange_id = reader.party.kid, standing.exchange.id
    own = [move for move in standing.awaiting if move.by == kid]
    wanted = {move.what for move in own}
    which = [] if len(assessment.exchanges) == 1 else ["--terms", exchange_id.hex()[:16]]

    def said(what: str, **values: str) -> str:
        return words.label(f"step-{what}", "console", **values)

    under = [word for path in reader.paths for word in ("--exchange", path)] + which
    asked = "accept" in wanted and not _has_countered(standing, kid)
    if asked or _can_accept(standing, kid):
        yield from _to_agree(standing, assessment, reader, words, which)
    for slot, commitment in standing.at_stake.items():
        if "commit" in wanted and slot.kid == kid and commitment is None:
            named = ("LIST.csv", *under, "--role", _role(slot.role), *_profile(standing, reader.paths))
            step = _step(reader, said("commit", role=slot.role), "commit", *named)
            yield step._replace(made=_elsewhere(reader, assessment, exchange_id, "commitment", slot.role))
    if not wanted.isdisjoint({"acknowledge", "open"}):
        yield _step(reader, said("receipt"), "receipt", *reader.paths, *which)
    for what, option in (("reveal", "--exchange"), ("deposit", "--deposit")):
        if what in wanted:
            yield _step(reader, said("reveal"), "reveal", *reader.paths, option, *which)
    for move in own:
        if move.what == "review" and move.commitment is not None:
            named = (*reader.paths, "--list", move.commitment.hex()[:16], "--export", naming.free("review", ".xlsx"))
            yield Step(said("review"), shlex.join(["swapproto", "review", *named, "-k", reader.key_file]))
        if move.what == "amend" and move.commitment is not None:
            yield from (Step(said("read"), command) for command in _to_read(move.commitment, assessment, reader))
            named = ("LIST.csv", *under, "--previous", _file_of(move.commitment, assessment))
            yield _step(reader, said("amend"), "commit", *named, *_profile(standing, reader.paths))


def _to_agree(
    standing: Standing, assessment: Assessment, reader: Reader, words: Wording, which: Sequence[str]
) -> Iterator[Step]:
    """Yield the step to accept terms; or of those that nobody can accept any more, a party's steps to others."""
    terms, made = standing.exchange.terms, _elsewhere(reader, assessment, standing.exchange.id, "accept")
    if made is not None or not is_over(standing, assessment.now):
        step = _step(reader, words.label("step-accept", "console"), "accept", *reader.paths, *which)
        yield step._replace(made=made)
        return
    if terms is None or reader.party.kid not in terms.body.parties:
        return
    if not os.path.lexists(_DRAFT):
        draft = words.label("step-draft", "console")
        yield Step(draft, shlex.join(["swapproto", "propose", "--template", "-o", _DRAFT]))
    its = (_DRAFT, "--replaces", _file_of(standing.exchange.id, assessment), *which)
    yield _step(reader, words.label("step-propose", "console"), "propose", *its)


def _to_read(commitment: bytes, assessment: Assessment, reader: Reader) -> Iterator[str]:
    """Yield the commands that open the verdicts on entries of those who contest a list, of each their last."""
    about = [one for one in assessment.of(Review).values() if one.body.commitment == commitment]
    last = {review.kid: review.body for review in sorted(about, key=lambda one: (one.iat, one.id))}
    for body in last.values():
        if body.verdict == "contested" and body.details is not None:
            words = [*reader.paths, "--list", body.details.hex()[:16], "-k", reader.key_file]
            yield shlex.join(["swapproto", "open", *words, "-o", naming.free("contested", ".csv")])


def _file_of(commitment: bytes, assessment: Assessment) -> str:
    names = assessment.sources.get(commitment, ())
    return next((name for name in names if os.path.isfile(name)), "OLD.swap")


def _role(role: str) -> str:
    return role if role in load().roles else f"other:{role}"


def _can_accept(standing: Standing, kid: bytes) -> bool:
    """Return whether this is a mediator who has not accepted: lists are sealed only to those who have."""
    terms = standing.exchange.terms
    waiting = terms is not None and kid in terms.body.mediators and kid not in standing.exchange.accepted
    return waiting and standing.state in BEFORE_DEPOSITS


def _has_countered(standing: Standing, kid: bytes) -> bool:
    """Return whether somebody has accepted other terms that would replace these."""
    return any(kid in other.accepted for other in standing.exchange.replacements)


def _step(reader: Reader, what: str, verb: str, *words: str) -> Step:
    output = naming.suggested(reader.party, verb, reader.paths)
    return Step(what, shlex.join(["swapproto", verb, *words, "-k", reader.key_file, "-o", output]))


def _elsewhere(
    reader: Reader, assessment: Assessment, exchange: bytes, kind: str, role: str | None = None
) -> Record[About] | None:
    return None if reader.ledger is None else elsewhere(reader.ledger, assessment, exchange, kind, role)


def _profile(standing: Standing, paths: Sequence[str]) -> list[str]:
    """Return the option that chooses the schema of terms, if they name one and it is here."""
    terms = standing.exchange.terms
    if terms is None or terms.body.schema is None:
        return []
    from ..terms import terms_schema  # here: the profiles take longer to load than all else that status needs

    name = terms_schema.name_of(terms.body.schema, terms_schema.beside(paths))
    return [] if name is None else ["--profile", name]
