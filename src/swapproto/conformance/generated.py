"""The input that properties generate: values, lists, places of lists, columns of tables, and a transcript."""

from functools import cache
from hashlib import sha256

from hypothesis import strategies as st

from ..assessment import FACTS
from ..disclosure import disclose
from ..envelope import seal, unseal
from ..keys import Identity
from ..lists import List, Schema
from ..release import obtain_key, prepare_reveal
from ..statements import Commitment, Place, prepare, read_statement
from ..wire import cbor, cose
from ..wire.cose_encrypt import Encrypted
from ..wire.heads import head
from .cases import Json

HASH = st.binary(min_size=32, max_size=32)
TIME = st.integers(0, cose.TIME_MAX)
NAME = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=40)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
INTEGER = st.integers(cbor.INT_MIN, cbor.INT_MAX)
VALUE = st.recursive(
    st.none() | st.booleans() | INTEGER | TEXT | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT | INTEGER, inner, max_size=4),
    max_leaves=12,
)
HEADS = st.lists(st.sampled_from(bytes.fromhex("0001171819204041606180818298a0a1a2c0d2d860f4f5f6f7f91f5f9fbfff61c3")))
PLACE = st.integers(0, 2**31)
FLIP = st.tuples(PLACE, st.integers(1, 255))


def flip_byte(data: bytes, flip: tuple[int, int]) -> bytes:
    """Return the bytes with one of them altered."""
    place, bits = flip[0] % len(data), flip[1]
    return data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :]


@st.composite
def lists(draw: st.DrawFn) -> List:
    """Draw a list with its schema."""
    kinds = {"string": TEXT, "integer": INTEGER, "boolean": st.booleans(), "array": st.lists(TEXT, max_size=3)}
    kinds["object"] = st.dictionaries(TEXT, INTEGER, max_size=3)
    names = draw(st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique=True))
    fields, columns = [], {}
    for name in names:
        kind = draw(st.sampled_from(sorted(kinds)))
        fields.append({"name": name, "type": kind} | ({"restricted": True} if draw(st.booleans()) else {}))
        columns[name] = st.none() | kinds[kind]
    entries = draw(st.lists(st.fixed_dictionaries(columns), max_size=12))
    return List.of(draw(TEXT), Schema.from_wire({"fields": fields}), entries)


SLOT = st.builds(
    lambda role, list_id, version, hashes: Place(
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
    st.tuples(HASH, st.none() | HASH, st.none() | HASH),
)
SEEDS = st.sampled_from([bytes([n]) * 32 for n in range(4)])


@cache
def identity(seed: bytes) -> Identity:
    """Return the party of a seed."""
    return Identity.from_seed(seed, f"party {seed[0]}", iat=0)


TAGGED = st.sampled_from([18, 96, 1398227280, 17])
PIECE = st.builds(lambda n, v: head(6, n) + cbor.encode(v), TAGGED, VALUE) | HEADS.map(bytes)


DIGITS = st.text("0123456789-+.eE", max_size=8)
DATES = st.from_regex(r"[0-2][09][0-9]{2}(-[01][0-9](-[0-3][0-9])?)?[?~%]?", fullmatch=True)
TIMES = st.builds(
    lambda day, time: f"{day}{time}",
    st.dates().map(str) | DATES,
    st.from_regex(
        "[Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([.][0-9]{0,2})?([Zz]|[+-][0-2][0-9]:[0-6][0-9])?", fullmatch=True
    ),
)
SIGNS = st.text("ab-]^[{}0,2|*+?.\\n", max_size=10)
BOUNDS = ("minimum", "maximum")


def column(
    kind: str, values: st.SearchStrategy[Json], **constraints: st.SearchStrategy[Json]
) -> st.SearchStrategy[Json]:
    """Return a strategy of a field's type, its constraints, and values."""
    asked = st.fixed_dictionaries({}, optional=constraints)
    return st.tuples(st.just(kind), asked, st.lists(st.none() | values))


DAYS = st.dates().map(str) | DATES
COLUMNS = st.one_of(
    column("number", DIGITS, **dict.fromkeys(BOUNDS, DIGITS)),
    column("date", DAYS, **dict.fromkeys(BOUNDS, DAYS)),
    column("partialdate", DAYS, **dict.fromkeys(BOUNDS, DAYS)),
    column("datetime", TIMES, unique=st.just(True)),
    column("integer", INTEGER, **dict.fromkeys(BOUNDS, INTEGER)),
    column("string", st.text("ab-\n", max_size=5) | TEXT, pattern=SIGNS),
    column(
        "string",
        TEXT,
        required=st.just(True),
        unique=st.just(True),
        minLength=st.integers(0, 4),
        maxLength=st.integers(0, 4),
    ),
)

OPENED: dict[str, str] = {}
"""The content key of each commitment of :func:`artefacts`."""


@cache
def artefacts() -> tuple[bytes, ...]:
    """Return versions of a list, a fork, wrong contents, strangers, disclosures, reveals, and what nobody can read."""
    one, two, stranger = (identity(bytes([n]) * 32) for n in (1, 2, 3))
    made = [who.party.card for who in (one, two, stranger)]
    schema = Schema.of_texts(["name"])
    place = Place(role="report", list_id=bytes(16))
    for who, names in ((one, "ab"), (one, "cd"), (stranger, "ab")):
        content = List.of("", schema, [{"name": name} for name in names])
        sealed = seal(content, author=who.party, local_secret=who.local_secret, place=place, readers=[two.party], iat=0)
        commitment = read_statement(sealed.sign(who), who.party.verify_key, Commitment)
        cek = obtain_key(commitment, sealed.envelope, two.party.kid, two)
        opened = unseal(commitment, sealed.envelope, cek)
        later = seal(content, author=who.party, local_secret=who.local_secret, place=Place.after(commitment), iat=1)
        public = prepare_reveal(commitment, cek, revealer=two.party, reader=None, iat=2)
        private = prepare_reveal(commitment, cek, revealer=who.party, reader=stranger.party, iat=2)
        fields: Json = {"nonce": bytes(16), "commitment": commitment.id, "cek": bytes(32)}
        fields |= {"given": [], "wrap": None, "seen": []}
        wrong = cose.prepare("reveal", fields, verify_key=two.party.verify_key, subject=place.list_id, iat=3)
        made += [commitment.raw, sealed.envelope, later.sign(who), later.envelope, disclose(opened, [1])]
        made += [unsigned.finish(two.sign(unsigned.to_be_signed)) for unsigned in (public, wrong)]
        made += [private.finish(who.sign(private.to_be_signed))]
        OPENED[commitment.id.hex()] = cek.hex()
        # the same key, and contents that are not what was committed to
        other = sha256(garbage(sealed.envelope)).digest()
        for body in (commitment.body._replace(root=bytes(32)), commitment.body._replace(envelope=other)):
            unsigned = prepare(body, who.party.verify_key, subject=place.subject, iat=4)
            made.append(unsigned.finish(who.sign(unsigned.to_be_signed)))
            OPENED[unsigned.id.hex()] = cek.hex()
        made.append(garbage(sealed.envelope))
    return (*made, b"\x00", b"\xd2\x80", b"\xd8\x60\x80", cbor.encode(cbor.Tag(18, [b"", {}, b"", b""])))


def garbage(envelope: bytes) -> bytes:
    """Return the envelope with another ciphertext of the same length."""
    sealed = Encrypted.read(envelope)
    return Encrypted(bytes(len(sealed.ciphertext)), sealed.wraps).encode()


CHOICE = st.lists(st.integers(0, 60), max_size=12)
REQUIREMENTS = st.fixed_dictionaries(
    {
        "code": st.sampled_from(sorted(FACTS)),
        "by": st.none() | st.sampled_from([identity(bytes([n]) * 32).party.kid.hex() for n in (1, 2)]),
        "role": st.none() | st.sampled_from(["report", "offer"]),
        "list": st.none() | st.just("00" * 16),
    }
)
OPENINGS = st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["right", "wrong", "none"])), max_size=4)
