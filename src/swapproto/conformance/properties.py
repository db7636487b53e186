"""Properties on generated input: the runner agrees with this package, and with itself. Spec 16."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.pwhash import argon2id

from ..disclosure import Disclosure, disclose
from ..envelope import seal, unseal
from ..keys import Identity, KeyFile
from ..lists import List, Schema
from ..release import obtain_key, prepare_reveal
from ..statements import Commitment, Slot, read_statement
from ..wire import cbor, cose
from ..wire.armor import armor
from ..wire.hpke import wrap
from ..wire.merkle import root_from_proof
from . import runner
from .cases import shorten

Json = Any
Ask = Callable[[str, Json], Json]
Property = Callable[[Ask, int], None]


class Refuted(Exception):
    """A property does not hold. The message names the input."""


class Unsupported(Exception):
    """The runner does not support an operation that the property needs."""


PROPERTIES: dict[str, Property] = {}


def _property(title: str, *strategies: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a property: a function that asks a runner about generated values."""

    def register(holds: Callable[..., None]) -> Callable[..., None]:
        def run(ask: Ask, examples: int) -> None:
            wanted = settings(
                max_examples=examples,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate, Phase.shrink],
                print_blob=False,
            )
            wanted(given(st.tuples(*strategies))(lambda values: holds(ask, *values)))()

        PROPERTIES[title] = run
        return holds

    return register


def _answer(ask: Ask, operation: str, **input: Json) -> Json:
    answer = ask(operation, input)
    if answer == {"unsupported": True}:
        raise Unsupported
    return answer


def _agrees(ask: Ask, operation: str, **input: Json) -> Json:
    """Return the runner's answer, which must be ours."""
    answer = _answer(ask, operation, **input)
    ours = runner.answer({"operation": operation, "input": input})
    if answer != ours:
        raise Refuted(f"{operation} of {shorten(input, 1000)}: expected {shorten(ours)}, got {shorten(answer)}")
    return answer


def _result(ask: Ask, operation: str, **input: Json) -> Json:
    answer = _agrees(ask, operation, **input)
    if "ok" not in answer:
        raise Refuted(f"{operation} of {shorten(input, 1000)}: expected a result, got {shorten(answer)}")
    return answer["ok"]


def _refuses(ask: Ask, operation: str, **input: Json) -> None:
    answer = _agrees(ask, operation, **input)
    if "error" not in answer:
        raise Refuted(f"{operation} of {shorten(input, 1000)}: it was altered, and it was accepted")


def _same(one: Json, other: Json, what: str) -> None:
    if one != other:
        raise Refuted(f"{what}: {shorten(one)} and {shorten(other)}")


# --- what is generated ----------------------------------------------------------------------------------------------

_HASH = st.binary(min_size=32, max_size=32)
_TIME = st.integers(0, cose.TIME_MAX)
_NAME = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_INTEGER = st.integers(cbor.INT_MIN, cbor.INT_MAX)
_VALUE = st.recursive(
    st.none() | st.booleans() | _INTEGER | _TEXT | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT | _INTEGER, inner, max_size=4),
    max_leaves=12,
)
_HEADS = st.lists(st.sampled_from(bytes.fromhex("0001171819204041606180818298a0a1a2c0d2d860f4f5f6f7f91f5f9fbfff61c3")))
_PLACE = st.integers(0, 2**31)
_FLIP = st.tuples(_PLACE, st.integers(1, 255))


def _flip(data: bytes, flip: tuple[int, int]) -> bytes:
    place, bits = flip[0] % len(data), flip[1]
    return data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :]


@st.composite
def _lists(draw: st.DrawFn) -> List:
    kinds = {"string": _TEXT, "integer": _INTEGER, "boolean": st.booleans(), "array": st.lists(_TEXT, max_size=3)}
    kinds["object"] = st.dictionaries(_TEXT, _INTEGER, max_size=3)
    names = draw(st.lists(_TEXT.filter(bool), min_size=1, max_size=4, unique=True))
    fields, columns = [], {}
    for name in names:
        kind = draw(st.sampled_from(sorted(kinds)))
        fields.append({"name": name, "type": kind} | ({"restricted": True} if draw(st.booleans()) else {}))
        columns[name] = st.none() | kinds[kind]
    entries = draw(st.lists(st.fixed_dictionaries(columns), max_size=12))
    return List.of(draw(_TEXT), Schema.from_wire({"fields": fields}), entries)


_SLOT = st.builds(
    lambda role, list_id, version, hashes: Slot(
        role=role,
        list_id=list_id,
        version=version,
        previous=None if version == 1 else hashes[0],
        exchange=hashes[1],
        answers=hashes[2],
    ),
    st.from_regex("[a-z][a-z0-9-]{0,31}", fullmatch=True),
    st.binary(min_size=16, max_size=16),
    st.integers(1, 5),
    st.tuples(_HASH, st.none() | _HASH, st.none() | _HASH),
)
_SEEDS = st.sampled_from([bytes([n]) * 32 for n in range(4)])


@cache
def _identity(seed: bytes) -> Identity:
    return Identity.from_seed(seed, f"party {seed[0]}", iat=0)


# --- what holds -----------------------------------------------------------------------------------------------------


@_property(
    "read-cbor agrees on values, on single altered bytes, and on noise",
    _VALUE.map(cbor.encode) | _HEADS.map(bytes) | st.binary(max_size=40),
    _FLIP,
    st.integers(0, 5),
)
def _read_cbor(ask: Ask, data: bytes, flip: tuple[int, int], depth: int) -> None:
    _agrees(ask, "read-cbor", bytes=data.hex(), depth=depth)
    _agrees(ask, "read-cbor", bytes=_flip(data or b"\0", flip).hex(), depth=depth)


@_property(
    "read-armor gives back what was armored, quoted in mail or not, and agrees on altered text",
    st.lists(st.binary(max_size=100), min_size=1, max_size=3),
    st.sampled_from(["", "> ", ">> ", "\t"]),
    _FLIP,
)
def _read_armor(ask: Ask, blocks: list[bytes], quote: str, flip: tuple[int, int]) -> None:
    text = "Hello,\n" + "and\n".join(map(armor, blocks))
    quoted = "\r\n".join(quote + line for line in text.split("\n"))
    _same(_result(ask, "read-armor", text=quoted), {"bytes": b"".join(blocks).hex()}, "read-armor")
    place = flip[0] % len(text)
    _agrees(ask, "read-armor", text=text[:place] + chr(32 + flip[1] % 95) + text[place + 1 :])


_TAGGED = st.sampled_from([18, 96, 1398227280, 17])
_PIECE = st.builds(lambda n, v: cbor.head(6, n) + cbor.encode(v), _TAGGED, _VALUE) | _HEADS.map(bytes)


@_property("frame agrees on joined artefacts with and without noise between them", st.lists(_PIECE, max_size=5))
def _frame(ask: Ask, pieces: list[bytes]) -> None:
    _agrees(ask, "frame", bytes=b"".join(pieces).hex())


@_property(
    "derive-identity makes cards that read-card reads, and refuses with any byte altered",
    _HASH,
    _NAME,
    _TIME,
    st.none() | _TIME,
    _FLIP,
)
def _derive(ask: Ask, seed: bytes, name: str, iat: int, not_after: int | None, flip: tuple[int, int]) -> None:
    made = _result(ask, "derive-identity", seed=seed.hex(), name=name, iat=iat, notAfter=not_after)
    read = _result(ask, "read-card", card=made["card"])
    _same({"card": made["card"], **read}, {"name": name, **made}, "the card that was made and read")
    _refuses(ask, "read-card", card=_flip(bytes.fromhex(made["card"]), flip).hex())


@_property(
    "sign-statement is deterministic; read-statement reads what it makes, and refuses any byte altered",
    _SEEDS,
    _TIME,
    _SLOT,
    _HASH,
    _FLIP,
)
def _statements(ask: Ask, seed: bytes, iat: int, slot: Slot, key: bytes, flip: tuple[int, int]) -> None:
    body = cbor.encode({"commitment": key, "given": [], "cek": key, "wrap": None, "seen": []})
    asked = {"seed": seed.hex(), "kind": "reveal", "sub": slot.subject.hex(), "iat": iat, "body": body.hex()}
    made = _result(ask, "sign-statement", **asked)
    _same(made, _result(ask, "sign-statement", **asked), "the same statement, signed twice")
    verify = _identity(seed).party.verify_key.hex()
    read = _result(ask, "read-statement", statement=made["statement"], verify=verify)
    _same(read, {"kind": "reveal", "id": made["id"], "body": body.hex()}, "the statement that was made and read")
    _refuses(ask, "read-statement", statement=_flip(bytes.fromhex(made["statement"]), flip).hex(), verify=verify)
    _refuses(ask, "read-statement", statement=made["statement"], verify=_identity(b"\x09" * 32).party.verify_key.hex())


@_property(
    "tree does not depend on the order of leaves, and prove proves exactly what it should",
    st.integers(1, 70),
    st.randoms(use_true_random=False),
    st.sets(_PLACE, max_size=8),
)
def _trees(ask: Ask, count: int, random: Any, places: set[int]) -> None:
    leaves = [sha256(bytes([n])).digest() for n in range(count)]
    random.shuffle(leaves)
    root = _result(ask, "tree", leaves=[leaf.hex() for leaf in leaves])["root"]
    _same(root, _result(ask, "tree", leaves=sorted(leaf.hex() for leaf in leaves))["root"], "roots of the same leaves")
    positions = sorted({place % count for place in places})
    proof = _result(ask, "prove", leaves=[leaf.hex() for leaf in leaves], positions=positions)["proof"]
    shown = {position: sorted(leaves)[position] for position in positions}
    _same(root_from_proof(count, shown, [bytes.fromhex(node) for node in proof]).hex(), root, "a proof and the root")


@_property(
    "seal fixes one root and one ciphertext; open gives the list back, and nothing if any byte is altered",
    _lists(),
    _SLOT,
    _SEEDS,
    st.sampled_from([b"\5" * 32, b"\6" * 32]),
    _FLIP,
)
def _sealing(ask: Ask, content: List, slot: Slot, seed: bytes, reader: bytes, flip: tuple[int, int]) -> None:
    author, other = _identity(seed), _identity(reader)
    sealed = seal(
        content, author=author.party, local_secret=author.local_secret, slot=slot, readers=[other.party], iat=0
    )
    entries = [part.hex() for part in content.public]
    restricted = None if content.restricted is None else [part.hex() for part in content.restricted]
    places = {"list": slot.list_id, "previous": slot.previous, "exchange": slot.exchange, "answers": slot.answers}
    made = _result(
        ask,
        "seal",
        seed=seed.hex(),
        role=slot.role,
        version=slot.version,
        **{name: None if place is None else place.hex() for name, place in places.items()},
        label=content.label,
        schema=content.schema.to_wire(),
        entries=entries,
        restricted=restricted,
    )
    asked = {"commitment": sealed.sign(author).hex(), "verify": author.party.verify_key.hex()}
    due = {"label": content.label, "entries": entries, "restricted": restricted}
    for key in ({"cek": made["cek"]}, {"seed": seed.hex()}, {"seed": reader.hex()}):
        _same(_result(ask, "open", **asked, envelope=sealed.envelope.hex(), **key), due, "the list, sealed and opened")
    _refuses(ask, "open", **asked, envelope=_flip(sealed.envelope, flip).hex(), cek=made["cek"])
    wrong = _flip(bytes.fromhex(made["cek"]), flip).hex()
    _refuses(ask, "open", **asked, envelope=sealed.envelope.hex(), cek=wrong)
    _refuses(ask, "open", **asked, envelope=sealed.envelope.hex(), seed=(b"\7" * 32).hex())


@_property(
    "read-disclosure reads exactly the entries that were disclosed, and refuses any byte altered",
    _lists(),
    _SEEDS,
    st.sets(_PLACE, min_size=1, max_size=6),
    st.booleans(),
    _FLIP,
)
def _disclosing(
    ask: Ask, content: List, seed: bytes, places: set[int], restricted: bool, flip: tuple[int, int]
) -> None:
    assume(len(content))
    author = _identity(seed)
    slot = Slot(role="report", list_id=bytes(16))
    sealed = seal(content, author=author.party, local_secret=author.local_secret, slot=slot, iat=0)
    data = disclose(sealed.opened, {place % len(content) for place in places}, restricted=restricted)
    asked = {"commitment": sealed.sign(author).hex(), "verify": author.party.verify_key.hex()}
    read = _result(ask, "read-disclosure", **asked, disclosure=data.hex())
    shown = [[place, public.hex(), inner and inner.hex()] for place, public, inner in Disclosure.read(data).encoded()]
    _same(read["items"], shown, "the entries disclosed and read")
    _refuses(ask, "read-disclosure", **asked, disclosure=_flip(data, flip).hex())


@_property(
    "unwrap opens what was wrapped to a reader, in its place, and nothing altered or elsewhere",
    _HASH,
    _SEEDS,
    st.binary(max_size=80),
    _FLIP,
)
def _wraps(ask: Ask, secret: bytes, seed: bytes, extra: bytes, flip: tuple[int, int]) -> None:
    reader = _identity(seed).party
    sealed = wrap(secret, reader.encrypt_key, reader.kid, extra)
    _result(ask, "wrap-info", reader=reader.kid.hex(), extra=extra.hex())
    asked = {"seed": seed.hex(), "reader": reader.kid.hex()}
    opened = _result(ask, "unwrap", **asked, wrap=sealed.hex(), extra=extra.hex())
    _same(opened, {"cek": secret.hex()}, "the key, wrapped and unwrapped")
    _refuses(ask, "unwrap", **asked, wrap=_flip(sealed, flip).hex(), extra=extra.hex())
    _refuses(ask, "unwrap", **asked, wrap=sealed.hex(), extra=(extra + b"\0").hex())


@cache
def _artefacts() -> tuple[bytes, ...]:
    """Two versions of a list, a fork, strangers, a disclosure, right and wrong reveals, and what nobody can read."""
    one, two, stranger = (_identity(bytes([n]) * 32) for n in (1, 2, 3))
    made = [who.party.card for who in (one, two, stranger)]
    schema = Schema.of_texts(["name"])
    slot = Slot(role="report", list_id=bytes(16))
    for who, names in ((one, "ab"), (one, "cd"), (stranger, "ab")):
        content = List.of("", schema, [{"name": name} for name in names])
        sealed = seal(content, author=who.party, local_secret=who.local_secret, slot=slot, readers=[two.party], iat=0)
        commitment = read_statement(sealed.sign(who), who.party.verify_key, Commitment)
        cek = obtain_key(commitment, sealed.envelope, two.party.kid, two)
        opened = unseal(commitment, sealed.envelope, cek)
        later = seal(content, author=who.party, local_secret=who.local_secret, slot=Slot.after(commitment), iat=1)
        public = prepare_reveal(commitment, cek, revealer=two.party, reader=None, iat=2)
        private = prepare_reveal(commitment, cek, revealer=who.party, reader=stranger.party, iat=2)
        fields: Json = {"commitment": commitment.id, "given": [], "cek": bytes(32), "wrap": None, "seen": []}
        wrong = cose.prepare("reveal", fields, verify_key=two.party.verify_key, subject=slot.list_id, iat=3)
        made += [commitment.raw, sealed.envelope, later.sign(who), later.envelope, disclose(opened, [1])]
        made += [unsigned.finish(two.sign(unsigned.to_be_signed)) for unsigned in (public, wrong)]
        made += [private.finish(who.sign(private.to_be_signed))]
    return (*made, b"\x00", b"\xd2\x80", b"\xd8\x60\x80", cbor.encode(cbor.Tag(18, [b"", {}, b"", b""])))


_CHOICE = st.lists(st.integers(0, 30), max_size=12)


@_property(
    "assess does not depend on order, duplicates, armor, or what lies in which file",
    _CHOICE,
    st.randoms(use_true_random=False),
    st.none() | _FLIP,
    st.booleans(),
    st.sets(st.integers(1, 2)),
)
def _assessing(
    ask: Ask, choice: list[int], random: Any, flip: tuple[int, int] | None, armored: bool, pinned: set[int]
) -> None:
    pieces = [_artefacts()[n % len(_artefacts())] for n in choice]
    if flip and pieces:
        pieces.append(_flip(pieces[0], flip))
        pieces = [piece for piece in pieces if _is_whole(piece)]  # what cannot be framed takes the rest with it
    asked = {
        "pinned": [_identity(bytes([n]) * 32).party.card.hex() for n in sorted(pinned)],
        "openings": {},
        "now": 10,
        "require": [],
    }
    plain = _result(ask, "assess", files=[b"".join(pieces).hex()], **asked)
    again = pieces + [random.choice(pieces) for _ in pieces]
    random.shuffle(again)
    cut = random.randrange(len(again) + 1)
    files = [b"".join(again[:cut]), b"".join(again[cut:])]
    if armored:
        files = [armor(file).encode() if file else file for file in files]
    _same(plain, _result(ask, "assess", files=[file.hex() for file in files], **asked), "the same artefacts otherwise")


def _is_whole(piece: bytes) -> bool:
    return [*cbor.frame(piece)] == [cbor.Piece(0, piece)]


@_property(
    "read-key-file opens with the passphrase however its accents are written, and with no other",
    _HASH,
    _TEXT,
    st.sampled_from(["", "\u00e9", "e\u0301"]),
    st.booleans(),
)
def _key_files(ask: Ask, seed: bytes, passphrase: str, accent: str, encrypted: bool) -> None:
    party = Identity.from_seed(seed, "owner", iat=0).party
    kdf = (bytes(16), 1, 8)
    box = seed
    if encrypted:
        secret = normalize("NFC", passphrase + "\u00e9").encode()
        key = argon2id.kdf(32, secret, kdf[0], opslimit=kdf[1], memlimit=kdf[2] * 1024)
        context = cbor.encode(["swapproto/1 key file", party.card, ["argon2id", *kdf]])
        box = crypto_aead_xchacha20poly1305_ietf_encrypt(seed, context, bytes(24), key)
    file = KeyFile(party, box, kdf if encrypted else None, bytes(24) if encrypted else None).encode()
    due = {"seed": seed.hex()}
    _same(_result(ask, "read-key-file", text=file, passphrase=passphrase + "e\u0301"), due, "the seed, kept and read")
    if encrypted:
        _refuses(ask, "read-key-file", text=file, passphrase=passphrase + accent + "?")
        _refuses(ask, "read-key-file", text=file, passphrase=None)
