"""Properties on generated input: the runner agrees with this package, and with itself. Spec 16."""

from hashlib import sha256
from typing import Any
from unicodedata import normalize

from hypothesis import assume
from hypothesis import strategies as st
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.pwhash import argon2id

from ..disclosure import Disclosure, disclose
from ..envelope import seal
from ..keys import Identity, KeyFile
from ..lists import List
from ..statements import Place
from ..testing import exchanges
from ..testing.made import IAT
from ..wire import cbor
from ..wire.armor import armor
from ..wire.framing import Piece, frame
from ..wire.hpke import wrap
from ..wire.merkle import root_from_proof
from . import exchanged, runner
from .cases import Json, shorten
from .checking import PROPERTIES, Ask, Refuted, agrees, property_of, refuses, refuted, reply, result, same
from .generated import (
    CHOICE,
    COLUMNS,
    FLIP,
    HASH,
    HEADS,
    NAME,
    OPENED,
    OPENINGS,
    PIECE,
    PLACE,
    REQUIREMENTS,
    SEEDS,
    SLOT,
    TEXT,
    TIME,
    VALUE,
    artefacts,
    flip_byte,
    identity,
    lists,
)

__all__ = ["PROPERTIES"]


@property_of(
    "read-cbor agrees on values, on single altered bytes, and on noise",
    "read-cbor",
    VALUE.map(cbor.encode) | HEADS.map(bytes) | st.binary(max_size=40),
    FLIP,
    st.integers(0, 5),
)
def _read_cbor(ask: Ask, data: bytes, flip: tuple[int, int], depth: int) -> None:
    agrees(ask, "read-cbor", bytes=data.hex(), depth=depth)
    agrees(ask, "read-cbor", bytes=flip_byte(data or b"\0", flip).hex(), depth=depth)


@property_of(
    "read-armor gives back what write-armor wrote, quoted in mail or not, and agrees on altered text",
    "read-armor write-armor",
    st.lists(st.binary(max_size=100), min_size=1, max_size=3),
    st.sampled_from(["", "> ", ">> ", "\t"]),
    FLIP,
)
def _read_armor(ask: Ask, blocks: list[bytes], quote: str, flip: tuple[int, int]) -> None:
    texts = [result(ask, "write-armor", bytes=block.hex())["text"] for block in blocks]
    text = "Hello,\n" + "and\n".join(texts)
    quoted = "\r\n".join(quote + line for line in text.split("\n"))
    same(result(ask, "read-armor", text=quoted), {"bytes": b"".join(blocks).hex()}, "read-armor")
    place = flip[0] % len(text)
    agrees(ask, "read-armor", text=text[:place] + chr(32 + flip[1] % 95) + text[place + 1 :])


@property_of(
    "frame agrees on joined artefacts with and without noise between them", "frame", st.lists(PIECE, max_size=5)
)
def _frame(ask: Ask, pieces: list[bytes]) -> None:
    agrees(ask, "frame", bytes=b"".join(pieces).hex())


@property_of(
    "derive-identity makes cards that read-card reads, and refuses with any byte altered",
    "derive-identity read-card",
    HASH,
    NAME,
    TIME,
    st.none() | TIME,
    FLIP,
)
def _derive(ask: Ask, seed: bytes, name: str, iat: int, not_after: int | None, flip: tuple[int, int]) -> None:
    made = result(ask, "derive-identity", seed=seed.hex(), name=name, iat=iat, notAfter=not_after)
    read = result(ask, "read-card", card=made["card"])
    same({"card": made["card"], **read}, {"name": name, **made}, "the card that was made and read")
    refuses(ask, "read-card", card=flip_byte(bytes.fromhex(made["card"]), flip).hex())


@property_of(
    "sign-statement is deterministic; read-statement reads what it makes, and refuses any byte altered",
    "sign-statement read-statement",
    SEEDS,
    TIME,
    SLOT,
    HASH,
    FLIP,
)
def _statements(ask: Ask, seed: bytes, iat: int, place: Place, key: bytes, flip: tuple[int, int]) -> None:
    body = cbor.encode({"nonce": key[:16], "commitment": key, "given": [], "cek": key, "wrap": None, "seen": []})
    asked = {"seed": seed.hex(), "kind": "reveal", "sub": place.subject.hex(), "iat": iat, "body": body.hex()}
    made = result(ask, "sign-statement", **asked)
    same(made, result(ask, "sign-statement", **asked), "the same statement, signed twice")
    verify = identity(seed).party.verify_key.hex()
    read = result(ask, "read-statement", statement=made["statement"], verify=verify)
    same(read, {"kind": "reveal", "id": made["id"], "body": body.hex()}, "the statement that was made and read")
    refuses(ask, "read-statement", statement=flip_byte(bytes.fromhex(made["statement"]), flip).hex(), verify=verify)
    refuses(ask, "read-statement", statement=made["statement"], verify=identity(b"\x09" * 32).party.verify_key.hex())


@property_of(
    "tree does not depend on the order of leaves, and prove proves exactly what it should",
    "tree prove",
    st.integers(1, 70),
    st.randoms(use_true_random=False),
    st.sets(PLACE, max_size=8),
)
def _trees(ask: Ask, count: int, random: Any, places: set[int]) -> None:
    leaves = [sha256(bytes([n])).digest() for n in range(count)]
    random.shuffle(leaves)
    root = result(ask, "tree", leaves=[leaf.hex() for leaf in leaves])["root"]
    same(root, result(ask, "tree", leaves=sorted(leaf.hex() for leaf in leaves))["root"], "roots of the same leaves")
    positions = sorted({place % count for place in places})
    proof = result(ask, "prove", leaves=[leaf.hex() for leaf in leaves], positions=positions)["proof"]
    shown = {position: sorted(leaves)[position] for position in positions}
    same(root_from_proof(count, shown, [bytes.fromhex(node) for node in proof]).hex(), root, "a proof and the root")


@property_of(
    "seal fixes one root and one ciphertext; open gives the list back, and nothing if any byte is altered",
    "seal open",
    lists(),
    SLOT,
    SEEDS,
    st.sampled_from([b"\5" * 32, b"\6" * 32]),
    FLIP,
)
def _sealing(ask: Ask, content: List, place: Place, seed: bytes, reader: bytes, flip: tuple[int, int]) -> None:
    author, other = identity(seed), identity(reader)
    sealed = seal(
        content, author=author.party, local_secret=author.local_secret, place=place, readers=[other.party], iat=0
    )
    entries = [part.hex() for part in content.public]
    restricted = None if content.restricted is None else [part.hex() for part in content.restricted]
    places = {"list": place.list_id, "previous": place.previous, "exchange": place.exchange, "answers": place.answers}
    made = result(
        ask,
        "seal",
        seed=seed.hex(),
        role=place.role,
        version=place.version,
        **{name: None if place is None else place.hex() for name, place in places.items()},
        label=content.label,
        schema=content.schema.to_wire(),
        entries=entries,
        restricted=restricted,
    )
    asked = {"commitment": sealed.sign(author).hex(), "verify": author.party.verify_key.hex()}
    due = {"label": content.label, "entries": entries, "restricted": restricted}
    for key in ({"cek": made["cek"]}, {"seed": seed.hex()}, {"seed": reader.hex()}):
        same(result(ask, "open", **asked, envelope=sealed.envelope.hex(), **key), due, "the list, sealed and opened")
    refuses(ask, "open", **asked, envelope=flip_byte(sealed.envelope, flip).hex(), cek=made["cek"])
    wrong = flip_byte(bytes.fromhex(made["cek"]), flip).hex()
    refuses(ask, "open", **asked, envelope=sealed.envelope.hex(), cek=wrong)
    refuses(ask, "open", **asked, envelope=sealed.envelope.hex(), seed=(b"\7" * 32).hex())


@property_of(
    "read-disclosure reads exactly the entries that were disclosed, and refuses any byte altered",
    "read-disclosure",
    lists(),
    SEEDS,
    st.sets(PLACE, min_size=1, max_size=6),
    st.booleans(),
    FLIP,
)
def _disclosing(
    ask: Ask, content: List, seed: bytes, places: set[int], restricted: bool, flip: tuple[int, int]
) -> None:
    assume(len(content))
    author = identity(seed)
    place = Place(role="report", list_id=bytes(16))
    sealed = seal(content, author=author.party, local_secret=author.local_secret, place=place, iat=0)
    data = disclose(sealed.opened, {place % len(content) for place in places}, restricted=restricted)
    asked = {"commitment": sealed.sign(author).hex(), "verify": author.party.verify_key.hex()}
    read = result(ask, "read-disclosure", **asked, disclosure=data.hex())
    shown = [[place, public.hex(), inner and inner.hex()] for place, public, inner in Disclosure.read(data).encoded()]
    same(read["items"], shown, "the entries disclosed and read")
    refuses(ask, "read-disclosure", **asked, disclosure=flip_byte(data, flip).hex())


@property_of(
    "unwrap opens what was wrapped to a reader, in its place, and nothing altered or elsewhere",
    "unwrap wrap-info",
    HASH,
    SEEDS,
    st.binary(max_size=80),
    FLIP,
)
def _wraps(ask: Ask, secret: bytes, seed: bytes, extra: bytes, flip: tuple[int, int]) -> None:
    reader = identity(seed).party
    sealed = wrap(secret, reader.encrypt_key, reader.kid, extra)
    result(ask, "wrap-info", reader=reader.kid.hex(), extra=extra.hex())
    asked = {"seed": seed.hex(), "reader": reader.kid.hex()}
    opened = result(ask, "unwrap", **asked, wrap=sealed.hex(), extra=extra.hex())
    same(opened, {"cek": secret.hex()}, "the key, wrapped and unwrapped")
    refuses(ask, "unwrap", **asked, wrap=flip_byte(sealed, flip).hex(), extra=extra.hex())
    refuses(ask, "unwrap", **asked, wrap=sealed.hex(), extra=(extra + b"\0").hex())


@property_of("wrap makes what unwrap opens, and never the same twice", "wrap", HASH, SEEDS, st.binary(max_size=80))
def _wrapping(ask: Ask, secret: bytes, seed: bytes, extra: bytes) -> None:
    reader = identity(seed).party
    place = {"reader": reader.kid.hex(), "extra": extra.hex()}
    wraps: list[Json] = []
    for _ in range(2):
        answer = reply(ask, "wrap", encrypt=reader.encrypt_key.hex(), cek=secret.hex(), **place)
        match answer:
            case {"ok": {"wrap": str(made)}} if made not in wraps:
                wraps.append(made)
            case _:
                raise Refuted(f"wrap: expected a new wrap, got {shorten(answer)}")
        asked, due = {"seed": seed.hex(), "wrap": made, **place}, {"ok": {"cek": secret.hex()}}
        if (ours := _opened(asked)) != due:
            raise refuted(f"expected {shorten(due)}, got {shorten(ours)}", "unwrap", asked, due)


def _opened(asked: Json) -> Json:
    try:
        return runner.answer({"operation": "unwrap", "input": asked})
    except ValueError as error:  # not in hexadecimal
        return repr(error)


@property_of("check-values agrees on numbers, dates, patterns and other constraints", "check-values", COLUMNS)
def _making(ask: Ask, column: tuple[str, Json, list[Json]]) -> None:
    kind, constraints, values = column
    field = {"name": "n", "type": kind} | ({"constraints": constraints} if constraints else {})
    agrees(ask, "check-values", field=field, values=values)


@property_of(
    "assess does not depend on order, duplicates, armor, or what lies in which file",
    "assess report",
    CHOICE,
    st.randoms(use_true_random=False),
    st.none() | FLIP,
    st.booleans(),
    st.sets(st.integers(1, 2)),
    OPENINGS,
    st.lists(REQUIREMENTS, max_size=2),
)
def _assessing(
    ask: Ask,
    choice: list[int],
    random: Any,
    flip: tuple[int, int] | None,
    armored: bool,
    pinned: set[int],
    opened: list[tuple[int, str]],
    required: list[Json],
) -> None:
    pieces = [artefacts()[n % len(artefacts())] for n in choice]
    if flip and pieces:
        pieces.append(flip_byte(pieces[0], flip))
        pieces = [piece for piece in pieces if _is_whole(piece)]  # what cannot be framed takes the rest with it
    ids = sorted(OPENED)
    asked = {
        "pinned": [identity(bytes([n]) * 32).party.card.hex() for n in sorted(pinned)],
        "openings": {ids[n % len(ids)]: _key(ids[n % len(ids)], how) for n, how in opened},
        "now": 10,
        "require": required,
    }
    joined = [b"".join(pieces).hex()]
    plain = result(ask, "assess", files=joined, **asked)
    result(ask, "report", files=joined, names=["a file"], **asked)
    again = pieces + [random.choice(pieces) for _ in pieces]
    random.shuffle(again)
    cut = random.randrange(len(again) + 1)
    files = [b"".join(again[:cut]), b"".join(again[cut:])]
    if armored:
        files = [armor(file).encode() if file else file for file in files]
    same(plain, result(ask, "assess", files=[file.hex() for file in files], **asked), "the same artefacts otherwise")


@property_of(
    "assess agrees on an exchange in which some cheat, whatever of it is there",
    "assess report",
    st.sets(st.integers(0, 90)) | st.sets(st.integers(0, 90)).map(lambda few: set(range(90)) - few),
    st.integers(IAT - 1, IAT + 500),
    st.lists(REQUIREMENTS, max_size=2),
)
def _exchanging(ask: Ask, places: set[int], now: int, required: list[Json]) -> None:
    pool = exchanged.pool()
    files = [b"".join(pool[place] for place in sorted(places) if place < len(pool)).hex()]
    cards = [party.card.hex() for party in exchanged.hall().pinned]
    asked = {"files": files, "pinned": cards, "openings": {}, "now": now, "require": required}
    agrees(ask, "assess", **asked)
    agrees(ask, "report", names=["a file"], **asked)


@property_of(
    "find-openings agrees on what the wraps of an exchange give to those in it",
    "find-openings",
    st.sets(st.integers(0, 90)).map(lambda few: set(range(90)) - few),
    st.sampled_from(exchanges.EVERYONE),
)
def _finding(ask: Ask, places: set[int], reader: Identity) -> None:
    pool = exchanged.pool()
    files = [b"".join(pool[place] for place in sorted(places) if place < len(pool)).hex()]
    cards = [party.card.hex() for party in exchanged.hall().pinned]
    agrees(ask, "find-openings", files=files, pinned=cards, seed=reader.seed.hex())


@property_of(
    "exchange keys and tags follow from what they are bound to",
    "derive-exchange-key opened-tag",
    HASH,
    HASH,
    HASH,
    st.integers(0, 255),
)
def _exchange_keys(ask: Ask, seed: bytes, one: bytes, other: bytes, number: int) -> None:
    bound = {"seed": seed.hex(), "exchange": one.hex(), "for": other.hex(), "number": number}
    agrees(ask, "derive-exchange-key", **bound)
    agrees(ask, "opened-tag", cek=seed.hex(), commitment=one.hex(), receiver=other.hex())


def _key(commitment: str, how: str) -> str | None:
    return {"right": OPENED[commitment], "wrong": "00" * 32, "none": None}[how]


def _is_whole(piece: bytes) -> bool:
    return [*frame(piece)] == [Piece(0, piece, begins=True)]


@property_of(
    "read-key-file opens with the passphrase however its accents are written, and with no other",
    "read-key-file",
    HASH,
    TEXT,
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
    same(result(ask, "read-key-file", text=file, passphrase=passphrase + "e\u0301"), due, "the seed, kept and read")
    if encrypted:
        refuses(ask, "read-key-file", text=file, passphrase=passphrase + accent + "?")
        refuses(ask, "read-key-file", text=file, passphrase=None)
