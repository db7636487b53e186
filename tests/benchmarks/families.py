"""Families of hostile files: each is made from a few whole numbers, and is about as large as asked."""

import base64
import io
import json
import random
import ssl
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256, sha512
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from spec.cases.making import Party
from spec.cases.parties import sign_by_hand
from swapproto import Identity, List, Place, Schema, disclose, unseal
from swapproto.keys import ExchangeKey, KeyFile
from swapproto.lists import Field
from swapproto.stamps import Stamp, beacon, stamped_bytes
from swapproto.statements import Accept, Body, Receipt, Reveal, Review, Revoke, Slot, Terms, Withdraw, prepare_card
from swapproto.statements.commitment import context
from swapproto.wire import cbor, cose
from swapproto.wire.armor import armor
from swapproto.wire.cose_encrypt import Encrypted
from swapproto.wire.hashes import x
from swapproto.wire.heads import head
from tests.exchanges import signed as signed_by
from tests.making import (
    NAMES,
    NORTH,
    SOUTH,
    STRANGER,
    Made,
    commit,
    committed_to_plaintext,
    encoded,
    make,
    people,
    publish,
    reveal,
    sign,
)
from tests.stamps import hostile
from tests.stamps.forging import Recipe

Files = Mapping[str, bytes]
KEY = ("-k", "DESK/South.swapkey")
VERIFY, AS_JSON, ENTRIES = ("verify", "in"), ("verify", "in", "--json"), ("verify", "in", "--entries")
OPEN = ("open", "in", *KEY, "--force", "-o", "out.csv")
INSPECT, MERGE = ("inspect", "in", "--json"), ("merge", "in", "--force", "-o", "out.swap")
REVEAL = ("reveal", "in", *KEY, "--public", "--yes", "--force", "-o", "key.swap")
RENEW = ("stamp", "in", "--renew", "--query", "q.tsq", "--force")
RECEIPT = ("receipt", "in", *KEY, "--yes", "--force", "-o", "receipts.swap")
REPORT = ("report", "in", "--force", "-o", "report.html")
MATCH = ("match", "in", "in", *KEY, "--map", "a=family_name", "--force", "-o", "pairs.xlsx")
READING = (VERIFY, AS_JSON, OPEN, INSPECT, MERGE, REPORT)


class Family(NamedTuple):
    """Hostile files of one kind; ``make`` takes the size and the numbers that the search alters from ``start``."""

    name: str
    verbs: Sequence[Sequence[str]]
    start: tuple[int, ...]
    make: Callable[..., Files]
    ordinary: Callable[[], Files]


def desk(folder: Path) -> None:
    """Write the pins of the reader, and their key."""
    (folder / "pins").mkdir()
    for name, identity in (("North", NORTH), ("South", SOUTH)):
        (folder / "pins" / f"{name}.swap").write_bytes(identity.party.card)
    (folder / "pins" / "clock.pem").write_text(ssl.DER_cert_to_PEM_cert(hostile.root("P-521").raw))
    key = folder / "South.swapkey"
    key.write_text(KeyFile.lock(SOUTH, None).encode())
    key.chmod(0o600)


@cache
def honest() -> Made:
    return make(NORTH, people(20), readers=[SOUTH])


@cache
def ordinary() -> Files:
    made = honest()
    shown = disclose(unseal(made.signed, made.envelope, made.cek), [1, 2])
    return {"in": made.both + reveal(made) + shown + STRANGER.party.card}


@cache
def ordinary_shown() -> Files:
    """Return entries of a list that is not here, for which the program loads the profiles that it knows."""
    made = honest()
    return {"in": made.commitment + disclose(unseal(made.signed, made.envelope, made.cek), [1, 2])}


def swap(make_bytes: Callable[..., bytes]) -> Callable[..., Files]:
    return lambda size, *numbers: {"in": make_bytes(size, *numbers)}


def repeated(size: int, unit: bytes) -> bytes:
    return unit * max(1, size // len(unit))


# --- bytes that are no artefacts ------------------------------------------------------------------------------------

START = b"\xdaSWAP\x84\x6adisclosure\x58\x20" + bytes(32)
UNITS = [
    b"\x00",
    b"\x80",
    b"\xa0",
    b"\x81\x80",
    b"\xd2",
    b"\x40",
    b"\x60",
    b"\x18\x18",
    b"\xa1\x00\x80",
    b"\xf6",
    b"\xda\x53\x57\x41\x50",
    b"\xd8\x60\x84",
    b"\xa4\x01\x32\x04\x58\x20",
    START[:20],
    b"\xd2\x84\x58",
]


def junk(size: int, unit: int, times: int, number: int) -> bytes:
    """Return one unit, repeated, with a number now and then so that no two pieces are the same."""
    some = UNITS[unit % len(UNITS)] * (1 + times % 4096)
    return b"".join(some + cbor.encode(number + i) for i in range(max(1, size // (len(some) + 3))))


def item(size: int, unit: int, place: int, every: int) -> bytes:
    """Return items of many small ones, within what begins as an artefact does."""
    each = max(16, size // (1 + every % 64))
    members = repeated(each, UNITS[unit % 10])
    array = head(4, max(1, each // len(UNITS[unit % 10]))) + members
    envelope = honest().envelope[:22] + b"\x40" + array
    statement = honest().commitment[: 4 + honest().commitment[3]] + array
    disclosure = START + array + b"\x80"
    return (envelope, statement, disclosure, b"\xd2" + array)[place % 4] * (1 + every % 64)


def beginnings(size: int, kind: int, gap: int) -> bytes:
    unit = (honest().commitment[:60], honest().envelope[:22], START[:20], honest().commitment[:300])[kind % 4]
    return repeated(size, unit + b"\x00" * (gap % 512))


def small(size: int, kind: int, length: int) -> bytes:
    """Return as many artefacts as fit, no two the same: cut short, in another form, or in the right one."""
    stamp, disclosure, envelope = b"\xdaSWAP\x83\x65stamp\x58\x20", START[:20], honest().envelope[:22]
    some, of_list = bytes(1 + length % 512), START + b"\x81\x84\x00\x58\x20"
    units: tuple[Callable[[bytes], bytes], ...] = (
        lambda number: stamp + number,
        lambda number: disclosure + number,
        lambda number: envelope + number,
        lambda number: envelope + b"\x44" + number + b"\x80",
        lambda number: stamp + number * 8 + b"\x80",
        lambda number: stamp + number * 8 + cbor.encode(some),
        lambda number: START[:20] + number * 8 + b"\x80\x80",
        lambda number: of_list + number * 8 + b"\x41\xa0\xf6\x80",
        lambda number: honest().commitment[:-4] + number,
        lambda number: honest().commitment[:-66] + b"\x44" + number,
    )
    unit = units[kind % len(units)]
    return b"".join(unit(i.to_bytes(4, "big")) for i in range(size // len(unit(bytes(4)))))


def armored(size: int, kind: int, length: int) -> bytes:
    length = 1 + length % 4096
    begin, end = b"-----BEGIN SWAPPROTO-----\n", b"-----END SWAPPROTO-----\n"
    block = armor(bytes(length)).encode()
    short = b"\n".join(b"AAAA" for _ in range(length)) + b"\n"
    units = (
        block,
        begin,
        end,
        begin + short + end,
        begin + b" " * length + end,
        b"> " * length + begin,
        b"\n" * length,
        begin[:-1],
        begin + b"\n" * length,
    )
    unit = units[kind % len(units)]
    return begin + repeated(size, unit) if kind % 2 else repeated(size, unit) + end


# --- statements -----------------------------------------------------------------------------------------------------


def until(size: int, make_one: Callable[[int], bytes]) -> bytes:
    parts: list[bytes] = []
    total = 0
    for i in count():
        parts.append(make_one(i))
        total += len(parts[-1])
        if total >= size:
            return b"".join(parts)
    raise AssertionError


def commitments(size: int, place: int, mentions: int, groups: int, share: int) -> bytes:
    """Return commitments that mention each other, in few or many places, beside one envelope that they name."""
    body = honest().signed.body
    author = (NORTH, SOUTH, STRANGER)[place % 3]
    ids: list[bytes] = []
    envelope = honest().envelope if share % 2 else b""

    def one(i: int) -> bytes:
        place = body.place._replace(list_id=(i % (1 + groups)).to_bytes(16, "big"))
        seen = sorted(set(ids[-(mentions % 33) :])) if mentions % 33 else []
        made = commit(author, body._replace(place=place, seen=seen, root=i.to_bytes(32, "big")))
        ids.append(cose.Sign1.read(made).id)
        return made

    return envelope + STRANGER.party.card + until(size, one)


def beacons(size: int, kind: int, first: int) -> bytes:
    """Return commitments that each name a round that never was: no point, one that is never valid, or one to pair."""
    body = honest().signed.body

    def one(i: int) -> bytes:
        point = (bytes([0x80]) + i.to_bytes(47, "big"), b"\xc0" + bytes(47), curve_point(i))[kind % 3]
        place = body.place._replace(list_id=i.to_bytes(16, "big"))
        return commit(NORTH, body._replace(place=place, beacon=(1 + first + i, point)))

    return until(size, one)


@cache
def curve_point(number: int) -> bytes:
    """Return a point of the right group, for which only a pairing tells that it is no signature."""
    from py_arkworks_bls12381 import G1Point

    return bytes(G1Point.hash_to_curve(number.to_bytes(8, "big"), b"hostile").to_compressed_bytes())


def mentioning(size: int, given: int) -> bytes:
    """Return reveals that each name up to 64 others."""
    made = honest()
    ids: list[bytes] = []

    def one(i: int) -> bytes:
        known = sorted(set(ids[-64:]))
        body = {
            "nonce": bytes(16),
            "commitment": made.id,
            "given": known[: given % 41],
            "cek": i.to_bytes(32, "big"),
            "wrap": None,
            "seen": known[32:],
        }
        statement = sign(NORTH, "reveal", body, made.signed.body.place.subject)
        ids.append(cose.Sign1.read(statement).id)
        return statement

    return made.both + until(size, one)


def exchanged(size: int, kind: int, mentions: int) -> bytes:
    """Return an exchange of two, with very many statements of one kind that each name the last ones before it."""
    owed = tuple(Slot(who.party.kid, "offer") for who in (NORTH, SOUTH))
    terms = sign(NORTH, "terms", Terms(bytes(16), "t", owed).to_body(), NORTH.party.kid)
    x_id = cose.Sign1.read(terms).id
    made = make(NORTH, people(1), place=Place.first("offer", exchange=x_id))
    key = ExchangeKey(SOUTH.local_secret, x_id, NORTH.party.kid, 0)
    accept = sign(SOUTH, "accept", Accept(bytes(16), x_id, NORTH.party.kid, 0, key.encrypt_key).to_body(), x_id)
    accept_id = cose.Sign1.read(accept).id
    theirs = make(SOUTH, people(1), place=Place.first("offer", exchange=x_id))
    other = ExchangeKey(NORTH.local_secret, x_id, SOUTH.party.kid, 0).encrypt_key
    agreed = sign(NORTH, "accept", Accept(bytes(16), x_id, SOUTH.party.kid, 0, other).to_body(), x_id)
    receipt = Receipt(bytes(16), made.id, made.signed.body.envelope, "received")
    complaint = receipt._replace(stage="unopenable", source=made.id, key=accept_id, seed=key.seed)
    wrapped = Reveal(bytes(16), made.id, wrap=(accept_id, bytes(1168)))
    bodies: tuple[tuple[Identity, str, Body], ...] = (
        (SOUTH, "receipt", receipt),
        (SOUTH, "receipt", complaint),
        (SOUTH, "review", Review(bytes(16), made.id, "contested")),
        (SOUTH, "withdraw", Withdraw(bytes(16), accept_id)),
        (SOUTH, "accept", Accept(bytes(16), x_id, NORTH.party.kid, 0, key.encrypt_key)),
        (NORTH, "reveal", wrapped),
        (NORTH, "terms", Terms(bytes(16), "t", owed, replaces=x_id)),
    )
    chosen = bodies[: kind % 7 + 1] if kind % 2 else bodies[kind % 7 : kind % 7 + 1]
    ids: list[bytes] = []

    def one(i: int) -> bytes:
        who, name, body = chosen[i % len(chosen)]
        seen = sorted(set(ids[-(mentions % 33) :])) if mentions % 33 else []
        fields = body.to_body() | {"nonce": i.to_bytes(16, "big"), "seen": seen}
        statement = sign(who, name, fields, who.party.kid if name == "terms" else x_id)
        ids.append(cose.Sign1.read(statement).id)
        return statement

    return terms + accept + agreed + made.both + theirs.both + until(size, one)


def contexts(size: int, envelope_share: int, same: int) -> bytes:
    """Return many commitments to one envelope, each of its own context, and the published key that fits each."""
    share = 1 + envelope_share % 9
    big = Encrypted(bytes(size * share // 10), {kid: bytes(1168) for kid in (NORTH.party.kid, SOUTH.party.kid)})
    envelope = big.encode()
    digest = sha256(envelope).digest()
    body = honest().signed.body

    def one(i: int) -> bytes:
        place = body.place._replace(list_id=(0 if same % 2 else i).to_bytes(16, "big"))
        cek = i.to_bytes(32, "big")
        ctx = context(NORTH.party.kid, place, body.schema, body.count)
        made = Made(
            NORTH, commit(NORTH, body._replace(place=place, envelope=digest, key=x(32, "key", ctx, cek))), b"", cek
        )
        return made.commitment + publish(NORTH, made, cek)

    return envelope + until(size - len(envelope), one)


def wraps(size: int, kind: int) -> bytes:
    """Return reveals with wraps for the reader that do not open, and envelopes with such wraps."""
    made = honest()
    subject = made.signed.body.place.subject

    def revealed(i: int) -> bytes:
        sealed_key = i.to_bytes(4, "big") + bytes(1164)
        body = {
            "nonce": bytes(16),
            "commitment": made.id,
            "given": [],
            "cek": None,
            "wrap": [SOUTH.party.kid, sealed_key],
            "seen": [],
        }
        return sign(NORTH, "reveal", body, subject)

    def enveloped(i: int) -> bytes:
        envelope = Encrypted(i.to_bytes(4, "big") + bytes(16), {SOUTH.party.kid: bytes(1168)}).encode()
        body = made.signed.body
        place = body.place._replace(list_id=i.to_bytes(16, "big"))
        return commit(NORTH, body._replace(place=place, envelope=sha256(envelope).digest())) + envelope

    return made.both + until(size, enveloped if kind % 2 else revealed)


def cards(size: int, kind: int) -> bytes:
    card = STRANGER.party.card
    if kind % 2:
        return until(size, lambda i: card[:-8] + i.to_bytes(8, "big"))
    keys = STRANGER.party.verify_key, STRANGER.party.encrypt_key
    return until(
        size, lambda i: prepare_card(f"Name {i}", verify_key=keys[0], encrypt_key=keys[1], iat=0).sign(STRANGER)
    )


# --- stamps ---------------------------------------------------------------------------------------------------------


@cache
def tokens(kind: int) -> Sequence[Recipe]:
    names = list(hostile.HOSTILE)
    return hostile.HOSTILE[names[kind % len(names)]]()


def variants(statement: bytes, many: int) -> Sequence[bytes]:
    """Return a statement of North with that many valid signatures."""
    read, north = cose.Sign1.read(statement), Party("North", seed=NORTH.seed)
    nonces = (sha512(b"%d" % number).digest() for number in range(many))
    return [statement[:-64] + sign_by_hand(north, read.signed, nonce, None) for nonce in nonces]


def stamped(size: int, kind: int, many: int) -> bytes:
    """Return a statement with many signatures, and stamps of the first of them by a clock that nobody pinned."""
    body = Revoke(bytes(16), 0)
    signed = signed_by(NORTH, body, NORTH.party.kid)
    found = variants(signed, min(1 + many, size // 2 // len(signed)))
    data, target = stamped_bytes(found[0][-64:]), cose.Sign1.read(signed).id
    start = b"".join(found)

    def one(number: int) -> bytes:
        recipe = tokens(kind)[number % len(tokens(kind))]
        return Stamp.of(target, recipe.but(data=data, serial=number).token()).raw

    return start + until(size - len(start), one)


# --- lists and disclosures ------------------------------------------------------------------------------------------

VALUES: list[Any] = [None, [], {}, "", 0, True, [[]], [{}], {"": []}, [0] * 9, "text", -(2**63)]


@cache
def nested(kind: str, value: int, many: int, rows: int) -> Made:
    """Return an open list whose entries have one field of small values."""
    schema = Schema((Field("a", kind), Field("b", "integer")), primary_key=("b",))
    one = VALUES[value % len(VALUES)]
    filled = [one] * (many % 4096) if kind == "array" else {str(i): one for i in range(many % 129)}
    return make(NORTH, List.of("l", schema, ({"a": filled, "b": i} for i in range(rows))))


@cache
def narrow(keyed: bool, rows: int) -> Made:
    """Return an open list of the smallest entries: of one field, which is null, or a short text that is their key."""
    schema = Schema((Field("a", "string"),), primary_key=("a",) if keyed else ())
    return make(NORTH, List.of("l", schema, ({"a": f"{i:x}" if keyed else None} for i in range(rows))))


def entries(size: int, kind: int, value: int, many: int) -> bytes:
    made = of_size(size, kind, value, many)
    return made.both + reveal(made)


def of_size(size: int, kind: int, value: int, many: int) -> Made:
    if kind % 3 == 2:
        return narrow(value % 2 == 1, size // (10 if value % 2 else 5))
    name = ("array", "object")[kind % 3]
    once = len(cbor.encode([VALUES[value % len(VALUES)]])) * (many % (4096 if name == "array" else 129)) + 16
    return nested(name, value, many, max(1, min(2**18, size // once)))


def shown(size: int, kind: int, value: int, many: int, apart: int) -> bytes:
    """Return a disclosure of all entries, or one of each."""
    made = of_size(size // 9 if kind % 3 == 2 else size, kind, value, many)  # with its salt, one takes nine times more
    opened = unseal(made.signed, made.envelope, made.cek)
    if not apart % 2:
        return made.commitment + disclose(opened, range(len(opened.list)))
    return made.commitment + until(size, lambda i: disclose(opened, [i % len(opened.list)]))


def tiny(size: int, rows: int) -> bytes:
    """Return disclosures of few entries each, no two of the same ones, of a list of few."""
    made = make(NORTH, people(16 + rows % 64))
    opened = unseal(made.signed, made.envelope, made.cek)
    return made.commitment + until(size, lambda i: disclose(opened, _bits(i + 1)))


def _bits(number: int) -> list[int]:
    return [place for place in range(number.bit_length()) if number >> place & 1]


def flooding(size: int, modulus: int) -> bytes:
    """Return a list whose keys are integers that have one hash each."""
    schema = Schema((Field("a", "integer"), Field("b", "integer")), primary_key=("a", "b"))
    step = 2**61 - 1
    rows = ({"a": (i % 4) * step - (i % (1 + modulus)), "b": (i // 4) % 4 * step + i // 16} for i in range(size // 22))
    made = make(NORTH, List.of("l", schema, rows))
    return made.both + reveal(made)


def garbage(size: int, unit: int, kind: int) -> bytes:
    """Return an envelope whose content is not a list, and its key."""
    members = repeated(size, UNITS[unit % 10])
    array = head(4, max(1, size // len(UNITS[unit % 10]))) + members
    content = encoded(people(1))
    label = cbor.encode("l")
    plain = (
        content + array,
        b"\x84" + label + array + b"\x80\xf6",
        b"\x84" + label + cbor.encode(NAMES.to_wire()) + array + b"\xf6",
        b"\x84" + label + cbor.encode(NAMES.to_wire()) + cbor.encode_strings([b"\xa0"] * (size // 2)) + b"\xf6",
    )[kind % 4]
    made = committed_to_plaintext(NORTH, plain, count=size // 2 if kind % 4 == 3 else 1)
    return made.both + reveal(made)


# --- tables and profiles --------------------------------------------------------------------------------------------


def csv_table(size: int, unit: int, width: int, length: int, apart: int) -> Files:
    """Return rows of like cells; the first of each is one of ``apart``."""
    cells = ["1", "a", "", "'", "і", "1E+5", "2020-01-01", "44000", "=1", '"a"', "\u200b", "Ivan Petrenko", "1.5.2020"]
    cells += ["Ivаn", " a", "невідомо", '"a\nb"', "01"]
    width = 1 + width % 128
    cell = cells[unit % len(cells)] * (1 + length % 64)
    header = ",".join(f"n{i}" for i in range(width))
    more = "," * (width > 1) + ",".join([cell] * (width - 1))
    return {"in.csv": (header + "\n" + filled(size, lambda i: f"{told(i, apart)}{cell}{more}\n")).encode()}


LETTERS = str.maketrans("01234567", "aeiounrt")


def told(number: int, apart: int) -> str:
    """Return one of ``apart`` numbers in letters, and "" if there are none."""
    return "" if apart < 2 else f"{number % apart:o}".translate(LETTERS)


def filled(size: int, row: Callable[[int], str]) -> str:
    """Return rows that take about ``size`` bytes together."""
    rows: list[str] = []
    while size > 0:
        rows.append(row(len(rows)))
        size -= len(rows[-1].encode())
    return "".join(rows)


def objects(size: int, kind: int, width: int, apart: int) -> str:
    """Return objects of like values, on a line each, of which ``apart`` have names of their own."""
    width = width % 128
    values: list[Any] = [
        1,
        "a",
        [[]],
        {"a": {}},
        None,
        [0] * 20,
        "\u0456",
        1e10,
        [{}] * 9000,
        [[]] * 9000,
        "\u0456" * 99,
    ]
    text = json.dumps({f"n{i}": values[kind % len(values)] for i in range(width)})
    return filled(size, lambda i: text.replace("n0", f"n{told(i, apart)}", 1) + "\n")


def json_table(size: int, kind: int, width: int, apart: int) -> Files:
    rows = objects(size, kind, width, apart)
    return {"in.json": f"[{rows.rstrip().replace(chr(10), ',')}]".encode(), **profile({})}


def jsonl_table(size: int, kind: int, width: int, apart: int) -> Files:
    return {"in.jsonl": objects(size, kind, width, apart).encode(), **profile({})}


def plain_csv() -> Files:
    return {"in.csv": "id,name\n1,Olha\n2,Petrо\n".encode(), **profile({})}  # of two scripts, whose data is loaded


def profile(more: Mapping[str, Any], checks: Mapping[str, Any] | None = None) -> Files:
    asked = {"constraints": more} if more else {}
    fields = [{"name": "n", "type": "string", **asked}, {"name": "m", "type": "string"}]
    return {"p.json": json.dumps({"fields": fields, "checks": checks or {}}).encode()}


def patterned(size: int, kind: int, times: int, length: int) -> Files:
    times = 1 + times % 999
    branches = [f"a{{{times}}}", "a*", "[ab]*", f"a{{0,{times}}}", f".{{{times},}}", f"[a-z0-9]{{{times}}}b"]
    branch = branches[kind % len(branches)]
    pattern = "|".join([branch] * (256 // (len(branch) + 1)))
    if kind % 2:
        pattern = branch * (256 // len(branch))
    cell = "a" * (1 + length % 1024)
    rows = max(1, size // (len(cell) + 3))
    return {"in.csv": ("n,m\n" + f"{cell},b\n" * rows).encode(), **profile({"pattern": pattern[:256]})}


def ruled(size: int, rules: int, values: int, kind: int) -> Files:
    rules, values = 1 + rules % 400, values % 8
    expected = [{"field": "n", "values": [f"v{i}" for i in range(values)], "then": ["m"]}] * rules
    checks: list[dict[str, Any]] = [
        {"expected": expected},
        {"chronology": [["n", "m"]] * rules},
        {"past": ["n"] * rules},
        {"expected": [{"field": "n", "values": [], "then": ["m"]}] * rules},
    ]
    row = ("v0,", "2020-01-01,2019-01-01", "2999-01-01,", "x,")[kind % 4]
    return {"in.csv": ("n,m\n" + f"{row}\n" * (size // (len(row) + 1))).encode(), **profile({}, checks[kind % 4])}


def xlsx(parts: Mapping[str, bytes], sheet: str = "a") -> bytes:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = "http://schemas.openxmlformats.org/package/2006/relationships"

    def relation(number: int, kind: str, target: str) -> str:
        return f'<Relationship Id="r{number}" Type="{kinds}/{kind}" Target="{target}"/>'

    def relations(*some: str) -> str:
        return f'<Relationships xmlns="{related}">{"".join(some)}</Relationships>'

    sheets = f'<sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets>'
    row = "<row><c t='inlineStr'><is><t>a</t></is></c></row>"
    ordinary_parts = {
        "[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": relations(relation(1, "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns:r="{kinds}">{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            relation(1, "worksheet", "worksheets/s.xml"),
            relation(2, "sharedStrings", "s.xml"),
            relation(3, "styles", "styles.xml"),
        ),
        "xl/s.xml": "<sst><si><t>name</t></si></sst>",
        "xl/styles.xml": "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>",
        "xl/worksheets/s.xml": f"<worksheet><sheetData>{row}{row}</sheetData></worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in {**{k: v.encode() for k, v in ordinary_parts.items()}, **parts}.items():
            archive.writestr(name, text)
    return out.getvalue()


def workbook(size: int, kind: int, inflated: int, width: int) -> Files:
    """Return a workbook of one sheet that has ``inflated`` times 64 KiB of like rows."""
    return of_sheet(size, sheet_rows(kind, inflated, width, ["a", *(f"a{n}" for n in range(width % 256))]))


def sheet_rows(kind: int, inflated: int, width: int, header: Sequence[str]) -> str:
    """Return the XML of like rows below a header."""
    total = min(2**28, max(1, inflated) * 2**16)
    cells = [
        "<c><v>1</v></c>",
        "<c t='s'><v>0</v></c>",
        "<c t='s'><v>1</v></c>",
        "<c t='str'><v>aaaa</v></c>",
        "<c t='inlineStr'><is><t>a</t></is></c>",
        "<c s='1'><f>A1</f><v>44000</v></c>",
        "<c/>",
        "<c t='e'><v>#REF!</v></c>",
    ]
    units = [f"<row>{cell * (1 + width % 256)}</row>" for cell in cells]
    units += ["<row/>", "<a/>", "<a b='c' d='e'/>", f"<row>{'&amp;' * 99}</row>", f"<row>{'a' * 99}</row>"]
    unit = units[kind % len(units)]
    named = "".join(f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in header)
    return f"<row>{named}</row>{unit * (total // len(unit))}"


def of_sheet(size: int, rows: str, strings: str = "", sheet: str = "a") -> Files:
    """Return a workbook of these rows, and with comments that cannot be packed, up to the size."""

    def parts(noise: int) -> Mapping[str, bytes]:
        comments = "".join(f"<!--{random.Random(n).randbytes(2**14).hex()}-->" for n in range(noise // 2**14))
        return {
            "xl/worksheets/s.xml": f"<worksheet><sheetData>{rows}</sheetData>{comments}</worksheet>".encode(),
            "xl/s.xml": f"<sst><si><t>name</t></si><si><t>{'a' * 2**15}</t></si>{strings}</sst>".encode(),
        }

    whole = xlsx(parts(0), sheet)
    return {"in.xlsx": xlsx(parts(max(0, size - len(whole))), sheet)}


def shared(size: int, kind: int, length: int) -> Files:
    """Return a workbook with many texts that no cell has."""
    units = (
        f"<si><t>{'a' * (length % 2**16)}</t></si>",
        "<si/>",
        f"<si>{'<r><t>a</t></r>' * (1 + length % 99)}</si>",
        f"<si><t>{'_x0041_' * (length % 2**13)}</t></si>",
    )
    unit = units[kind % len(units)]
    row = "<row><c t='s'><v>0</v></c></row>"
    return of_sheet(size, row * 2, unit * (2**25 // len(unit)))


def reviewed(size: int, kind: int, inflated: int) -> Files:
    """Return a list, and a sheet with verdicts on entries that it does not have."""
    header = ["Row", "Leaf", *(field.name for field in NAMES.fields), "Verdict", "Reason"]
    rows = sheet_rows(kind, inflated, len(header) - 1, header)
    return {"in": honest().both, **of_sheet(size, rows, sheet="Review")}


def described(size: int, kind: int, length: int) -> Files:
    """Return a profile of much of one kind."""
    units = ("{}", "[]", "0", '{"name":"a"}', '"a"', '{"name":"a","constraints":{"enum":["a"]}}')
    unit = units[kind % len(units)]
    many = ",".join([unit] * (size // (len(unit) + 1)))
    places = (
        '{"fields":[%s]}',
        '{"fields":[{"name":"a","constraints":{"enum":[%s]}}]}',
        '{"fields":[{"name":"a"}],"checks":{"past":[%s]}}',
        '{"fields":[{"name":"a"}],"words":{"full_names":{"en":[%s]}}}',
        '{"fields":[{"name":"a"}],"missingValues":[%s]}',
        '{"fields":[{"name":"a"}],"checks":{"expected":[%s]}}',
    )
    return {**plain_csv(), "p.json": (places[length % len(places)] % many[: 2**20 - 200].rpartition(",")[0]).encode()}


# --- mail and archives ----------------------------------------------------------------------------------------------


def mail(size: int, kind: int, depth: int, length: int) -> Files:
    length = 1 + length % 2048
    head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
    part = b"--b\nContent-Type: text/plain\n\n" + b"x" * (length % 64) + b"\n"
    block = armor(STRANGER.party.card).encode()
    if kind % 8 == 0:
        body = head + repeated(size, part) + b"--b--\n"
    elif kind % 8 == 1:
        levels = min(size // 80, 1 + depth % 4096)
        body = b"MIME-Version: 1.0\n" + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(levels)
        )
        body += repeated(max(1, size - len(body)), b"--b%d\n" % (levels - 1) + b"x" * length + b"\n")
    elif kind % 8 == 2:
        body = b"MIME-Version: 1.0\n" + repeated(size, b"A: " + b"b" * length + b"\n") + b"\n" + block
    elif kind % 8 == 3:
        body = b"MIME-Version: 1.0\nContent-Type: text/plain; " + repeated(size, b"a*%d=b; " % depth) + b"\n\n" + block
    elif kind % 8 == 4:
        body = head + repeated(size, b"--b\nContent-Type: message/rfc822\n\n") + block
    elif kind % 8 == 5:
        body = head + repeated(
            size, b"--b\nContent-Transfer-Encoding: base64\n\n" + base64.b64encode(bytes(length)) + b"\n"
        )
    elif kind % 8 == 6:
        body = head + repeated(size, b'--b\nContent-Disposition: attachment; filename="=?utf-8?q?a?="\n\nx\n')
    else:
        body = (
            head
            + b"--b\nContent-Transfer-Encoding: quoted-printable\n\n"
            + repeated(size, b"=41" * (length % 30) + b"\n")
        )
    return {"in": body}


def archive(size: int, kind: int, members: int, length: int) -> Files:
    """Return a ZIP file: of many members, of members packed tight, or of members that share their bytes."""
    out = io.BytesIO()
    members = 1 + members % 20_000
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        if kind % 3 == 0:
            for i in range(min(members, size // 110)):
                packed.writestr(str(i), b"\xd2\x84")
        else:
            content = repeated(min(2**26, (1 + length % 2048) * 2**16), (b"\x00", b"\xd2\x84", START)[length % 3])
            packed.writestr("0.swap", content)
    data = out.getvalue()
    if kind % 3 == 2:
        data = overlapping(data, min(members, size // 60))
    return {"in": data}


def overlapping(data: bytes, members: int) -> bytes:
    """Return the archive with its only member listed many times."""
    at = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    entry = data[at:end]
    directory = entry * members
    tail = bytearray(data[end:])
    tail[8:12] = (members % 65536).to_bytes(2, "little") * 2
    tail[12:16] = len(directory).to_bytes(4, "little")
    return data[:at] + directory + bytes(tail)


def folder(size: int, files: int, unit: int) -> Files:
    files = 1 + files % 2000
    return {f"in/{i}": repeated(max(1, size // files), UNITS[unit % len(UNITS)]) for i in range(files)}


def toml(size: int, kind: int, length: int) -> Files:
    """Return a mapping of columns of many lines, or of long ones."""
    length = 1 + length % 4096
    units = (
        f'"{"a" * length}" = "id"\n',
        f"{'a.' * length}b = 1\n",
        "a = [\n" * length,
        f"# {'x' * length}\n",
        "[a]\n",
    )
    unit = units[kind % len(units)]
    lines = (unit.replace("a", f"a{i}", 1) for i in range(max(1, size // len(unit))))
    return {**plain_csv(), "m.toml": "".join(lines).encode()}


def key_file(size: int, kind: int) -> Files:
    """Return a key file with much around it, or one that asks for much work."""
    key = KeyFile.lock(SOUTH, None).encode().encode()
    return {"in": (repeated(size, b"x\n") + key, key + repeated(size, b"\n"), repeated(size, key))[kind % 3]}


def ordinary_table() -> Files:
    return {
        **plain_csv(),
        "m.toml": b'"name" = "name"\n',
        "in.json": b'[{"a": 1}]',
        "in.jsonl": b'{"a": 1}',
        "in.xlsx": xlsx({}),
        "in": honest().both,
    }


def check(name: str, *more: str) -> Sequence[str]:
    return ("check", name, *more)


def commits(name: str, *more: str) -> Sequence[str]:
    return ("commit", name, *KEY, "--role", "report", "--yes", "--force", "-o", "out.swap", *more)


def prepares(name: str, *more: str) -> Sequence[str]:
    return ("prepare", name, "--profile", "person", "--yes", "--force", "-o", "ready.xlsx", *more)


SPLIT = prepares("in.csv", "--split", "n0=family_name given_name", "--map", "*=")
WORKBOOK = (check("in.xlsx"), commits("in.xlsx"), prepares("in.xlsx", "--map", "a=family_name", "--map", "*="))
IMPORT = ("review", "in", *KEY, "--import", "in.xlsx", "--public", "--yes", "--force", "-o", "review.swap")

FAMILIES: tuple[Family, ...] = (
    Family("junk", READING, (0, 0, 1000), swap(junk), ordinary),
    Family("items of many items", READING, (1, 0, 0), swap(item), ordinary),
    Family("beginnings", READING, (1, 0), swap(beginnings), ordinary),
    Family("small artefacts", READING, (0, 0), swap(small), ordinary),
    Family("armor", READING, (0, 10), swap(armored), ordinary),
    Family("commitments", (*READING, RECEIPT), (0, 32, 10_000, 1), swap(commitments), ordinary),
    *([Family("beacons", READING, (2, 1000), swap(beacons), ordinary)] if beacon.installed() else []),
    Family("reveals that name 64", READING, (16,), swap(mentioning), ordinary),
    Family("an exchange", READING, (1, 16), swap(exchanged), ordinary),
    Family("contexts of one envelope", READING, (2, 0), swap(contexts), ordinary),
    Family("wraps", (*READING, REVEAL), (1,), swap(wraps), ordinary),
    Family("cards", (*READING, ("trust", "in")), (0,), swap(cards), ordinary),
    Family(
        "stamps",
        (VERIFY, AS_JSON, INSPECT, MERGE, REPORT, ("stamp", "in", "--query", "q.tsq", "--force")),
        (0, 0),
        swap(stamped),
        ordinary,
    ),
    Family(
        "an open list",
        (VERIFY, OPEN, REPORT, REVEAL, ("diff", "in", "in", *KEY), MATCH),
        (2, 1, 0),
        swap(entries),
        ordinary,
    ),
    Family("disclosures", (VERIFY, AS_JSON, ENTRIES, INSPECT, REPORT), (2, 0, 0, 0), swap(shown), ordinary_shown),
    Family("tiny disclosures", (VERIFY, AS_JSON, ENTRIES, INSPECT, REPORT), (0,), swap(tiny), ordinary_shown),
    Family("integer keys", (VERIFY,), (10_000,), swap(flooding), ordinary),
    Family("content that is no list", (VERIFY, OPEN), (1, 0), swap(garbage), ordinary),
    Family(
        "csv",
        (check("in.csv"), commits("in.csv"), prepares("in.csv", "--map", "n0=family_name", "--map", "*=")),
        (4, 1, 0, 131071),
        csv_table,
        ordinary_table,
    ),
    Family("names to split", (SPLIT,), (11, 0, 0, 131071), csv_table, ordinary_table),
    Family(
        "json",
        (check("in.json"), commits("in.json"), check("in.json", "--profile", "p.json")),
        (0, 1, 0),
        json_table,
        ordinary_table,
    ),
    Family(
        "jsonl",
        (check("in.jsonl"), commits("in.jsonl"), check("in.jsonl", "--profile", "p.json")),
        (2, 1, 0),
        jsonl_table,
        ordinary_table,
    ),
    Family("patterns", (check("in.csv", "--profile", "p.json"),), (0, 998, 0), patterned, ordinary_table),
    Family("rules", (check("in.csv", "--profile", "p.json"),), (11, 1, 0), ruled, ordinary_table),
    Family(
        "profile",
        (check("in.csv", "--profile", "p.json"), ("template", "p.json", "--force", "-o", "blank.xlsx")),
        (0, 0),
        described,
        ordinary_table,
    ),
    Family("toml", (check("in.csv", "--map", "m.toml"),), (0, 5), toml, ordinary_table),
    Family("key file", (("card", "in", "--force", "-o", "card.swap"),), (0,), key_file, ordinary),
    Family("xlsx", WORKBOOK, (0, 120, 2), workbook, ordinary_table),
    Family("shared texts", WORKBOOK[:1], (0, 2), shared, ordinary_table),
    Family("review sheet", (IMPORT,), (4, 128), reviewed, ordinary_table),
    Family("mail", (VERIFY, MERGE), (0, 10, 10), mail, ordinary),
    Family("zip", (VERIFY, MERGE), (0, 10_000, 100), archive, ordinary),
)
