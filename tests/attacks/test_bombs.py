"""Attacks on whoever opens a file: small bytes that ask for much memory or time."""

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from swapproto import Disclosure, List, Schema, SwapError, Transcript
from swapproto.lists import Field
from swapproto.wire import cbor, cose
from swapproto.wire.cbor import SWAP as TAG
from swapproto.wire.heads import head
from swapproto.wire.rows import KNOWN
from tests.budget import check_cpu_time, count_calls, cpu_budget
from tests.making import NAMES, NORTH, assessed, committed_to_plaintext, fact_codes, make, reveal, sign

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


class Outcome(NamedTuple):
    rejected: list[str]
    why: list[str]
    exit_code: int
    seconds: float


def within(mebibytes: int, data: bytes) -> Outcome:
    """What the file gives when so much memory is there for it, beyond the file itself."""
    if sys.platform != "linux":
        pytest.skip("memory is limited by Linux means")
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.limits", str(mebibytes)],
        input=data,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    return Outcome(*json.loads(done.stdout))


def statement(payload: bytes) -> bytes:
    """A soundly signed commitment of North's with any payload."""
    unsigned = cose.prepare("commitment", {}, verify_key=NORTH.party.verify_key, subject=bytes(16), iat=0)
    unsigned = cose.Unsigned(unsigned.verify_key, unsigned.protected, payload)
    return unsigned.finish(NORTH.sign(unsigned.to_be_signed))


def envelope(ciphertext: bytes, recipients: bytes) -> bytes:
    protected = cbor.encode({1: 3, 5: bytes(12)})
    return b"\xd8\x60\x84" + cbor.encode(protected) + b"\xa0" + ciphertext + recipients


def disclosure(items: bytes, proof: bytes = b"\x80") -> bytes:
    return head(6, TAG) + b"\x84" + cbor.encode("disclosure") + cbor.encode(bytes(32)) + items + proof


MANY = 2**15
CLAIMS = {major: head(major, 2**60) for major in (2, 3, 4, 5)}

ANYWHERE: dict[str, bytes] = {
    "shared references": b"\xd8\x1c" + b"\x84" + b"\xd8\x1d\x00" * 4,
    "nested 10,000 deep": b"\x81" * 10_000 + b"\x80",
    "nested maps": b"\xa1\x00" * 10_000 + b"\x80",
    "nested very deep": b"\x81" * MANY + b"\x80",
    "very many tags": b"\xc6" * MANY + b"\x80",
    "a bignum": b"\xc2" + head(2, MANY) + b"\xff" * MANY,
    "a decimal fraction": b"\xc4\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x01",
    **{f"2^60 of type {major}": claim for major, claim in CLAIMS.items()},
    "2^60 within an array": b"\x82\x00" + CLAIMS[4] + b"\x00" * 100,
    "indefinite": b"\x9f" * 100,
    "very many empty arrays": head(4, MANY) + b"\x80" * MANY,
    "a map of very many pairs": head(5, MANY) + b"".join(head(0, i) + b"\x00" for i in range(MANY)),
}


@pytest.mark.parametrize("name", ANYWHERE)
@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda bomb: bomb, id="alone"),
        pytest.param(lambda bomb: b"\xd2\x84\x41\x00\xa0\x41\x00" + bomb, id="statement"),
        pytest.param(lambda bomb: envelope(bomb, b"\x80"), id="ciphertext"),
        pytest.param(lambda bomb: envelope(b"\x40", bomb), id="recipients"),
        pytest.param(disclosure, id="items"),
        pytest.param(lambda bomb: disclosure(b"\x80", bomb), id="proof"),
    ],
)
def test_cbor_bombs_are_rejected_in_little_time(name: str, place: Callable[[bytes], bytes]) -> None:
    """A file of a megabyte or less would stop whoever opens it."""
    bomb = place(ANYWHERE[name])
    with cpu_budget(10):
        found = Transcript.read(bomb)
    assert found.rejected
    assert {*found.statements, *found.envelopes, *found.disclosures} == set()


@pytest.mark.parametrize("name", [name for name in ANYWHERE if len(ANYWHERE[name]) < 4000])
def test_cbor_bombs_in_a_payload_are_rejected(name: str) -> None:
    """A sound signature over a bomb would carry it past the reader's guard."""
    found = assessed(statement(ANYWHERE[name]), NORTH)
    assert [piece.code for piece in found.rejected] == ["body-invalid"]


LOTS = 2**19
MILLION = 2**20
BIG: dict[str, Callable[[], bytes]] = {
    "empty arrays in a disclosure": lambda: disclosure(head(4, LOTS) + b"\x80" * LOTS),
    "empty arrays for a proof": lambda: disclosure(
        b"\x81\x84\x00\x58\x20" + bytes(32) + b"\x41\xa0\xf6", head(4, LOTS) + b"\x80" * LOTS
    ),
    "integer keys in a disclosure": lambda: disclosure(
        b"\x81"
        + head(5, LOTS // 9)
        + b"".join(b"\x1b" + (i << 40 | 1 << 62).to_bytes(8, "big") + b"\x00" for i in range(LOTS // 9))
    ),
    "empty arrays for recipients": lambda: envelope(b"\x40", head(4, LOTS) + b"\x80" * LOTS),
    "shared references": lambda: b"\xd8\x1c" + head(4, 1400) + b"\xd8\x1d\x00" * 1400,
    "claims of 2^60": lambda: b"\xd8\x60\x84" + CLAIMS[2] + b"\0" * LOTS,
    "an envelope that says it has 512 MiB": lambda: envelope(head(2, 2**29) + bytes(100), b""),
}


@pytest.mark.parametrize("name", BIG)
def test_cbor_bombs_stay_within_bounded_memory(name: str) -> None:
    """A megabyte that takes a gigabyte stops the small machine of whoever was sent them."""
    outcome = within(48, BIG[name]())
    assert (outcome.exit_code, len(outcome.rejected)) in {(1, 1), (2, 1)}
    assert outcome.rejected != ["MemoryError"]
    check_cpu_time(outcome.seconds, 20)


def _opened(plaintext: bytes, count: int, schema: Schema = NAMES) -> bytes:
    made = committed_to_plaintext(NORTH, plaintext, count=count, schema=schema.digest)
    return made.both + reveal(made)


def _content(entries: bytes, schema: Schema = NAMES) -> bytes:
    return b"\x84\x60" + schema.encoded + entries + b"\xf6"


ARRAYS = Schema((Field("a", "array"),))
TINY = b"\xa1\x61a" + head(4, 60_000) + b"\x80" * 60_000
PLAINTEXTS: dict[str, Callable[[], tuple[bytes, int, Schema]]] = {
    "a million entries of nothing": lambda: (_content(head(4, MILLION) + b"\x40" * MILLION), MILLION, NAMES),
    "2^60 entries": lambda: (_content(head(4, 2**60) + b"\x40" * 100), MILLION, NAMES),
    "an entry of 2^60 bytes": lambda: (_content(b"\x81" + head(2, 2**60) + bytes(100)), 1, NAMES),
    "a label of 2^60 bytes": lambda: (b"\x84" + head(3, 2**60) + bytes(100), 1, NAMES),
    "a schema nested deep": lambda: (b"\x84\x60" + b"\x81" * 60_000 + b"\x80", 1, NAMES),
    "a schema of empty arrays": lambda: (b"\x84\x60" + head(4, 60_000) + b"\x80" * 60_000, 1, NAMES),
    "entries of empty arrays": lambda: (
        _content(head(4, 8) + (head(2, len(TINY)) + TINY) * 8, ARRAYS),
        8,
        ARRAYS,
    ),
}


@pytest.mark.parametrize("name", PLAINTEXTS)
def test_plaintext_bombs_convict_the_committer_within_bounds(name: str) -> None:
    """A sealed bomb, opened when its key comes out, would stop every reader at once and nobody could say who did it."""
    plaintext, count, schema = PLAINTEXTS[name]()
    outcome = within(400, _opened(plaintext, count, schema))
    assert outcome.exit_code == 4
    assert len(outcome.why) == 1
    check_cpu_time(outcome.seconds, 20)


def test_entries_that_all_look_different_are_not_all_remembered() -> None:
    """What a reader remembers of a table's rows, to be quick, would grow with every row of a hostile one."""
    wide = Schema(tuple(Field(f"{i:02}") for i in range(14)))
    rows = ({field.name: None if i >> n & 1 else "" for n, field in enumerate(wide.fields)} for i in range(2**14))
    assert sum(1 for _ in wide.public.decode(map(cbor.encode, rows))) == 2**14
    assert len(wide.public._rows._known) <= KNOWN


def test_keys_that_collide_do_not_make_a_dictionary_slow() -> None:
    """Integers hash to themselves: a map of chosen ones takes quadratic time to build."""
    keys = sorted(cbor.encode((i << 44) + j) for i in range(1, 2**14) for j in range(3))
    bomb = disclosure(b"\x81" + head(5, len(keys)) + b"".join(key + b"\x00" for key in keys))
    with cpu_budget(3), pytest.raises(SwapError):
        Disclosure.read(bomb)


def colliding(many: int) -> list[tuple[int, int]]:
    """Return pairs of integers whose tuples have one hash in Python, which no secret of the process goes into."""
    one, two, five, word = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x27D4EB2F165667C5, 2**64

    def mixed(value: int) -> int:
        return ((value << 31 | value >> 33) % word) * one % word

    before = 0x0123456789ABCDEF * pow(one, -1, word) % word
    wanted = (before << 33 | before >> 31) % word  # what the second number has to bring the sum to
    found: list[tuple[int, int]] = []
    for a in range(8 * many):
        b = (wanted - mixed((five + a * two) % word)) * pow(two, -1, word) % word
        if b < 2**61 - 1 and len(found) < many:
            found.append((a, b))
    return found


def test_keys_with_one_hash_do_not_stop_a_verdict() -> None:
    """Each was compared with all: 40,000 entries with such keys took 25 s, and a million of them would take hours."""
    pairs = colliding(20_000)
    if sys.maxsize > 2**32 and sys.implementation.name == "cpython":
        assert len({*map(hash, pairs)}) == 1
    schema = Schema((Field("a", "integer"), Field("b", "integer")), primary_key=("a", "b"))
    content = List.of("l", schema, ({"a": a, "b": b} for a, b in pairs))
    with cpu_budget(1):
        assert content.distinct_keys() == len(pairs)


@pytest.mark.parametrize("count", [2**20 + 1, 2**60, -1, True, None, "3", b"3"])
def test_a_count_out_of_range_or_of_another_type_is_refused(count: object) -> None:
    """A signed count is what trees and salts are sized by."""
    made = make(NORTH)
    body: dict[str, Any] = made.signed.body.to_body() | {"count": count}
    found = assessed(sign(NORTH, "commitment", body, made.signed.body.place.subject), NORTH)
    assert [piece.code for piece in found.rejected] == ["body-invalid"]


def test_a_count_of_a_million_without_entries_costs_little() -> None:
    """A commitment of a few hundred bytes would make its reader build a tree of a million leaves."""
    made = committed_to_plaintext(NORTH, _content(b"\x80"), count=MILLION)
    files = [made.both, reveal(made)]
    assert count_calls(lambda: assessed(files, NORTH)) < 10_000
    seen = assessed(files, NORTH)
    assert [c.why for c in seen.contradictions] == ["count-mismatch"]
    item = b"\x84\x00\x58\x20" + bytes(32) + b"\x41\xa0\xf6"
    shown = disclosure(b"\x81" + item).replace(cbor.encode(bytes(32)), cbor.encode(made.id), 1)
    assert count_calls(lambda: assessed([made.both, shown], NORTH)) < 10_000
    assert "disclosed" not in fact_codes(assessed([made.both, shown], NORTH))


def test_armor_bombs_are_read_in_little_time() -> None:
    """Text with a million markers, or one line of ten megabytes, would be searched for ever."""
    begin, end = b"-----BEGIN SWAPPROTO-----\n", b"-----END SWAPPROTO-----\n"
    for text in (begin * 200_000, (begin + end) * 100_000, begin + b"A" * 10**7, b"> " * 10**6, b">" * 10**7 + begin):
        with cpu_budget(5):
            Transcript.read(text)


def test_the_limits_tool_sees_a_good_file_as_good() -> None:
    """The tests above would prove nothing if the limited process failed at everything."""
    made = make(NORTH)
    assert within(200, made.both + reveal(made))[:3] == ([], [], 0)
    assert within(200, made.both + sha256(b"").digest()).exit_code == 1
