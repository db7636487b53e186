"""A party at work: its keys, its ledger, the parties that it pinned, and a clock, behind a few calls.

What is below, bytes and statements, stays open to those who need it: a desk only combines it as the command line does.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from ..assessment import Assessment, Evidence, Standing, conclude, gather, open_wraps
from ..envelope import Opened, seal
from ..errors import AccessError, InputError, VerificationError
from ..keys import Secret
from ..ledger import AboutList, Ledger, Record
from ..lists import List
from ..moves import Keys, Moves, Prepared
from ..progress import Progress, nobody
from ..stamps import beacon
from ..stamps.clocks import Clocks
from ..statements import Accept, Body, Commitment, Party, Place, Signed, Terms
from ..statements.commitment import Beacon
from ..statements.party import parse_fingerprint
from ..statements.review import Verdict
from ..transcript import Transcript
from ..trust import Trust
from ..wire.cose import Unsigned
from .proposal import Confirmation, Proposal

__all__ = ["Confirmation", "Desk", "Holder", "Proposal"]


class Holder(Keys, Protocol):
    """Whoever holds a party's keys, in this process or elsewhere; :class:`Identity` is one."""

    def sign(self, message: bytes) -> bytes:
        """As :class:`Signer`."""
        ...

    def open(self, wrap: bytes, info: bytes) -> bytes:
        """As :class:`Opener`."""
        ...


_NOBODY = Clocks()


class Desk(Secret):
    """A party at work. Every list is claimed in the ledger before it is signed, so that no two can be a fork.

    Threads can share it, if its holder of keys and the connection of its ledger allow that.

    >>> from swapproto import Identity, Field, List, Schema
    >>> from swapproto.ledger import InMemory, Ledger
    >>> north, south = (Identity.generate(name, iat=0) for name in ("North", "South"))
    >>> desk = Desk(north, Ledger(InMemory(), north.party.kid), clock=lambda: 1_800_000_000)
    >>> reader = Desk(south, Ledger(InMemory(), south.party.kid), clock=lambda: 1_800_000_000)
    >>> for one, other in ((desk, south), (reader, north)):
    ...     party = one.pin(other.party.card, other.party.fingerprint)
    >>> people = List.of("people", Schema([Field("id")], ["id"]), [{"id": "1"}])
    >>> proposal = desk.propose(people, "offer", readers=[south.party])
    >>> proposal.confirmation.entries, [party.name for party in proposal.confirmation.readers]
    (1, ['South'])
    >>> file = desk.commit(proposal)
    >>> [opened] = reader.assess(file).opened.values()
    >>> [*opened.list]
    [{'id': '1'}]
    """

    def __init__(
        self,
        me: Holder,
        ledger: Ledger,
        *,
        clock: Callable[[], int],
        pinned: Iterable[Party] = (),
        operators: Clocks = _NOBODY,
        quorum: int = 1,
    ) -> None:
        """Put a party to work. ``clock`` returns the time in seconds since 1970.

        ``operators`` are those whose time stamps this party believes, and ``quorum`` how many of them have to agree.
        """
        if ledger.signer != me.party.kid.hex():
            raise InputError("usage", "this is the ledger of another key")
        #: Whoever holds the keys.
        self.me: Holder = me
        #: What the key has signed.
        self.ledger: Ledger = ledger
        #: Returns the time in seconds.
        self.clock: Callable[[], int] = clock
        #: The parties that are trusted, the own one among them, by kid.
        self.pinned: dict[bytes, Party] = {party.kid: party for party in (*pinned, me.party)}
        #: The operators of clocks that are trusted.
        self.operators: Clocks = operators
        #: How many of them have to agree on a time.
        self.quorum: int = quorum

    def __repr__(self) -> str:
        return f"Desk({self.me.party.name!r})"

    def pin(self, card: bytes, digits: str) -> Party:
        """Trust the party of a card whose 60 digits the party gave over another channel.

        Raise :class:`VerificationError` ``card-mismatch`` for other digits, :class:`InputError` ``pin-conflict`` for
        another card of a key that is pinned.
        """
        party = Party.read(card)
        if parse_fingerprint(digits) != party.fingerprint.replace(" ", ""):
            raise VerificationError("card-mismatch", "the card does not have these digits: do not use it")
        known = self.pinned.get(party.kid)
        if known is not None and known.card_id != party.card_id:
            raise InputError("pin-conflict", "this key is pinned already, with another card")
        self.pinned[party.kid] = party
        return party

    def assess(self, *files: bytes, progress: Progress = nobody) -> Assessment:
        """Return what files prove to this party, with every list opened that it can open.

        Whatever is in the files, nothing is raised; what the holder of the keys or ``progress`` raises is.
        """
        return self._moves(files, progress)[1]

    def propose(
        self,
        content: List,
        role: str,
        *,
        readers: Sequence[Party] = (),
        after: Signed[Commitment] | None = None,
        answers: Signed[Commitment] | None = None,
        under: Sequence[bytes] = (),
        exchange: bytes | None = None,
        beacon: Beacon | None = None,
        progress: Progress = nobody,
    ) -> Proposal:
        """Seal a list to be signed: the next version ``after`` one, else the first of its label and role.

        With the files ``under`` whose terms it is, it is sealed as spec 17.2 says, and ``readers`` are those who are no
        party of them. ``exchange`` is the id of the terms, needed where the files have several. ``beacon`` is a round
        of the public beacon and its signature (48 bytes), which shows that the commitment was not made before; it is
        not checked here. Spec 18.4. ``progress`` is called with the steps done, and their number; what it raises ends
        the work.

        Raise :class:`InputError` ``fork-refused`` if another list is in its place, or the ledger does not know the
        version before, and ``usage`` for a card that has expired; :class:`AccessError` ``signer-not-pinned`` for a
        reader who is not pinned.
        """
        for party in (self.me.party, *readers):
            self._require_valid(party)
        moves, assessment = self._moves(under)
        accepts: list[Signed[Accept]] = []
        bound_to: bytes | None = None
        if under:
            standing = self._standing(assessment, exchange)
            moves.require_fits(standing, role, content, readers)
            bound_to, accepts = standing.exchange.id, moves.depositees(standing.exchange)
        place = self._place(content.label, role, after, bound_to, None if answers is None else answers.id)
        last_time = self.ledger.last_time
        sealed = seal(
            content,
            author=self.me.party,
            local_secret=self.me.local_secret,
            place=place,
            readers=(*readers, *accepts),
            iat=self.clock(),
            seen=moves.seen_by_list(place),
            beacon=beacon,
            progress=progress,
        )
        self.ledger.require_free(sealed.commitment)
        previous_role = None if after is None else after.body.place.role
        return Proposal(
            Confirmation.of(sealed, readers=readers, previous_role=previous_role, last_time=last_time), sealed
        )

    def _require_valid(self, party: Party) -> None:
        if self.pinned.get(party.kid) != party:
            raise AccessError("signer-not-pinned", f"the card of {party.name!r} is not pinned")
        if party.not_after is not None and party.not_after < self.clock():
            raise InputError("usage", f"the card of {party.name!r} has expired: pin their new one")

    def _place(
        self,
        label: str,
        role: str,
        after: Signed[Commitment] | None,
        exchange: bytes | None,
        answers: bytes | None,
    ) -> Place:
        if after is None:
            return self.ledger.place(label, role, exchange=exchange, answers=answers)
        if after.kid != self.me.party.kid:
            raise InputError("usage", "this version is not yours: only its signer can make the next one")
        if after.body.place.exchange != exchange:
            raise InputError("usage", "every version of a list belongs to one exchange, or to none: begin a new list")
        if not self.ledger.knows(after.id):
            raise InputError(
                "fork-refused",
                "the ledger does not have this version: it is not complete, and another version could be missing in "
                "it, too. Restore it from a copy, or adopt the version if there is none",
            )
        return Place.after(after)._replace(role=role, answers=answers)

    def claim(self, proposal: Proposal, file: str = "") -> bytes:
        """Record a list as signed, before its signature is asked for, and return the bytes to sign, at most 4,096.

        ``file`` says where the statement is to be kept, for those who look for it later. Keep the proposal: if the
        signature never comes, the same list can be signed later, and no other in its place.
        Raise :class:`InputError` ``fork-refused``, and ``busy`` if somebody else is signing with the key.
        """
        sealed, confirmation = proposal.sealed, proposal.confirmation
        with self.ledger.claimed() as ledger:
            ledger.require_free(sealed.commitment)
            known = ledger.list_of(confirmation.label, confirmation.role, sealed.commitment.place.exchange)
            if confirmation.version == 1 and known not in (None, confirmation.list_id):
                raise InputError(
                    "fork-refused",
                    f"another list was signed as {confirmation.label!r} in the role {confirmation.role} since this one "
                    "was proposed: propose it again",
                )
            about = AboutList.of(sealed.commitment, confirmation.label)
            if not ledger.knows(sealed.unsigned.id):
                ledger.add(Record(ledger.signer, sealed.unsigned.id.hex(), "commitment", confirmation.iat, file, about))
        return sealed.unsigned.to_be_signed

    def finish(self, proposal: Proposal, signature: bytes) -> bytes:
        """Return a file to send: the own card, the commitment with its signature, and the envelope.

        Raise :class:`VerificationError` for a signature by another key, and :class:`InputError` ``usage`` for a list
        that was not claimed: if it was signed all the same, keep that signature to yourself.
        """
        statement = proposal.sealed.unsigned.id
        if not self.ledger.knows(statement):
            self.ledger.reread()  # it may have been claimed elsewhere
        if not self.ledger.knows(statement):
            raise InputError("usage", "this proposal was not claimed: claim it before its signature is asked for")
        commitment = proposal.sealed.unsigned.finish(signature)
        return self.me.party.card + commitment + proposal.sealed.envelope

    def commit(self, proposal: Proposal, file: str = "") -> bytes:
        """Claim and sign a list, and return a file to send. Raise as :meth:`claim`."""
        return self.finish(proposal, self.me.sign(self.claim(proposal, file)))

    def prepare_reveal(self, commitment: Signed[Commitment], opened: Opened, reader: Party | None) -> Unsigned:
        """Prepare to hand the key of an opened list to ``reader``, or to everyone if None; recorded at once.

        Raise as :meth:`propose` for a reader who is not pinned, or whose card has expired.
        """
        if reader is not None:
            self._require_valid(reader)
        moves, _ = self._moves(())
        [unsigned] = self._claimed(lambda: [moves.hand_out(commitment, opened, reader)])
        return unsigned

    def prepare(self, move: Callable[[Moves], Sequence[Prepared]], *files: bytes) -> list[Unsigned]:
        """Prepare statements to be signed elsewhere, as ``move`` does, and record them, before anybody else signs.

        ``desk.prepare(Moves.acknowledge, file)`` prepares receipts. Sign all of them, and ``finish`` each.
        """
        moves, _ = self._moves(files)
        return self._claimed(lambda: move(moves))

    def reveal(self, *files: bytes, commitment: Signed[Commitment], reader: Party | None) -> bytes:
        """Return a file with the key of a list that these files hold, for ``reader``, or for everyone if None.

        Raise :class:`AccessError` ``reader-not-found`` if this party cannot open the list.
        """
        if reader is not None:
            self._require_valid(reader)
        moves, assessment = self._moves(files)
        opened = assessment.opened.get(commitment.id)
        if opened is None:
            raise AccessError("reader-not-found", "these files and this key do not open the list")
        return self.me.party.card + self._sign(lambda: [moves.hand_out(commitment, opened, reader)])

    # --- exchanges

    def propose_terms(self, terms: Terms, *files: bytes) -> bytes:
        """Sign terms and one's own accepts of them; the nonce of ``terms`` is replaced by a fresh one.

        ``files`` hold what is known of the exchange that they replace. Return a file with the cards of all whom they
        name. Raise as :meth:`Moves.propose`.
        """
        moves, _ = self._moves(files)
        return self._cards(terms) + self._sign(lambda: moves.propose(terms))

    def accept(self, *files: bytes, exchange: bytes | None = None) -> bytes:
        """Accept the terms in files. Return a file with the terms, the cards of all whom they name, and the accepts.

        Show the terms in full before: ``assess(...).exchanges`` has them. ``exchange`` is the id of the terms, needed
        where the files have several. Raise as :meth:`Moves.accept`.
        """
        moves, assessment = self._moves(files)
        standing = self._standing(assessment, exchange)
        terms = moves.require_terms(standing)
        return self._cards(terms.body) + terms.raw + self._sign(lambda: moves.accept(standing))

    def acknowledge(self, *files: bytes) -> bytes:
        """Return a file with a receipt for every list of others in files that was not acknowledged as far yet."""
        moves, _ = self._moves(files)
        return self.me.party.card + self._sign(moves.acknowledge)

    def complain(self, *files: bytes, commitment: Signed[Commitment], mediator: Party | None = None) -> bytes:
        """Return a file with complaints of a list that does not open, and the next accepts. Raise as :class:`Moves`.

        The key complained of is given away: to ``mediator``, or to everyone. It opens what that one party wrapped for
        this one in this exchange, and nothing else.
        """
        moves, _ = self._moves(files)
        return self.me.party.card + self._sign(lambda: moves.complain(commitment, mediator))

    def reveal_due(self, *files: bytes, exchange: bytes | None = None) -> bytes:
        """Return a file with every reveal and deposit that is due from this party in one exchange of these files.

        ``exchange`` is the id of its terms, needed where the files have several.
        """
        moves, assessment = self._moves(files)
        standing = self._standing(assessment, exchange)
        return self.me.party.card + self._sign(lambda: moves.reveals(standing))

    def review(
        self, *files: bytes, commitment: Signed[Commitment], verdict: Verdict, details: bytes | None = None
    ) -> bytes:
        """Return a file with a review of another's list. ``details`` is the id of a commitment to a review list."""
        moves, _ = self._moves(files)
        return self.me.party.card + self._sign(lambda: [moves.review(commitment, verdict, details)])

    def withdraw(self, *files: bytes, target: Signed[Body], reason: str | None = None) -> bytes:
        """Return a file with the withdrawal of one's own terms, accept or commitment."""
        moves, _ = self._moves(files)
        return self.me.party.card + self._sign(lambda: [moves.withdraw(target, reason)])

    def revoke(self, since: int) -> bytes:
        """Return a file with the revocation of this party's key, from a time on in seconds since 1970.

        Raise :class:`InputError` ``usage`` for a time that is yet to come.
        """
        moves, _ = self._moves(())
        return self.me.party.card + self._sign(lambda: [moves.revoke(since)])

    def _moves(self, files: Sequence[bytes], progress: Progress = nobody) -> tuple[Moves, Assessment]:
        evidence = self._evidence(files)
        openings = open_wraps(evidence, self.me.party.kid, self.me, self.me.local_secret)
        assessment = conclude(evidence, openings=openings, now=self.clock(), progress=progress)
        return Moves(self.me, evidence, assessment, self.ledger, iat=assessment.now), assessment

    def _standing(self, assessment: Assessment, exchange: bytes | None) -> Standing:
        chosen = [standing for standing in assessment.exchanges if exchange in (None, standing.exchange.id)]
        if len(chosen) != 1:
            raise InputError("usage", f"one exchange is meant, and {len(chosen)} are in these files: give its id")
        return chosen[0]

    def _cards(self, terms: Terms) -> bytes:
        named = dict.fromkeys((self.me.party.kid, *terms.parties, *terms.mediators))
        return b"".join(self.pinned[kid].card for kid in named if kid in self.pinned)

    def _sign(self, prepare: Callable[[], Sequence[Prepared]]) -> bytes:
        return b"".join(unsigned.sign(self.me) for unsigned in self._claimed(prepare))

    def _claimed(self, prepare: Callable[[], Sequence[Prepared]]) -> list[Unsigned]:
        """Prepare statements and record them, while nobody else can sign with the key."""
        with self.ledger.claimed() as ledger:
            prepared = prepare()
            if any(one.kind == "commitment" for one in prepared):
                raise InputError("usage", "this is a list: propose it and claim it, so that no other takes its place")
            for one in prepared:
                ledger.add(Record(ledger.signer, one.unsigned.id.hex(), one.kind, one.unsigned.iat, "", one.about))
        return [one.unsigned for one in prepared]

    def _evidence(self, files: Sequence[bytes]) -> Evidence:
        transcript = Transcript.union(Transcript.read(data, str(number)) for number, data in enumerate(files, 1))
        return gather(transcript, Trust(self.pinned, self.operators, self.quorum, beacon.installed()))
