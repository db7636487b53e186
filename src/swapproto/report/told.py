"""Which claims are told, and where: beside an exchange, beside a list, or beside neither; and the warnings among them.

The command line and pages tell the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from ..assessment import Assessment, Claim
from ..statements import Card, Commitment, Reveal
from .subjects import by_subject, kind_of, kinds, members

ADVERSE = (
    *("after-revocation", "revoked", "withdrawn", "off-terms", "times-conflict", "iat-outside", "late"),
    *("stamp-doubtful", "stamp-ahead", "stamp-unmatched", "quorum-short", "beacon-unknown", "card-expired"),
    *("complaint-open", "bad-wrap-proven", "ack-unopenable", "wrap-failed", "not-shown-in-turn", "knew-withdrawal"),
    *("two-replacements", "gap", "superseded", "terms-absent", "party-not-pinned", "overdue", "not-met"),
)
"""The codes of what speaks against a statement, a list or a party, or leaves it in doubt: the gravest first."""
_OF_ANY_STATEMENT = ("signed", "knew")
_INDIRECT = ("existed-by", "not-before")
_OF_TIME = ("existed-by", "not-before", "iat-outside", "times-conflict", "late")


class Told(NamedTuple):
    """A claim that is told beside an exchange or a list."""

    claim: Claim
    #: The kind of the statement that it is about, where that is another than the one it stands beside; or None.
    of: str | None


class Beside(NamedTuple):
    """What is told beside one thing: what is proven, and what is so, so far."""

    proven: Sequence[Told]
    so_far: Sequence[Told]


class Warned(NamedTuple):
    """The same said of several artefacts: one claim of it, and the kinds and ids of all that it is said of."""

    claim: Claim
    of: Sequence[tuple[str, bytes]]


class Telling:
    """What is told of an assessment."""

    def __init__(self, assessment: Assessment, order: Mapping[str, int]) -> None:
        """Take the codes of claims in the order in which they are told, no two in the same place."""
        self._assessment, self._order = assessment, order
        self._proven, self._so_far = by_subject(facts_to_tell(assessment)), by_subject(assessment.views)

    def beside(self, about: bytes, subjects: Iterable[bytes]) -> Beside:
        """Return what is told of ``subjects`` beside the artefact ``about``, what is said of that itself first."""
        its = sorted(subjects)
        return Beside(self._told(self._proven, about, its), self._told(self._so_far, about, its))

    def others(self, shown: Set[bytes]) -> list[tuple[bytes, Beside]]:
        """Return what is told of each artefact but those ``shown``."""
        return [(one, self.beside(one, [one])) for one in sorted({*self._proven, *self._so_far} - shown)]

    def _told(self, claims: Mapping[bytes, Sequence[Claim]], about: bytes, subjects: Sequence[bytes]) -> list[Told]:
        found = [Told(claim, self._of(claim, about)) for one in subjects for claim in claims.get(one, ())]
        # those of one code are in order: of the subjects and, as an assessment has them, of those of one subject
        return sorted(found, key=lambda one: (one.of is not None, self._order[one.claim.code]))

    def _of(self, claim: Claim, about: bytes) -> str | None:
        """Return the kind of the statement that a claim is of, where it would be taken to be of another.

        As when it was there, and what the signer of a reveal signed and knew.
        """
        statement = self._assessment.statements.get(claim.subject)
        if statement is None:
            return "stamp" if claim.code in _OF_TIME else None
        of_reveal = isinstance(statement.body, Reveal) and claim.code in _OF_ANY_STATEMENT
        if claim.subject == about or not (of_reveal or claim.code in _OF_TIME):
            return None
        return kind_of(statement)


def facts_to_tell(assessment: Assessment) -> list[Claim]:
    """Return the facts but those about pinned cards, and those that say what another line says already."""
    cards = {party.card_id for party in assessment.trust.parties.values()}
    implied = {(i, reveal.body.commitment) for i, reveal in assessment.of(Reveal).items()}
    implied |= {(i, c.body.place.previous or b"") for i, c in assessment.of(Commitment).items()}
    of = {i: standing.exchange.id for standing in assessment.exchanges for i in members(standing.exchange)}
    facts = [
        c
        for c in assessment.facts
        if c.subject not in cards and not (c.code == "knew" and (c.evidence in implied or _same_exchange(c, of)))
    ]
    lists = assessment.of(Commitment)
    # what is so of statements by what they name, or are named by, is in --json: it would be a line for each of them
    facts = [c for c in facts if c.code not in _INDIRECT or c.value.get("direct") or c.subject in lists]
    told = {c.subject for c in facts if c.code not in _OF_ANY_STATEMENT and _names_its_signer(c.subject, assessment)}
    return [c for c in facts if c.subject not in told or c.code not in _OF_ANY_STATEMENT]


def warnings(assessment: Assessment, here: Set[bytes]) -> list[Warned]:
    """Return what speaks against something here, the gravest first, the same said of several things once.

    ``here`` are the kids of those who signed something or are named: a card of another that expired is no warning.
    """
    kind = kinds(assessment)
    found: defaultdict[tuple[int, bytes, str], list[Claim]] = defaultdict(list)
    for claim in (*assessment.facts, *assessment.views):
        if claim.code in ADVERSE and claim.by in here:
            found[ADVERSE.index(claim.code), claim.by, repr(sorted(claim.value.items()))].append(claim)
    return [
        Warned(claims[0], [(kind[one.subject], one.subject) for one in claims])
        for _, claims in sorted(found.items(), key=lambda pair: pair[0])
    ]


def _same_exchange(claim: Claim, of: Mapping[bytes, bytes]) -> bool:
    return claim.subject in of and of[claim.subject] == of.get(claim.evidence[1])


def _names_its_signer(subject: bytes, assessment: Assessment) -> bool:
    """Return whether the sentences about a statement say who signed it: those of exchanges, but for lists."""
    statement = assessment.statements.get(subject)
    return statement is not None and not isinstance(statement.body, Card | Commitment | Reveal)
