"""Cases of sections 4, 5 and 9: cards, key files, statements."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

from nacl import bindings as sodium

from spec import reference as r
from spec.cases.making import (
    EXCHANGE,
    EXPIRED,
    HERON,
    LIST_A,
    NONCE,
    NORTH,
    SOUTH,
    Cases,
    Json,
    Party,
    reveal,
)
from spec.reference import H, Tag, cbor

P25519 = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY_POINT = bytes([1]) + bytes(31)
SMALL_ORDER = {
    "1": "01" + "00" * 31,
    "1-sign": "01" + "00" * 30 + "80",
    "1-long": "ee" + "ff" * 30 + "7f",
    "1-long-sign": "ee" + "ff" * 31,
    "2": "ec" + "ff" * 30 + "7f",
    "2-sign": "ec" + "ff" * 31,
    "4": "00" * 32,
    "4-sign": "00" * 31 + "80",
    "4-long": "ed" + "ff" * 30 + "7f",
    "4-long-sign": "ed" + "ff" * 31,
    "8": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "8-sign": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "8-other": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "8-other-sign": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
}
"""The encodings of points of small order, canonical and not, by the order of the point."""
ORDER_TWO = (P25519 - 1).to_bytes(32, "little")  # the point (0, -1)


ENDS_OF_RANGES = (
    0x0000,
    0x001F,
    0x007F,
    0x009F,
    0x00AD,
    0x034F,
    0x061C,
    0x115F,
    0x1160,
    0x1680,
    0x17B4,
    0x17B5,
    0x180E,
    0x2000,
    0x200A,
    0x200F,
    0x202F,
    0x205F,
    0x2060,
    0x206F,
    0x2800,
    0xFFA0,
    0xFFF9,
    0xFFFB,
    0xE0000,
    0xE007F,
)
"""The first and the last character of each range of 4.4 that has no case of its own."""
BESIDE_RANGES = (
    0x007E,
    0x00A1,
    0x00AC,
    0x00AE,
    0x034E,
    0x0350,
    0x115E,
    0x1161,
    0x2010,
    0x2027,
    0x2030,
    0x205E,
    0x2070,
    0x27FF,
    0x2801,
    0x3001,
    0x3163,
    0x3165,
    0xFFA1,
    0xFFFC,
)
"""Characters just outside of the ranges."""


def without(fields: Json, name: str) -> Json:
    return {key: value for key, value in fields.items() if key != name}


def header(party: Party, kind: str, sub: str, **changes: Any) -> bytes:
    """Return a protected header. A change is named by its label; a change to None removes the label."""
    labels: Json = {"1": -19, "4": party.kid, "16": r.typ(kind)}
    labels["15"] = {1: r.kid_uri(party.kid), 2: sub, 6: 1810000000}
    return cbor({int(k.strip("_")): v for k, v in {**labels, **changes}.items() if v is not None})


# --- 4. Parties -----------------------------------------------------------------------------------


def identity_cases(c: Cases) -> None:
    for name, party, not_after in (
        ("latin", NORTH, None),
        ("cyrillic", SOUTH, None),
        ("expires", EXPIRED, 1850000000),
    ):
        result = c.add(
            "derive-identity",
            name,
            f"The keys, card and fingerprint of {party.name}.",
            "4.1; 4.2; 4.4",
            seed=party.seed,
            name=party.name,
            iat=1800000000,
            notAfter=not_after,
        )
        assert result["card"] == party.card_bytes.hex()
        every = "4.3, step 1; 4.3, step 2; 4.4, step 1; 4.4, step 2; 4.4, step 3"
        c.add("read-card", name, f"The card of {party.name}.", every, card=party.card_bytes)


def forge_for_identity_point(body: Json) -> bytes:
    """Return a card with R the identity and S zero: under the identity point, this signature verifies for anything."""
    kid = r.kid_of(IDENTITY_POINT)
    labels = {1: -19, 4: kid, 15: {1: r.kid_uri(kid), 2: kid.hex(), 6: 1800000000}, 16: r.typ("card")}
    return cbor(Tag(r.STATEMENT, [cbor(labels), {}, cbor(body), IDENTITY_POINT + bytes(32)]))


def card_cases(c: Cases) -> None:
    body: Json = {
        "name": "Nobody",
        "verify": NORTH.verify,
        "encrypt": NORTH.encrypt,
        "notAfter": None,
        "seen": [],
    }

    def bad(name: str, about: str, spec: str, error: str, /, **changes: Any) -> None:
        card = NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor({**body, **changes}))
        c.add("read-card", name, about, spec, error=error, card=card)

    forged = forge_for_identity_point({**body, "verify": IDENTITY_POINT})
    c.add(
        "read-card",
        "identity-point",
        "The key is the identity point, and the signature verifies for everything.",
        "4.3, step 1; 4.4, step 1",
        error="key-weak",
        card=forged,
    )
    mixed = sodium.crypto_core_ed25519_add(NORTH.verify, ORDER_TWO)
    not_reduced = (P25519 + 1).to_bytes(32, "little")
    for name, about, key in (
        ("order-two", "The key is the point of order two.", ORDER_TWO),
        ("order-four", "The key is a point of order four.", bytes(32)),
        ("mixed-order", "The key has a component of order two.", mixed),
        ("not-canonical", "The key's y is not reduced.", not_reduced),
        (
            "negative-zero",
            "The key is the identity with the sign of zero set.",
            bytes([1]) + bytes(30) + b"\x80",
        ),
        ("not-a-point", "The key is not a point on the curve.", bytes([2]) + bytes(31)),
        ("short-key", "The key has 31 bytes.", NORTH.verify[:31]),
    ):
        bad(name, about, "4.3, step 1; 4.4, step 1", "key-weak", verify=key)
    bad("verify-text", "The key is text.", "4.4, step 1", "body-invalid", verify="key")
    bad(
        "other-key",
        "The card presents a key that is not the signer's.",
        "4.4, step 2; 5.3, step 3",
        "kid-mismatch",
        verify=SOUTH.verify,
    )
    modulus = (3329).to_bytes(2, "little") + NORTH.encrypt[2:]
    odd = bytes([NORTH.encrypt[0], NORTH.encrypt[1] & 15 | 16, 0xD0]) + NORTH.encrypt[3:]
    last = NORTH.encrypt[:1150] + bytes([NORTH.encrypt[1150] & 15 | 16, 0xD0]) + NORTH.encrypt[1152:]
    top = NORTH.encrypt[:1215] + bytes([NORTH.encrypt[1215] | 128])
    for name, about, key in (
        ("mlkem-modulus", "A coefficient of the ML-KEM part is 3329.", modulus),
        ("mlkem-modulus-odd", "The second coefficient of the ML-KEM part is 3329.", odd),
        ("mlkem-modulus-last", "The last coefficient of the ML-KEM part is 3329.", last),
        ("x25519-zero", "The X25519 part is of low order: zero.", NORTH.encrypt[:1184] + bytes(32)),
        ("x25519-one", "The X25519 part is of low order: one.", NORTH.encrypt[:1184] + IDENTITY_POINT),
        (
            "x25519-order-eight",
            "The X25519 part is of order eight.",
            NORTH.encrypt[:1184] + bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
        ),
        (
            "x25519-not-reduced",
            "The X25519 part is 2^255 - 10, which reduces to 9.",
            NORTH.encrypt[:1184] + (P25519 + 9).to_bytes(32, "little"),
        ),
        ("x25519-top-bit", "The X25519 part has its top bit set.", top),
    ):
        bad(name, about, "4.3, step 2; 4.4, step 3", "key-weak", encrypt=key)
    table = "4.4; 5.3, step 5"
    bad(
        "encrypt-short",
        "The encryption key lacks its X25519 part.",
        table,
        "body-invalid",
        encrypt=NORTH.encrypt[:1184],
    )
    for name, text in (
        ("empty", ""),
        ("control", "North\nbank"),
        ("bidi", "bank\u202e"),
        ("zero-width", "North\u200bbank"),
        ("filler", "North\u3164bank"),
        ("space-at-start", " Northbank"),
        ("space-at-end", "Northbank "),
        ("two-spaces", "North  bank"),
        ("no-break-space", "North\u00a0bank"),
        ("ideographic-space", "North\u3000bank"),
        ("isolate", "\u2066bank"),
        ("line-separator", "North\u2028bank"),
        ("byte-order-mark", "\ufeffNorth"),
        ("tag", "North\U000e0041"),
        ("too-long", "ю" * 129),
        *((f"u-{point:04x}", f"North{chr(point)}bank") for point in ENDS_OF_RANGES),
    ):
        bad(
            f"name-{name}",
            f"The name is invalid: {name.replace('-', ' ')}.",
            table,
            "body-invalid",
            name=text,
        )
    weak = {**body, "encrypt": NORTH.encrypt[:1184] + bytes(32)}
    c.add(
        "read-statement",
        "card-of-weak-encryption-key",
        "A card whose encryption key is weak: 5.3 does not look at that key, and 4.4 does.",
        "4.4, step 3; 5.3, step 5",
        statement=NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor(weak)),
        verify=NORTH.verify,
    )
    neighbours = "".join(map(chr, BESIDE_RANGES))
    c.add(
        "read-card",
        "name-beside-ranges",
        "A name of characters just outside of the ranges that a name cannot have.",
        "4.4",
        card=NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor({**body, "name": neighbours})),
    )
    bad("name-bytes", "The name is a byte string.", table, "body-invalid", name=b"North")
    bad("seen", "A card whose seen is not empty.", table, "body-invalid", seen=[H(b"x")])
    bad("time-too-late", "A time after the year 9999.", "2; 4.4", "body-invalid", notAfter=253402300800)
    bad("time-negative", "A time before 1970.", "2; 4.4", "body-invalid", notAfter=-1)
    bad("field-unknown", "A field that no card has.", table, "body-invalid", note="hidden")
    wide = {**body, "verify": IDENTITY_POINT, **{f"x{i}": 0 for i in range(28)}}
    c.add(
        "read-card",
        "33-pairs",
        "A payload of 33 pairs, and a weak key: the payload is read first, and a map in a statement has 32 pairs.",
        "4.4, step 1; 3.1, step 3",
        error="body-invalid",
        card=NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor(wide)),
    )
    others: tuple[tuple[str, Any], ...] = (("integer", 1), ("bytes", b"x"), ("true", True), ("null", None))
    for name, other in others:
        strange = r.Pairs([*{**body, "verify": IDENTITY_POINT}.items(), (other, 0)])
        c.add(
            "read-card",
            f"weak-key-and-{name}-key",
            "A weak key, and a map key that no body has: nothing but the verification key is looked at first.",
            "4.4, step 1; 5.3, step 4",
            error="key-weak",
            card=NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor(strange)),
        )
    unsigned = r.parse_statement(NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor({**body, "notAfter": {1: 2}})))
    c.add(
        "read-card",
        "false-and-integer-key",
        "A false signature, and a map with an integer for a key within the payload: the signature is checked first.",
        "4.4, step 2; 5.3, step 4",
        error="signature-invalid",
        card=cbor(Tag(r.STATEMENT, [unsigned.protected, {}, unsigned.payload, bytes(64)])),
    )
    payload = cbor(without(body, "notAfter"))
    c.add(
        "read-card",
        "field-missing",
        "A field is missing instead of null.",
        table,
        error="body-invalid",
        card=NORTH.sign("card", NORTH.kid.hex(), 1800000000, payload),
    )
    altered = NORTH.card_bytes.replace(b"Secretariat", b"secretariat")
    c.add(
        "read-card",
        "altered",
        "One letter of the name is altered.",
        "4.4, step 2; 5.3, step 4",
        error="signature-invalid",
        card=altered,
    )
    c.add(
        "read-card",
        "list-as-subject",
        "The subject of the card is a list id, not its kid.",
        "4.4, step 2; 5.3, step 6",
        error="claims-mismatch",
        card=NORTH.sign("card", LIST_A.hex(), 1800000000, cbor(body)),
    )
    c.add(
        "read-card",
        "other-kind",
        "A card's body, signed as a commitment.",
        "5.3, step 5",
        error="body-invalid",
        card=NORTH.sign("commitment", NORTH.kid.hex(), 1800000000, cbor(body)),
    )
    under_commitment = r.parse_statement(NORTH.sign("commitment", NORTH.kid.hex(), 1800000000, cbor(body)))
    c.add(
        "read-card",
        "other-kind-altered",
        "A card's body under another kind, whose signature does not verify: that is found first.",
        "4.4, step 2; 5.3, step 4",
        error="signature-invalid",
        card=cbor(r.Tag(18, [under_commitment.protected, {}, under_commitment.payload, bytes(64)])),
    )
    c.add(
        "read-card",
        "other-kind-of-its-own",
        "A sound statement of another kind, which presents no key.",
        "4.4, step 1",
        error="body-invalid",
        card=NORTH.sign("revoke", NORTH.kid.hex(), 1800000000, cbor({"nonce": bytes(16), "since": 0, "seen": []})),
    )
    longest = "ю" * 128
    c.add(
        "read-card",
        "longest-name",
        "A name of 256 bytes.",
        "4.4; 14",
        card=NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor({**body, "name": longest})),
    )


def key_file_cases(c: Cases) -> None:
    kdf: list[Any] = ["argon2id", bytes(range(16)), 1, 8]
    nonce = bytes(range(24))
    passphrase = "correct лось battery é"

    def file(**changes: Any) -> str:
        plain = {"box": NORTH.seed, "card": NORTH.card_bytes, "kdf": None, "nonce": None}
        return r.armor(cbor({**plain, **changes}), "SWAPPROTO KEY")

    def closed(seed: bytes = NORTH.seed, box_kdf: list[Any] = kdf) -> Json:
        key, context = r.key_box(passphrase, box_kdf, NORTH.card_bytes)
        box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(seed, context, nonce, key)
        return {"box": box, "kdf": box_kdf, "nonce": nonce}

    def bad(name: str, about: str, step: int, text: str, phrase: str | None = passphrase) -> None:
        error = "passphrase-wrong" if step == 2 else "key-file-malformed"
        c.add("read-key-file", name, about, f"4.5, step {step}", error=error, text=text, passphrase=phrase)

    every = "4.5, step 1; 4.5, step 2; 4.5, step 3"
    for name, about, text, phrase in (
        ("plain", "A key file without a passphrase.", file(), None),
        ("encrypted", "An encrypted key file.", file(**closed()), passphrase),
        (
            "decomposed",
            "The passphrase is given in another normal form.",
            file(**closed()),
            unicodedata.normalize("NFD", passphrase),
        ),
        (
            "parameters",
            "Other Argon2id parameters.",
            file(**closed(box_kdf=["argon2id", bytes(16), 3, 64])),
            passphrase,
        ),
    ):
        c.add("read-key-file", name, about, every, text=text, passphrase=phrase)
    ligature = "o\ufb03ce"
    key, context = r.key_box(ligature, kdf, NORTH.card_bytes)
    box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(NORTH.seed, context, nonce, key)
    c.add(
        "read-key-file",
        "ligature",
        "A passphrase with a ligature, which NFC keeps and NFKC takes apart.",
        "4.5",
        text=file(box=box, kdf=kdf, nonce=nonce),
        passphrase=ligature,
    )
    bad("wrong-passphrase", "Another passphrase.", 2, file(**closed()), "correct")
    bad("no-passphrase", "A passphrase is needed, and none is given.", 2, file(**closed()), None)
    bad(
        "other-card",
        "The card in an encrypted file was replaced: the box is bound to the card.",
        2,
        file(**closed(), card=SOUTH.card_bytes),
    )
    altered = closed()
    altered["box"] = bytes(1) + altered["box"][1:]
    bad("altered-box", "One byte of the box is altered.", 2, file(**altered))
    for name, about, other in (
        ("passes-0", "Zero passes.", ["argon2id", bytes(16), 0, 8]),
        ("passes-11", "Eleven passes.", ["argon2id", bytes(16), 11, 8]),
        ("memory-7", "7 KiB of memory.", ["argon2id", bytes(16), 1, 7]),
        (
            "memory-bomb",
            "More than 1 GiB is requested: rejected before any work is done.",
            ["argon2id", bytes(16), 1, 1048577],
        ),
        ("salt-short", "A salt of 15 bytes.", ["argon2id", bytes(15), 1, 8]),
        ("scrypt", "Another key derivation function.", ["scrypt", bytes(16), 1, 8]),
        ("kdf-short", "The memory is missing.", ["argon2id", bytes(16), 1]),
    ):
        bad(name, about, 1, file(**{**closed(), "kdf": other}))
    bad("box-short", "A seed of 31 bytes.", 1, file(box=NORTH.seed[:31]), None)
    bad("box-long", "An encrypted box of 49 bytes.", 1, file(**{**closed(), "box": bytes(49)}))
    bad("nonce-without-kdf", "A nonce without a kdf.", 1, file(nonce=nonce), None)
    bad("nonce-short", "A nonce of 12 bytes.", 1, file(**{**closed(), "nonce": nonce[:12]}))
    bad("field-unknown", "A field that no key file has.", 1, file(hint="pet"), None)
    bad(
        "card-altered",
        "The card does not verify.",
        1,
        file(card=NORTH.card_bytes.replace(b"Secretariat", b"secretariat")),
        None,
    )
    bad("two-blocks", "Two blocks.", 1, file() + file(), None)
    (item,) = r.read_armor(file().encode(), "SWAPPROTO KEY")
    halves = r.armor(item[:48], "SWAPPROTO KEY") + r.armor(item[48:], "SWAPPROTO KEY")
    bad("block-split", "Two blocks that would be a key file if they were joined.", 1, halves, None)
    bad("list-armor", "The armor of a list.", 1, file().replace("SWAPPROTO KEY", "SWAPPROTO"), None)
    bad(
        "not-deterministic",
        "Map keys out of order.",
        1,
        r.armor(bytes.fromhex("a4636b6466f6636361726440656e6f6e6365f663626f7840"), "SWAPPROTO KEY"),
        None,
    )
    bad("other-seed", "The seed is not that of the card.", 3, file(box=SOUTH.seed), None)
    for name, keys in (("verify", (SOUTH, NORTH)), ("encrypt", (NORTH, SOUTH))):
        fields: Json = {
            "name": "Mixed",
            "verify": keys[0].verify,
            "encrypt": keys[1].encrypt,
            "notAfter": None,
            "seen": [],
        }
        mixed = keys[0].sign("card", keys[0].kid.hex(), 1800000000, cbor(fields))
        bad(f"other-{name}", f"Only the card's {name} key is not that of the seed.", 3, file(card=mixed))
    bad("other-seed-encrypted", "The seed in the box is not that of the card.", 3, file(**closed(SOUTH.seed)))


# --- 5. Statements --------------------------------------------------------------------------------


def statement_cases(c: Cases) -> None:
    made = c.commit("plain")
    result = c.add(
        "sign-statement",
        "commitment",
        "Ed25519 is deterministic: the same bytes each time.",
        "5.1; 5.2",
        seed=NORTH.seed,
        kind="commitment",
        sub=made.sub,
        iat=1810000000,
        body=cbor(made.body),
    )
    assert result["statement"] == made.statement.hex()
    body = {"nonce": NONCE, "commitment": made.id, "given": [], "cek": made.cek, "wrap": None, "seen": [made.id]}
    c.add(
        "sign-statement",
        "reveal",
        "A reveal, whose subject is its commitment's.",
        "5.1; 5.2; 9",
        seed=SOUTH.seed,
        kind="reveal",
        sub=made.sub,
        iat=1820000000,
        body=cbor(body),
    )
    card = r.parse_statement(SOUTH.card_bytes)
    c.add(
        "sign-statement",
        "card",
        "A card is signed like any other statement.",
        "4.4; 5.1; 5.2",
        seed=SOUTH.seed,
        kind="card",
        sub=SOUTH.kid.hex(),
        iat=1800000000,
        body=card.payload,
    )

    every = "; ".join(f"5.3, step {step}" for step in range(1, 7))
    c.add("read-statement", "commitment", "A commitment.", every, statement=made.statement, verify=NORTH.verify)
    c.add("read-statement", "card", "A card.", every, statement=SOUTH.card_bytes, verify=SOUTH.verify)
    bound = c.commit(
        "in an exchange",
        body={
            "exchange": EXCHANGE,
            "answers": H(b"answered"),
            "version": 2,
            "previous": H(b"v1"),
            "beacon": [5, bytes(48)],
            "role": "x-1",
            "seen": sorted([H(b"a"), H(b"b")]),
        },
    )
    c.add(
        "read-statement",
        "bound",
        "A commitment in an exchange: the exchange is the subject.",
        "5.1; 7.4",
        statement=bound.statement,
        verify=NORTH.verify,
    )
    for name, about, changes in (
        ("public-reveal", "A reveal to everyone.", {"cek": made.cek}),
        (
            "reveal-to-one",
            "A reveal to one reader; only that reader can test whether the wrap opens.",
            {"wrap": [HERON.kid, bytes(1168)], "given": [H(b"b")]},
        ),
    ):
        c.add(
            "read-statement",
            name,
            about,
            "9; 5.3, step 5",
            statement=reveal(made, SOUTH, **changes),
            verify=SOUTH.verify,
        )
    many = [i.to_bytes(32, "big") for i in range(40)]
    full = many[:32]
    c.add(
        "read-statement",
        "fullest-reveal",
        "32 ids in seen, 40 in given, and a wrap.",
        "5.2; 9; 14",
        statement=reveal(made, SOUTH, wrap=[HERON.kid, bytes(1168)], given=many, seen=full),
        verify=SOUTH.verify,
    )


def form_cases(c: Cases) -> None:
    made = c.commit("form")
    protected, payload = header(NORTH, "commitment", made.sub), cbor(made.body)
    signature = made.statement[-64:]

    def bad(name: str, about: str, step: int, error: str, statement: bytes, verify: bytes = NORTH.verify) -> None:
        c.add(
            "read-statement",
            name,
            about,
            f"5.3, step {step}",
            error=error,
            statement=statement,
            verify=verify,
        )

    assert NORTH.sign_raw(protected, payload) == made.statement

    def form(name: str, about: str, item: Any) -> None:
        bad(name, about, 1, "statement-malformed", cbor(item))

    form("other-tag", "The tag of an envelope.", Tag(96, [protected, {}, payload, signature]))
    form("no-tag", "No tag.", [protected, {}, payload, signature])
    form("five-members", "A fifth member.", Tag(18, [protected, {}, payload, signature, None]))
    form("three-members", "No signature.", Tag(18, [protected, {}, payload]))
    form(
        "unprotected",
        "A field outside the signature.",
        Tag(18, [protected, {4: NORTH.kid}, payload, signature]),
    )
    form("detached", "The payload is detached.", Tag(18, [protected, {}, None, signature]))
    form("payload-empty", "The payload is empty.", Tag(18, [protected, {}, b"", signature]))
    form("payload-long", "A payload of 65,537 bytes.", Tag(18, [protected, {}, bytes(65537), signature]))
    form("protected-long", "A protected header of 4,097 bytes.", Tag(18, [bytes(4097), {}, payload, signature]))
    form(
        "protected-map",
        "The header is a map, not a byte string.",
        Tag(18, [{1: -19}, {}, payload, signature]),
    )
    form("protected-empty", "An empty protected header.", Tag(18, [b"", {}, payload, signature]))
    pairs = dict.fromkeys(range(32), 0)
    form("unprotected-32", "An unprotected header of 32 pairs.", Tag(18, [protected, pairs, payload, signature]))
    bad(
        "unprotected-33",
        "An unprotected header of 33 pairs: a map in a statement has at most 32.",
        1,
        "too-large",
        cbor(Tag(18, [protected, {**pairs, 32: 0}, payload, signature])),
    )
    form("signature-short", "A signature of 63 bytes.", Tag(18, [protected, {}, payload, signature[:63]]))
    bad("trailing", "A byte follows the statement.", 1, "malformed", made.statement + b"\0")
    bad("cut", "The last byte is missing.", 1, "malformed", made.statement[:-1])
    bad(
        "indefinite",
        "The array is of indefinite length.",
        1,
        "malformed",
        b"\xd2\x9f" + made.statement[2:] + b"\xff",
    )
    bad("long-tag", "The tag's head is not the shortest.", 1, "malformed", b"\xd8\x12" + made.statement[1:])
    bad("too-deep", "Nine nested arrays.", 1, "too-deep", b"\xd2" + b"\x81" * 8 + b"\x80")

    def head(name: str, about: str, error: str, labels: bytes, kind_payload: bytes = payload) -> None:
        bad(name, about, 2, error, NORTH.sign_raw(labels, kind_payload))

    def changed(**labels: Any) -> bytes:
        return header(NORTH, "commitment", made.sub, **labels)

    claims = {1: r.kid_uri(NORTH.kid), 2: made.sub, 6: 1810000000}
    malformed = "statement-malformed"
    head("crit", "A crit label.", malformed, changed(_2=[4]))
    head("content-type", "A label other than the four.", malformed, changed(_3="text/plain"))
    head("no-typ", "No typ.", malformed, changed(**{"16": None}))
    head("no-claims", "No claims.", malformed, changed(**{"15": None}))
    head("no-kid", "No kid.", malformed, changed(**{"4": None}))
    head("kid-short", "A kid of 31 bytes.", malformed, changed(**{"4": NORTH.kid[:31]}))
    head("claims-extra", "An expiry among the claims.", malformed, changed(**{"15": {**claims, 4: 1820000000}}))
    head("claims-less", "No time among the claims.", malformed, changed(**{"15": {1: claims[1], 2: claims[2]}}))
    head("iat-text", "A time as text.", malformed, changed(**{"15": {**claims, 6: "today"}}))
    head("iat-true", "true is not the time 1.", malformed, changed(**{"15": {**claims, 6: True}}))
    head("iat-negative", "A time before 1970.", malformed, changed(**{"15": {**claims, 6: -1}}))
    head("iat-late", "A time after 9999.", malformed, changed(**{"15": {**claims, 6: 253402300800}}))
    head("typ-number", "A typ that is a number.", malformed, changed(**{"16": 0}))
    head("label-text", "A label as text.", malformed, cbor(r.Pairs([(1, -19), ("kid", NORTH.kid)])))
    ordered = header(NORTH, "commitment", made.sub)
    swapped = b"\xa4" + ordered[3:38] + ordered[1:3] + ordered[38:]
    assert swapped.startswith(b"\xa4\x04\x58\x20" + NORTH.kid)
    head("label-order", "Label 4 before label 1.", malformed, swapped)
    head("label-twice", "Label 1 twice.", malformed, b"\xa5" + ordered[1:3] + ordered[1:])
    head("header-trailing", "A byte after the header.", malformed, ordered + b"\0")
    head("alg-text", "An algorithm as text, which COSE allows.", malformed, changed(**{"1": "EdDSA"}))
    head("alg-true", "true is not an algorithm.", malformed, changed(**{"1": True}))
    head("eddsa", "The deprecated number of the same algorithm.", "alg-unknown", changed(**{"1": -8}))
    head("es256", "Another algorithm.", "alg-unknown", changed(**{"1": -7}))
    for name, kind, about in (
        ("receipt", "receipts", "A kind that is nearly one of this version."),
        ("commitment", "Commitment", "The kind commitment, spelt with a capital."),
    ):
        head(f"kind-{name}", about, "kind-unknown", header(NORTH, kind, made.sub))
    head("plain-typ", "A typ that is not of this protocol.", "kind-unknown", changed(**{"16": "application/cwt"}))

    bad("other-key", "The key given is not the one named.", 3, "kid-mismatch", made.statement, SOUTH.verify)
    bad(
        "weak-key",
        "The key given is the identity point.",
        3,
        "key-weak",
        forge_for_identity_point(made.body),
        IDENTITY_POINT,
    )


def signature_cases(c: Cases) -> None:
    made = c.commit("signature")
    card = r.parse_statement(NORTH.card_bytes)
    protected, payload, signature = (
        header(NORTH, "commitment", made.sub),
        cbor(made.body),
        made.statement[-64:],
    )

    def bad(name: str, about: str, parts: list[Any]) -> None:
        c.add(
            "read-statement",
            name,
            about,
            "5.3, step 4",
            error="signature-invalid",
            statement=cbor(Tag(18, parts)),
            verify=NORTH.verify,
        )

    altered = payload.replace(cbor("offer"), cbor("order"))
    bad("payload-altered", "Another role.", [protected, {}, altered, signature])
    other = protected.replace(cbor(1810000000), cbor(1810000001))
    bad("time-altered", "The stated time is a second later.", [other, {}, payload, signature])
    as_reveal = header(NORTH, "reveal", made.sub)
    bad("kind-altered", "A signature on one kind does not verify on another.", [as_reveal, {}, payload, signature])
    bad(
        "garbage-payload",
        "A payload of garbage: nothing of it is looked at before the signature.",
        [protected, {}, b"\xff", signature],
    )
    bad(
        "other-statement",
        "The signature of another statement by the same key.",
        [protected, {}, payload, card.signature],
    )
    s = int.from_bytes(signature[32:], "little") + ORDER
    bad(
        "malleable",
        "S is not below the group order.",
        [protected, {}, payload, signature[:32] + s.to_bytes(32, "little")],
    )
    bad(
        "cofactor",
        "R has a component of order two: the signature verifies only if multiplied by the cofactor.",
        [protected, {}, payload, cofactored(NORTH, r.sig_structure(protected, payload))],
    )
    for name, point in SMALL_ORDER.items():
        bad(
            f"small-order-{name}",
            "R is an encoding of a point of small order, and S is made for it: only that of the identity would verify.",
            [protected, {}, payload, over_point(NORTH, r.sig_structure(protected, payload), bytes.fromhex(point))],
        )
    second = sign_again(NORTH, r.sig_structure(protected, payload))
    assert second != signature
    c.add(
        "read-statement",
        "second-signature",
        "Another valid signature of the same statement: the id is the same.",
        "5.2",
        statement=cbor(Tag(18, [protected, {}, payload, second])),
        verify=NORTH.verify,
    )


def scalar_of(party: Party) -> bytes:
    digest = bytearray(hashlib.sha512(r.X(32, "signing key", party.seed)).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    return bytes(digest)


def sign_by_hand(party: Party, message: bytes, nonce: bytes, add: bytes | None) -> bytes:
    """Return an Ed25519 signature with this nonce; add the point `add` to R if it is given."""
    nonce = sodium.crypto_core_ed25519_scalar_reduce(nonce)
    point = sodium.crypto_scalarmult_ed25519_base_noclamp(nonce)
    point = sodium.crypto_core_ed25519_add(point, add) if add else point
    return point + sodium.crypto_core_ed25519_scalar_add(nonce, answer(party, message, point))


def over_point(party: Party, message: bytes, point: bytes) -> bytes:
    """Return the signature with nonce zero and this encoding as R."""
    return point + answer(party, message, point)


def answer(party: Party, message: bytes, point: bytes) -> bytes:
    """Return the private key times the challenge of R."""
    challenge = sodium.crypto_core_ed25519_scalar_reduce(hashlib.sha512(point + party.verify + message).digest())
    secret = sodium.crypto_core_ed25519_scalar_reduce(scalar_of(party) + bytes(32))
    return sodium.crypto_core_ed25519_scalar_mul(challenge, secret)


def sign_again(party: Party, message: bytes) -> bytes:
    return sign_by_hand(party, message, hashlib.sha512(b"another nonce" + message).digest(), None)


def cofactored(party: Party, message: bytes) -> bytes:
    return sign_by_hand(party, message, hashlib.sha512(b"a nonce" + message).digest(), ORDER_TWO)


def body_cases(c: Cases) -> None:
    made = c.commit("body")

    def bad(name: str, about: str, body: Any, kind: str = "commitment", spec: str = "5.3, step 5; 7.4") -> None:
        payload = body if isinstance(body, bytes) else cbor(body)
        statement = NORTH.sign(kind, made.sub, 1810000000, payload)
        c.add(
            "read-statement",
            name,
            about,
            spec,
            error="body-invalid",
            statement=statement,
            verify=NORTH.verify,
        )

    good = made.body
    bad("payload-trailing", "A byte after the payload.", cbor(good) + b"\0")
    bad("payload-array", "The payload is an array.", [1])
    bad(
        "payload-order",
        "The payload's keys are out of order.",
        b"\xa2" + cbor("b") + b"\0" + cbor("a") + b"\0",
    )
    bad("payload-deep", "The payload is too deep.", {**good, "beacon": [[[[[[[[1]]]]]]]]})
    bad("field-missing", "A null field is omitted.", without(good, "answers"))
    bad("field-unknown", "A field that no kind has.", {**good, "conditions": "none"})
    bad("kind-of-body", "A commitment's body, signed as a reveal.", good, "reveal")
    commitments: tuple[tuple[str, str, Json], ...] = (
        ("role-capital", "A role with a capital.", {"role": "Offer"}),
        ("role-long", "A role of 33 letters.", {"role": "o" * 33}),
        ("role-newline", "A role with a line feed at its end.", {"role": "offer\n"}),
        ("list-short", "A list id of 15 bytes.", {"list": bytes(15)}),
        ("version-0", "Version 0.", {"version": 0}),
        ("version-true", "true is not version 1.", {"version": True}),
        ("version-1-previous", "Version 1 with a previous version.", {"previous": bytes(32)}),
        ("version-2-alone", "Version 2 without a previous version.", {"version": 2}),
        ("exchange-short", "An exchange id of 16 bytes.", {"exchange": bytes(16)}),
        ("answers-text", "An id as text.", {"answers": "00" * 32}),
        ("count-negative", "A negative count.", {"count": -1}),
        ("count-large", "2^20 + 1 entries.", {"count": 2**20 + 1}),
        ("root-short", "A root of 31 bytes.", {"root": bytes(31)}),
        ("key-null", "No key commitment.", {"key": None}),
        ("beacon-round-0", "A beacon of round 0.", {"beacon": [0, bytes(48)]}),
        ("beacon-short", "A beacon's signature of 47 bytes.", {"beacon": [1, bytes(47)]}),
        ("seen-order", "Ids in seen out of order.", {"seen": [bytes([2]) * 32, bytes(32)]}),
        ("seen-twice", "The same id twice in seen.", {"seen": [H(b"a"), H(b"a")]}),
        ("seen-33", "33 ids in seen.", {"seen": [i.to_bytes(32, "big") for i in range(33)]}),
        ("seen-short", "An id of 31 bytes in seen.", {"seen": [bytes(31)]}),
    )
    for name, about, changes in commitments:
        bad(name, about, {**good, **changes})
    key: Json = {"nonce": NONCE, "commitment": made.id, "given": [], "cek": made.cek, "wrap": None, "seen": []}
    wrap = [HERON.kid, bytes(1168)]
    reveals: tuple[tuple[str, str, Json], ...] = (
        ("reveal-both", "A key for everyone and a wrap for one reader.", {"wrap": wrap}),
        ("reveal-neither", "Neither key nor wrap.", {"cek": None}),
        ("reveal-key-short", "A key of 31 bytes.", {"cek": bytes(31)}),
        ("reveal-wrap-short", "A wrap of 1167 bytes.", {"cek": None, "wrap": [HERON.kid, bytes(1167)]}),
        ("reveal-wrap-bare", "A wrap without a reader.", {"cek": None, "wrap": bytes(1168)}),
        (
            "reveal-given-order",
            "Ids in given out of order.",
            {"given": [bytes([2]) * 32, bytes([1]) * 32]},
        ),
        ("reveal-commitment-short", "A commitment id of 16 bytes.", {"commitment": bytes(16)}),
    )
    for name, about, changes in reveals:
        bad(name, about, {**key, **changes}, "reveal", "5.3, step 5; 9")


def claim_cases(c: Cases) -> None:
    made = c.commit("claims")
    bound = c.commit("claims in an exchange", body={"exchange": EXCHANGE})

    def bad(name: str, about: str, statement: bytes, verify: bytes = NORTH.verify) -> None:
        c.add(
            "read-statement",
            name,
            about,
            "5.3, step 6; 5.1",
            error="claims-mismatch",
            statement=statement,
            verify=verify,
        )

    claims = {1: r.kid_uri(SOUTH.kid), 2: made.sub, 6: 1810000000}
    protected = header(NORTH, "commitment", made.sub, **{"15": claims})
    bad("issuer", "The issuer is another party's key.", NORTH.sign_raw(protected, cbor(made.body)))
    c.add(
        "read-statement",
        "issuer-and-body",
        "Another issuer and a body without its fields: the body is checked first.",
        "5.3, step 5",
        error="body-invalid",
        statement=NORTH.sign_raw(protected, cbor({"seen": []})),
        verify=NORTH.verify,
    )
    padded = {**claims, 1: r.kid_uri(NORTH.kid) + "="}
    protected = header(NORTH, "commitment", made.sub, **{"15": padded})
    bad("issuer-padded", "The issuer's URI has padding.", NORTH.sign_raw(protected, cbor(made.body)))
    for name, about, sub, one in (
        ("subject-other-list", "The subject is another list.", "00" * 16, made),
        ("subject-capitals", "The subject is in capitals.", made.sub.upper(), made),
        ("subject-kid", "The subject is the signer.", NORTH.kid.hex(), made),
        (
            "subject-list-in-exchange",
            "The subject of a commitment in an exchange is not the list.",
            LIST_A.hex(),
            bound,
        ),
        ("subject-empty", "The subject is empty.", "", made),
    ):
        bad(name, about, NORTH.sign("commitment", sub, 1810000000, cbor(one.body)))
    body = cbor({"nonce": NONCE, "commitment": made.id, "given": [], "cek": made.cek, "wrap": None, "seen": []})
    for name, about, sub in (
        ("reveal-subject-capitals", "A reveal's subject in capitals.", "AB" * 16),
        ("reveal-subject-length", "A reveal's subject of 24 bytes.", "ab" * 24),
        ("reveal-subject-newline", "A reveal's subject with a line feed at its end.", "ab" * 16 + "\n"),
    ):
        bad(name, about, NORTH.sign("reveal", sub, 1810000000, body))
    card: Json = {
        "name": "Nobody",
        "verify": SOUTH.verify,
        "encrypt": SOUTH.encrypt,
        "notAfter": None,
        "seen": [],
    }
    statement = NORTH.sign("card", NORTH.kid.hex(), 1800000000, cbor(card))
    bad("card-of-another", "A card that presents another party's key, not the one that signed it.", statement)


GROUPS = (
    identity_cases,
    card_cases,
    key_file_cases,
    statement_cases,
    form_cases,
    signature_cases,
    body_cases,
    claim_cases,
)
