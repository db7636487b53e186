"""Whatever is prepared here and signed, every reader accepts; everything else is refused before it is signed."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto import (
    Commitment,
    FormatError,
    Identity,
    InputError,
    List,
    Party,
    Place,
    Reveal,
    Sealed,
    Signed,
    obtain_key,
    obtain_revealed_key,
    prepare_card,
    prepare_reveal,
    read_statement,
    seal,
    unseal,
)
from swapproto.lists import Field, Schema
from swapproto.testing.strategies import lists
from swapproto.text import is_visible
from swapproto.wire.cose import TIME_MAX
from tests.making import HERON, IAT, NAMES, NORTH, SOUTH, make, people, sealed

T = TypeVar("T")

MILLISECONDS = 1_767_225_600_000
MADE = make(NORTH, people(), readers=[SOUTH])
IDS = st.binary(min_size=32, max_size=32)
REFERENCES = st.lists(IDS, max_size=32, unique=True).map(sorted)
VALID: dict[str, st.SearchStrategy[Any]] = {
    "iat": st.integers(0, TIME_MAX),
    "not_after": st.none() | st.integers(0, TIME_MAX),
    "name": st.text("Оля Oli-", min_size=1, max_size=9).map(" ".join).filter(lambda name: is_visible(name, 256)),
    "role": st.from_regex("[a-z][a-z0-9-]{0,31}", fullmatch=True),
    "list_id": st.binary(min_size=16, max_size=16),
    "exchange": st.none() | IDS,
    "answers": st.none() | IDS,
    "seen": REFERENCES,
    "given": REFERENCES,
    "beacon": st.none() | st.tuples(st.integers(1, 9), st.binary(min_size=48, max_size=48)),
    "reader": st.sampled_from([None, SOUTH.party]),
}
INVALID: dict[str, list[Any]] = {
    "iat": [MILLISECONDS, -1, True, 1.5, "1767225600", None, TIME_MAX + 1],
    "not_after": [MILLISECONDS, -1, True, 1.5],
    "name": ["", " x", "a\u200bb", None, "x" * 257],
    "role": ["", "Offer with a space!", "a" * 33, None, b"offer"],
    "list_id": [b"", bytes(15), "a" * 16, None],
    "exchange": [b"", bytes(16), "x"],
    "answers": [b"", bytes(33), 0],
    "seen": [[b""], [None], [b"\2" * 32, b"\1" * 32], [bytes(32)] * 2, [bytes([n]) * 32 for n in range(33)]],
    "given": [[b""], [None], [b"\2" * 32, b"\1" * 32]],
    "beacon": [(0, bytes(48)), (1, b""), (1.5, bytes(48)), (1,)],
}


@st.composite
def drawn(draw: st.DrawFn, *names: str) -> tuple[dict[str, Any], bool]:
    """Return values for these arguments, and whether all of them are valid: at most one is not."""
    values = {name: draw(VALID[name]) for name in names}
    wrong = draw(st.none() | st.sampled_from([name for name in names if name in INVALID]))
    return values | ({} if wrong is None else {wrong: draw(st.sampled_from(INVALID[wrong]))}), wrong is None


def prepared(make: Callable[[], T], valid: bool) -> T | None:
    """Return what was made of valid arguments; others have to be refused."""
    if valid:
        return make()
    with pytest.raises(InputError) as caught:
        make()
    assert caught.value.code == "usage"
    return None


@given(lists(), drawn("role", "list_id", "exchange", "answers", "iat", "seen", "beacon"))
def test_what_is_sealed_every_reader_opens(content: List, arguments: tuple[dict[str, Any], bool]) -> None:
    values, valid = arguments
    made = prepared(lambda: sealed_with(content, **values), valid)
    if made is None:
        return
    commitment = read_statement(made.sign(NORTH), NORTH.party.verify_key, Commitment)
    cek = obtain_key(commitment, made.envelope, SOUTH.party.kid, SOUTH)
    assert unseal(commitment, made.envelope, cek).list == content
    assert commitment.iat == values["iat"]
    assert commitment.body == made.commitment._replace(seen=tuple(values["seen"]))


def sealed_with(content: List, *, iat: int = IAT, seen: Any = (), beacon: Any = None, **at: Any) -> Sealed:
    return seal(
        content,
        author=NORTH.party,
        local_secret=NORTH.local_secret,
        place=Place(**{"role": "offer", "list_id": bytes(16)} | at),
        readers=[SOUTH.party],
        iat=iat,
        seen=seen,
        beacon=beacon,
    )


@given(drawn("iat", "given", "seen", "reader"))
def test_what_is_revealed_every_reader_reads(arguments: tuple[dict[str, Any], bool]) -> None:
    values, valid = arguments
    made = prepared(lambda: prepare_reveal(MADE.signed, MADE.cek, revealer=HERON.party, **values), valid)
    if made is None:
        return
    reveal: Signed[Reveal] = read_statement(made.sign(HERON), HERON.party.verify_key, Reveal)
    assert obtain_revealed_key(MADE.signed, reveal, SOUTH.party.kid, SOUTH) == MADE.cek


@given(drawn("name", "iat", "not_after"))
def test_what_is_presented_every_reader_pins(arguments: tuple[dict[str, Any], bool]) -> None:
    values, valid = arguments
    keys: dict[str, Any] = {"verify_key": NORTH.party.verify_key, "encrypt_key": NORTH.party.encrypt_key}
    made = prepared(lambda: prepare_card(**keys, **values), valid)
    if made is not None:
        assert Party.read(made.sign(NORTH)).name == values["name"]


@pytest.mark.parametrize("iat", [MILLISECONDS, -1, True, 1.5])
def test_a_time_that_no_reader_accepts_is_refused_in_words(iat: Any) -> None:
    """A statement with milliseconds in it would be signed, sent, and refused by everybody who gets it."""
    doors: list[Callable[[], object]] = [
        lambda: sealed_with(people(), iat=iat),
        lambda: prepare_reveal(MADE.signed, MADE.cek, revealer=NORTH.party, reader=None, iat=iat),
        lambda: Identity.generate("North", iat=iat),
    ]
    for door in doors:
        with pytest.raises(InputError, match="whole seconds, not milliseconds") as caught:
            door()
        assert caught.value.code == "usage"


def test_a_role_that_no_reader_accepts_is_refused_at_once() -> None:
    for role in ("Offer with a space!", "", "a" * 33, None):
        with pytest.raises(InputError, match="role") as caught:
            Place.first(role)  # type: ignore[arg-type]
        assert caught.value.code == "usage"


@pytest.mark.parametrize(
    "fields",
    [
        lambda: [Field("x", "dat")],
        lambda: [Field("")],
        lambda: [Field(None)],  # type: ignore[arg-type]
        lambda: [Field("x", title="")],
        lambda: [Field("x", title=7)],  # type: ignore[arg-type]
        lambda: [Field("x"), Field("x")],
        list,
        lambda: [Field(str(n)) for n in range(129)],
        lambda: [Field(str(n), description="x" * 16_384) for n in range(5)],
    ],
)
def test_a_schema_that_no_reader_accepts_is_refused_at_once(fields: Any) -> None:
    with pytest.raises(FormatError) as caught:
        Schema(fields())
    assert caught.value.code == "schema-invalid"


def test_what_a_holder_of_a_key_does_not_sign_is_refused_in_words() -> None:
    async def sign() -> bytes:
        return b""

    waiting = prepare_reveal(MADE.signed, MADE.cek, revealer=NORTH.party, reader=None, iat=IAT)
    for signature, words in ((None, "NoneType"), ("text", "str"), (sign(), "await it")):
        with pytest.raises(InputError, match=words) as caught:
            waiting.finish(signature)  # type: ignore[arg-type]
        assert caught.value.code == "usage"


@pytest.mark.parametrize(
    "content",
    [
        List("x" * 600, NAMES, []),
        List(None, NAMES, []),  # type: ignore[arg-type]
        List("x", NAMES, [b"\xff\xff"]),
        List("x", NAMES, [b"\xa1\x61a\x01"]),
        List("x", NAMES, [{"id": "1"}]),  # type: ignore[list-item]
    ],
    ids=["long label", "no label", "no entry", "another entry", "not encoded"],
)
def test_a_list_made_by_hand_that_no_reader_accepts_is_not_sealed(content: List) -> None:
    """Whoever published its key would be at fault for ever: it is not what was committed to."""
    with pytest.raises(InputError):
        sealed(NORTH, content)
