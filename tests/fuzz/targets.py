"""What is fuzzed: every way by which bytes of others come in. A target returns, or raises what it should not."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any

from swapproto import (
    Commitment,
    Disclosure,
    KeyFile,
    List,
    Party,
    Schema,
    SwapError,
    Transcript,
    assess,
    disclose,
    read_statement,
    unseal,
)
from swapproto.lists import Field
from swapproto.wire import cbor
from swapproto.wire.armor import armor, dearmor
from swapproto.wire.framing import frame
from swapproto.wire.heads import item_end
from tests.making import (
    GUARDED,
    HERON,
    NAMES,
    NORTH,
    NOW,
    SOUTH,
    Made,
    committed_to_plaintext,
    encoded,
    make,
    people,
    pins,
    publish,
    reveal,
)

MIXED = Schema(
    (Field("id"), Field("n", "integer"), Field("b", "boolean"), Field("o", "object"), Field("l", "array")),
    primary_key=("id",),
    missing_values=("", "-"),
)


@cache
def made() -> Made:
    return make(NORTH, people(3, schema=GUARDED), readers=[SOUTH])


def _readable(data: bytes) -> None:
    """All of a file, as a stranger with pins reads it; twice in another order, to the same verdict."""
    trust = pins(NORTH, SOUTH)
    one = Transcript.read(data)
    found = assess(one, trust, openings={made().id: made().cek}, now=NOW)
    # nothing that others do to a file makes an honest party guilty: SOUTH alone has signed what is false
    assert {fault.culprit for fault in found.contradictions} <= {SOUTH.party.kid}
    again = Transcript.read(one.encode())
    assert again.artefacts() == one.artefacts()
    assert assess(again, trust, openings={made().id: made().cek}, now=NOW).facts == found.facts


def transcript(data: bytes) -> None:
    """Framing, statements, envelopes, disclosures and the assessment of them all."""
    _readable(data)


def text(data: bytes) -> None:
    """Armor and the text around it."""
    with suppress(SwapError):
        raw = dearmor(data.decode("utf-8", "replace"))
        assert dearmor(armor(raw)) == raw
    _readable(data)


def key_file(data: bytes) -> None:
    """Key files, armored here so that the fuzzer gets past the base64."""
    for content in (data.decode("latin-1"), armor(data, "SWAPPROTO KEY")):
        with suppress(SwapError):
            found = KeyFile.read(content)
            if not found.encrypted:
                assert found.unlock().party == found.party


def plaintext(data: bytes) -> None:
    """What is sealed, under the right key, with a sound signature and padding: the author is the attacker."""
    for profile, count in ((NAMES.digest, 3), (MIXED.digest, 2), (GUARDED.digest, 3)):
        forged = committed_to_plaintext(SOUTH, data, count=count, schema=profile)
        with suppress(SwapError):
            unseal(forged.signed, forged.envelope, forged.cek)


@cache
def _mixed() -> List:
    rows: list[dict[str, Any]] = [
        {"id": "1", "n": -5, "b": True, "o": {"a": [1, None], "b": {}}, "l": ["x", [2]]},
        {"id": "2", "n": None, "b": None, "o": None, "l": []},
    ]
    return List.of("mixed", MIXED, rows)


def entry(data: bytes) -> None:
    """One entry and its neighbour, decoded together: each is its own deterministic encoding, or refused."""
    half = len(data) // 2
    for parts in ([data], [data[:half], data[half:]], [_mixed().public[0], data]):
        with suppress(SwapError):
            for value, part in zip(MIXED.public.decode(parts), parts, strict=True):
                assert cbor.encode(value) == part


def schema(data: bytes) -> None:
    """Schemas as they stand in an envelope."""
    with suppress(SwapError):
        value = cbor.decode(data, 8)
        found = Schema.from_wire(value)
        assert Schema.from_wire(cbor.decode(found.encoded, 8)) == found


def item(data: bytes) -> None:
    """CBOR: what decodes is its own encoding, and what is framed is whole."""
    for heads in (None, 1024):
        with suppress(SwapError):
            value = cbor.decode(data, 8, heads=heads)
            if not isinstance(value, cbor.Unread):
                assert cbor.encode(value) == data
    for piece in frame(data):
        assert piece.data
        assert piece.begins or piece.error or item_end(piece.data, 0, len(piece.data), 16, len(data))


def card(data: bytes) -> None:
    """Cards, statements and disclosures on their own."""
    with suppress(SwapError):
        assert Party.read(data).card == data
    with suppress(SwapError):
        assert read_statement(data, NORTH.party.verify_key, Commitment).raw == data
    with suppress(SwapError):
        assert Disclosure.read(data).raw == data
        Disclosure.read(data).verify(made().signed)


TARGETS: dict[str, Callable[[bytes], None]] = {
    function.__name__: function for function in (transcript, text, key_file, plaintext, entry, schema, item, card)
}


def seeds(target: str) -> Sequence[bytes]:
    """Sound input to begin with."""
    opened = unseal(made().signed, made().envelope, made().cek)
    artefacts = [
        NORTH.party.card,
        made().commitment,
        made().envelope,
        reveal(made()),
        reveal(made(), to=HERON),
        publish(SOUTH, made(), b"\1" * 32),
        disclose(opened, [0, 2]),
        disclose(opened, [1], restricted=True),
    ]
    match target:
        case "transcript" | "card" | "item":
            return [*artefacts, b"".join(artefacts)]
        case "text":
            return [armor(b"".join(artefacts)).encode(), b"> " + armor(made().commitment).encode()]
        case "key_file":
            plain = KeyFile.lock(NORTH, None).encode()
            return [plain.encode(), dearmor(plain, "SWAPPROTO KEY")]
        case "plaintext":
            return [encoded(people(3)), encoded(_mixed()), encoded(people(3, schema=GUARDED))]
        case "entry":
            return [*_mixed().public, b"".join(_mixed().public)]
    return [MIXED.encoded, GUARDED.encoded]
