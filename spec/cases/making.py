"""Made-up parties and lists, and the functions that build a case from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from spec import reference as r
from spec.reference import H, Identity, cbor

NOW = 1900000000
NONCE = bytes(range(100, 116))
SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.SHAKE256, hpke.AEAD.AES_256_GCM)
Json = dict[str, Any]


def seed_of(name: str) -> bytes:
    return H(b"swapproto vectors: " + name.encode())


class Party(Identity):
    """A made-up party with a card."""

    def __init__(self, name: str, not_after: int | None = None, seed: bytes | None = None) -> None:
        self.name, self.seed = name, seed or seed_of(name)
        super().__init__(self.seed)
        self.card_bytes = self.card(name, 1800000000, not_after)
        self.card_id = r.read_card(self.card_bytes).id

    def public(self) -> hpke.MLKEM768X25519PublicKey:
        return hpke.MLKEM768X25519PrivateKey(self.mlkem, self.x25519).public_key()


NORTH = Party("Northbank Secretariat")
SOUTH = Party("Бюро «Південний Берег»")
HERON = Party("Heron Mediation")
STRANGER = Party("Незнайко")
EXPIRED = Party("Fleeting Office", not_after=1850000000)


def terms_body(**changes: Any) -> Json:
    """Return the body of terms between two parties, each of whom owes an offer of any schema and count."""
    body: Json = {"nonce": NONCE, "title": "Spring exchange", "mediators": [], "schema": None, "grace": 0}
    body["slots"] = [[NORTH.kid, "offer", None], [SOUTH.kid, "offer", None]]
    body["deadlines"] = dict.fromkeys(("accept", "commit", "reveal", "review"))
    body |= {"clocks": [], "quorum": None, "beacon": None, "delivery": False, "release": 1}
    return {**body, "conditions": [], "replaces": None, "seen": [], **changes}


def accept(
    signer: Party,
    exchange: bytes,
    sealer: Party,
    *,
    number: int = 0,
    iat: int = 1806000000,
    seen: list[bytes] | None = None,
    encrypt: bytes | None = None,
) -> bytes:
    key = r.EncryptionKey(signer.exchange_seed(exchange, sealer.kid, number))
    body: Json = {"nonce": NONCE, "exchange": exchange, "for": sealer.kid, "number": number}
    body |= {"encrypt": encrypt or key.encrypt, "seen": seen or []}
    return signer.sign("accept", exchange.hex(), iat, cbor(body))


class AcceptKey(r.EncryptionKey):
    """The exchange key of an accept, as a reader in a wrap: its key id is the accept's."""

    def __init__(
        self, signer: Party, exchange: bytes, sealer: Party, *, seed: bytes | None = None, **making: Any
    ) -> None:
        self.seed = seed or signer.exchange_seed(exchange, sealer.kid, making.get("number", 0))
        super().__init__(self.seed)
        self.signer, self.exchange, self.sealer = signer, exchange, sealer
        self.statement = accept(signer, exchange, sealer, encrypt=self.encrypt, **making)
        self.kid = statement_id(self.statement)
        self.name = f"{signer.name}, by the accept {self.kid.hex()[:8]}"

    def public(self) -> hpke.MLKEM768X25519PublicKey:
        return hpke.MLKEM768X25519PrivateKey(self.mlkem, self.x25519).public_key()


class Wraps:
    """The wraps of all cases. HPKE is randomised, so a wrap is made once, kept in a file, and then only decrypted."""

    def __init__(self, frozen: dict[str, str], renew: bool) -> None:
        self.frozen, self.renew = frozen, renew
        self.used: dict[str, str] = {}

    def make(self, name: str, reader: Reader, extra: bytes, cek: bytes) -> bytes:
        wrap = bytes.fromhex(self.frozen.get(name, ""))
        if not self.fits(wrap, reader, extra, cek):
            if not self.renew:
                raise SystemExit(f"frozen-wraps.json: {name} is missing, or has another key")
            info = r.wrap_info(reader.kid, extra)
            wrap = SUITE.encrypt(cek, reader.public(), info=info)
        if not self.fits(wrap, reader, extra, cek) or name in self.used:
            raise SystemExit(f"the wrap {name} is used twice, or does not decrypt by appendix B")
        self.used[name] = wrap.hex()
        return wrap

    def low_order(self, reader: Reader, extra: bytes, cek: bytes) -> bytes:
        """Return a wrap with an X25519 share of zero, for a reader that would accept a shared secret of zero."""
        name, info, share = "of low order", r.wrap_info(reader.kid, extra), bytes(32)

        def schedule(mlkem_secret: bytes) -> tuple[bytes, bytes]:
            return r.key_schedule(r.combine(mlkem_secret, bytes(32), share, reader.encrypt[1184:]), info)

        wrap = bytes.fromhex(self.frozen.get(name, ""))
        try:
            key, nonce = schedule(reader.mlkem.decapsulate(wrap[:1088]))
            good = AESGCM(key).decrypt(nonce, wrap[1120:], b"") == cek
        except (ValueError, InvalidTag):
            good = False
        if not good:
            if not self.renew:
                raise SystemExit(f"frozen-wraps.json: {name} is missing, or has another key")
            mlkem_secret, mlkem_part = reader.mlkem.public_key().encapsulate()
            key, nonce = schedule(mlkem_secret)
            wrap = mlkem_part + share + AESGCM(key).encrypt(nonce, cek, b"")
        self.used[name] = wrap.hex()
        return wrap

    @staticmethod
    def fits(wrap: bytes, reader: Reader, extra: bytes, cek: bytes) -> bool:
        try:
            return r.unwrap(reader, wrap, reader.kid, extra) == cek
        except r.Fail:
            return False


Reader = Party | AcceptKey


class Made(NamedTuple):
    """A commitment with everything it was made from."""

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
PEOPLE: list[Json] = [
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
CLOSED: list[Json] = [
    {
        "name": "Ivo Nemo",
        "weight": "71.50",
        "consent": True,
        "tags": ["a", 1, None],
        "address": {"city": "Nowhere"},
    },
    {"name": "Ганна Ніхто", "weight": None, "consent": False, "tags": [], "address": {}},
]
CLOSED_PARTS: list[Json] = [{"health": "well", "кімната": 12}, {"health": None, "кімната": None}]
LIST_A, LIST_B = bytes(range(16)), bytes(range(16, 32))
EXCHANGE = H(b"swapproto vectors: an exchange")


class Cases:
    def __init__(self, wraps: Wraps) -> None:
        self.wraps = wraps
        self.files: dict[str, Json] = {}

    def add(
        self, operation: str, name: str, about: str, spec: str, /, *, error: str | None = None, **given: Any
    ) -> Any:
        """Add one case. `spec` lists citations, separated by semicolons; a failing case is named *_fail."""
        path = f"{operation}/{name}{'_fail' if error else ''}.json"
        assert path not in self.files, path
        given = jsonable(given)
        expect = r.run(operation, given)
        if expect.get("error") != error:
            raise SystemExit(f"{path}: expected {error or 'ok'}, and the reference gives {str(expect)[:300]}")
        cites = [cite.strip() for cite in spec.split(";")]
        self.files[path] = {
            "about": about,
            "spec": cites,
            "operation": operation,
            "input": given,
            "expect": expect,
        }
        return expect.get("ok")

    def wrap(self, name: str, reader: Reader, extra: bytes, cek: bytes) -> bytes:
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
        readers: tuple[Reader, ...] = (),
        plaintext: Callable[[bytes], bytes] | None = None,
        encrypted: Callable[[bytes], bytes] = lambda ciphertext: ciphertext,
        body: Json | None = None,
        iat: int = 1810000000,
        sub: str | None = None,
        wrapped: bytes | None = None,
    ) -> Made:
        """Seal and sign a list. Pass the callables and `body` to make lists that an honest party would not sign."""
        parts = [
            entry if isinstance(entry, bytes) else cbor(entry) for entry in (PEOPLE if entries is None else entries)
        ]
        closed = restricted and [part if isinstance(part, bytes) else cbor(part) for part in restricted]
        changes = body or {}
        fields: Json = {"role": "offer", "list": LIST_A, "version": 1, "previous": None, "exchange": None}
        fields |= {"answers": None, "schema": H(cbor(schema)), "count": len(parts)}
        fields |= {key: value for key, value in changes.items() if key in fields}
        ctx = r.context(author.kid, fields)
        content = cbor([label, schema, parts, closed])
        padded = plaintext(content) if plaintext else r.pad(content)
        cek = r.X(32, "cek", author.local, ctx, H(padded))
        ciphertext = encrypted(r.encrypt(cek, ctx, padded))
        wraps = {
            reader.kid: self.wrap(name, reader, r.seal_extra(ctx, ciphertext, reader.kid), wrapped or cek)
            for reader in (author, *readers)
        }
        envelope = r.envelope_of(ciphertext, wraps)
        try:
            root = r.tree(r.leaves_of(ctx, cek, parts, closed))
        except ValueError:  # the numbers of entries and of restricted parts differ
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
        return Made(author, statement, commitment_id, sub, fields, envelope, ciphertext, ctx, cek, parts, closed)


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
    body: Json = {"nonce": NONCE, "commitment": made.id, "given": [], "cek": None, "wrap": None, "seen": [], **changes}
    return revealer.sign("reveal", made.sub, 1820000000, cbor(body))


def disclose(made: Made, positions: list[int], *, show: bool = False, **changes: Any) -> bytes:
    """Return a disclosure of the entries at these positions of the sorted order; `changes` replace its members."""
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
            part = [second[i], made.restricted[i]] if show else r.restricted_digest(second[i], made.restricted[i])
        items.append([position, first[i], made.entries[i], part])
    members = {
        "commitment": made.id,
        "items": items,
        "proof": r.prove(sorted(leaves), set(positions)),
        **changes,
    }
    return cbor(r.Tag(r.DISCLOSURE, ["disclosure", members["commitment"], members["items"], members["proof"]]))
