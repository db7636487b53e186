"""Two parties and a mediator exchange lists while somebody in the middle drops, replays, forges and forks."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from swapproto import (
    Assessment,
    Identity,
    Place,
    Reveal,
    SwapError,
    Transcript,
    assess,
    disclose,
    obtain_key,
    obtain_revealed_key,
    read_statement,
    unseal,
)
from swapproto.wire import cbor, cose
from swapproto.wire.cbor import SWAP as TAG
from swapproto.wire.cose_encrypt import Encrypted
from tests.making import (
    HERON,
    IAT,
    NORTH,
    NOW,
    SOUTH,
    Made,
    commit,
    committed_to_plaintext,
    make,
    party,
    people,
    pins,
    publish,
    reveal,
    sign,
)

HONEST = (NORTH, SOUTH, HERON)  # HERON, the mediator, is one more reader
CHEAT = party("Cheat")
PINNED = (*HONEST, CHEAT)
SENT = st.sampled_from(["both", "commitment", "envelope"])
EXCHANGE = sha256(b"the exchange").digest()


class Exchange(RuleBasedStateMachine):
    """``sent`` is all that was ever sent or forged; ``arrived`` what a reader has; ``done`` what honest parties did."""

    lists = Bundle("lists")
    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[bytes] = []
        self.done: set[tuple[str, bytes]] = set()  # (kind of deed, statement id or digest)
        self.said: dict[bytes, Identity] = {}  # statement ids of honest parties, and whose they are
        self.holders: dict[bytes, set[bytes]] = {}  # commitment id: kids of those who were given the key
        self.public: set[bytes] = set()
        self.made: dict[bytes, Made] = {}
        self.before: Assessment | None = None
        self.count = 0

    # --- honest parties ---------------------------------------------------------------------------------------------

    def _commit(self, author: Identity, place: Place, readers: Iterable[Identity], sent: str) -> Made:
        self.count += 1
        made = make(author, people(self.count % 4, word=f"list {self.count}"), place=place, readers=[*readers])
        self.said[made.id] = author
        self.made[made.id] = made
        self.holders[made.id] = {author.party.kid, *(reader.party.kid for reader in readers)}
        self.done |= {("signed", made.id), ("committed", made.id)}
        self._send(getattr(made, sent))
        return made

    def _send(self, *files: bytes) -> Any:
        self.arrived.extend(files)
        return multiple(*files)

    def _say(self, statement: bytes, who: Identity) -> bytes:
        identifier = cose.Sign1.read(statement).id
        self.said[identifier] = who
        self.done.add(("signed", identifier))
        return identifier

    @initialize(target=sent)
    def present_cards(self) -> Any:
        for identity in PINNED:
            self.done.add(("signed", identity.party.card_id))
            self.said[identity.party.card_id] = identity
        return self._send(*(identity.party.card for identity in PINNED))

    @rule(
        target=lists,
        author=st.sampled_from(HONEST),
        readers=st.sets(st.sampled_from(PINNED)),
        sent=SENT,
        here=st.booleans(),
    )
    def begin(self, author: Identity, readers: set[Identity], sent: str, here: bool) -> Made:
        role = f"offer-{self.count}"  # an honest party commits once in each role of the exchange
        place = Place(role=role, list_id=sha256(role.encode()).digest()[:16], exchange=EXCHANGE if here else None)
        return self._commit(author, place, readers, sent)

    @rule(target=lists, last=consumes(lists), readers=st.sets(st.sampled_from(PINNED)), sent=SENT)
    def follow(self, last: Made, readers: set[Identity], sent: str) -> Made:
        return self._commit(last.author, Place.after(last.signed), readers, sent)

    @rule(target=sent, made=lists, parts=SENT)
    def send(self, made: Made, parts: str) -> Any:
        return self._send(getattr(made, parts))

    @rule(target=sent, made=lists)
    def reveal_to_all(self, made: Made) -> Any:
        statement = reveal(made)
        self.done.add(("released", self._say(statement, made.author)))
        self.public.add(made.id)
        return self._send(statement)

    @rule(target=sent, made=lists, by=st.sampled_from(HONEST), to=st.sampled_from(PINNED))
    def reveal_to_one(self, made: Made, by: Identity, to: Identity) -> Any:
        if by.party.kid not in self.holders[made.id]:
            return multiple()
        statement = reveal(made, by=by, to=to)
        self.done.add(("released", self._say(statement, by)))
        self.holders[made.id].add(to.party.kid)
        return self._send(statement)

    @rule(target=sent, made=lists, index=st.integers(0, 3))
    def disclose(self, made: Made, index: int) -> Any:
        if index >= made.signed.body.count:
            return multiple()
        shown = disclose(unseal(made.signed, made.envelope, made.cek), [index])
        self.done.add(("disclosed", sha256(shown).digest()))
        return self._send(shown)

    # --- the one in the middle --------------------------------------------------------------------------------------

    @rule(places=st.sets(st.integers(0, 40), max_size=3))
    def lose(self, places: set[int]) -> None:
        self.arrived = [file for place, file in enumerate(self.arrived) if place not in places]
        self.before = None

    @rule(file=sent, other=sent)
    def replay_joined(self, file: bytes, other: bytes) -> None:
        self.arrived.append(other + file)

    @rule(random=st.randoms(use_true_random=False))
    def reorder(self, random: Any) -> None:
        random.shuffle(self.arrived)

    @rule(target=sent, file=sent, data=st.data())
    def flip(self, file: bytes, data: st.DataObject) -> Any:
        at = data.draw(st.integers(0, len(file) - 1))
        return self._send(file[:at] + bytes([file[at] ^ 1 << data.draw(st.integers(0, 7))]) + file[at + 1 :])

    @rule(target=sent, file=sent, data=st.data())
    def cut(self, file: bytes, data: st.DataObject) -> Any:
        return self._send(file[: data.draw(st.integers(1, len(file)))])

    @rule(target=sent, made=lists)
    def copy_under_its_own_key(self, made: Made) -> Any:
        copy = replace(made, author=CHEAT, commitment=commit(CHEAT, made.signed.body))
        return self._send(copy.commitment, publish(CHEAT, copy, made.cek if made.id in self.public else b"\1" * 32))

    @rule(target=sent, made=lists)
    def publish_a_wrong_key(self, made: Made) -> Any:
        return self._send(publish(CHEAT, made, sha256(made.id).digest()))

    @rule(target=sent, made=lists, field=st.sampled_from(["root", "key", "envelope", "count"]))
    def sign_something_else_in_the_same_place(self, made: Made, field: str) -> Any:
        value: Any = 9 if field == "count" else b"\5" * 32
        return self._send(commit(CHEAT, made.signed.body._replace(**{field: value})))

    @rule(target=sent, made=lists)
    def chain_to_it(self, made: Made) -> Any:
        return self._send(make(CHEAT, place=Place.after(made.signed)).both)

    @rule(target=sent, made=lists, victim=st.sampled_from(HONEST))
    def forge_a_signature(self, made: Made, victim: Identity) -> Any:
        mine = cbor.decode(commit(CHEAT, made.signed.body), 8, tag=cbor.SIGN1, heads=99)
        body = made.signed.body._replace(root=b"\6" * 32)
        unsigned = cose.prepare(
            "commitment", body.to_body(), verify_key=victim.party.verify_key, subject=body.place.subject, iat=IAT
        )
        return self._send(cbor.encode(cbor.Tag(cbor.SIGN1, [unsigned.protected, {}, unsigned.payload, mine[3]])))

    @rule(target=sent, made=lists, reader=st.sampled_from(HONEST))
    def lift_a_wrap(self, made: Made, reader: Identity) -> Any:
        wrap = Encrypted.read(made.envelope).wraps.get(reader.party.kid)
        if wrap is None:
            return multiple()
        body = {
            "nonce": bytes(16),
            "commitment": made.id,
            "given": [],
            "cek": None,
            "wrap": [reader.party.kid, wrap],
            "seen": [],
        }
        statement = sign(CHEAT, "reveal", body, made.signed.body.place.subject)
        lifted = read_statement(statement, CHEAT.party.verify_key, Reveal)
        try:
            obtain_revealed_key(made.signed, lifted, reader.party.kid, reader)
        except SwapError as error:
            assert error.code == "wrap-invalid"  # noqa: PT017
        else:
            raise AssertionError("a lifted wrap opened")
        return self._send(statement)

    @rule(target=sent, made=lists, other=lists, index=st.integers(0, 3))
    def show_an_entry_as_of_another_list(self, made: Made, other: Made, index: int) -> Any:
        if index >= made.signed.body.count or made.id == other.id:
            return multiple()
        shown = disclose(unseal(made.signed, made.envelope, made.cek), [index])
        word, _, items, proof = cbor.decode(shown, 8, tag=TAG)
        return self._send(cbor.encode(cbor.Tag(TAG, [word, other.id, items, proof])))

    @rule(target=sent, made=lists, subject=st.sampled_from([b"\7" * 32, b"\7" * 16]))
    def reveal_in_another_exchange(self, made: Made, subject: bytes) -> Any:
        return self._send(publish(CHEAT, made, b"\2" * 32, subject=subject))

    @rule(target=sent)
    def seal_garbage(self) -> Any:
        self.count += 1
        made = committed_to_plaintext(
            CHEAT, b"\xff" * 99, count=1, place=Place(role="offer", list_id=self.count.to_bytes(16, "big"))
        )
        return self._send(made.both, publish(CHEAT, made, made.cek))

    # --- what must hold ---------------------------------------------------------------------------------------------

    def _look(self) -> Assessment:
        return assess(Transcript.union(map(Transcript.read, self.arrived)), pins(*PINNED), now=NOW)

    @invariant()
    def no_honest_party_is_blamed_and_no_fact_is_lost_or_made_up(self) -> None:
        found = self._look()
        assert {fault.culprit for fault in found.contradictions} <= {CHEAT.party.kid}
        honest = pins(*HONEST).parties
        for fact in found.facts:
            if fact.by not in honest:
                assert fact.code != "opened"  # it has sealed nothing that it could show, and can take no other's
                continue
            if fact.code in ("signed", "committed", "released", "disclosed"):
                assert (fact.code, fact.subject) in self.done, fact.code
            if fact.code != "disclosed":
                assert self.said[fact.subject].party.kid == fact.by
            if fact.code == "opened":
                assert fact.subject in self.public
        for identifier, opened in found.opened.items():
            if identifier in self.made:
                assert (
                    opened.list.public
                    == unseal(
                        self.made[identifier].signed, self.made[identifier].envelope, self.made[identifier].cek
                    ).list.public
                )
        if self.before is not None:
            self._nothing_is_lost(self.before, found)
        self.before = found

    def _nothing_is_lost(self, before: Assessment, after: Assessment) -> None:
        now = {(fact.code, fact.subject, fact.by) for fact in after.facts}
        assert {(fact.code, fact.subject, fact.by) for fact in before.facts} <= now
        faults = {(fault.code, fault.culprit) for fault in after.contradictions}
        assert {(fault.code, fault.culprit) for fault in before.contradictions} <= faults

    @rule(made=lists, reader=st.sampled_from(PINNED))
    def only_those_who_were_given_the_key_can_open(self, made: Made, reader: Identity) -> None:
        keys = []
        with suppress(SwapError):
            keys.append(obtain_key(made.signed, made.envelope, reader.party.kid, reader))
        for statement in {s.raw for s in Transcript.union(map(Transcript.read, self.arrived)).statements.values()}:
            signer = self.said.get(cose.Sign1.read(statement).id)
            if cose.Sign1.read(statement).kind != "reveal" or signer is None:
                continue
            try:
                handed = read_statement(statement, signer.party.verify_key, Reveal)
                keys.append(obtain_revealed_key(made.signed, handed, reader.party.kid, reader))
            except SwapError:
                continue
        if keys:
            assert reader.party.kid in self.holders[made.id] or made.id in self.public
            assert set(keys) == {made.cek}


TestExchange = Exchange.TestCase
TestExchange.settings = settings(max_examples=settings().max_examples // 2)
