"""Sealing, opening and revealing. Spec 7, 8, 9."""

from hashlib import sha256
from typing import Any

import pytest

from swapproto import (
    Identity,
    List,
    LocalSecret,
    Party,
    Place,
    Reveal,
    Schema,
    obtain_key,
    obtain_revealed_key,
    prepare_reveal,
    read_statement,
    seal,
    unseal,
)
from swapproto.errors import AccessError, InputError, SwapError
from swapproto.wire.cose_encrypt import Encrypted
from tests.making import GUARDED, HERON, IAT, NORTH, SOUTH, STRANGER, make, people, reveal, sealed

SLOT = Place(role="report", list_id=bytes(16))


def code(work: object) -> str:
    assert callable(work)
    with pytest.raises(SwapError) as caught:
        work()
    return caught.value.code


# --- sealing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [people(0), people(1), people(7), people(5, schema=GUARDED)])
def test_a_list_comes_back_unchanged(content: List) -> None:
    made = make(NORTH, content, readers=[SOUTH])
    for reader in (NORTH, SOUTH):
        cek = obtain_key(made.signed, made.envelope, reader.party.kid, reader)
        opened = unseal(made.signed, made.envelope, cek)
        assert list(opened.list) == list(content)
        assert opened.list.label == content.label
        assert opened.tree.root == made.signed.body.root
    assert made.signed.body.count == len(content)


def test_only_an_honest_retry_gives_the_same_root() -> None:
    one, two = (make(NORTH, people(), place=SLOT, readers=readers) for readers in ([], [SOUTH]))
    assert one.signed.body.fixed == two.signed.body.fixed
    assert one.signed.body.envelope != two.signed.body.envelope
    for other in (
        make(NORTH, people(label="other"), place=SLOT),
        make(NORTH, people(word="other"), place=SLOT),
        make(NORTH, people(), place=Place(role="report", list_id=b"\1" * 16)),
        make(SOUTH, people(), place=SLOT),
    ):
        assert other.signed.body.root != one.signed.body.root
        assert other.signed.body.key != one.signed.body.key


def test_a_reader_who_was_not_chosen_cannot_open() -> None:
    made = make(NORTH, readers=[SOUTH])
    assert code(lambda: obtain_key(made.signed, made.envelope, HERON.party.kid, HERON)) == "reader-not-found"
    assert code(lambda: obtain_key(made.signed, made.envelope, SOUTH.party.kid, HERON)) == "wrap-invalid"


def test_more_readers_than_allowed_are_refused() -> None:
    cards = [Identity.from_seed(sha256(bytes([n])).digest(), f"reader {n}", iat=0).party for n in range(64)]

    def to(readers: list[Party]) -> int:
        done = seal(people(), author=NORTH.party, local_secret=NORTH.local_secret, place=SLOT, readers=readers, iat=IAT)
        return len(Encrypted.read(done.envelope).wraps)

    assert to(cards[:63]) == 64
    assert to([cards[0], cards[0], NORTH.party]) == 2
    with pytest.raises(InputError, match="at most 64 readers"):
        to(cards)


def test_a_swapped_envelope_is_refused() -> None:
    one, two = make(NORTH), make(NORTH)
    assert code(lambda: unseal(one.signed, two.envelope, one.cek)) == "envelope-mismatch"
    assert code(lambda: obtain_key(one.signed, two.envelope, NORTH.party.kid, NORTH)) == "envelope-mismatch"


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(32), bytes(33)])
def test_a_key_that_was_not_committed_to_opens_nothing(key: bytes) -> None:
    made = make(NORTH)
    assert code(lambda: unseal(made.signed, made.envelope, key)) == "key-mismatch"


# --- revealing ------------------------------------------------------------------------------------------------------


def test_a_reveal_opens_only_its_list_and_only_for_its_readers() -> None:
    made, other = make(NORTH, readers=[SOUTH]), make(NORTH)
    signed = read_statement(reveal(made, by=SOUTH, to=HERON), SOUTH.party.verify_key, Reveal)
    assert obtain_revealed_key(made.signed, signed, HERON.party.kid, HERON) == made.cek
    assert code(lambda: obtain_revealed_key(made.signed, signed, STRANGER.party.kid, STRANGER)) == "reader-not-found"
    assert code(lambda: obtain_revealed_key(made.signed, signed, HERON.party.kid, STRANGER)) == "wrap-invalid"
    assert code(lambda: obtain_revealed_key(other.signed, signed, HERON.party.kid, HERON)) == "commitment-missing"
    public = read_statement(reveal(made), NORTH.party.verify_key, Reveal)
    assert obtain_revealed_key(made.signed, public, STRANGER.party.kid, STRANGER) == made.cek
    assert code(lambda: obtain_revealed_key(other.signed, public, HERON.party.kid, HERON)) == "commitment-missing"


def test_a_reveal_of_a_wrong_key_is_not_prepared() -> None:
    made = make(NORTH)
    assert code(lambda: prepare_reveal(made.signed, bytes(32), revealer=NORTH.party, reader=None, iat=IAT)) == (
        "key-mismatch"
    )


def test_no_secret_is_in_a_repr() -> None:
    prepared = sealed(NORTH, people())
    made = make(NORTH)
    opened = unseal(made.signed, made.envelope, made.cek)
    for thing in (prepared, prepared.opened, opened, opened.salts):
        assert repr(prepared.opened.cek)[2:-1] not in repr(thing)
        assert repr(made.cek)[2:-1] not in repr(thing)
        assert "person name" not in repr(thing)


def test_an_envelope_for_other_readers_is_an_access_error() -> None:
    made = make(NORTH)
    with pytest.raises(AccessError):
        obtain_key(made.signed, made.envelope, SOUTH.party.kid, SOUTH)


def test_parts_that_the_schema_lacks_are_not_sealed() -> None:
    names = Schema.of_texts(["name"])
    whole = List.of("names", names, [{"name": "Olha"}])
    for restricted in (whole.public, []):
        content = List("names", names, whole.public, restricted)
        with pytest.raises(InputError):
            seal(content, author=NORTH.party, local_secret=NORTH.local_secret, place=Place.first("offer"), iat=IAT)


@pytest.mark.parametrize("secret", [b"", b"short", bytes(33), "text", None, 12, bytearray(32)])
def test_a_local_secret_has_exactly_32_bytes(secret: Any) -> None:
    """With a secret that others know or guess, the commitment alone would confirm a guessed list."""
    with pytest.raises(InputError, match="32 random bytes"):
        LocalSecret(secret)


@pytest.mark.parametrize("secret", [b"", None, "yes", bytes(32)])
def test_a_list_is_sealed_with_a_local_secret_and_no_other_bytes(secret: Any) -> None:
    """An environment variable that is not set gives no bytes, and an outsider would open the list."""
    with pytest.raises(InputError, match="LocalSecret"):
        seal(people(), author=NORTH.party, local_secret=secret, place=Place.first("report"), iat=IAT)
