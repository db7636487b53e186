"""Keys from a seed, weak keys, cards, key files, and what is never shown. Spec 4."""

import unicodedata
from hashlib import sha256, shake_256
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.pwhash import argon2id

from swapproto import Identity, KeyFile, Party, prepare_card
from swapproto.errors import AccessError, FormatError, InputError, SwapError, VerificationError
from swapproto.wire import cbor, cose
from swapproto.wire.armor import armor
from tests.making import IAT, NORTH, SOUTH, sign

SEED = bytes(range(32))
ALICE = Identity.from_seed(SEED, "Аліса", iat=IAT)


def x(size: int, label: bytes, value: bytes) -> bytes:
    text = b"swapproto/1 " + label
    return shake_256(b"\x82" + bytes([0x60 + len(text)]) + text + b"\x58\x20" + value).digest(size)


def test_keys_are_derived_as_the_specification_says() -> None:
    signing = Ed25519PrivateKey.from_private_bytes(
        shake_256(b"\x82\x77swapproto/1 signing key\x58\x20" + SEED).digest(32)
    )
    assert signing.public_key().public_bytes_raw() == ALICE.party.verify_key
    assert bytes(ALICE.local_secret) == shake_256(b"\x82\x78\x18swapproto/1 local secret\x58\x20" + SEED).digest(32)
    assert ALICE.party.kid == sha256(b"\xa3\x01\x01\x20\x06\x21\x58\x20" + ALICE.party.verify_key).digest()
    assert len(ALICE.party.encrypt_key) == 1216


def test_the_same_seed_gives_the_same_card() -> None:
    assert Identity.from_seed(SEED, "Аліса", iat=IAT).party == ALICE.party
    assert Identity.from_seed(SEED, "Аліса", iat=IAT + 1).party.card_id != ALICE.party.card_id
    assert Identity.generate("Аліса", iat=IAT).party.kid != Identity.generate("Аліса", iat=IAT).party.kid


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_seed_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(InputError, match="32 bytes"):
        Identity.from_seed(bytes(size), "x", iat=0)


def test_a_fingerprint_is_sixty_digits_over_the_whole_card() -> None:
    groups = ALICE.party.fingerprint.split(" ")
    assert len(groups) == 12
    assert all(len(group) == 5 and group.isdecimal() for group in groups)
    digits = x(60, b"fingerprint", ALICE.party.card_id)
    assert int(groups[0]) == int.from_bytes(digits[:5], "big") % 100_000
    assert int(groups[11]) == int.from_bytes(digits[55:], "big") % 100_000
    other = Identity.from_seed(SEED, "Alisa", iat=IAT)
    assert other.party.verify_key == ALICE.party.verify_key
    assert other.party.fingerprint != ALICE.party.fingerprint


P = 2**255 - 19
WEAK_VERIFY = {
    "identity": (1).to_bytes(32, "little"),
    "identity, not canonical": (P + 1).to_bytes(32, "little"),
    "order 2": (P - 1).to_bytes(32, "little"),
    "order 4": bytes(32),
    "order 8": bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    "not on the curve": (2).to_bytes(32, "little"),
    "all ones": b"\xff" * 32,
    "short": bytes(31),
}


@pytest.mark.parametrize("key", WEAK_VERIFY.values(), ids=WEAK_VERIFY)
def test_a_weak_verification_key_is_refused(key: bytes) -> None:
    with pytest.raises(VerificationError) as caught:
        prepare_card("x", verify_key=key, encrypt_key=ALICE.party.encrypt_key, iat=0)
    assert caught.value.code == "key-weak"
    with pytest.raises(VerificationError) as caught:
        cose.Sign1.read(ALICE.party.card).verify(key)
    assert caught.value.code == "key-weak"


MLKEM, X25519 = ALICE.party.encrypt_key[:1184], ALICE.party.encrypt_key[1184:]
WEAK_ENCRYPT = {
    "empty": b"",
    "short": MLKEM + X25519[:31],
    "long": MLKEM + X25519 + b"\0",
    "past the modulus": b"\xff\xff\xff" + MLKEM[3:] + X25519,
    "3329": bytes([3329 & 255, 3329 >> 8 | MLKEM[1] & 0xF0]) + MLKEM[2:] + X25519,
    "zero": MLKEM + bytes(32),
    "one": MLKEM + (1).to_bytes(32, "little"),
    "order 8": MLKEM + bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    "order 8 again": MLKEM + bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    "p - 1": MLKEM + (P - 1).to_bytes(32, "little"),
    "p": MLKEM + P.to_bytes(32, "little"),
    "above p": MLKEM + (P + 9).to_bytes(32, "little"),
    "high bit": MLKEM + (int.from_bytes(X25519, "little") | 1 << 255).to_bytes(32, "little"),
}


@pytest.mark.parametrize("key", WEAK_ENCRYPT.values(), ids=WEAK_ENCRYPT)
def test_a_weak_encryption_key_is_refused(key: bytes) -> None:
    with pytest.raises(VerificationError) as caught:
        prepare_card("x", verify_key=ALICE.party.verify_key, encrypt_key=key, iat=0)
    assert caught.value.code == "key-weak"


HIDDEN = "\0\n\x7f\x85\xad\u061c\u180e\u200b\u200f\u2028\u202e\u2060\u2066\u206f\ufeff\ufff9\U000e0041"


@pytest.mark.parametrize("name", ["", "x" * 257, "й" * 129, *(f"a{c}b" for c in HIDDEN)])
def test_a_name_that_is_empty_too_long_or_hides_something_is_refused(name: str) -> None:
    with pytest.raises(InputError):
        Identity.from_seed(SEED, name, iat=0)
    fields = cbor.decode(cose.Sign1.read(ALICE.party.card)._payload, 8) | {"name": name}
    with pytest.raises(SwapError) as caught:
        Party.read(sign(ALICE, "card", fields, ALICE.party.kid))
    assert caught.value.code == "body-invalid"


@pytest.mark.parametrize("name", ["x", "й" * 128, "Cruz Roja – Ñandú", "赤十字", "م"])
def test_an_honest_name_is_accepted(name: str) -> None:
    assert Identity.from_seed(SEED, name, iat=0).party.name == name


def test_a_card_about_another_key_or_of_another_form_is_refused() -> None:
    fields = cbor.decode(cose.Sign1.read(ALICE.party.card)._payload, 8)
    for wrong, code in (
        (sign(ALICE, "card", fields, SOUTH.party.kid), "claims-mismatch"),
        (sign(ALICE, "card", fields | {"verify": SOUTH.party.verify_key}, ALICE.party.kid), "kid-mismatch"),
        (sign(ALICE, "card", fields | {"seen": [bytes(32)]}, ALICE.party.kid), "body-invalid"),
        (sign(ALICE, "card", fields | {"more": 1}, ALICE.party.kid), "body-invalid"),
        (sign(ALICE, "card", fields | {"notAfter": -1}, ALICE.party.kid), "body-invalid"),
        (sign(ALICE, "card", fields | {"verify": "text"}, ALICE.party.kid), "body-invalid"),
    ):
        with pytest.raises(SwapError) as caught:
            Party.read(wrong)
        assert caught.value.code == code


# --- key files ------------------------------------------------------------------------------------------------------


def file(item: Any) -> str:
    return armor(cbor.encode(item), "SWAPPROTO KEY")


def encrypted(passphrase: str, *, seed: bytes = SEED) -> dict[str, Any]:
    """An encrypted key file as the specification has it, with a cheap derivation."""
    kdf = (bytes(16), 1, 8)
    secret = unicodedata.normalize("NFC", passphrase).encode()
    key = argon2id.kdf(32, secret, kdf[0], opslimit=kdf[1], memlimit=kdf[2] * 1024)
    context = cbor.encode(["swapproto/1 key file", ALICE.party.card, ["argon2id", *kdf]])
    box = crypto_aead_xchacha20poly1305_ietf_encrypt(seed, context, bytes(24), key)
    return {"box": box, "card": ALICE.party.card, "kdf": ["argon2id", *kdf], "nonce": bytes(24)}


PLAIN = {"box": SEED, "card": ALICE.party.card, "kdf": None, "nonce": None}


def test_a_key_file_is_what_the_specification_says() -> None:
    assert KeyFile.lock(ALICE, None).encode() == file(PLAIN)
    assert KeyFile.read(file(PLAIN)).unlock().seed == SEED
    assert KeyFile.read(file(encrypted("пароль"))).unlock("пароль").seed == SEED
    assert not KeyFile.read(file(PLAIN)).encrypted


def test_locking_hides_the_seed_and_does_not_repeat_itself() -> None:
    one, two = (KeyFile.lock(ALICE, "correct horse") for _ in range(2))
    assert one.kdf != two.kdf
    assert one.nonce != two.nonce
    assert SEED not in cbor.encode({"box": one.box, "card": one.party.card})
    assert one.kdf
    assert one.kdf[1:] == (3, 256 * 1024)
    assert KeyFile.read(one.encode()).unlock("correct horse").seed == SEED


def test_a_passphrase_typed_on_another_keyboard_opens() -> None:
    composed, apart = "Zoë – їжак", unicodedata.normalize("NFD", "Zoë – їжак")
    assert composed != apart
    assert KeyFile.read(file(encrypted(composed))).unlock(apart).seed == SEED
    assert KeyFile.read(file(encrypted(apart))).unlock(composed).seed == SEED


def test_no_key_is_encrypted_with_an_empty_passphrase() -> None:
    with pytest.raises(InputError) as caught:
        KeyFile.lock(ALICE, "")
    assert caught.value.code == "usage"


@pytest.mark.parametrize("passphrase", [None, "", "wrong", "right ", "Right"])
def test_another_passphrase_does_not_open(passphrase: str | None) -> None:
    with pytest.raises(AccessError) as caught:
        KeyFile.read(file(encrypted("right"))).unlock(passphrase)
    assert caught.value.code == "passphrase-wrong"


BROKEN: dict[str, Any] = {
    "a key more": PLAIN | {"more": None},
    "a key less": {k: v for k, v in PLAIN.items() if k != "nonce"},
    "short seed": PLAIN | {"box": SEED[:31]},
    "nonce without kdf": PLAIN | {"nonce": bytes(24)},
    "no card": PLAIN | {"card": b""},
    "a card that does not verify": PLAIN | {"card": ALICE.party.card[:-1] + b"\0"},
    "another's card": PLAIN | {"card": NORTH.party.card},
    "another kdf": encrypted("p") | {"kdf": ["argon2i", bytes(16), 1, 8]},
    "no passes": encrypted("p") | {"kdf": ["argon2id", bytes(16), 0, 8]},
    "11 passes": encrypted("p") | {"kdf": ["argon2id", bytes(16), 11, 8]},
    "true passes": encrypted("p") | {"kdf": ["argon2id", bytes(16), True, 8]},
    "7 KiB": encrypted("p") | {"kdf": ["argon2id", bytes(16), 1, 7]},
    "more than 1 GiB": encrypted("p") | {"kdf": ["argon2id", bytes(16), 1, 1024 * 1024 + 1]},
    "short salt": encrypted("p") | {"kdf": ["argon2id", bytes(15), 1, 8]},
    "short nonce": encrypted("p") | {"nonce": bytes(12)},
    "short box": encrypted("p") | {"box": bytes(47)},
    "a list": [1, 2],
}


@pytest.mark.parametrize("item", BROKEN.values(), ids=BROKEN)
def test_a_broken_key_file_is_refused(item: Any) -> None:
    with pytest.raises(FormatError) as caught:
        KeyFile.read(file(item)).unlock("p")
    assert caught.value.code == "key-file-malformed"


@pytest.mark.parametrize("text", ["", "hello", armor(b"x"), armor(b"\xff", "SWAPPROTO KEY"), file(PLAIN)[:-30]])
def test_text_that_is_no_key_file_is_refused(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        KeyFile.read(text)
    assert caught.value.code == "key-file-malformed"


def test_an_altered_card_nonce_or_kdf_opens_no_encrypted_seed() -> None:
    item = encrypted("p")
    other = Identity.from_seed(SEED, "Аліса", iat=IAT + 1).party.card
    for wrong in (item | {"card": other}, item | {"nonce": b"\1" * 24}, item | {"kdf": ["argon2id", bytes(16), 2, 8]}):
        with pytest.raises(AccessError) as caught:
            KeyFile.read(file(wrong)).unlock("p")
        assert caught.value.code == "passphrase-wrong"


def test_the_seed_of_another_behind_the_right_passphrase_is_refused() -> None:
    with pytest.raises(FormatError) as caught:
        KeyFile.read(file(encrypted("p", seed=bytes(32)))).unlock("p")
    assert caught.value.code == "key-file-malformed"


def test_no_secret_is_shown() -> None:
    secrets = [SEED, bytes(ALICE.local_secret), x(32, b"signing key", SEED)]
    errors = []
    for item in (PLAIN | {"card": NORTH.party.card}, PLAIN | {"more": 1}, encrypted("p")):
        with pytest.raises(SwapError) as caught:
            KeyFile.read(file(item)).unlock("open sesame")
        errors.append(str(caught.value))
    shown = [repr(ALICE), str(ALICE), repr(KeyFile.lock(ALICE, None)), repr(KeyFile.read(file(PLAIN))), *errors]
    for text in shown:
        assert "open sesame" not in text
        for secret in secrets:
            assert secret.hex() not in text
            assert repr(secret)[2:-1] not in text
