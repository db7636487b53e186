"""Requests of section 16 that the package and the reference must answer alike: mutated, and by signers who are hostile.

A hostile signer signs again what was changed, encrypts changed contents under the committed key, and commits to trees
of entries that no honest party has. So a request gets past the signature, the encryption and the proof.
"""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from spec import reference as r
from spec.cases import making
from spec.cases.making import EXPIRED, HERON, NORTH, NOW, SOUTH, STRANGER, Party
from spec.cases.parties import SMALL_ORDER, cofactored, over_point, sign_again
from spec.reference import H, Tag, cbor

from .mutation import SCALARS, bytes_of, encoded, graft, inside, text_of, value_of

Json = Any
Request = tuple[str, Json]

PARTIES = (NORTH, SOUTH, HERON, STRANGER, EXPIRED)
_BY_KID = {party.kid: party for party in PARTIES}
_FACTS = ("signed", "opened", "chained", "disclosed", "released", "count-proven")
_SLOW = ("read-key-file",)


class Requests:
    """Endless requests. ``vectors`` is the folder of cases to begin with."""

    def __init__(self, seed: int, vectors: Path) -> None:
        self.rng = Random(seed)
        self.cases: list[Json] = [json.loads(path.read_text("utf-8")) for path in sorted(vectors.glob("*/*.json"))]
        self._makers: Sequence[tuple[int, Callable[[], Request]]] = (
            (5, self.mutated_case),
            (4, self.signed_again),
            (3, self.contents),
            (3, self.disclosure),
            (4, self.transcript),
            (2, self.letter),
            (1, self.column),
        )

    def next(self) -> Request:
        """Return one more request."""
        weights, makers = zip(*self._makers, strict=True)
        (maker,) = self.rng.choices(makers, weights)
        found: Request = maker()
        return found

    # --- cases, changed

    def mutated_case(self) -> Request:
        """Return a case with one or two of its inputs changed."""
        case = self.rng.choice(self.cases)
        operation, given = case["operation"], dict(case["input"])
        if operation in _SLOW and self.rng.random() < 0.9:
            return self.next()
        for _ in range(self.rng.choice((1, 1, 2))):
            name = self.rng.choice(sorted(given))
            given[name] = self._changed_input(operation, name, given[name])
        return operation, given

    def _changed_input(self, operation: str, name: str, value: Json) -> Json:
        """Return an input changed, or as it was where section 16 says that inputs are sound."""
        rng = self.rng
        match name:
            case "schema" | "field":
                return _json(value_of(rng, value), value)
            case "text" | "passphrase" if isinstance(value, str):
                return _scalars(text_of(rng, value))
            case "depth":
                return rng.randrange(10)
            case "pinned":
                return [*value, rng.choice(value)] if value else value
            case "files" | "entries" if value:
                i = rng.randrange(len(value))
                return [*value[:i], inside(rng, bytes.fromhex(value[i])).hex(), *value[i + 1 :]]
            case "bytes" | "card" | "statement" | "commitment" | "envelope" | "disclosure":
                change = inside if rng.random() < 0.5 else bytes_of
                return change(rng, bytes.fromhex(value)).hex()
            case "wrap" | "cek" | "verify" if operation in ("unwrap", "open", "read-statement", "read-disclosure"):
                altered = bytearray.fromhex(value)
                altered[rng.randrange(len(altered))] ^= 1 << rng.randrange(8)
                return altered.hex()
        return value

    # --- statements, signed again

    @cached_property
    def statements(self) -> list[bytes]:
        """The statements of known parties that are in cases."""
        found: set[bytes] = {party.card_bytes for party in PARTIES}
        for case in self.cases:
            given = case["input"]
            items = [given.get(name) for name in ("statement", "commitment", "card")]
            found |= {bytes.fromhex(item) for item in items if item}
            for file in given.get("files", []):
                data = bytes.fromhex(file)
                if not r.is_armored(data):
                    framed = _framed(data)
                    found |= {item for item in framed if item.startswith(b"\xd2")}
        readable = []
        for item in sorted(found):
            try:
                if r.parse_statement(item).kid in _BY_KID:
                    readable.append(item)
            except r.Fail:
                continue
        return readable

    def hostile_statement(self, item: bytes | None = None) -> bytes:
        """Return a statement with something in it changed, and signed by its party."""
        read = r.parse_statement(item or self.rng.choice(self.statements))
        party = _BY_KID[read.kid]
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

    def signed_again(self) -> Request:
        """Return a statement or a card to be read, of a hostile signer."""
        item = self.hostile_statement()
        try:
            kid = r.parse_statement(item).kid
        except r.Fail:
            kid = b""
        party = _BY_KID.get(kid, NORTH)
        if self.rng.random() < 0.4:
            return "read-card", {"card": item.hex()}
        verify = party.verify
        if self.rng.random() < 0.1:
            verify = self.rng.choice((bytes(32), SOUTH.verify, bytes.fromhex(SMALL_ORDER["1"])))
        return "read-statement", {"statement": item.hex(), "verify": verify.hex()}

    # --- lists

    def _content(self) -> tuple[str, Any, list[bytes], list[bytes] | None]:
        schemas = [
            (making.PEOPLE_SCHEMA, making.PEOPLE, None),
            (making.CLOSED_SCHEMA, making.CLOSED, making.CLOSED_PARTS),
        ]
        schema, entries, parts = self.rng.choice(schemas)
        return "label", schema, [*map(cbor, entries)], None if parts is None else [*map(cbor, parts)]

    def hostile_list(self) -> tuple[bytes, bytes, bytes]:
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

    def contents(self) -> Request:
        """Return the envelope of a hostile committer, to be opened or assessed."""
        statement, envelope, cek = self.hostile_list()
        read = r.parse_statement(statement)
        if self.rng.random() < 0.3:
            files = [statement + envelope]
            reveal = self._reveal(statement, cek)
            openings = {_id_of(statement).hex(): self.rng.choice((cek.hex(), bytes(32).hex(), None))}
            return "assess", self._assess([*files, reveal] if self.rng.random() < 0.5 else files, openings)
        verify = _BY_KID[read.kid].verify
        given = {"commitment": statement, "verify": verify, "envelope": envelope, "cek": cek}
        return "open", {name: value.hex() for name, value in given.items()}

    def _reveal(self, commitment: bytes, cek: bytes) -> bytes:
        signer = self.rng.choice((NORTH, SOUTH, HERON))
        body: Json = {"commitment": _id_of(commitment), "given": [], "cek": cek, "wrap": None, "seen": []}
        return signer.sign("reveal", r.parse_statement(commitment).claims[2], NOW, cbor(body))

    # --- disclosures

    def hostile_disclosure(self) -> tuple[bytes, bytes]:
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
        made = making.Made(author, statement, _id_of(statement), "", fields, b"", b"", ctx, cek, entries, restricted)
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

    def disclosure(self) -> Request:
        """Return a disclosure to be read with its commitment, or assessed with or without it."""
        statement, data = self.hostile_disclosure()
        kid = r.parse_statement(statement).kid
        if self.rng.random() < 0.4:
            files = [data, statement] if self.rng.random() < 0.6 else [data, NORTH.card_bytes]
            return "assess", self._assess(files, {})
        if self.rng.random() < 0.1:
            statement = self.rng.choice(self.statements)
            kid = r.parse_statement(statement).kid
        given = {"commitment": statement, "verify": _BY_KID[kid].verify, "disclosure": data}
        return "read-disclosure", {name: value.hex() for name, value in given.items()}

    # --- transcripts

    @cached_property
    def pool(self) -> list[list[bytes]]:
        """The files of each case of ``assess``."""
        return [[*map(bytes.fromhex, case["input"]["files"])] for case in self.cases if case["operation"] == "assess"]

    @cached_property
    def openings(self) -> list[tuple[str, str | None]]:
        """The openings of all cases."""
        return [
            pair for case in self.cases if "openings" in case["input"] for pair in case["input"]["openings"].items()
        ]

    def transcript(self) -> Request:
        """Return files of several cases, hostile artefacts, variants and junk, in files in any order."""
        rng = self.rng
        pieces = [piece for _ in range(rng.randint(1, 2)) for piece in rng.choice(self.pool)]
        pieces = [item for piece in pieces for item in (_framed(piece) if len(piece) < 20_000 else [piece])]
        openings = dict(rng.sample(self.openings, min(3, len(self.openings)))) if self.openings else {}
        for _ in range(rng.randrange(4)):
            match rng.randrange(8):
                case 0:
                    pieces.append(self.hostile_statement())
                case 1:
                    pieces += self.hostile_disclosure()
                case 2:
                    statement, envelope, cek = self.hostile_list()
                    pieces += [statement, envelope, self._reveal(statement, cek)]
                    openings[_id_of(statement).hex()] = rng.choice((cek.hex(), None, bytes(32).hex()))
                case 3 if pieces:
                    pieces.append(bytes_of(rng, rng.choice(pieces)))
                case 4:
                    pieces.append(self._variant(rng.choice(pieces or self.statements)))
                case 5:
                    pieces.append(
                        rng.choice((b"\x00", b"\x0a", b"\x0b\x0a", b"\xff", b"\x9f", b"\x80", b"\xd2\x80", b"text\n"))
                    )
                case 6:
                    pieces.append(rng.choice(PARTIES).card_bytes)
                case _ if pieces:
                    pieces.append(rng.choice(pieces))
        rng.shuffle(pieces)
        asked = self._assess(pieces, openings)
        if rng.random() < 0.3:
            return "report", {**asked, "names": [f"{number}.swap" for number in range(len(asked["files"]))]}
        return "assess", asked

    def _variant(self, item: bytes) -> bytes:
        try:
            read = r.parse_statement(item)
        except r.Fail:
            return item
        if read.kid not in _BY_KID:
            return item
        signature = sign_again(_BY_KID[read.kid], r.sig_structure(read.protected, read.payload))
        return cbor(Tag(r.STATEMENT, [read.protected, {}, read.payload, self.rng.choice((signature, bytes(64)))]))

    def _assess(self, pieces: list[bytes], openings: dict[str, str | None]) -> Json:
        """Return the request to assess these pieces, in up to three files of which some are armored."""
        rng = self.rng
        files: list[list[bytes]] = [[] for _ in range(rng.randint(1, 3))]
        for piece in pieces:
            rng.choice(files).append(piece)
        joined = [b"".join(file) for file in files]
        if rng.random() < 0.15:
            joined += rng.choices(
                (b"\x0a", b"\x0b\x0a", b"\x0b", b"\x9f", b"\x0a\x9f", b"text\n", b""), k=rng.randint(1, 3)
            )
        texts = [r.armor(file).encode() if rng.random() < 0.2 else file for file in joined]
        pinned = [party.card_bytes for party in PARTIES if rng.random() < 0.7]
        if rng.random() < 0.15:
            renewed = EXPIRED.card("Fleeting Office", rng.choice((1700000000, 1800000000, 1840000000)), None)
            pinned.insert(rng.randrange(len(pinned) + 1), renewed)
        return {
            "files": [file.hex() for file in texts],
            "pinned": [card.hex() for card in pinned],
            "openings": openings,
            "now": rng.choice((0, NOW, 1850000000, 1850000001)),
            "require": [self._requirement() for _ in range(rng.choice((0, 0, 1, 2)))],
        }

    def _requirement(self) -> Json:
        choose = self.rng.choice
        return {
            "code": choose(_FACTS),
            "by": choose((None, None, *(party.kid.hex() for party in PARTIES))),
            "role": choose((None, None, "offer", "request")),
            "list": choose((None, None, making.LIST_A.hex(), making.LIST_B.hex())),
        }

    # --- text

    def letter(self) -> Request:
        """Return a file of text, or text with armor in it."""
        rng = self.rng
        blocks = [
            r.armor(rng.randbytes(rng.randrange(120)), rng.choice(("SWAPPROTO",) * 4 + ("SWAPPROTO KEY",)))
            for _ in range(rng.randint(1, 2))
        ]
        text = rng.choice(
            ("", "Dear all,\n", "Добрий день!\n", "\ufeff", "-----BEGIN SWAPPROTO KEY-----\n", "> ")
        ).join(["", *blocks])
        for _ in range(rng.randrange(3)):
            text = text_of(rng, text)
        if rng.random() < 0.5:
            return "read-armor", {"text": _scalars(text)}
        encoding = rng.choice(("utf-8", "utf-8", "utf-16-le", "utf-16-be", "cp1251", "latin-1"))
        data = text.encode(encoding, "replace")
        mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
        data = rng.choice((b"", b"", b"\x7f", b"\xef\xbb\xbf", b"\x0b", b"\xff")) + mark + data
        if rng.random() < 0.1:
            data = graft(rng, data) if rng.random() < 0.5 else bytes_of(rng, data)
        return "frame", {"bytes": data.hex()}

    # --- tables

    def column(self) -> Request:
        """Return values to be checked against the constraints of a case, both changed."""
        cases = [case for case in self.cases if case["operation"] == "check-values"]
        if not cases:
            return self.next()
        one, other = self.rng.choice(cases)["input"], self.rng.choice(cases)["input"]
        field = one["field"]
        values = [*one["values"]]
        if field["type"] == other["field"]["type"]:
            values += other["values"]
        values = [text_of(self.rng, v) if isinstance(v, str) and self.rng.random() < 0.5 else v for v in values]
        constraints = field.get("constraints", {})
        texts = {
            k: text_of(self.rng, v) if isinstance(v, str) and self.rng.random() < 0.3 else v
            for k, v in constraints.items()
        }
        field = {**field, "constraints": texts} if texts else field
        return "check-values", {"field": _json(field, field), "values": [_scalars(v) for v in values]}


def _id_of(statement: bytes) -> bytes:
    return making.statement_id(statement)


def _framed(data: bytes) -> list[bytes]:
    """Return the items of a file that is not armored, and its rest."""
    if r.is_armored(data):
        return [data]
    items, at = [], 0
    while at < len(data):
        try:
            end, _ = r.item_end(data, at, shortest=False, limit=16)
        except r.Fail:
            end = len(data)
        items.append(data[at:end])
        at = end
    return items


def _scalars(value: Json) -> Json:
    """Return text without half surrogate pairs, which JSON cannot carry in UTF-8."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _json(value: Any, otherwise: Json) -> Json:
    """Return a changed value if JSON has it, or else the value as it was."""
    try:
        return json.loads(json.dumps(_plain(value)))
    except (TypeError, ValueError):
        return otherwise


def _plain(value: Any) -> Any:
    if isinstance(value, dict | r.Pairs):
        pairs = list(value.items() if isinstance(value, dict) else value)
        if not all(isinstance(key, str) for key, _ in pairs):
            raise TypeError("a key that JSON does not have")
        return {key: _plain(v) for key, v in pairs}
    if isinstance(value, list):
        return [*map(_plain, value)]
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("an integer that no value is")
    return value
