"""Attacks on what belongs to what: another's root, wrap, disclosure, exchange, kind or card taken for one's own."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from swapproto import (
    Commitment,
    Disclosure,
    Identity,
    Place,
    Reveal,
    SwapError,
    disclose,
    obtain_key,
    obtain_revealed_key,
    read_statement,
    unseal,
)
from swapproto.envelope import context_of
from swapproto.wire import cbor
from swapproto.wire.cbor import SWAP as TAG
from swapproto.wire.cose_encrypt import Encrypted
from swapproto.wire.hashes import x
from tests.making import (
    HERON,
    IAT,
    NORTH,
    SOUTH,
    STRANGER,
    assessed,
    commit,
    culprits,
    fact_codes,
    make,
    party,
    people,
    publish,
    rejected,
    reveal,
    sign,
)


def test_commitment_copying_opens_nothing_and_convicts_the_copier() -> None:
    """Whoever copies another's root, key and envelope would have had "the same list" all along, once it is revealed."""
    victim = make(NORTH)
    copy = commit(SOUTH, victim.signed.body)
    theirs = read_statement(copy, SOUTH.party.verify_key, Commitment)
    opened = reveal(victim)
    copied = replace(victim, author=SOUTH, commitment=copy)
    before = assessed([victim.both, copy, opened], NORTH, SOUTH)
    assert "opened" in fact_codes(before, victim.id)
    assert "opened" not in fact_codes(before, theirs.id)
    after = assessed([victim.both, copy, opened, publish(SOUTH, copied, victim.cek)], NORTH, SOUTH)
    assert culprits(after) == [("wrong-key", SOUTH.party.kid)]


def test_commitment_copying_with_an_own_key_commitment_convicts_the_copier() -> None:
    """Copying after the reveal, with a key commitment for the published key, would pass off the list as one's own."""
    victim = make(NORTH)
    body = victim.signed.body
    key = x(32, "key", context_of(victim.signed._replace(kid=SOUTH.party.kid)), victim.cek)
    copy = replace(victim, author=SOUTH, commitment=commit(SOUTH, body._replace(key=key)))
    seen = assessed([victim.both, copy.commitment, reveal(victim), publish(SOUTH, copy, victim.cek)], NORTH, SOUTH)
    assert "opened" not in fact_codes(seen, copy.id)
    assert culprits(seen) == [("wrong-content", SOUTH.party.kid)]


def test_a_wrap_lifted_into_another_envelope_does_not_open() -> None:
    """A wrap that opened in the thief's own envelope would make its reader decrypt another's key for the thief."""
    victim = make(NORTH, readers=[HERON])
    theirs = make(SOUTH, readers=[HERON])
    wraps = dict(Encrypted.read(theirs.envelope).wraps)
    wraps[HERON.party.kid] = Encrypted.read(victim.envelope).wraps[HERON.party.kid]
    envelope = Encrypted(Encrypted.read(theirs.envelope).ciphertext, wraps).encode()
    body = theirs.signed.body._replace(envelope=sha256(envelope).digest())
    signed = read_statement(commit(SOUTH, body), SOUTH.party.verify_key, Commitment)
    with pytest.raises(SwapError) as caught:
        obtain_key(signed, envelope, HERON.party.kid, HERON)
    assert caught.value.code == "wrap-invalid"


def test_a_wrap_lifted_into_another_version_does_not_open() -> None:
    """A wrap of version 1 that opened in version 2 would let an author claim a reader who was left out."""
    first = make(NORTH, readers=[HERON])
    second = make(NORTH, people(4), place=Place.after(first.signed))
    sealed = Encrypted.read(second.envelope)
    lifted = Encrypted.read(first.envelope).wraps[HERON.party.kid]
    envelope = Encrypted(sealed.ciphertext, {**sealed.wraps, HERON.party.kid: lifted}).encode()
    body = second.signed.body._replace(envelope=sha256(envelope).digest())
    with pytest.raises(SwapError) as caught:
        obtain_key(
            read_statement(commit(NORTH, body), NORTH.party.verify_key, Commitment), envelope, HERON.party.kid, HERON
        )
    assert caught.value.code == "wrap-invalid"


@pytest.mark.parametrize("source", ["reveal", "envelope"])
def test_a_wrap_lifted_into_anothers_reveal_does_not_open(source: str) -> None:
    """A lifted wrap that opened would let someone who never had the key prove that they released it."""
    made = make(NORTH, readers=[HERON])
    if source == "reveal":
        wrap = read_statement(reveal(made, to=HERON), NORTH.party.verify_key, Reveal).body.wrap
        assert wrap is not None
        lifted = wrap[1]
    else:
        lifted = Encrypted.read(made.envelope).wraps[HERON.party.kid]
    body = {
        "nonce": bytes(16),
        "commitment": made.id,
        "given": [],
        "cek": None,
        "wrap": [HERON.party.kid, lifted],
        "seen": [],
    }
    forged = read_statement(sign(SOUTH, "reveal", body, made.signed.body.place.subject), SOUTH.party.verify_key, Reveal)
    with pytest.raises(SwapError) as caught:
        obtain_revealed_key(made.signed, forged, HERON.party.kid, HERON)
    assert caught.value.code == "wrap-invalid"


def test_a_wrap_for_one_reader_does_not_open_for_another() -> None:
    """Whoever copies a reader's wrap under their own kid would read a list that was not sealed to them."""
    made = make(NORTH, readers=[HERON])
    sealed = Encrypted.read(made.envelope)
    envelope = Encrypted(
        sealed.ciphertext, {**sealed.wraps, STRANGER.party.kid: sealed.wraps[HERON.party.kid]}
    ).encode()
    body = made.signed.body._replace(envelope=sha256(envelope).digest())
    with pytest.raises(SwapError) as caught:
        obtain_key(
            read_statement(commit(NORTH, body), NORTH.party.verify_key, Commitment),
            envelope,
            STRANGER.party.kid,
            STRANGER,
        )
    assert caught.value.code == "wrap-invalid"


def test_a_reveal_of_another_commitment_gives_no_key_for_this_one() -> None:
    """A reveal taken for one of another list would hand out a key where nobody released any."""
    one, other = make(NORTH), make(NORTH, people(4))
    stray = read_statement(reveal(other), NORTH.party.verify_key, Reveal)
    with pytest.raises(SwapError) as caught:
        obtain_revealed_key(one.signed, stray, HERON.party.kid, HERON)
    assert caught.value.code == "commitment-missing"


def _retarget(disclosure: bytes, commitment_id: bytes) -> bytes:
    word, _, items, proof = cbor.decode(disclosure, 8, tag=TAG)
    return cbor.encode(cbor.Tag(TAG, [word, commitment_id, items, proof]))


def test_a_disclosure_re_attributed_to_another_signer_proves_nothing() -> None:
    """Another's shown entries, verified against a copied root, would stand as entries of the thief's own list."""
    made = make(NORTH)
    shown = disclose(unseal(made.signed, made.envelope, made.cek), [1])
    copy = replace(made, author=SOUTH, commitment=commit(SOUTH, made.signed.body))
    seen = assessed([copy.commitment, _retarget(shown, copy.id)], NORTH, SOUTH)
    assert rejected(seen) == ["proof-invalid"]
    assert "disclosed" not in fact_codes(seen)


def test_a_disclosure_re_attributed_to_another_version_proves_nothing() -> None:
    """An entry of an old version, shown as one of the new, would put back on the list who was taken off it."""
    old = make(NORTH)
    new = make(NORTH, people(3), place=Place.after(old.signed))
    shown = disclose(unseal(old.signed, old.envelope, old.cek), [1])
    with pytest.raises(SwapError) as caught:
        Disclosure.read(_retarget(shown, new.id)).verify(new.signed)
    assert caught.value.code == "proof-invalid"


def test_replay_into_another_exchange_is_refused() -> None:
    """A key or disclosure given in one exchange, replayed into another, would settle what was never agreed."""
    here, there = (
        make(NORTH, place=Place(role="offer", list_id=bytes(16), exchange=exchange))
        for exchange in (b"\1" * 32, b"\2" * 32)
    )
    assert here.signed.body.root != there.signed.body.root
    assert here.cek != there.cek
    shown = disclose(unseal(here.signed, here.envelope, here.cek), [0])
    with pytest.raises(SwapError):
        Disclosure.read(_retarget(shown, there.id)).verify(there.signed)
    stray = publish(NORTH, here, here.cek, subject=b"\2" * 32)
    seen = assessed([here.both, stray], NORTH)
    assert rejected(seen) == ["claims-mismatch"]
    assert "opened" not in fact_codes(seen)
    with pytest.raises(SwapError) as caught:
        obtain_revealed_key(here.signed, read_statement(stray, NORTH.party.verify_key, Reveal), HERON.party.kid, HERON)
    assert caught.value.code == "claims-mismatch"


def _with(statement: bytes, *, typ: str | None = None, payload: bytes | None = None) -> bytes:
    """The statement under another kind or with another payload, and the signature left as it was."""
    protected, unprotected, old, signature = cbor.decode(statement, 8, tag=cbor.SIGN1, heads=99)
    header: dict[int, Any] = cbor.decode(protected, 8, heads=99)
    header |= {16: typ} if typ else {}
    return cbor.encode(cbor.Tag(cbor.SIGN1, [cbor.encode(header), unprotected, payload or old, signature]))


def test_a_statement_replayed_as_another_kind_has_no_valid_signature() -> None:
    """A statement read as one of another kind would have a party say what it never signed."""
    made = make(NORTH)
    for original, kind in ((made.commitment, "reveal"), (reveal(made), "commitment"), (NORTH.party.card, "reveal")):
        replayed = _with(original, typ=f"application/vnd.swapproto.{kind}+cose")
        assert rejected(assessed(replayed, NORTH)) == ["signature-invalid"]


def test_one_kinds_body_under_anothers_name_is_no_statement() -> None:
    """A body that fits two kinds would mean two things at once."""
    made = make(NORTH)
    subject = made.signed.body.place.subject
    for kind in ("reveal", "card"):
        assert rejected(assessed(sign(NORTH, kind, made.signed.body.to_body(), subject), NORTH)) == ["body-invalid"]


def test_a_card_with_the_same_name_and_another_key_is_a_stranger() -> None:
    """A card under the name of a pinned party would have its statements taken for that party's."""
    impostor = Identity.from_seed(b"\7" * 32, NORTH.party.name, iat=IAT)
    assert impostor.party.fingerprint != NORTH.party.fingerprint
    seen = assessed([impostor.party.card, make(impostor).both], NORTH)
    assert fact_codes(seen) == set()
    assert seen.exit_code() == 3
    assert {ignored.code for ignored in seen.ignored} == {"signer-not-pinned"}


def test_another_card_of_the_same_key_changes_no_pin() -> None:
    """A second card with an attacker's encryption key would have lists sealed to the attacker, not its owner."""
    from swapproto import prepare_card

    unsigned = prepare_card(
        NORTH.party.name, verify_key=NORTH.party.verify_key, encrypt_key=SOUTH.party.encrypt_key, iat=IAT
    )
    second = unsigned.finish(NORTH.sign(unsigned.to_be_signed))
    seen = assessed([second, make(NORTH).both], NORTH)
    assert seen.trust.parties[NORTH.party.kid] is NORTH.party
    assert type(NORTH.party).read(second).fingerprint != NORTH.party.fingerprint


def test_a_card_signed_by_another_key_is_refused() -> None:
    """A card of somebody else's key would name that somebody as the signer of what they never saw."""
    body: dict[str, Any] = {
        "name": "Somebody",
        "verify": NORTH.party.verify_key,
        "encrypt": SOUTH.party.encrypt_key,
        "notAfter": None,
        "seen": [],
    }
    forged = sign(SOUTH, "card", body, SOUTH.party.kid)
    assert rejected(assessed(forged, SOUTH)) == ["kid-mismatch"]


def test_statements_by_strangers_are_never_facts() -> None:
    """Whoever adds files to a transcript would add facts to it."""
    made = make(STRANGER)
    seen = assessed([STRANGER.party.card, made.both, reveal(made)], NORTH, SOUTH)
    assert fact_codes(seen) == set()
    assert culprits(seen) == []
    assert seen.exit_code() == 3


def test_a_strangers_faults_are_not_verdicts() -> None:
    """A stranger's fork, presented beside a good file, would turn its verdict into "contradiction"."""
    thug = party("Thug")
    place = Place.first("report")
    forks = [make(thug, people(n), place=place).commitment for n in (1, 2)]
    seen = assessed([make(NORTH).both, thug.party.card, *forks], NORTH)
    assert culprits(seen) == []
    assert seen.exit_code() == 3
