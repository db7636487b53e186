"""Hostile signers: they sign again what was changed, and commit to contents and trees that no honest party has."""

from collections.abc import Sequence
from random import Random
from typing import Any

from spec import reference as r
from spec.cases import making
from spec.cases.making import EXPIRED, HERON, NORTH, NOW, SOUTH, STRANGER, Party
from spec.cases.parties import SMALL_ORDER, cofactored, over_point, sign_again
from spec.reference import H, Tag, cbor

from .mutation import SCALARS, bytes_of, encoded, inside, value_of

Json = Any

PARTIES = (NORTH, SOUTH, HERON, STRANGER, EXPIRED)
BY_KID = {party.kid: party for party in PARTIES}


class Signers:
    """What hostile signers make, from the statements of cases."""

    def __init__(self, rng: Random, cases: list[Json]) -> None:
        self.rng = rng
        self.statements = statements_in(cases)

    def statement(self, item: bytes | None = None) -> bytes:
        """Return a statement with something in it changed, and signed by its party."""
        read = r.parse_statement(item or self.rng.choice(self.statements))
        party = BY_KID[read.kid]
        protected, payload = read.protected, read.payload
        for _ in range(self.rng.choice((0, 1, 1, 1, 2))):
            if self.rng.random() < 0.3:
                protected = inside(self.rng, protected)
            else:
                payload = inside(self.rng, payload)
        if read.kind == "card" and self.rng.random() < 0.4:
            payload = self._with_other_keys(payload)
        return self._signed(party, protected, payload)

    def _with_other_keys(self, payload: bytes) -> bytes:
        try:
            value = r.read_cbor(payload, 16)
        except r.Fail:
            return payload
        keys: dict[str, Sequence[bytes]] = {
            "verify": (*map(bytes.fromhex, SMALL_ORDER.values()), SOUTH.verify, bytes(31), b"\x02" + bytes(31)),
            "encrypt": (SOUTH.encrypt, NORTH.encrypt[:1184] + bytes(32), b"\xff" * 1216, NORTH.encrypt[:-1]),
        }
        name = self.rng.choice(sorted(keys))
        pairs = value.items() if isinstance(value, dict) else value if isinstance(value, r.Pairs) else []
        other = self.rng.choice(keys[name])
        return encoded(self.rng, r.Pairs((k, other if k == name else v) for k, v in pairs))

    def _signed(self, party: Party, protected: bytes, payload: bytes) -> bytes:
        message = r.sig_structure(protected, payload)
        signature = party.signing.sign(message)
        match self.rng.randrange(10):
            case 0:
                names = ("1",) * len(SMALL_ORDER) + tuple(SMALL_ORDER)  # the others never verify
                point = bytes.fromhex(SMALL_ORDER[self.rng.choice(names)])
                signature = over_point(party, message, point)
            case 1:
                signature = sign_again(party, message)
            case 2:
                signature = self.rng.choice(
                    (cofactored(party, message), bytes(64), signature[:63], bytes_of(self.rng, signature))
                )
        item: Any = Tag(r.STATEMENT, [protected, {}, payload, signature])
        if self.rng.random() < 0.08:
            item = value_of(self.rng, item)
        return encoded(self.rng, item)

    def _content(self) -> tuple[str, Any, list[bytes], list[bytes] | None]:
        schemas = [
            (making.PEOPLE_SCHEMA, making.PEOPLE, None),
            (making.CLOSED_SCHEMA, making.CLOSED, making.CLOSED_PARTS),
        ]
        schema, entries, parts = self.rng.choice(schemas)
        return "label", schema, [*map(cbor, entries)], None if parts is None else [*map(cbor, parts)]

    def sealed_list(self) -> tuple[bytes, bytes, bytes]:
        """Return a commitment, its envelope and key, whose contents were changed before they were encrypted."""
        author = self.rng.choice((NORTH, SOUTH))
        label, schema, entries, restricted = self._content()
        count = len(entries)
        parts, inner = list(entries), restricted and list(restricted)
        content: Any = [label, schema, entries, restricted]
        match self.rng.randrange(6):
            case 0:
                parts = entries = [inside(self.rng, entry) for entry in entries]
                content = [label, schema, entries, restricted]
            case 1:
                schema = self._strange_schema(schema)
                content = [label, schema, entries, restricted]
            case 2:
                content[1] = self._strange_schema(schema)
            case 3 | 4:
                content = value_of(self.rng, content)
        plaintext = r.pad(encoded(self.rng, content))
        if self.rng.random() < 0.1:
            plaintext = bytes_of(self.rng, plaintext)
        fields: Json = {"role": "offer", "list": making.LIST_A, "version": 1, "previous": None, "exchange": None}
        fields |= {"answers": None, "schema": H(cbor(schema)), "count": self.rng.choice((count,) * 9 + (count + 1,))}
        ctx = r.context(author.kid, fields)
        cek = self.rng.randbytes(32)
        try:
            root = r.tree(r.leaves_of(ctx, cek, parts, inner))
        except (ValueError, r.Fail):
            root = bytes(32)
        envelope = r.envelope_of(r.encrypt(cek, ctx, plaintext), {author.kid: bytes(1168)})
        if self.rng.random() < 0.15:
            envelope = encoded(self.rng, value_of(self.rng, r.read_cbor(envelope, 8)))
        fields |= {"root": root, "envelope": H(envelope), "key": r.X(32, "key", ctx, cek), "beacon": None, "seen": []}
        statement = author.sign("commitment", r.subject("commitment", author.kid, fields), NOW, cbor(fields))
        return statement, envelope, cek

    def _strange_schema(self, schema: Any) -> Any:
        """Return a schema that is changed, deep, or large, but for which a signer can commit to all the rest."""
        match self.rng.randrange(4):
            case 0:
                deep: Any = 0
                for _ in range(self.rng.randrange(3, 9)):
                    deep = self.rng.choice(([deep], {"a": deep}))
                return {**schema, "missingValues": deep}
            case 1:
                size = self.rng.choice((65535, 65536, 65537, 70000))
                empty = {**schema, "missingValues": [""]}
                return {**empty, "missingValues": ["x" * (size - len(cbor(empty)) - 2)]}
            case 2:
                size = self.rng.choice((65535, 65536, 65537))
                fields = [{"name": str(i), "type": "string", "description": "d" * 16384} for i in range(3)]
                empty = {"fields": [*fields, {"name": "n", "type": "string", "description": ""}]}
                fields.append({"name": "n", "type": "string", "description": "d" * (size - len(cbor(empty)) - 2)})
                return {"fields": fields}
        return value_of(self.rng, schema)

    def reveal(self, commitment: bytes, cek: bytes) -> bytes:
        signer = self.rng.choice((NORTH, SOUTH, HERON))
        body: Json = {
            "nonce": bytes(16),
            "commitment": id_of(commitment),
            "given": [],
            "cek": cek,
            "wrap": None,
            "seen": [],
        }
        return signer.sign("reveal", r.parse_statement(commitment).claims[2], NOW, cbor(body))

    def disclosure(self) -> tuple[bytes, bytes]:
        """Return a commitment to a tree of any entries, and a disclosure of some of them that was perhaps changed."""
        author = self.rng.choice((NORTH, SOUTH))
        _, schema, entries, restricted = self._content()
        if self.rng.random() < 0.4:
            entries[0] = inside(self.rng, entries[0])
        if restricted and self.rng.random() < 0.4:
            restricted[0] = self.rng.choice((entries[0], entries[-1], inside(self.rng, restricted[0])))
        fields: Json = {"role": "offer", "list": making.LIST_A, "version": 1, "previous": None, "exchange": None}
        fields |= {"answers": None, "schema": H(cbor(schema)), "count": len(entries)}
        ctx, cek = r.context(author.kid, fields), self.rng.randbytes(32)
        leaves = r.leaves_of(ctx, cek, entries, restricted)
        fields |= {"root": r.tree(leaves), "envelope": bytes(32), "key": bytes(32), "beacon": None, "seen": []}
        statement = author.sign("commitment", making.LIST_A.hex(), NOW, cbor(fields))
        made = making.Made(author, statement, id_of(statement), "", fields, b"", b"", ctx, cek, entries, restricted)
        chosen = sorted(self.rng.sample(range(len(entries)), self.rng.randint(1, len(entries))))
        data = making.disclose(made, chosen, show=self.rng.random() < 0.6)
        match self.rng.randrange(6):
            case 0:
                data = encoded(self.rng, value_of(self.rng, r.read_cbor(data, 8)))
            case 1:
                data = bytes_of(self.rng, data)
            case 2:
                tag, (word, commitment, items, proof) = r.read_cbor(data, 8)
                data = cbor(Tag(tag, [word, commitment, self._displaced(items), proof]))
        return statement, data

    def _displaced(self, items: list[Any]) -> list[Any]:
        """Return the items in another order, or at other positions."""
        match self.rng.randrange(3):
            case 0:
                return items[::-1]
            case 1:
                return [*items, items[0]]
        place = self.rng.choice([value for value in SCALARS if isinstance(value, int)])
        return [*items[:-1], [place, *items[-1][1:]]]

    def variant(self, item: bytes) -> bytes:
        try:
            read = r.parse_statement(item)
        except r.Fail:
            return item
        if read.kid not in BY_KID:
            return item
        signature = sign_again(BY_KID[read.kid], r.sig_structure(read.protected, read.payload))
        return cbor(Tag(r.STATEMENT, [read.protected, {}, read.payload, self.rng.choice((signature, bytes(64)))]))


def statements_in(cases: list[Json]) -> list[bytes]:
    """Return the statements of known parties that are in cases."""
    found: set[bytes] = {party.card_bytes for party in PARTIES}
    for case in cases:
        given = case["input"]
        items = [given.get(name) for name in ("statement", "commitment", "card")]
        found |= {bytes.fromhex(item) for item in items if item}
        for file in given.get("files", []):
            found |= {item for item in framed(bytes.fromhex(file)) if item.startswith(b"\xd2")}
    readable = []
    for item in sorted(found):
        try:
            if r.parse_statement(item).kid in BY_KID:
                readable.append(item)
        except r.Fail:
            continue
    return readable


def id_of(statement: bytes) -> bytes:
    return making.statement_id(statement)


def framed(data: bytes) -> list[bytes]:
    """Return the artefacts of a file, and what stands between them."""
    return [stretch for _, stretch, _ in r.cut(data)]
