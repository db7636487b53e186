"""One use of every public name, with the type that a caller's type checker has to find for it.

``mypy`` and ``basedpyright`` check this file in ``make types``; ``test_typing.py`` runs it. A change that fails here
changes the types that other people's programs are written against.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, assert_type

from swapproto import (
    Accept,
    AccessError,
    Assessment,
    AssessmentData,
    Awaited,
    Change,
    Claim,
    Clock,
    Code,
    Commitment,
    Confirmation,
    Constraints,
    Contradiction,
    Deadlines,
    Desk,
    Diff,
    Disclosure,
    Evidence,
    Exchange,
    ExchangeKey,
    Field,
    FormatError,
    Holder,
    Identity,
    Ignored,
    InputError,
    KeyFile,
    Keys,
    List,
    LocalSecret,
    Moves,
    NotOpened,
    Opened,
    Opener,
    Party,
    Place,
    Prepared,
    Proposal,
    Reader,
    Receipt,
    Rejected,
    Requirement,
    Reveal,
    Review,
    Revoke,
    Schema,
    Sealed,
    Shown,
    Signed,
    Signer,
    Slot,
    Standing,
    SwapError,
    Terms,
    Transcript,
    Trust,
    Unsigned,
    VerificationError,
    Withdraw,
    Wrapped,
    assess,
    conclude,
    diff,
    disclose,
    find_wraps,
    gather,
    obtain_key,
    obtain_revealed_key,
    open_wraps,
    plain,
    prepare_card,
    prepare_opening,
    prepare_reveal,
    read_statement,
    seal,
    unseal,
)
from swapproto.ledger import InMemory, Ledger

IAT = 1_800_000_000


class Elsewhere:
    """A key that is held elsewhere: all that a Signer and an Opener need."""

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    def sign(self, message: bytes) -> bytes:
        return self._identity.sign(message)

    def open(self, wrap: bytes, info: bytes) -> bytes:
        return self._identity.open(wrap, info)


def hold_keys() -> tuple[Identity, Identity]:
    north = assert_type(Identity.generate("North", iat=IAT), Identity)
    assert_type(north.seed, bytes)
    assert_type(north.local_secret, LocalSecret)
    assert_type(bytes(LocalSecret.generate()), bytes)
    party = assert_type(north.party, Party)
    assert_type(party.name, str)
    assert_type(party.kid, bytes)
    assert_type(party.verify_key, bytes)
    assert_type(party.encrypt_key, bytes)
    assert_type(party.not_after, int | None)
    assert_type(party.fingerprint, str)
    assert_type(Party.read(party.card), Party)

    signer: Signer = Elsewhere(north)
    opener: Opener = Elsewhere(north)
    assert_type(signer.sign(b"message"), bytes)
    del opener
    card = prepare_card("North", verify_key=party.verify_key, encrypt_key=party.encrypt_key, iat=IAT)
    assert_type(card, Unsigned)
    assert_type(card.to_be_signed, bytes)
    assert_type(card.id, bytes)
    assert_type(card.sign(signer), bytes)
    assert_type(card.finish(signer.sign(card.to_be_signed)), bytes)

    key_file = assert_type(KeyFile.lock(north, None), KeyFile)
    assert_type(key_file.encrypted, bool)
    text = assert_type(key_file.encode(), str)
    assert_type(KeyFile.read(text).unlock(), Identity)
    return north, Identity.from_seed(bytes(32), "South", iat=IAT, not_after=IAT + 1)


def write_lists() -> tuple[List, List]:
    constraints = assert_type(Constraints(required=True, max_length=40), Constraints)
    field = assert_type(Field("name", title={"en": "Name"}, constraints=constraints), Field)
    assert_type(field.type, str)
    assert_type(field.title, str | Mapping[str, str] | None)
    schema = assert_type(Schema([Field("id"), field], primary_key=["id"]), Schema)
    assert_type(schema.fields, tuple[Field, ...])
    assert_type(schema.primary_key, tuple[str, ...])
    assert_type(schema.digest, bytes)
    assert_type(Schema.of_texts(["id"]), Schema)
    assert_type(Schema.from_wire(schema.to_wire()), Schema)

    before = assert_type(List.of("crew", schema, [{"id": "1", "name": "Olha"}]), List)
    after = List.of("crew", schema, [{"id": "1", "name": "Olga"}, {"id": "2", "name": "Петро"}])
    assert_type(len(before), int)
    assert_type(before.label, str)
    assert_type(before.schema, Schema)
    assert_type(before[0], dict[str, Any])
    assert_type(list(before), list[dict[str, Any]])
    assert_type(before.distinct_keys(), int | None)

    difference = assert_type(diff(before, after), Diff)
    assert_type(difference.key, tuple[str, ...])
    assert_type(difference.added, list[dict[str, Any]])
    assert_type(difference.changed, list[Change])
    assert_type(difference.changed[0].fields, dict[str, tuple[Any, Any]])
    return before, after


def hand_over(north: Identity, south: Identity, crew: List) -> tuple[Transcript, Trust, bytes]:
    place = assert_type(Place.first("report"), Place)
    assert_type(place.previous, bytes | None)
    sealed = seal(
        crew, author=north.party, local_secret=north.local_secret, place=place, readers=[south.party], iat=IAT, seen=[]
    )
    assert_type(sealed, Sealed)
    assert_type(sealed.unsigned, Unsigned)
    assert_type(sealed.envelope, bytes)
    assert_type(sealed.opened, Opened)

    commitment = read_statement(sealed.sign(north), north.party.verify_key, Commitment)
    assert_type(commitment, Signed[Commitment])
    assert_type(commitment.id, bytes)
    assert_type(commitment.iat, int)
    assert_type(commitment.raw, bytes)
    assert_type(commitment.body, Commitment)
    assert_type(commitment.body.place, Place)
    assert_type(commitment.body.seen, Sequence[bytes])
    assert_type(Place.after(commitment), Place)

    key = assert_type(obtain_key(commitment, sealed.envelope, south.party.kid, south), bytes)
    wrapped = assert_type(prepare_opening(commitment, memoryview(sealed.envelope), south.party.kid), Wrapped)
    assert_type(wrapped.finish(south.open(wrapped.wrap, wrapped.info)), bytes)
    opened = assert_type(unseal(commitment, sealed.envelope, key), Opened)
    assert_type(opened.list, List)
    assert_type(opened.commitment_id, bytes)

    unsigned = prepare_reveal(commitment, key, revealer=south.party, reader=None, iat=IAT)
    assert_type(unsigned, Unsigned)
    signed = unsigned.sign(Elsewhere(south))
    reveal = assert_type(read_statement(signed, south.party.verify_key, Reveal), Signed[Reveal])
    assert_type(reveal.body.cek, bytes | None)
    assert_type(obtain_revealed_key(commitment, reveal, south.party.kid, Elsewhere(south)), bytes)

    disclosure = assert_type(Disclosure.read(disclose(opened, [0], restricted=False)), Disclosure)
    assert_type(disclosure.id, bytes)
    assert_type(disclosure.commitment_id, bytes)
    shown = assert_type(disclosure.verify(commitment), list[Shown])
    assert_type(shown[0].entry, dict[str, Any])

    transcript = Transcript.union(
        Transcript.read(data, "a file") for data in (commitment.raw, sealed.envelope, reveal.raw, b"\x00")
    )
    assert_type(transcript, Transcript)
    assert_type([*transcript.rejected.values()], list[Rejected])
    assert_type(transcript.cards(), list[Party])
    assert_type(transcript.encode(), bytes)
    assert_type(transcript.armored(), str)
    return transcript, Trust.of(north.party, south.party), key


class Service:
    """Keys that are held elsewhere."""

    def __init__(self, keys: Identity) -> None:
        self._keys = keys

    @property
    def party(self) -> Party:
        return self._keys.party

    @property
    def local_secret(self) -> LocalSecret:
        return self._keys.local_secret

    def sign(self, message: bytes) -> bytes:
        return self._keys.sign(message)

    def open(self, wrap: bytes, info: bytes) -> bytes:
        return self._keys.open(wrap, info)


def work(north: Identity, south: Party, content: List) -> bytes:
    holder: Holder = Service(north)
    desk = Desk(holder, Ledger(InMemory(), north.party.kid), clock=lambda: IAT, pinned=[south])
    proposal = assert_type(desk.propose(content, "offer", readers=[south]), Proposal)
    assert_type(proposal.confirmation, Confirmation)
    return assert_type(desk.commit(proposal), bytes)


def agree(north: Identity, south: Identity, mediator: Identity, content: List) -> list[bytes]:
    """Run an exchange under release 2 until both lists are reviewed."""
    cards = [one.party for one in (north, south, mediator)]
    n, s, m = (
        Desk(one, Ledger(InMemory(), one.party.kid), clock=lambda: IAT, pinned=cards)
        for one in (north, south, mediator)
    )
    clock = assert_type(Clock("Maulne Time", [bytes(32)], 1), Clock)
    assert_type(clock.name, str)
    assert_type(clock.certificates, Sequence[bytes])
    assert_type(clock.accuracy, int)
    slots = [assert_type(Slot(one.party.kid, "offer", count=len(content)), Slot) for one in (north, south)]
    terms = Terms(
        nonce=bytes(16),
        title={"en": "All for all"},
        slots=slots,
        mediators=[mediator.party.kid],
        deadlines=Deadlines(commit=IAT + 1, review=IAT + 2),
        clocks=[clock],
        quorum=1,
        release=2,
    )
    assert_type(terms, Terms)
    assert_type(terms.title, str | Mapping[str, str])
    assert_type(terms.slots, Sequence[Slot])
    assert_type(terms.slots[0].count, int | None)
    assert_type(terms.mediators, Sequence[bytes])
    assert_type(terms.schema, bytes | None)
    assert_type(terms.deadlines, Deadlines)
    assert_type(terms.deadlines.reveal, int | None)
    assert_type(terms.conditions, Sequence[str | Mapping[str, str]])
    assert_type(terms.replaces, bytes | None)
    assert_type(terms.parties, tuple[bytes, ...])

    files = [assert_type(n.propose_terms(terms), bytes)]
    files.append(assert_type(s.accept(*files), bytes))
    files.append(m.accept(*files))
    for desk in (n, s):
        files.append(desk.commit(desk.propose(content, "offer", under=files)))
    files.append(assert_type(m.acknowledge(*files), bytes))
    files.append(assert_type(m.reveal_due(*files), bytes))
    for desk in (n, s):
        files.append(desk.acknowledge(*files))
    for desk in (n, s):
        found = desk.assess(*files).of(Commitment).values()
        theirs = next(commitment for commitment in found if commitment.kid != desk.me.party.kid)
        files.append(assert_type(desk.review(*files, commitment=theirs, verdict="agreed"), bytes))
    try:
        n.complain(*files, commitment=theirs, mediator=mediator.party)
    except InputError as error:  # it opens
        assert_type(error.code, Code)
    files.append(assert_type(n.revoke(since=IAT), bytes))
    return files


def withdraw(desk: Desk, files: Sequence[bytes], target: Signed[Terms] | Signed[Accept]) -> bytes:
    return assert_type(desk.withdraw(*files, target=target, reason="we stop"), bytes)


def look(files: Sequence[bytes], trust: Trust, north: Identity) -> Standing:
    """Read what an exchange holds, and prepare a move."""
    transcript = Transcript.union(Transcript.read(file) for file in files)
    evidence = gather(transcript, trust)
    assert_type(open_wraps(evidence, north.party.kid, north, north.local_secret), dict[bytes, bytes | NotOpened])
    found = conclude(evidence, now=IAT)
    assert_type(found.exchanges, tuple[Standing, ...])
    (standing,) = found.exchanges
    assert_type(standing.awaiting, tuple[Awaited, ...])
    assert_type(standing.at_stake, dict[Slot, Signed[Commitment] | None])
    assert_type(standing.binding, dict[Slot, Signed[Commitment] | None])
    assert_type(standing.in_force, bool)
    state: str = standing.state
    exchange = assert_type(standing.exchange, Exchange)
    assert_type(exchange.id, bytes)
    assert_type(exchange.terms, Signed[Terms] | None)
    assert_type(exchange.accepts, list[Signed[Accept]])
    assert_type(exchange.accepted, dict[bytes, list[Signed[Accept]]])
    assert_type(exchange.receipts, list[tuple[Signed[Receipt], Signed[Commitment]]])
    assert_type(exchange.reviews, list[tuple[Signed[Review], Signed[Commitment]]])
    assert_type(exchange.agreed, bool)
    for move in standing.awaiting:
        assert_type(move.by, bytes)
        assert_type(move.commitment, bytes | None)
        assert_type(move.since, int | None)
        assert_type(move.due, int | None)
        assert_type(move.readers, tuple[bytes, ...])
        assert_type(standing.is_overdue(move, IAT), bool)

    accept = assert_type(exchange.accepts[0], Signed[Accept])
    assert_type(accept.body.maker, bytes)
    assert_type(accept.body.number, int)
    assert_type(accept.body.encrypt_key, bytes)
    readers: list[Reader] = [accept, north.party]
    key = ExchangeKey(north.local_secret, exchange.id, accept.body.maker, accept.body.number)
    assert_type(key.seed, bytes)
    assert_type(key.encrypt_key, bytes)
    receipt, _ = exchange.receipts[0]
    assert_type(receipt.body.stage, Literal["received", "opened", "unopenable"])
    assert_type(receipt.body.tag, bytes | None)
    assert_type(exchange.reviews[0][0].body.verdict, Literal["agreed", "contested"])
    assert_type(found.of(Withdraw), dict[bytes, Signed[Withdraw]])
    (revoke,) = found.of(Revoke).values()
    assert_type(revoke.body.since, int)

    keys: Keys = north
    moves = assert_type(Moves(keys, evidence, found, Ledger(InMemory(), north.party.kid), iat=IAT), Moves)
    prepared = assert_type(moves.revoke(IAT), Prepared)
    assert_type(prepared.unsigned, Unsigned)
    assert_type(prepared.kind, str)
    assert_type(moves.acknowledge(), list[Prepared])
    assert_type(moves.standing(exchange.id), Standing)
    del state, readers
    return standing


def judge(transcript: Transcript, trust: Trust, south: Identity) -> Assessment:
    evidence = assert_type(gather(transcript, trust), Evidence)
    openings = open_wraps(evidence, south.party.kid, south)
    assert_type(openings, dict[bytes, bytes | NotOpened])
    assert_type(find_wraps(evidence, south.party.kid), list[Wrapped])
    found = assert_type(conclude(evidence, openings=openings, now=IAT), Assessment)
    assert_type(assess(transcript, trust, openings=openings, now=IAT), Assessment)
    assert_type(found.trust, Trust)
    assert_type(found.facts, tuple[Claim, ...])
    assert_type(found.views, tuple[Claim, ...])
    assert_type(found.contradictions, tuple[Contradiction, ...])
    assert_type(found.rejected, tuple[Rejected, ...])
    assert_type(found.ignored, tuple[Ignored, ...])
    assert_type(found.of(Commitment), dict[bytes, Signed[Commitment]])
    assert_type(found.of(Reveal), dict[bytes, Signed[Reveal]])
    assert_type(found.opened, Mapping[bytes, Opened])
    assert_type(found.shown, Mapping[bytes, list[Shown]])
    assert_type(found.missing([Requirement("opened")]), list[Requirement])
    assert_type(found.exit_code([Requirement("opened")]), int)
    assert_type(plain(found, require=[Requirement("opened", by=b"k", role="offer", list_id=b"l")]), AssessmentData)
    return found


def refuse() -> list[SwapError]:
    malformed: Code = "malformed"
    errors: list[SwapError] = [
        FormatError(malformed, "made up"),
        VerificationError("signature-invalid", "made up"),
        AccessError("signer-not-pinned", "made up"),
        InputError("table", "made up"),
    ]
    for error in errors:
        assert_type(error.code, Code)
    return errors


def use_everything() -> Assessment:
    """Call every function above, so that what is promised to type checkers also happens."""
    north, south = hold_keys()
    _, crew = write_lists()
    transcript, trust, _ = hand_over(north, south, crew)
    refuse()
    mediator = Identity.generate("Mediator", iat=IAT)
    files = agree(north, south, mediator, crew)
    standing = look(files, Trust.of(north.party, south.party, mediator.party), north)
    desk = Desk(north, Ledger(InMemory(), north.party.kid), clock=lambda: IAT)
    accept = next(accept for accept in standing.exchange.accepts if accept.kid == north.party.kid)
    withdraw(desk, files, accept)
    return judge(transcript, trust, south)
