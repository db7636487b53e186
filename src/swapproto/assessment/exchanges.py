"""An exchange: what belongs to one terms statement, and which of its slots are covered. Spec 17.3, 17.4."""

from collections.abc import Iterable, Set
from typing import ClassVar, NamedTuple

from ..statements import Accept, Body, Commitment, Receipt, Reveal, Review, Signed, Slot, Terms, Withdraw
from .evidence import Evidence
from .versions import highest_versions, list_key


class Turn(NamedTuple):
    """What a reveal relied on: all ids, those of them that are not present, and whether each slot is covered."""

    ids: frozenset[bytes]
    missing: tuple[bytes, ...]
    covered: bool

    @property
    def complete(self) -> bool:
        """Whether the reveal was in turn. Spec 17.4."""
        return self.covered and not self.missing


class Exchange:
    """What is present of one exchange. Its rules are applied if the terms are, and each party is pinned."""

    def __init__(self, identifier: bytes, evidence: Evidence) -> None:
        #: The exchange id: the id of the terms.
        self.id: bytes = identifier
        #: The terms, or None if they are not present.
        self.terms: Signed[Terms] | None = evidence.find(Terms, identifier)
        kids = () if self.terms is None else self.terms.body.parties
        #: The kids of parties that are not pinned, ascending.
        self.unpinned: list[bytes] = sorted(kid for kid in kids if kid not in evidence.trust.parties)
        #: The accepts of the exchange, whoever signed them.
        self.accepts: list[Signed[Accept]] = []
        #: Of each kid, whoever they are, the accept with the lowest id.
        self.first_accepts: dict[bytes, Signed[Accept]] = {}
        self._keys: dict[tuple[bytes, bytes], Signed[Accept]] = {}
        #: The commitments of the exchange, whether they fit the terms or not.
        self.commitments: list[Signed[Commitment]] = []
        #: The reveals of these commitments, those among them that spec 12.1, step 4, rejects.
        self.reveals: list[tuple[Signed[Reveal], Signed[Commitment]]] = []
        #: The receipts that acknowledge these commitments.
        self.receipts: list[tuple[Signed[Receipt], Signed[Commitment]]] = []
        #: The reviews of these commitments by others than their signers.
        self.reviews: list[tuple[Signed[Review], Signed[Commitment]]] = []
        #: The withdrawals, each with what it withdraws.
        self.withdrawals: list[tuple[Signed[Withdraw], Signed[Body]]] = []
        #: The accepts of the parties and mediators that the terms name, by their kids.
        self.accepted: dict[bytes, list[Signed[Accept]]] = {}
        #: The kids of those who have withdrawn an accept.
        self.withdrawn: set[bytes] = set()
        #: The exchanges whose terms are to replace these, in order of their ids.
        self.replacements: list[Exchange] = []
        #: What each reveal relied on, by its id.
        self.turns: dict[bytes, Turn] = {}
        #: The reveals in turn that each commitment is relied on by, by its id.
        self.relied_on: dict[bytes, dict[bytes, None]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Exchange) and vars(self) == vars(other)

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Exchange({self.id.hex()!r})"

    @property
    def agreement(self) -> Signed[Terms] | None:
        """The terms whose rules are applied, or None. Spec 17.3."""
        return None if self.unpinned else self.terms

    @property
    def agreed(self) -> bool:
        """Whether the kid of every slot has accepted."""
        return self.agreement is not None and self.accepted.keys() >= set(self.agreement.body.parties)

    @property
    def replaced_by(self) -> list["Exchange"]:
        """The exchanges whose terms replace these: every party has accepted them."""
        parties = set() if self.agreement is None else set(self.agreement.body.parties)
        return [other for other in self.replacements if parties and other.accepted.keys() >= parties]

    def key_for(self, maker: bytes, reader: bytes) -> Signed[Accept] | None:
        """Return the accept that ``maker`` seals to for ``reader`` (two kids), or None without one. Spec 17.2."""
        return self._keys.get((maker, reader))

    def slot_of(self, commitment: Signed[Commitment]) -> Slot | None:
        """Return the slot that a commitment covers, or None. Spec 17.3."""
        terms = self.agreement
        if terms is None or commitment.body.place.exchange != self.id:
            return None
        if terms.body.schema not in (None, commitment.body.schema):
            return None
        here = commitment.kid, commitment.body.place.role
        return next(
            (s for s in terms.body.slots if (s.kid, s.role) == here and s.count in (None, commitment.body.count)), None
        )

    def covering(self, commitments: Iterable[Signed[Commitment]]) -> dict[Slot, list[Signed[Commitment]]]:
        """Return which of these commitments cover each slot."""
        found: dict[Slot, list[Signed[Commitment]]] = (
            {} if self.agreement is None else {slot: [] for slot in self.agreement.body.slots}
        )
        for commitment in commitments:
            slot = self.slot_of(commitment)
            if slot is not None:
                found[slot].append(commitment)
        return found

    def take_accepts(self, spent: Set[bytes]) -> None:
        """Find out who of those that the terms name has accepted, under which keys, and who has withdrawn."""
        named = set() if self.terms is None else {*self.terms.body.parties, *self.terms.body.mediators}
        for accept in self.accepts:
            self.first_accepts.setdefault(accept.kid, accept)
            if accept.kid not in named:
                continue
            self.accepted.setdefault(accept.kid, []).append(accept)
            pair = accept.body.maker, accept.kid
            better = pair not in self._keys or accept.body.number > self._keys[pair].body.number
            if accept.id not in spent and better:
                self._keys[pair] = accept
        self.withdrawn = {withdraw.kid for withdraw, target in self.withdrawals if isinstance(target.body, Accept)}

    def take_turns(self, evidence: Evidence) -> None:
        """Find out what each reveal relied on, and which commitments are relied on."""
        for reveal, revealed in self.reveals:
            turn = self.turns[reveal.id] = self._turn(reveal, evidence)
            if not turn.complete or evidence.is_misplaced(reveal.id):
                continue
            named = (evidence.find(Commitment, identifier) for identifier in turn.ids)
            commitments = [one for one in named if one is not None and self.slot_of(one) is not None]
            newest = highest_versions(commitments)
            for one in commitments:
                by_another = one.kid != reveal.kid or one.kid != revealed.kid
                if by_another and one.body.place.version == newest[list_key(one)]:
                    self.relied_on.setdefault(one.id, {})[reveal.id] = None

    def in_turn(self, reveal: bytes, evidence: Evidence) -> bool:
        """Return whether the reveal of this id was in turn, which step 4 of spec 12.1 does not reject."""
        turn = self.turns.get(reveal)
        return turn is not None and turn.complete and not evidence.is_misplaced(reveal)

    def _turn(self, reveal: Signed[Reveal], evidence: Evidence) -> Turn:
        terms = self.agreement
        ids = frozenset((*reveal.body.given, reveal.body.commitment))
        missing = tuple(sorted(i for i in ids if i not in evidence.statements))
        commitments, receipts = evidence.of(Commitment), evidence.of(Receipt)
        relied = [commitments[i] for i in ids if i in commitments]
        if terms is not None and terms.body.release == 2:
            openers = {reveal.kid} if reveal.kid in terms.body.mediators else set(terms.body.mediators)
            opened = {
                (receipts[i].body.commitment, receipts[i].body.envelope)
                for i in ids
                if i in receipts
                and receipts[i].body.stage == "opened"
                and receipts[i].kid in openers
                and not evidence.is_misplaced(i)
            }
            relied = [one for one in relied if (one.id, one.body.envelope) in opened]
        return Turn(ids, missing, terms is not None and all(self.covering(relied).values()))


def find_exchanges(evidence: Evidence) -> dict[bytes, Exchange]:
    """Return the exchanges of all present statements by their ids, in ascending order. Spec 17.8."""
    found = _Exchanges(evidence)
    for terms in evidence.of(Terms):
        found[terms]  # terms alone are an exchange, too
    for accept in evidence.of(Accept).values():
        found[accept.body.exchange].accepts.append(accept)
    for commitment in evidence.of(Commitment).values():
        found[commitment.body.place.exchange].commitments.append(commitment)
    for reveal, commitment in evidence.all_about(Reveal):
        found[commitment.body.place.exchange].reveals.append((reveal, commitment))
    for receipt, commitment in evidence.about(Receipt):
        if acknowledges(receipt, commitment, evidence):
            found[commitment.body.place.exchange].receipts.append((receipt, commitment))
    for review, commitment in evidence.about(Review):
        if review.kid != commitment.kid:
            found[commitment.body.place.exchange].reviews.append((review, commitment))
    for withdraw, target in evidence.withdrawals():
        found[exchange_of(target, evidence)].withdrawals.append((withdraw, target))
    exchanges = {identifier: found[identifier] for identifier in sorted(i for i in found if i is not None)}
    for exchange in exchanges.values():
        exchange.take_accepts(evidence.spent)
        exchange.take_turns(evidence)
        earlier = exchange.terms and exchange.terms.body.replaces
        if earlier in exchanges:
            exchanges[earlier].replacements.append(exchange)
    return exchanges


class _Exchanges(dict[bytes | None, Exchange]):
    """Exchanges by id, each made where it is first asked for; under None what belongs to none."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__()
        self._evidence = evidence

    def __missing__(self, identifier: bytes | None) -> Exchange:
        self[identifier] = made = Exchange(identifier or b"", self._evidence)
        return made


def acknowledges(receipt: Signed[Receipt], commitment: Signed[Commitment], evidence: Evidence) -> bool:
    """Return whether a receipt acknowledges its commitment; a complaint has a source of it here. Spec 17.5."""
    if receipt.kid == commitment.kid or receipt.body.envelope != commitment.body.envelope:
        return False
    if receipt.body.source is None or receipt.body.source == commitment.id:
        return True
    source = evidence.find(Reveal, receipt.body.source)
    return source is not None and source.body.commitment == commitment.id and not evidence.is_misplaced(source.id)


def exchange_of(statement: Signed[Body], evidence: Evidence) -> bytes | None:
    """Return the id of the exchange that a statement belongs to, or None. Spec 17.8."""
    match statement.body:
        case Terms():
            return statement.id
        case Accept(exchange=exchange):
            return exchange
        case Commitment(place=place):
            return place.exchange
        case Reveal(commitment=about) | Receipt(commitment=about) | Review(commitment=about):
            commitment = evidence.find(Commitment, about)
            return None if commitment is None else commitment.body.place.exchange
        case Withdraw(target=target) if target in evidence.statements:
            taken_back = evidence.statements[target]
            own = isinstance(taken_back.body, Terms | Accept | Commitment)
            return exchange_of(taken_back, evidence) if own else None
        case _:
            return None
