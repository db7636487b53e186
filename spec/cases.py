"""The conformance cases: what goes in, and what the specification says comes out.

`reference.py` computes the bytes. What a case is *for* stands here by hand: the error of a failing case, and
of an assessment its exit code, contradictions and codes. A difference between the two stops the generation.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hpke

from spec import reference as r
from spec.reference import H, Identity, cbor

NOW = 1900000000
SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.SHAKE256, hpke.AEAD.AES_256_GCM)
Json = dict[str, Any]


def seed_of(name: str) -> bytes:
    return H(b"swapproto vectors: " + name.encode())


class Party(Identity):
    """A made-up party with a card."""

    def __init__(self, name: str, not_after: int | None = None) -> None:
        super().__init__(seed_of(name))
        self.name = name
        self.seed = seed_of(name)
        self.card_bytes = self.card(name, 1800000000, not_after)
        self.card_id = r.read_card(self.card_bytes).id

    def public(self) -> hpke.MLKEM768X25519PublicKey:
        return hpke.MLKEM768X25519PrivateKey(self.mlkem, self.x25519).public_key()


NORTH = Party("Northbank Secretariat")
SOUTH = Party("Бюро «Південний Берег»")
HERON = Party("Heron Mediation")
STRANGER = Party("Незнайко")
EXPIRED = Party("Fleeting Office", not_after=1850000000)


class Wraps:
    """HPKE is randomised: a wrap is made once, kept in a file, and from then on only decrypted."""

    def __init__(self, frozen: dict[str, str], renew: bool) -> None:
        self.frozen, self.renew = frozen, renew
        self.used: dict[str, str] = {}

    def make(self, name: str, reader: Party, extra: bytes, cek: bytes) -> bytes:
        wrap = bytes.fromhex(self.frozen.get(name, ""))
        if not self.fits(wrap, reader, extra, cek):
            if not self.renew:
                raise SystemExit(f"frozen-wraps.json: {name} is missing, or holds another key")
            info = r.wrap_info(reader.kid, extra)
            wrap = SUITE.encrypt(cek, reader.public(), info=info)
        if not self.fits(wrap, reader, extra, cek) or name in self.used:
            raise SystemExit(f"the wrap {name} is used twice, or does not decrypt by appendix B")
        self.used[name] = wrap.hex()
        return wrap

    @staticmethod
    def fits(wrap: bytes, reader: Party, extra: bytes, cek: bytes) -> bool:
        try:
            return r.unwrap(reader, wrap, reader.kid, extra) == cek
        except r.Fail:
            return False


class Made(NamedTuple):
    """A commitment with everything behind it."""

    author: Party
    statement: bytes
    id: bytes
    sub: str
    body: Json
    envelope: bytes
    ciphertext: bytes
    ctx: bytes
    cek: bytes
    entries: list[bytes]
    restricted: list[bytes] | None

    @property
    def files(self) -> list[bytes]:
        return [self.statement, self.envelope]


PEOPLE_SCHEMA: Json = {
    "fields": [
        {"name": "number", "type": "integer", "title": "Running number"},
        {
            "name": "прізвище",
            "type": "string",
            "title": "Прізвище",
            "description": "As the person writes it.",
        },
        {"name": "born", "type": "date"},
    ],
    "primaryKey": ["number"],
    "missingValues": ["", "n/a"],
}
PEOPLE = [
    {"number": 1, "прізвище": "Вигаданко", "born": "1990-02-28"},
    {"number": 2, "прізвище": "Fictivius", "born": None},
    {"number": 3, "прізвище": "Небувалець", "born": "1971-12-01"},
]
CLOSED_SCHEMA: Json = {
    "fields": [
        {"name": "name", "type": "string"},
        {"name": "weight", "type": "number"},
        {"name": "consent", "type": "boolean"},
        {"name": "tags", "type": "array"},
        {"name": "address", "type": "object"},
        {"name": "health", "type": "string", "restricted": True},
        {"name": "кімната", "type": "integer", "restricted": True},
    ]
}
CLOSED = [
    {
        "name": "Ivo Nemo",
        "weight": "71.50",
        "consent": True,
        "tags": ["a", 1, None],
        "address": {"city": "Nowhere"},
    },
    {"name": "Ганна Ніхто", "weight": None, "consent": False, "tags": [], "address": {}},
]
CLOSED_PARTS = [{"health": "well", "кімната": 12}, {"health": None, "кімната": None}]
LIST_A, LIST_B = bytes(range(16)), bytes(range(16, 32))
EXCHANGE = H(b"swapproto vectors: an exchange")


class Cases:
    def __init__(self, wraps: Wraps) -> None:
        self.wraps = wraps
        self.files: dict[str, Json] = {}

    def add(
        self, operation: str, name: str, about: str, spec: str, /, *, error: str | None = None, **given: Any
    ) -> Any:
        """One case; `spec` lists citations, parted by semicolons. With an error its name ends in _fail."""
        path = f"{operation}/{name}{'_fail' if error else ''}.json"
        assert path not in self.files, path
        given = jsonable(given)
        expect = r.run(operation, given)
        if expect.get("error") != error:
            raise SystemExit(f"{path}: {error or 'ok'} is due, and the reference says {str(expect)[:300]}")
        cites = [cite.strip() for cite in spec.split(";")]
        self.files[path] = {
            "about": about,
            "spec": cites,
            "operation": operation,
            "input": given,
            "expect": expect,
        }
        return expect.get("ok")

    def wrap(self, name: str, reader: Party, extra: bytes, cek: bytes) -> bytes:
        return self.wraps.make(f"{name}, to {reader.name}", reader, extra, cek)

    def commit(
        self,
        name: str,
        author: Party = NORTH,
        *,
        schema: Any = PEOPLE_SCHEMA,
        entries: list[Any] | None = None,
        restricted: list[Any] | None = None,
        label: str = "Spring list",
        readers: tuple[Party, ...] = (),
        plaintext: Callable[[bytes], bytes] | None = None,
        encrypted: Callable[[bytes], bytes] = lambda ciphertext: ciphertext,
        body: Json | None = None,
        iat: int = 1810000000,
        sub: str | None = None,
    ) -> Made:
        """Seal and sign a list; the callables and `body` are for those who sign what they should not."""
        parts = [
            entry if isinstance(entry, bytes) else cbor(entry)
            for entry in (PEOPLE if entries is None else entries)
        ]
        closed = restricted and [part if isinstance(part, bytes) else cbor(part) for part in restricted]
        changes = body or {}
        fields: Json = {"role": "offer", "list": LIST_A, "version": 1, "previous": None, "exchange": None}
        fields |= {"answers": None, "profile": H(cbor(schema)), "count": len(parts)}
        fields |= {key: value for key, value in changes.items() if key in fields}
        ctx = r.context(author.kid, fields)
        content = cbor([label, schema, parts, closed])
        padded = plaintext(content) if plaintext else r.pad(content)
        cek = r.X(32, "cek", author.local, ctx, H(padded))
        ciphertext = encrypted(r.encrypt(cek, ctx, padded))
        wraps = {
            reader.kid: self.wrap(name, reader, r.seal_extra(ctx, ciphertext, reader.kid), cek)
            for reader in (author, *readers)
        }
        envelope = r.envelope_of(ciphertext, wraps)
        try:
            root = r.tree(r.leaves_of(ctx, cek, parts, closed))
        except ValueError:  # as many restricted parts as entries there are not
            root = bytes(32)
        fields |= {
            "root": root,
            "envelope": H(envelope),
            "key": r.X(32, "key", ctx, cek),
            "beacon": None,
            "seen": [],
        }
        fields |= changes
        sub = sub or r.subject("commitment", author.kid, fields)
        statement = author.sign("commitment", sub, iat, cbor(fields))
        commitment_id = statement_id(statement)
        return Made(
            author, statement, commitment_id, sub, fields, envelope, ciphertext, ctx, cek, parts, closed
        )


def jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: jsonable(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(v) for v in value]
    return value.hex() if isinstance(value, bytes) else value


def statement_id(statement: bytes) -> bytes:
    unverified = r.parse_statement(statement)
    return H(r.sig_structure(unverified.protected, unverified.payload))


def reveal(made: Made, revealer: Party, **changes: Any) -> bytes:
    body = {"commitment": made.id, "given": [], "cek": None, "wrap": None, "seen": [], **changes}
    return revealer.sign("reveal", made.sub, 1820000000, cbor(body))


def disclose(made: Made, positions: list[int], *, show: bool = False, **changes: Any) -> bytes:
    """A disclosure of the entries at these places of the sorted order; `changes` replace its members."""
    count = len(made.entries)
    first = r.salts("salts", made.ctx, made.cek, count)
    second = r.salts("restricted salts", made.ctx, made.cek, count)
    leaves = r.leaves_of(made.ctx, made.cek, made.entries, made.restricted)
    order = sorted(range(count), key=lambda i: leaves[i])
    items: list[Any] = []
    for position in positions:
        i = order[position]
        part: Any = None
        if made.restricted is not None:
            part = (
                [second[i], made.restricted[i]]
                if show
                else r.restricted_digest(second[i], made.restricted[i])
            )
        items.append([position, first[i], made.entries[i], part])
    members = {
        "commitment": made.id,
        "items": items,
        "proof": r.prove(sorted(leaves), set(positions)),
        **changes,
    }
    return cbor(
        r.Tag(r.DISCLOSURE, ["disclosure", members["commitment"], members["items"], members["proof"]])
    )


# --- 3. Bytes -------------------------------------------------------------------------------------


def bytes_cases(c: Cases) -> None:
    def good(name: str, about: str, data: bytes, depth: int = 4, spec: str = "3.1") -> None:
        c.add("read-cbor", name, about, spec, bytes=data, depth=depth)

    def bad(name: str, about: str, data: str, step: int, error: str, depth: int = 4) -> None:
        c.add(
            "read-cbor", name, about, f"3.1, step {step}", error=error, bytes=bytes.fromhex(data), depth=depth
        )

    good("null", "The smallest item.", cbor(None), 0)
    good(
        "integers",
        "Every size of head, and both ends of the range.",
        cbor(
            [
                0,
                23,
                24,
                255,
                256,
                65535,
                65536,
                2**32 - 1,
                2**32,
                2**63 - 1,
                -1,
                -24,
                -25,
                -256,
                -257,
                -(2**63),
            ]
        ),
    )
    good(
        "text",
        "Text in several scripts, with a NUL and a character beyond the basic plane.",
        cbor("є ü \0 𐍈"),
    )
    good(
        "bytewise-order",
        "Integer keys in bytewise order: 1, 4, 15, 16, and then -4.",
        cbor({1: 0, 4: 0, 15: 0, 16: 0, -4: 0}),
    )
    good(
        "text-order",
        "Text keys in bytewise order of their encodings: the shorter first.",
        cbor({"b": 1, "aa": 2}),
    )
    good(
        "mixed-keys",
        '1, true and "1" are three keys, whatever a language holds of that.',
        bytes.fromhex("a3010061310" + "0f500"),
    )
    good("depth-reached", "Four arrays in one another, and four allowed.", bytes.fromhex("8181818100"), 4)
    good("empty-array-depth", "An empty array has depth 1.", bytes.fromhex("80"), 1)
    good("tag-adds-no-depth", "A tag adds no depth.", bytes.fromhex("d28100"), 1)

    bad("empty", "No item.", "", 1, "malformed")
    bad("head-truncated", "A head that lacks its argument.", "19 01", 1, "malformed")
    bad("string-truncated", "A byte string that ends too early.", "43 0102", 1, "malformed")
    bad("array-truncated", "An array of three with two members.", "83 0102", 1, "malformed")
    bad("map-truncated", "A map whose last value is missing.", "a2 0100 02", 1, "malformed")
    bad("claim-string", "A byte string that claims 2^60 bytes.", "5b 1000000000000000 00", 1, "malformed")
    bad(
        "claim-array",
        "An array that claims 2^60 members: nothing may be allocated.",
        "9b 1000000000000000 00",
        1,
        "malformed",
    )
    bad("claim-map", "A map that claims 2^60 pairs.", "bb 1000000000000000 0000", 1, "malformed")
    bad("claim-nested", "Claims in claims, each just within what remains.", "84 83 82 81", 1, "malformed")
    bad("not-shortest-integer", "5 in two bytes.", "18 05", 1, "malformed")
    bad("not-shortest-length", "A text whose length takes three bytes.", "79 0001 61", 1, "malformed")
    bad("not-shortest-tag", "Tag 18 in two bytes.", "d8 12 00", 1, "malformed")
    bad("not-shortest-64", "2^32 - 1 in eight bytes.", "1b 00000000ffffffff", 1, "malformed")
    bad("indefinite-array", "An array of indefinite length.", "9f 01 ff", 1, "malformed")
    bad("indefinite-string", "A byte string of indefinite length.", "5f 4101 ff", 1, "malformed")
    bad("indefinite-map", "A map of indefinite length.", "bf 01 02 ff", 1, "malformed")
    bad("reserved-head", "Additional information 28 is reserved.", "1c", 1, "malformed")
    bad("lone-break", "A break with nothing to end.", "ff", 1, "malformed")
    bad("simple-in-two-bytes", "True in two bytes is not well-formed.", "f8 15", 1, "malformed")
    bad("trailing", "A byte follows the item.", "00 00", 2, "malformed")
    bad("depth-passed", "Five arrays in one another, and four allowed.", "81 81 81 81 81 00", 3, "too-deep")
    bad("nesting-bomb", "10,000 arrays in one another.", "81" * 10000 + "00", 3, "too-deep", 8)
    bad("map-nesting-bomb", "10,000 maps in one another.", "a100" * 10000 + "00", 3, "too-deep", 8)
    bad("float-half", "1.0 as a half float.", "f9 3c00", 4, "type-not-allowed")
    bad("float-double", "0.1 as a double.", "fb 3fb999999999999a", 4, "type-not-allowed")
    bad("nan", "Not a number.", "f9 7e00", 4, "type-not-allowed")
    bad("undefined", "Undefined is not null.", "f7", 4, "type-not-allowed")
    bad("simple-value", "An unassigned simple value.", "f8 ff", 4, "type-not-allowed")
    bad("too-big", "2^63.", "1b 8000000000000000", 4, "type-not-allowed")
    bad("too-small", "-2^63 - 1.", "3b 8000000000000000", 4, "type-not-allowed")
    bad("bignum", "An integer by tag 2.", "c2 41 05", 4, "type-not-allowed")
    bad("tag-unknown", "A tag that no artefact has.", "c1 00", 4, "type-not-allowed")
    bad("tag-inside", "Tag 18 below the top.", "81 d2 00", 4, "type-not-allowed")
    bad("tag-in-tag", "Tag 18 in tag 18.", "d2 d2 00", 4, "type-not-allowed")
    shared = "d81c 81 d81d 00"
    bad("shared-references", "An array that holds itself, by tags 28 and 29.", shared, 4, "type-not-allowed")
    doubling = "d81c 82 00 00".replace(" ", "") + "82d81d00d81d00" * 8
    bad(
        "shared-doubling",
        "References to references, which double at each level.",
        "89" + doubling,
        4,
        "type-not-allowed",
    )
    bad(
        "stringref",
        "Strings by reference, tags 256 and 25.",
        "d90100 82 43 616263 d819 00",
        4,
        "type-not-allowed",
    )
    bad("bad-utf8", "Text with a byte that UTF-8 never has.", "61 ff", 4, "malformed")
    bad("surrogate", "A surrogate in text.", "63 eda080", 4, "malformed")
    bad("overlong-utf8", "A slash in two bytes.", "62 c0af", 4, "malformed")
    bad("key-twice", "One key twice.", "a2 6161 01 6161 02", 5, "not-deterministic")
    bad("keys-out-of-order", "Keys in descending order.", "a2 6162 01 6161 02", 5, "not-deterministic")
    bad(
        "length-first-order",
        "-4 before 16 is right by neither order; 15, -4, 16 is the length-first one.",
        "a3 0f 00 23 00 10 00",
        5,
        "not-deterministic",
    )
    bad("nested-key-twice", "One key twice in a map within.", "81 a2 01 00 01 00", 5, "not-deterministic")


def armor_cases(c: Cases) -> None:
    data = bytes(range(100))
    text = r.armor(data)
    lines = text.splitlines()
    two = f"Dear all,\n\n{r.armor(b'first')}\nand\n{r.armor(b'second')}\nYours\n"
    quoted = "".join(f"> >  {line}  \r\n" for line in lines)
    for name, about, spec, given in (
        ("one-block", "What is written is read.", "3.3", text),
        ("two-blocks", "Several blocks, with text around them.", "3.3", two),
        ("quoted", "A quoted answer with carriage returns and spaces.", "3.3, step 1", quoted),
        ("byte-order-mark", "A byte order mark before the first line.", "3.3", "\ufeff" + text),
        (
            "long-lines",
            "Lines of another length.",
            "3.3, step 2",
            "\n".join([lines[0], "".join(lines[1:-1]), lines[-1]]),
        ),
        ("empty-block", "A block of no bytes.", "3.3", "\n".join([lines[0], lines[-1]])),
    ):
        c.add("read-armor", name, about, spec, text=given)
    for name, about, step, given in (
        ("no-block", "Text without a block.", 3, "no list here"),
        ("no-end", "A begin without an end.", 1, "\n".join(lines[:-1])),
        ("no-begin", "An end without a begin.", 1, "\n".join(lines[1:])),
        ("begin-twice", "A second begin before the end.", 1, "\n".join([lines[0], *lines])),
        ("end-not-alone", "An end that shares its line.", 1, text.rstrip() + " thanks"),
        ("padding-missing", "The padding is cut off.", 2, text.replace("=", "")),
        (
            "padding-inside",
            "Two texts, joined with the padding of the first within.",
            2,
            text.replace("AAEC", "AA=="),
        ),
        ("unused-bits", "Unused bits that are not zero.", 2, f"{lines[0]}\nAB==\n{lines[-1]}"),
        ("foreign-character", "A character that base64 does not have.", 2, text.replace("AAEC", "AA*C")),
        ("url-alphabet", "The other alphabet of base64.", 2, f"{lines[0]}\n-_-_\n{lines[-1]}"),
        ("inner-space", "A space within a line.", 2, text.replace("AAEC", "AA EC")),
        ("key-armor", "A block of a key file is none of a list's.", 3, r.armor(data, "SWAPPROTO KEY")),
    ):
        c.add("read-armor", name, about, f"3.3, step {step}", error="armor-malformed", text=given)


def frame_cases(c: Cases) -> None:
    card, other = NORTH.card_bytes, SOUTH.card_bytes
    envelope, disclosure = cbor(r.Tag(r.ENVELOPE, [])), cbor(r.Tag(r.DISCLOSURE, []))
    for name, about, spec, data in (
        ("empty", "An empty file has no artefacts, and nothing wrong.", "3.2", b""),
        ("one", "One statement.", "3.2, step 3", card),
        (
            "three-kinds",
            "A statement, an envelope, a disclosure; that the last two are empty is not framing's concern.",
            "3.2, step 3",
            card + envelope + disclosure,
        ),
        ("joined", "Two files, joined.", "3.2", card + other),
        (
            "unknown-between",
            "An integer, and tag 17, between two statements.",
            "3.2, step 3",
            card + b"\x00\xd1\x80" + other,
        ),
        (
            "truncated-tail",
            "The last item is cut off: what stood before it counts.",
            "3.2, step 2",
            card + other[:-1],
        ),
        (
            "indefinite",
            "An item of indefinite length ends the framing.",
            "3.2, step 2",
            card + b"\x9f\xff" + other,
        ),
        (
            "claims",
            "A tag over an array that claims 2^60 members.",
            "3.2, step 2",
            card + bytes.fromhex("d29b1000000000000000") + other,
        ),
        (
            "depth-16",
            "Sixteen arrays in one another are framed.",
            "3.2, step 1",
            b"\xd2" + b"\x81" * 15 + b"\x80",
        ),
        ("depth-17", "Seventeen are not.", "3.2, step 2", card + b"\xd2" + b"\x81" * 16 + b"\x80" + other),
        (
            "nesting-bomb",
            "10,000 arrays in one another.",
            "3.2, step 2",
            card + b"\xd2" + b"\x81" * 10000 + b"\x00",
        ),
        (
            "not-shortest",
            "A head that is too long does not hide where the item ends; it is rejected alone, later.",
            "3.2, step 1",
            b"\xd8\x12\x81\x18\x01" + card,
        ),
        (
            "armored",
            "Offsets are those in the bytes that the armor holds.",
            "3.2, step 1",
            r.armor(card + other).encode(),
        ),
        (
            "armored-blocks",
            "The bytes of several blocks are joined.",
            "3.2, step 1",
            f"\ufeffone\n{r.armor(card)}two\n{r.armor(other)}".encode(),
        ),
    ):
        c.add("frame", name, about, spec, bytes=data)
    c.add(
        "frame",
        "text",
        "A first byte that is printable makes it text, and this text has no block.",
        "3.2, step 1",
        error="armor-malformed",
        bytes=b"name,born\n",
    )
    c.add("frame", "too-many", "10,001 items.", "3.2; 14", error="too-large", bytes=b"\x80" * 10001)


# --- 4. Parties -----------------------------------------------------------------------------------


def identity_cases(c: Cases) -> None:
    for name, party, not_after in (
        ("latin", NORTH, None),
        ("cyrillic", SOUTH, None),
        ("expires", EXPIRED, 1850000000),
    ):
        told = c.add(
            "derive-identity",
            name,
            f"The keys, card and fingerprint of {party.name}.",
            "4.1; 4.2; 4.4",
            seed=party.seed,
            name=party.name,
            iat=1800000000,
            notAfter=not_after,
        )
        assert told["card"] == party.card_bytes.hex()
        c.add(
            "read-card",
            name,
            f"The card of {party.name}.",
            "4.4, step 1; 4.4, step 2; 4.4, step 3",
            card=party.card_bytes,
        )


# --- 5. Statements --------------------------------------------------------------------------------


def statement_cases(c: Cases) -> None:
    made = c.commit("plain")
    payload = cbor(made.body)
    given: Json = {
        "seed": NORTH.seed,
        "kind": "commitment",
        "sub": made.sub,
        "iat": 1810000000,
        "body": payload,
    }
    told = c.add(
        "sign-statement",
        "commitment",
        "Ed25519 is deterministic: the same bytes each time.",
        "5.1; 5.2",
        **given,
    )
    assert told["statement"] == made.statement.hex()
    body = {"commitment": made.id, "given": [], "cek": made.cek, "wrap": None, "seen": [made.id]}
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
    c.add(
        "read-statement",
        "commitment",
        "A commitment.",
        "5.3; 7.4",
        statement=made.statement,
        verify=NORTH.verify,
    )


# --- 7. Tree --------------------------------------------------------------------------------------


def tree_cases(c: Cases) -> None:
    for count in (0, 1, 2, 3, 5, 8, 13):
        leaves = [H(b"leaf %d" % i) for i in range(count)]
        c.add(
            "tree",
            f"{count:02}-leaves",
            f"The root over {count} leaves, given unsorted.",
            "7.3",
            leaves=leaves,
        )
        if count:
            sets = {"first": [0], "last": [count - 1], "all": [*range(count)], "odd": [*range(1, count, 2)]}
            for name, positions in sets.items():
                if positions and (name == "first" or positions != [0]):
                    c.add(
                        "prove",
                        f"{count:02}-{name}",
                        f"Positions {positions} of {count}.",
                        "10.1",
                        leaves=leaves,
                        positions=positions,
                    )
    twice = [H(b"a"), H(b"b"), H(b"a")]
    c.add("tree", "equal-leaves", "Two leaves are equal.", "7.3", error="root-mismatch", leaves=twice)


# --- 7 to 10. Lists, envelopes, disclosures -------------------------------------------------------


def seal_cases(c: Cases) -> None:
    def seal(name: str, about: str, spec: str, error: str | None = None, **changes: Any) -> Any:
        given: Json = {"seed": NORTH.seed, "role": "offer", "list": LIST_A, "version": 1, "previous": None}
        given |= {"exchange": None, "answers": None, "label": "Spring list", "schema": PEOPLE_SCHEMA}
        given |= {"entries": [cbor(entry) for entry in PEOPLE], "restricted": None}
        return c.add("seal", name, about, spec, error=error, **{**given, **changes})

    told = seal("plain", "Three people, nothing restricted.", "6.2; 7.1; 7.2; 7.3; 8.1; 8.2")
    made = c.commit("seal: plain")
    assert (told["root"], told["cek"]) == (made.body["root"].hex(), made.cek.hex())
    closed: Json = {"schema": CLOSED_SCHEMA, "entries": [cbor(entry) for entry in CLOSED]}
    closed["restricted"] = [cbor(part) for part in CLOSED_PARTS]
    seal("restricted", "Every type, and two restricted fields.", "6.2; 7.2; 7.3", **closed)
    seal("empty", "A list of nobody is a list.", "6.2; 7.3; 8.1", entries=[])
    bound: Json = {"version": 7, "previous": H(b"p"), "exchange": EXCHANGE, "answers": H(b"a")}
    bound["role"] = "request"
    seal("bound", "A later version in an exchange, which answers another list.", "7.1", **bound)
    one_type = {"fields": [{"name": "n", "type": "integer"}]}
    many = [cbor({"n": i}) for i in range(300)]
    seal(
        "three-hundred",
        "300 entries: several levels, long arrays.",
        "7.3; 8.1",
        schema=one_type,
        entries=many,
    )
    for length in range(3):
        seal(
            f"padding-{length}",
            "Labels of neighbouring lengths, around a step of the padding.",
            "8.1",
            label="x" * (54 + length),
            schema=one_type,
            entries=[],
        )


def wrap_cases(c: Cases) -> None:
    extra = r.seal_extra(H(b"ctx"), H(b"ciphertext"), SOUTH.kid)
    told = c.add(
        "wrap-info", "seal", "The info of a wrap in an envelope.", "8.3", reader=SOUTH.kid, extra=extra
    )
    assert bytes.fromhex(told["info"]) == r.wrap_info(SOUTH.kid, extra)
    extra = r.reveal_extra(H(b"commitment"), NORTH.kid, SOUTH.kid)
    c.add("wrap-info", "reveal", "The info of a wrap in a reveal.", "8.3", reader=SOUTH.kid, extra=extra)
    cek = H(b"a content key")
    wrap = c.wrap("unwrap", SOUTH, extra, cek)

    def bad(name: str, about: str, spec: str = "8.4, step 2", **changes: Any) -> None:
        given: Json = {"seed": SOUTH.seed, "wrap": wrap, "reader": SOUTH.kid, "extra": extra}
        c.add("unwrap", name, about, spec, error="wrap-invalid", **{**given, **changes})

    c.add(
        "unwrap",
        "reveal",
        "A wrap that another implementation of HPKE made.",
        "8.3; 8.4, step 2",
        seed=SOUTH.seed,
        wrap=wrap,
        reader=SOUTH.kid,
        extra=extra,
    )
    bad("other-reader", "The wrap of one reader with the seed of another.", seed=HERON.seed)
    bad("other-kid", "The kid in the info is another's.", reader=HERON.kid)
    bad(
        "other-place",
        "The wrap is lifted from a reveal into another's reveal.",
        "8.3; 8.4, step 2",
        extra=r.reveal_extra(H(b"commitment"), HERON.kid, SOUTH.kid),
    )
    for name, at in (("mlkem", 100), ("x25519", 1100), ("box", 1130), ("tag", 1167)):
        altered = wrap[:at] + bytes([wrap[at] ^ 1]) + wrap[at + 1 :]
        bad(f"altered-{name}", f"One bit of byte {at} is another.", wrap=altered)
    bad("low-order-share", "The X25519 share is of low order.", wrap=wrap[:1088] + bytes(32) + wrap[1120:])


def open_cases(c: Cases) -> None:
    made = c.commit("open: plain", readers=(SOUTH,))
    given: Json = {"commitment": made.statement, "verify": NORTH.verify, "envelope": made.envelope}
    every = "; ".join(f"8.4, step {step}" for step in range(1, 10))
    c.add("open", "with-key", "Opened by a published key.", every, **given, cek=made.cek)
    c.add("open", "by-reader", "Opened by a reader.", every, **given, seed=SOUTH.seed)
    c.add(
        "open",
        "by-author",
        "The author reopens his own envelope.",
        "8.3; 8.4, step 2",
        **given,
        seed=NORTH.seed,
    )
    closed = c.commit("open: closed", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=CLOSED_PARTS)
    c.add(
        "open",
        "restricted",
        "A list with restricted parts.",
        every,
        commitment=closed.statement,
        verify=NORTH.verify,
        envelope=closed.envelope,
        cek=closed.cek,
    )
    c.add(
        "open",
        "not-a-reader",
        "There is no wrap for this reader.",
        "8.4, step 2",
        error="reader-not-found",
        **given,
        seed=HERON.seed,
    )
    c.add(
        "open",
        "other-key",
        "The key is not the committed one.",
        "8.4, step 3",
        error="key-mismatch",
        **given,
        cek=closed.cek,
    )
    altered = made.envelope.replace(made.ciphertext, made.ciphertext[:-1] + bytes([made.ciphertext[-1] ^ 1]))
    c.add(
        "open",
        "altered",
        "One bit of the ciphertext is another: it is not that envelope.",
        "8.4, step 1",
        error="envelope-mismatch",
        **{**given, "envelope": altered},
        cek=made.cek,
    )


def disclosure_cases(c: Cases) -> None:
    entries = [{"n": i} for i in range(8)]
    one_type = {"fields": [{"name": "n", "type": "integer"}]}
    made = c.commit("disclose", schema=one_type, entries=entries)
    closed = c.commit("disclose: closed", schema=CLOSED_SCHEMA, entries=CLOSED, restricted=CLOSED_PARTS)

    def good(name: str, about: str, made: Made, disclosure: bytes) -> None:
        c.add(
            "read-disclosure",
            name,
            about,
            "10; 10.1; 10.2, step 4",
            commitment=made.statement,
            verify=made.author.verify,
            disclosure=disclosure,
        )

    good("one-of-eight", "One entry.", made, disclose(made, [5]))
    good("three-of-eight", "Three entries, two of them neighbours.", made, disclose(made, [0, 6, 7]))
    good("all-of-eight", "All entries: the proof is empty.", made, disclose(made, [*range(8)]))
    good("restricted-held-back", "The restricted part is held back.", closed, disclose(closed, [1]))
    good("restricted-shown", "The restricted part is shown.", closed, disclose(closed, [0, 1], show=True))


GROUPS = (
    bytes_cases,
    armor_cases,
    frame_cases,
    identity_cases,
    statement_cases,
    tree_cases,
    seal_cases,
    wrap_cases,
    open_cases,
    disclosure_cases,
)


# --- Files ----------------------------------------------------------------------------------------


def build(folder: Path, renew: bool) -> dict[str, str]:
    """All files of the vectors' folder, by path."""
    store = folder / "frozen-wraps.json"
    wraps = Wraps(json.loads(store.read_text("utf-8")) if store.exists() else {}, renew)
    cases = Cases(wraps)
    for group in GROUPS:
        group(cases)
    return {name: to_json(value) for name, value in {**cases.files, store.name: wraps.used}.items()}


def to_json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def differences(folder: Path) -> list[str]:
    due = build(folder, renew=False)
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json")}
    absent = [f"{name}: missing" for name in due.keys() - found.keys()]
    extra = [f"{name}: not made by the reference" for name in found.keys() - due.keys()]
    return sorted(
        absent + extra + [f"{n}: differs" for n in due.keys() & found.keys() if due[n].encode() != found[n]]
    )


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--check", folder]:
            wrong = differences(Path(folder))
            print("\n".join(wrong) or "the vectors are those of the reference")
            return 1 if wrong else 0
        case ["--write", folder]:
            files = build(Path(folder), renew=True)
            for path in Path(folder).rglob("*.json"):
                if path.relative_to(folder).as_posix() not in files:
                    path.unlink()
            for name, text in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode())
            print(f"{len(files) - 1} cases")
            return 0
    print(r.__doc__)
    return 2
