"""Mutations of tokens: of their bytes, and of the tree of their elements with all lengths made right again."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from .forging import NULL, tlv

Tree = tuple[int, "list[Tree] | bytes"]


def parse(data: bytes, start: int, end: int) -> list[Tree]:
    found: list[Tree] = []
    while start < end:
        tag, length, inner = data[start], data[start + 1], start + 2
        if length > 127:
            inner += length - 128
            length = int.from_bytes(data[start + 2 : inner], "big")
        start = inner + length
        found.append((tag, parse(data, inner, start) if tag & 0x20 else data[inner:start]))
    return found


def encode(tree: Tree) -> bytes:
    tag, content = tree
    return tlv(tag, content if isinstance(content, bytes) else b"".join(map(encode, content)))


def containers(tree: Tree) -> list[list[Tree]]:
    _, content = tree
    if isinstance(content, bytes):
        return []
    return [content, *(inner for member in content for inner in containers(member))]


def in_order(token: bytes) -> bytes:
    """Return a token with its certificates sorted, as rfc3161-client insists."""
    tree = parse(token, 0, len(token))[0]
    for tag, content in _members(_members(_members(tree)[1])[0]):
        if tag == 0xA0 and not isinstance(content, bytes):
            content.sort(key=encode)
    return encode(tree)


def _members(tree: Tree) -> list[Tree]:
    _, content = tree
    assert not isinstance(content, bytes)
    return content


def _flip(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]


def _replace(random: Random, data: bytes) -> bytes:
    place = random.randrange(len(data))
    return data[:place] + random.randbytes(1) + data[place + 1 :]


def _cut(random: Random, data: bytes) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randrange(1, 20) :]


def _insert(random: Random, data: bytes) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + random.randbytes(random.randrange(1, 5)) + data[start:]


def _restructure(random: Random, data: bytes) -> bytes:
    """Change one element, and keep the lengths around it right: what a forger does."""
    tree = parse(data, 0, len(data))[0]
    members = random.choice([one for one in containers(tree) if one])
    place = random.randrange(len(members))
    tag, content = members[place]
    match random.randrange(9):
        case 0:
            del members[place]
        case 1:
            members.insert(random.randrange(len(members) + 1), members[place])
        case 2:
            random.shuffle(members)
        case 3:
            members.insert(random.randrange(len(members) + 1), parse(NULL, 0, 2)[0])
        case 4:
            members[place] = tag ^ 1 << random.randrange(8), content
        case 5:
            members[place] = random.choice([2, 4, 5, 6, 0x0C, 0x30, 0x31, 0xA0, 0xA1, 0x80]), content
        case 6:
            members[place] = tag, b""
        case 7 if isinstance(content, bytes) and content:
            members[place] = tag, random.choice([_flip, _replace, _cut, _insert])(random, content)
        case _:
            another = encode(random.choice(random.choice([one for one in containers(tree) if one])))
            members[place] = parse(another, 0, len(another))[0]
    return encode(tree)


_CHANGES = (_flip, _replace, _cut, _insert, _restructure, _restructure, _restructure)


def mutate(random: Random, token: bytes) -> bytes:
    """Return the token with one change, now and then two."""
    for _ in range(1 if random.random() < 0.9 else 2):
        with suppress(IndexError):  # what is no longer a tree is left as it is
            token = random.choice(_CHANGES)(random, token)
    return token
