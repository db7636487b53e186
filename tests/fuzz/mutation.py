"""Mutations of bytes, of values that CBOR encodes, and of text: each changes one thing, somewhere."""

from collections.abc import Callable
from random import Random
from typing import Any

from spec import reference as r
from spec.reference import Fail, Pairs, Tag, cbor

_STRANGE = """
f93c00 fa00000000 fb3fb999999999999a f7 f8ff f810 f6 f5 f4 1805 190005 1b8000000000000000 3b8000000000000000
9b1000000000000000 1c ff 61ff 62c0af 63eda080 7a00000001 60 40 80 a0 8181818181818181 c100 d200 d86000 81d200
d81c00 d9010080 c24105 9fff bfff 5f4100ff a2616101616102 a2616201616101 a220001818 a30100613100f500 a10100
"""
STRANGE = tuple(map(bytes.fromhex, _STRANGE.split()))
"""Items that are wrong in one way or another, or only unexpected."""

SCALARS: tuple[Any, ...] = (
    *(0, 1, -1, 23, 24, 255, 256, 4096, 2**20 - 1, 2**20, 2**20 + 1, 2**40, 2**53 + 1, 2**63 - 1, 2**63, 2**64 - 1),
    *(-(2**63), -(2**63) - 1, r.MAX_TIME, r.MAX_TIME + 1, True, False, None, "", "a", "a\n", "A", "ю" * 129, "𐍈" * 65),
    *("x" * 257, "x" * 513, b"", b"a", bytes(16), bytes(31), bytes(32), bytes(33), bytes(48), bytes(64), bytes(1168)),
    *([], {}, [[]], {"a": 1}, {1: 2}, [None], {"": []}, b"\xff", b"\x80", "\ufeff", "\u200b", "offer", "report"),
)


def bytes_of(rng: Random, data: bytes) -> bytes:
    """Return the bytes with something altered, cut, put in, doubled or moved."""
    at = rng.randrange(len(data) + 1)
    end = min(len(data), at + rng.choice((1, 1, 2, 4, 32)))
    match rng.randrange(7):
        case 0 if data:
            at = rng.randrange(len(data))
            return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        case 1:
            return data[:at] + rng.randbytes(end - at) + data[end:]
        case 2:
            return data[:at] + data[end:]
        case 3:
            return data[:at]
        case 4:
            return data[:at] + rng.choice(STRANGE) + data[at:]
        case 5:
            return data[:end] + data[at:]
    return graft(rng, data)


def graft(rng: Random, data: bytes) -> bytes:
    """Return an item with one of the items in it replaced by a strange one, or by another of its own."""
    spans = spans_of(data)
    if not spans:
        return data + rng.choice(STRANGE)
    start, end = rng.choice(spans)
    other = rng.choice(spans)
    return data[:start] + (data[slice(*other)] if rng.random() < 0.2 else rng.choice(STRANGE)) + data[end:]


def spans_of(data: bytes) -> list[tuple[int, int]]:
    """Return where the items begin and end: the first, and those in it; nothing for what is not well-formed."""
    spans: list[tuple[int, int]] = []

    def walk(at: int, depth: int) -> int:
        major, _, argument, after = r.read_head(data, at, shortest=False)
        if major in (2, 3):
            after += argument
        elif major == 6:
            after = walk(after, depth)
        elif major in (4, 5) and depth < 20:
            for _ in range(argument * (major - 3)):
                after = walk(after, depth + 1)
        spans.append((at, after))
        return after

    try:
        r.item_end(data, 0, shortest=False, limit=16)
        walk(0, 0)
    except Fail:
        return []
    return spans


def value_of(rng: Random, value: Any) -> Any:
    """Return the value with one thing in it changed, also within the items that byte strings contain."""
    if rng.random() < 0.08:
        return rng.choice(SCALARS)
    match value:
        case Tag():
            if rng.random() < 0.05:
                return Tag(rng.choice((r.STATEMENT, r.ENVELOPE, r.DISCLOSURE, 17)), value.value)
            return Tag(value.number, value_of(rng, value.value))
        case dict() | Pairs():
            return _map(rng, list(value.items()) if isinstance(value, dict) else list(value))
        case list():
            return _list(rng, value)
        case bytes():
            return inside(rng, value)
        case str():
            return text_of(rng, value)
    return rng.choice(SCALARS)


def inside(rng: Random, data: bytes) -> bytes:
    """Return the bytes changed; if they are an item, mostly in its values, so that it can still be read."""
    try:
        value = r.read_cbor(data, 16)
    except Fail:
        return bytes_of(rng, data)
    if not isinstance(value, dict | list | Pairs) or rng.random() < 0.25:
        return bytes_of(rng, data)
    return encoded(rng, value_of(rng, value))


def encoded(rng: Random, value: Any) -> bytes:
    """Return the encoding of a value, rarely with something strange in it."""
    data = cbor(value)
    return graft(rng, data) if rng.random() < 0.08 else data


def _map(rng: Random, pairs: list[tuple[Any, Any]]) -> Any:
    keys = [key for key, _ in pairs]
    match rng.randrange(6):
        case 0 if pairs:
            pairs.pop(rng.randrange(len(pairs)))
        case 1:
            key = rng.choice((1, -1, True, None, b"x", "x", "", "verify", *keys[:3]))
            pairs = [(k, v) for k, v in pairs if (type(k), k) != (type(key), key)] + [(key, rng.choice(SCALARS))]
        case 2:
            most = rng.choice((32, 33, 128, 129))
            pairs += [(f"x{i}", 0) for i in range(most - len(pairs))]
        case 3 if len(pairs) > 1:
            (one, a), (two, b) = rng.sample(pairs, 2)
            pairs = [(k, b if k == one else a if k == two else v) for k, v in pairs]
        case _ if pairs:
            i = rng.randrange(len(pairs))
            pairs[i] = (pairs[i][0], value_of(rng, pairs[i][1]))
    return Pairs(pairs)


def _list(rng: Random, items: list[Any]) -> list[Any]:
    items = list(items)
    i = rng.randrange(len(items)) if items else 0
    match rng.randrange(8):
        case 0 if items:
            items.pop(i)
        case 1 if items:
            items.insert(rng.randrange(len(items) + 1), items[i])
        case 2 if items:
            j = rng.randrange(len(items))
            items[i], items[j] = items[j], items[i]
        case 3:
            items.reverse()
        case 4:
            items.append(rng.choice(SCALARS))
        case _ if items:
            items[i] = value_of(rng, items[i])
    return items


_CHARACTERS = "\t\n\v\f\r >-=\0\x7f\x85\xa0\u200b\u2028\u202e\ufeff\u3164\U000e0041aA0ю𐍈"


def text_of(rng: Random, text: str) -> str:
    """Return the text with a character or a line more, less, or another."""
    at = rng.randrange(len(text) + 1)
    lines = text.split("\n")
    line = rng.randrange(len(lines))
    changes: tuple[Callable[[], str], ...] = (
        lambda: text[:at] + rng.choice(_CHARACTERS) + text[at:],
        lambda: text[:at] + text[at + 1 :],
        lambda: text[:at] + rng.choice(_CHARACTERS) + text[at + 1 :],
        text.swapcase,
        lambda: text[:at],
        lambda: "\n".join([*lines[:line], rng.choice(_CHARACTERS) + lines[line], *lines[line + 1 :]]),
        lambda: "\n".join([*lines[:line], lines[line] + rng.choice(_CHARACTERS), *lines[line + 1 :]]),
        lambda: "\n".join([*lines[: line + 1], *lines[line:]]),
        lambda: "\n".join([*lines[:line], *lines[line + 1 :]]),
        lambda: text.replace("\n", rng.choice(("\r\n", "\n> ", "\r", "\n\n", "\u2028"))),
        lambda: text + rng.choice(("-----BEGIN SWAPPROTO KEY-----\n", "-----END SWAPPROTO-----", "x")),
    )
    return rng.choice(changes)()
