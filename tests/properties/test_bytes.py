"""Whatever is done to the bytes: it is noticed, and nothing but a SwapError comes of it."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import cbor2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from swapproto import (
    Assessment,
    Commitment,
    Disclosure,
    KeyFile,
    List,
    Party,
    Reveal,
    Schema,
    SwapError,
    Transcript,
    disclose,
    keys,
    obtain_key,
    obtain_revealed_key,
    read_statement,
    unseal,
)
from swapproto.lists import Field
from swapproto.testing import strategies as some
from swapproto.wire import cbor, cose, hpke
from swapproto.wire.armor import armor, dearmor
from swapproto.wire.cbor import SWAP as TAG
from swapproto.wire.cose_encrypt import Encrypted
from swapproto.wire.framing import frame
from tests.making import (
    GUARDED,
    HERON,
    NORTH,
    SOUTH,
    Made,
    assessed,
    committed_to_plaintext,
    encoded,
    make,
    people,
    reveal,
)


@cache
def made() -> Made:
    return make(NORTH, people(5, schema=GUARDED), readers=[SOUTH])


@cache
def files() -> tuple[bytes, ...]:
    """A card, a commitment, its envelope, reveals and disclosures."""
    opened = unseal(made().signed, made().envelope, made().cek)
    return (
        NORTH.party.card,
        made().commitment,
        made().envelope,
        reveal(made()),
        reveal(made(), to=HERON),
        disclose(opened, [0, 3]),
        disclose(opened, [2], restricted=True),
    )


Fact = tuple[str, bytes, tuple[bytes, ...]]


def facts(assessment: Assessment) -> set[Fact]:
    return {(fact.code, fact.subject, fact.evidence) for fact in assessment.facts}


@given(st.data())
def test_a_changed_byte_in_any_artefact_is_noticed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(files()) - 1))
    good = files()[place]
    bad = data.draw(some.tampered(good).filter(lambda changed: changed != good))
    others = [file for file in files() if file is not good]
    whole, without = facts(assessed(files(), NORTH)), facts(assessed(others, NORTH))
    seen = assessed([*others, bad], NORTH)
    assert seen.contradictions == ()
    if bad:
        assert seen.rejected or seen.ignored
    if not bad.startswith(good) and not bad.endswith(good):
        assert facts(seen) == without
    assert without <= facts(seen) <= whole  # where the artefact still stands whole, beside what was added


@given(st.data())
def test_a_changed_character_in_armor_is_noticed_or_changes_nothing(data: st.DataObject) -> None:
    good = armor(made().both).encode()
    seen = assessed(data.draw(some.tampered(good)), NORTH)
    assert seen.contradictions == ()
    assert seen.exit_code() or facts(seen) == facts(assessed(good, NORTH))


@given(st.data())
def test_a_changed_wrap_gives_no_key(data: st.DataObject) -> None:
    wraps = dict(Encrypted.read(made().envelope).wraps)
    good = wraps[SOUTH.party.kid]
    at, bit = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(0, 7))
    bad = good[:at] + bytes([good[at] ^ 1 << bit]) + good[at + 1 :]
    extra = cbor.encode(["x"])
    with pytest.raises(SwapError):
        SOUTH.open(bad, hpke.wrap_info(SOUTH.party.kid, extra))


@cache
def key_file() -> str:
    """Encrypted, with the least work that is allowed."""
    passes, memory = keys._PASSES, keys._MEMORY_KIB
    try:
        keys._PASSES, keys._MEMORY_KIB = 1, 8
        return KeyFile.lock(NORTH, "rope").encode()
    finally:
        keys._PASSES, keys._MEMORY_KIB = passes, memory


@given(st.data(), st.booleans())
def test_a_changed_byte_in_a_key_file_gives_no_other_key(data: st.DataObject, encrypted: bool) -> None:
    raw = dearmor(key_file() if encrypted else KeyFile.lock(NORTH, None).encode(), "SWAPPROTO KEY")
    at = data.draw(st.integers(0, len(raw) - 1))
    bad = raw[:at] + bytes([raw[at] ^ 1 << data.draw(st.integers(0, 7))]) + raw[at + 1 :]
    try:
        read = KeyFile.read(armor(bad, "SWAPPROTO KEY"))
        if read.kdf is not None and (read.kdf[1] > 2 or read.kdf[2] > 4096):
            return  # sound, but more work than a test has time for
        with pytest.raises(SwapError):
            read.unlock("rope")
    except SwapError:
        pass


KEYS = ["fields", "name", "type", "title", "primaryKey", "restricted", "constraints", "enum", "minimum", "en", "x"]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["fields", "name", "type", "string", "primaryKey", "\ud800"])
    | st.binary(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS), inner)
        | st.dictionaries(st.integers() | st.booleans() | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


SENDABLE = st.recursive(
    some.SCALARS | st.floats() | st.integers() | st.binary(max_size=64),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers() | st.booleans() | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(ANYTHING)
@example({"fields": [{"name": "\ud800", "type": "string"}]})
@example({"fields": [{"name": "a", "type": ["string"]}]})
@example({"fields": [{"name": "a", "type": "string"}], "missingValues": [[]]})
@example({"fields": [{"name": "a", "type": "string", "title": {1: "t"}}]})
@example({"fields": [{"name": "a", "type": "string", "title": {"\ud800": "t"}}]})
@example({"fields": [{"name": "a", "type": "string", "constraints": {"enum": [[]]}}]})
@example({"fields": [{"name": "a", "type": "string", "constraints": {1: True}}]})
@example({"fields": [{"name": "a", "type": "integer", "constraints": {"minimum": 2**64}}]})
@example({"fields": [{"name": "a", "type": "string"}], "primaryKey": [{}]})
def test_any_value_for_a_schema_raises_nothing_but_swap_errors(value: object) -> None:
    try:
        schema = Schema.from_wire(value)
    except SwapError:
        return
    assert Schema.from_wire(schema.to_wire()) == schema


MIXED = Schema((Field("a"), Field("b", "object"), Field("c", "array", restricted=True), Field("d", "integer")))


@given(st.dictionaries(st.sampled_from("abcd"), ANYTHING), st.text(st.characters(), max_size=5))
@example({"a": "\ud800"}, "")
@example({"b": {"\udfff": 1}}, "")
@example({}, "\ud800")
@example({"b": {1: 2}}, "")
@example({"d": 2**64}, "")
def test_any_value_for_an_entry_raises_nothing_but_swap_errors(entry: dict[str, Any], label: str) -> None:
    try:
        content = List.of(label, MIXED, [entry])
    except SwapError:
        return
    made_ = make(NORTH, content)
    assert list(unseal(made_.signed, made_.envelope, made_.cek).list) == list(content)


def test_an_entry_nested_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(SwapError):
        List.of("l", MIXED, [{"b": {"x": deep}}])


def _unseal(data: bytes) -> object:
    return unseal(made().signed, data, made().cek)


def _open_wrap(data: bytes) -> object:
    return SOUTH.open(data, b"")


READERS: dict[str, Callable[[bytes], object]] = {
    "cbor": lambda data: cbor.decode(data, 8),
    "cbor with heads": lambda data: cbor.decode(data, 8, heads=1024),
    "frame": lambda data: list(frame(data)),
    "statement": cose.Sign1.read,
    "envelope": Encrypted.read,
    "disclosure": lambda data: Disclosure.read(data).verify(made().signed),
    "card": Party.read,
    "commitment": lambda data: read_statement(data, NORTH.party.verify_key, Commitment),
    "reveal": lambda data: read_statement(data, NORTH.party.verify_key, Reveal),
    "transcript": lambda data: assessed(data, NORTH, SOUTH),
    "unseal": _unseal,
    "wrap": _open_wrap,
    "key file": lambda data: KeyFile.read(data.decode("latin-1")),
    "key file within armor": lambda data: KeyFile.read(armor(data, "SWAPPROTO KEY")),
    "armor": lambda data: dearmor(data.decode("latin-1")),
}

BYTES = st.binary(max_size=200) | st.sampled_from([18, 96, TAG]).flatmap(
    lambda tag: SENDABLE.map(lambda value: cbor2.dumps(cbor.Tag(tag, value)))
)


@pytest.mark.parametrize("reader", READERS)
@given(st.data())
def test_any_bytes_raise_nothing_but_swap_errors(reader: str, data: st.DataObject) -> None:
    hostile = data.draw(BYTES | st.sampled_from(files()).flatmap(some.tampered))
    with suppress(SwapError):
        READERS[reader](hostile)


@given(st.data())
def test_any_content_but_the_committed_one_convicts_the_committer(data: st.DataObject) -> None:
    content = people(2)
    plain = data.draw(some.tampered(encoded(content)) | BYTES)
    forged = committed_to_plaintext(NORTH, plain, count=2, pad=data.draw(st.booleans()))
    seen = assessed([forged.both, reveal(forged)], NORTH)
    assert [c.code for c in seen.contradictions] == ["wrong-content"]
    assert "opened" not in {fact.code for fact in seen.facts}


@given(st.binary(max_size=300))
def test_what_decodes_is_its_own_and_only_encoding(data: bytes) -> None:
    try:
        value = cbor.decode(data, 8)
    except SwapError:
        return
    if not isinstance(value, cbor.Unread):
        assert cbor.encode(value) == data


@given(some.SCALARS | st.lists(some.SCALARS) | st.dictionaries(st.text(max_size=5), some.WITHIN))
def test_what_is_encoded_decodes_to_the_same(value: object) -> None:
    found = cbor.decode(cbor.encode(value), 8)
    assert found == value
    assert type(found) is type(value)
    assert cbor.in_order(found)


@given(ANYTHING | SENDABLE)
@example([{"b": 0, "a": 0}])
@example([[[2**63]]])
@example([[], {True: []}])
@example({"\ud800": 0})
def test_a_value_in_order_is_encoded_as_it_stands(value: object) -> None:
    in_order, expected = False, b""
    with suppress(SwapError):
        in_order = cbor.in_order(value)
        expected = cbor.encode(value)
    if in_order:
        with suppress(UnicodeEncodeError):  # which encode raises as a SwapError
            assert cbor2.dumps(value) == expected


@given(st.lists(st.sampled_from(files()), max_size=4), st.booleans())
def test_a_transcript_survives_being_written_and_read(parts: list[bytes], text: bool) -> None:
    one = Transcript.read(b"".join(parts))
    again = Transcript.read(one.armored().encode() if text else one.encode())
    assert again.artefacts() == one.artefacts() == sorted(set(parts), key=one.artefacts().index)
    assert not again.rejected


def test_every_key_that_opens_is_the_committed_one() -> None:
    for reader in (NORTH, SOUTH):
        assert obtain_key(made().signed, made().envelope, reader.party.kid, reader) == made().cek
    handed = read_statement(files()[4], NORTH.party.verify_key, Reveal)
    assert obtain_revealed_key(made().signed, handed, HERON.party.kid, HERON) == made().cek
    with pytest.raises(SwapError):
        obtain_key(made().signed, made().envelope, HERON.party.kid, HERON)
    with pytest.raises(SwapError):
        obtain_revealed_key(made().signed, handed, SOUTH.party.kid, SOUTH)
