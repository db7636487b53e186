"""Tokens made to cost whoever reads them: 2 CPU seconds and 20 MB for each megabyte of them, and no more."""

import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swapproto import SwapError
from swapproto.stamps.certificates import Certificate
from swapproto.stamps.clocks import Clocks, Operator
from swapproto.stamps.requests import Request, read_response, read_token_file
from swapproto.stamps.tokens import read_token
from tests.budget import check_cpu_time

from .forging import Recipe, tlv
from .hostile import CLOCK, HOSTILE, root

SECONDS, MEMORY = 2.0, 20
"""For each megabyte, and for each byte."""
DATA = Recipe(CLOCK).data


def read_all(tokens: Sequence[bytes], clocks: Clocks) -> int:
    found = 0
    for token in tokens:
        with suppress(SwapError):
            clocks.pinned(read_token(token, [DATA], clocks.certificates))
            found += 1
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "pinned"), [*((kind, "P-521") for kind in HOSTILE), ("bags of one name", "RSA")])
def test_hostile_tokens_take_little_time_and_memory(kind: str, pinned: str) -> None:
    """A transcript full of tokens would stop whoever opens it."""
    tokens = [recipe.token() for recipe in HOSTILE[kind]()]
    size = sum(map(len, tokens))
    clocks = Clocks([Operator("pinned", (root(pinned).certificate,))])
    start = time.process_time()
    assert read_all(tokens, clocks) == 0
    spent = time.process_time() - start
    check_cpu_time(spent, SECONDS * size / 1e6)
    tracemalloc.start()
    try:
        read_all(tokens, Clocks(clocks.operators))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEMORY * size


READERS: list[Callable[[bytes], object]] = [
    lambda data: read_token(data, [DATA]),
    Certificate.read,
    Request.read,
    read_response,
    read_token_file,
    Request.of(DATA).token_of,
]


@given(st.binary(max_size=300))
def test_of_any_bytes_only_errors_of_ours_come(data: bytes) -> None:
    for reader in READERS:
        with suppress(SwapError):
            reader(data)


DER = st.recursive(
    st.builds(tlv, st.sampled_from([1, 2, 3, 4, 5, 6, 10, 12, 0x17, 0x18, 0x80, 0x81]), st.binary(max_size=20)),
    lambda inner: st.builds(
        lambda tag, parts: tlv(tag, *parts), st.sampled_from([0x30, 0x31, 0xA0, 0xA1]), st.lists(inner, max_size=6)
    ),
)


@given(DER)
def test_of_any_structure_only_errors_of_ours_come(data: bytes) -> None:
    for reader in READERS:
        with suppress(SwapError):
            reader(data)


@given(st.data())
def test_of_any_part_of_a_token_only_errors_of_ours_come(data: st.DataObject) -> None:
    parts = ("imprint", "sid", "signature_algorithm", "signature", "digests", "accuracy", "tsa", "extensions", "named")
    changes = data.draw(st.dictionaries(st.sampled_from(parts), DER | st.binary(max_size=20), min_size=1, max_size=2))
    with suppress(SwapError):
        read_token(Recipe(CLOCK, digest="sha512", **changes).token(), [DATA])  # type: ignore[arg-type]
