"""Attacks on keys and signatures: weak points, several signatures, ciphertexts that open twice, the wrong key."""

import base64
from hashlib import sha512
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from nacl.bindings import (
    crypto_core_ed25519_add,
    crypto_core_ed25519_scalar_add,
    crypto_core_ed25519_scalar_mul,
    crypto_core_ed25519_scalar_reduce,
    crypto_scalarmult_ed25519_base_noclamp,
)

from swapproto import (
    FormatError,
    Identity,
    KeyFile,
    Party,
    Place,
    Reveal,
    SwapError,
    Transcript,
    Trust,
    Unsigned,
    assess,
    prepare_card,
    read_statement,
    unseal,
)
from swapproto.errors import AccessError
from swapproto.statements import prepare
from swapproto.statements.commitment import context
from swapproto.wire import cbor, cose
from swapproto.wire.armor import armor, dearmor
from swapproto.wire.cose_encrypt import _enc_structure, decrypt
from swapproto.wire.hashes import x
from swapproto.wire.hpke import MLKEM_SIZE, check_encrypt_key
from tests.making import (
    HERON,
    IAT,
    NAMES,
    NORTH,
    SOUTH,
    assessed,
    committed_to_ciphertext,
    committed_to_plaintext,
    culprits,
    fact_codes,
    make,
    people,
    publish,
    rejected,
    reveal,
)

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493


def _point(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


ORDER_8 = bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
WEAK = {
    "identity": _point(1),
    "identity with a sign": _point(1, 1),
    "order 2": _point(P - 1),
    "order 4": _point(0),
    "order 4, negative": _point(0, 1),
    "order 8": ORDER_8,
    "identity, not canonical": _point(P + 1),
    "order 4, not canonical": _point(P),
    "not canonical, all ones": b"\xff" * 32,
    "not on the curve": _point(2),
    "mixed order": crypto_core_ed25519_add(NORTH.party.verify_key, ORDER_8),
    "31 bytes": bytes(31),
    "33 bytes": NORTH.party.verify_key + b"\0",
}


def _card(verify_key: bytes) -> Unsigned:
    body: dict[str, Any] = {
        "name": "Anyone",
        "verify": verify_key,
        "encrypt": SOUTH.party.encrypt_key,
        "notAfter": None,
        "seen": [],
    }
    return cose.prepare("card", body, verify_key=verify_key, subject=cose.thumbprint(verify_key), iat=IAT)


def test_a_weak_key_whose_one_signature_fits_every_message_is_refused() -> None:
    """With the identity point as a key anyone could "sign" anything, and the key's owner could deny everything."""
    universal = WEAK["identity"] + bytes(32)
    first, second = _card(WEAK["identity"]), _card(WEAK["identity"])._replace(payload=b"\xa0")
    for unsigned in (first, second):
        Ed25519PublicKey.from_public_bytes(WEAK["identity"]).verify(universal, unsigned.to_be_signed)  # a real attack
        card = cbor.encode(cbor.Tag(cbor.SIGN1, [unsigned.protected, {}, unsigned.payload, universal]))
        with pytest.raises(SwapError):
            Party.read(card)
    first_card = cbor.encode(cbor.Tag(cbor.SIGN1, [first.protected, {}, first.payload, universal]))
    assert rejected(assessed(first_card, NORTH)) == ["key-weak"]


@pytest.mark.parametrize("name", WEAK)
def test_weak_or_non_canonical_verification_keys_are_refused(name: str) -> None:
    """A key with several encodings, or of small order, breaks that a signature means one key and one message."""
    with pytest.raises(SwapError) as caught:
        prepare_card("Anyone", verify_key=WEAK[name], encrypt_key=SOUTH.party.encrypt_key, iat=IAT)
    assert caught.value.code == "key-weak"
    unsigned = _card(WEAK[name])
    item = cbor.Tag(cbor.SIGN1, [unsigned.protected, {}, unsigned.payload, bytes(64)])
    with pytest.raises(SwapError) as caught:
        Party.read(cbor.encode(item))
    assert caught.value.code == "key-weak"


LOW_ORDER_X25519 = [
    0,
    1,
    325606250916557431795983626356110631294008115727848805560023387167927233504,
    39382357235489614581723060781553021112529911719440698176882885853963445705823,
    P - 1,
    P,
    P + 1,
    2**255 - 1,
    2**256 - 1,
    2**255 + 9,
]


@pytest.mark.parametrize("u", LOW_ORDER_X25519)
def test_weak_encryption_keys_are_refused(u: int) -> None:
    """A reader's key of low order would leave only half of the hybrid, known to everyone; two encodings two readers."""
    key = SOUTH.party.encrypt_key[:MLKEM_SIZE] + u.to_bytes(32, "little")
    with pytest.raises(SwapError) as caught:
        check_encrypt_key(key)
    assert caught.value.code == "key-weak"


def test_an_encryption_key_past_its_modulus_is_refused() -> None:
    """Implementations could read an ML-KEM key past its modulus differently: a list would open in one only."""
    with pytest.raises(SwapError) as caught:
        check_encrypt_key(b"\xff" * 384 + SOUTH.party.encrypt_key[384:])
    assert caught.value.code == "key-weak"


@pytest.mark.parametrize("index", [0, 1, 2, 383, 766, 767])
@pytest.mark.parametrize("coefficient", [0, 3328, 3329, 4095])
def test_an_ml_kem_key_is_valid_exactly_if_another_implementation_accepts_it(index: int, coefficient: int) -> None:
    """A key that one implementation accepts and another refuses would give two verdicts on one card."""
    key = int.from_bytes(SOUTH.party.encrypt_key[:1152], "little")
    key = key & ~(0xFFF << 12 * index) | coefficient << 12 * index
    changed = key.to_bytes(1152, "little") + SOUTH.party.encrypt_key[1152:]
    try:
        MLKEM768PublicKey.from_public_bytes(changed[:MLKEM_SIZE])
        accepted = True
    except ValueError:
        accepted = False
    assert accepted == (coefficient < 3329)
    if accepted:
        check_encrypt_key(changed)
    else:
        with pytest.raises(SwapError):
            check_encrypt_key(changed)


def _sign_again(identity: Identity, message: bytes, nonce: bytes, add: bytes | None = None) -> bytes:
    """Return an Ed25519 signature with a nonce of the signer's choice, and a point added to R."""
    digest = sha512(x(32, "signing key", identity.seed)).digest()
    a = crypto_core_ed25519_scalar_reduce(
        (int.from_bytes(digest[:32], "little") & (1 << 255) - 8 | 1 << 254).to_bytes(64, "little")
    )
    r = crypto_core_ed25519_scalar_reduce(sha512(nonce).digest())
    point = crypto_scalarmult_ed25519_base_noclamp(r)
    point = crypto_core_ed25519_add(point, add) if add else point
    h = crypto_core_ed25519_scalar_reduce(sha512(point + identity.party.verify_key + message).digest())
    return point + crypto_core_ed25519_scalar_add(r, crypto_core_ed25519_scalar_mul(h, a))


def _with_signature(statement: bytes, signature: bytes) -> bytes:
    protected, unprotected, payload, _ = cbor.decode(statement, 8, tag=cbor.SIGN1, heads=99)
    return cbor.encode(cbor.Tag(cbor.SIGN1, [protected, unprotected, payload, signature]))


def test_three_valid_signatures_are_one_statement() -> None:
    """If every signature made a new statement, a signer could drown a fact in copies, or seem to have forked."""
    made = make(NORTH)
    protected, _, payload, _ = cbor.decode(made.commitment, 8, tag=cbor.SIGN1, heads=99)
    message = Unsigned(NORTH.party.verify_key, protected, payload).to_be_signed
    copies = [_with_signature(made.commitment, _sign_again(NORTH, message, bytes([i]))) for i in range(3)]
    assert len({*copies, made.commitment}) == 4
    seen = assessed([*copies, made.both], NORTH)
    assert [fact.subject for fact in seen.facts if fact.code == "signed"] == [made.id]
    assert (seen.exit_code(), rejected(seen)) == (0, [])
    assert seen == assessed([made.both, *reversed(copies)], NORTH)


def test_signature_malleability_by_adding_the_order_is_refused() -> None:
    """S + L verifies where the bound is not checked, and would let anybody make a "different" signed artefact."""
    made = make(NORTH)
    signature = cbor.decode(made.commitment, 8, tag=cbor.SIGN1, heads=99)[3]
    s = int.from_bytes(signature[32:], "little") + ORDER
    forged = _with_signature(made.commitment, signature[:32] + s.to_bytes(32, "little"))
    assert rejected(assessed(forged, NORTH)) == ["signature-invalid"]


def test_a_signature_in_the_small_subgroup_is_refused() -> None:
    """A cofactored verifier would take R plus a point of order 8, another does not: two verdicts on one file."""
    made = make(NORTH)
    protected, _, payload, _ = cbor.decode(made.commitment, 8, tag=cbor.SIGN1, heads=99)
    message = Unsigned(NORTH.party.verify_key, protected, payload).to_be_signed
    forged = _sign_again(NORTH, message, b"a nonce", add=ORDER_8)
    assert rejected(assessed(_with_signature(made.commitment, forged), NORTH)) == ["signature-invalid"]


# --- one ciphertext, two keys ---------------------------------------------------------------------------------------


def _multiply(a: int, b: int) -> int:
    product = 0
    for bit in range(127, -1, -1):
        product ^= b if a >> bit & 1 else 0
        b = b >> 1 ^ (0xE1 << 120 if b & 1 else 0)
    return product


def _invert(a: int) -> int:
    result = 1 << 127  # one, in GCM's order of bits
    for bit in f"{2**128 - 2:b}":
        result = _multiply(result, result)
        result = _multiply(result, a) if bit == "1" else result
    return result


def _blocks(data: bytes) -> list[int]:
    return [int.from_bytes(data[i : i + 16].ljust(16, b"\0"), "big") for i in range(0, len(data), 16)]


def _ghash(h: int, aad: bytes, ciphertext: bytes) -> int:
    state = 0
    for block in [*_blocks(aad), *_blocks(ciphertext), len(aad) * 8 << 64 | len(ciphertext) * 8]:
        state = _multiply(state ^ block, h)
    return state


def _aes(key: bytes, block: int) -> int:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return int.from_bytes(encryptor.update(block.to_bytes(16, "big")), "big")


def _for_two_keys(one: bytes, two: bytes, start: bytes, aad: bytes) -> bytes:
    """``start`` (whole blocks), one more block, and a tag that AES-256-GCM accepts under both keys."""
    h1, h2 = _aes(one, 0), _aes(two, 0)
    open_block = start + bytes(16)
    tags = [_ghash(h, aad, open_block) ^ _aes(key, 1) for key, h in ((one, h1), (two, h2))]
    solved = _multiply(tags[0] ^ tags[1], _invert(_multiply(h1, h1) ^ _multiply(h2, h2)))
    ciphertext = start + solved.to_bytes(16, "big")
    return ciphertext + (_ghash(h1, aad, ciphertext) ^ _aes(one, 1)).to_bytes(16, "big")


def test_a_commitment_fits_one_of_two_keys_that_open_one_ciphertext() -> None:
    """AES-GCM opens under two keys, so an author could seal two lists in one and choose later which one to show."""
    place = Place(role="offer", list_id=b"\5" * 16)
    ctx = context(NORTH.party.kid, place, NAMES.digest, 3)
    one, two = b"\1" * 32, b"\2" * 32
    ciphertext = _for_two_keys(one, two, bytes(64), _enc_structure(ctx))
    assert decrypt(one, ciphertext, ctx) != decrypt(two, ciphertext, ctx)  # the attack is real
    made = committed_to_ciphertext(NORTH, ciphertext, one, place=place, schema=NAMES.digest, count=3, root=bytes(32))
    with pytest.raises(SwapError) as caught:
        unseal(made.signed, made.envelope, two)
    assert caught.value.code == "key-mismatch"
    seen = assessed([made.both, publish(NORTH, made, two)], NORTH)
    assert culprits(seen) == [("wrong-key", NORTH.party.kid)]
    assert "released" not in fact_codes(seen)


def test_a_key_that_opens_another_list_opens_nothing_here() -> None:
    """A key taken from one list and published for another would pass as its release."""
    one, other = make(NORTH), make(NORTH, people(4))
    with pytest.raises(SwapError) as caught:
        unseal(one.signed, one.envelope, other.cek)
    assert caught.value.code == "key-mismatch"
    with pytest.raises(SwapError) as caught:
        unseal(one.signed, other.envelope, other.cek)
    assert caught.value.code == "envelope-mismatch"


# --- key files ------------------------------------------------------------------------------------------------------


def _key_file(**changes: object) -> str:
    item = cbor.decode(dearmor(KeyFile.lock(NORTH, None).encode(), "SWAPPROTO KEY"), 2)
    return armor(cbor.encode(item | changes), "SWAPPROTO KEY")


@pytest.mark.parametrize(
    "kdf",
    [
        ["argon2id", bytes(16), 11, 65536],
        ["argon2id", bytes(16), 2**60, 65536],
        ["argon2id", bytes(16), 1, 2**60],
        ["argon2id", bytes(16), 1, 2**20 + 1],
        ["argon2id", bytes(16), 0, 65536],
        ["argon2id", bytes(16), True, 65536],
        ["argon2i", bytes(16), 1, 65536],
        ["argon2id", bytes(8), 1, 65536],
    ],
)
def test_a_key_file_cannot_ask_for_a_year_of_work(kdf: list[object]) -> None:
    """A key file sent by somebody else would stop the machine that tries a passphrase on it."""
    with pytest.raises(FormatError) as caught:
        KeyFile.read(_key_file(kdf=kdf, nonce=bytes(24), box=bytes(48)))
    assert caught.value.code == "key-file-malformed"


def test_a_key_file_with_somebody_elses_card_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card swapped in the file would have its owner sign or read under somebody else's name and key."""
    monkeypatch.setattr("swapproto.keys._MEMORY_KIB", 8)
    with pytest.raises(FormatError):
        KeyFile.read(_key_file(card=SOUTH.party.card)).unlock()
    locked = KeyFile.lock(NORTH, "rope")._replace(party=SOUTH.party)
    with pytest.raises(AccessError):
        locked.unlock("rope")


def test_a_passphrase_that_is_no_text_is_refused_and_not_shown() -> None:
    """A terminal in another encoding would crash the program, and a traceback would show the passphrase."""
    with pytest.raises(SwapError) as caught:
        KeyFile.lock(NORTH, "caf\udce9")
    assert "caf" not in str(caught.value)


def test_secrets_are_in_no_repr() -> None:
    """A log line or a traceback would hold what opens the list."""
    made = make(NORTH, readers=[HERON])
    opened = unseal(made.signed, made.envelope, made.cek)
    text = repr(
        [opened, NORTH, KeyFile.lock(NORTH, None), read_statement(reveal(made), NORTH.party.verify_key, Reveal)]
    ) + str(NORTH)
    text = text.replace(
        repr(read_statement(reveal(made), NORTH.party.verify_key, Reveal).raw), ""
    )  # a public reveal's bytes are public
    for secret in (made.cek, NORTH.seed, bytes(NORTH.local_secret)):
        assert repr(secret)[2:-1] not in text
        assert secret.hex() not in text
        assert base64.b64encode(secret).decode() not in text


def test_an_empty_ciphertext_is_the_committers_fault() -> None:
    """A ciphertext shorter than its tag would raise from the library instead of giving a verdict."""
    made = committed_to_ciphertext(
        NORTH, b"", b"\1" * 32, place=Place(role="offer", list_id=bytes(16)), schema=bytes(32), count=0, root=bytes(32)
    )
    seen = assessed([made.both, publish(SOUTH, made, made.cek)], NORTH, SOUTH)
    assert culprits(seen) == [("wrong-content", NORTH.party.kid)]
    nothing = committed_to_plaintext(NORTH, b"", pad=False)
    assert culprits(assessed([nothing.both, reveal(nothing)], NORTH)) == [("wrong-content", NORTH.party.kid)]


def test_a_signature_of_another_length_is_refused() -> None:
    """A key service could be made to sign a message that begins differently, and give out what nobody can read."""
    body = make(NORTH).signed.body
    unsigned = prepare(body, NORTH.party.verify_key, subject=body.place.subject, iat=IAT)
    shifted = NORTH.sign(b"X" + unsigned.to_be_signed) + b"X"
    for signature in (shifted, shifted[:63], b""):
        with pytest.raises(SwapError) as caught:
            unsigned.finish(signature)
        assert caught.value.code == "signature-invalid"


def test_a_party_put_together_by_hand_does_not_make_its_card_valid() -> None:
    """A caller's record of a card is not a proof: the signature on the card is."""
    forged = cbor.decode(NORTH.party.card, 8, tag=cbor.SIGN1, heads=99)
    card = cbor.encode(cbor.Tag(cbor.SIGN1, [*forged[:3], bytes(64)]))
    found = assess(Transcript.read(card), Trust.of(NORTH.party._replace(card=card)), now=5)
    assert rejected(found) == ["signature-invalid"]
    assert not found.facts
