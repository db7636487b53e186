"""Attacks by what is put around artefacts: it would hide what they prove."""

from collections.abc import Callable

import pytest

from swapproto import Assessment, disclose, unseal
from swapproto.wire.armor import armor
from swapproto.wire.heads import head
from tests.making import GUARDED, NORTH, SOUTH, STRANGER, Made, assessed, commit, fact_codes, make, people, reveal

LIST = make(NORTH, people(3, schema=GUARDED))
ONE = make(SOUTH, people(3))
OTHER = make(SOUTH, people(2), place=ONE.signed.body.place)
SHOWN = disclose(unseal(LIST.signed, LIST.envelope, LIST.cek), [1])
REVEALED = reveal(LIST)
FILE = b"".join((ONE.commitment, LIST.both, REVEALED, SHOWN, OTHER.both))
HEADER = LIST.commitment[: 4 + LIST.commitment[3]]


def claim(major: int, size: int) -> bytes:
    return head(major, size)


BEFORE: dict[str, Callable[[bytes], bytes]] = {
    "10,000 zero bytes": lambda file: bytes(10_000),
    "a million zero bytes": lambda file: bytes(2**20),
    "an item of too many heads": lambda file: claim(4, 2**18) + b"\x80" * 2**18,
    "too many heads in an array that goes on": lambda file: claim(4, 2**18) + b"\x80" * 2**17,
    "too many heads in a disclosure": lambda file: SHOWN[:52] + claim(4, 2**18) + b"\x80" * 2**18,
    "too many heads in a statement": lambda file: HEADER + claim(4, 2**18) + b"\x80" * 2**17,
    "deep nesting": lambda file: b"\x81" * 10_000,
    "an item of indefinite length": lambda file: b"\x9f",
    "a tag": lambda file: b"\xd2",
    "a byte string of the file": lambda file: claim(2, len(file)),
    "an array of the file": lambda file: claim(4, 2),
    "a byte string of half the file": lambda file: claim(2, len(file) // 2),
    "a byte string of more than the file": lambda file: claim(2, 2**40),
    "a text": lambda file: b"Dear all",
    "a text, and a line": lambda file: b"Dear all,\n",
    "a begin line": lambda file: b"-----BEGIN SWAPPROTO-----\n",
    "an end line": lambda file: b"-----END SWAPPROTO-----\n",
    "a block that is not base64": lambda file: b"-----BEGIN SWAPPROTO-----\n!\n-----END SWAPPROTO-----\n",
    "a byte order mark": lambda file: b"\xef\xbb\xbf",
    "a byte order mark of UTF-16": lambda file: b"\xff\xfe",
    "a statement whose payload is the file": lambda file: HEADER + b"\xa0" + claim(2, len(file)),
    "a statement signed by the signature of the first": lambda file: (
        HEADER + b"\xa0" + claim(2, max(1, file.find(b"\x58\x40", 300)))
    ),
    "an envelope whose ciphertext is the file": lambda file: LIST.envelope[:22] + claim(2, len(file)),
    "an envelope with the recipients of the last": lambda file: (
        LIST.envelope[:22] + claim(2, max(1, file.find(LIST.envelope[-1250:-1200]) - 1))
    ),
    "a disclosure whose entry is the file": lambda file: SHOWN[:90] + claim(2, len(file)),
    "the first half of a statement": lambda file: LIST.commitment[:300],
    "the first half of an envelope": lambda file: LIST.envelope[: len(LIST.envelope) // 2],
    "the first half of a disclosure": lambda file: SHOWN[: len(SHOWN) // 2],
    "a stranger's 11,000 statements": lambda file: strangers(),
}


def strangers() -> bytes:
    one = commit(STRANGER, LIST.signed.body)
    return b"".join(one[:-8] + i.to_bytes(8, "big") for i in range(11_000))


def proven(found: Assessment) -> set[tuple[str, bytes]]:
    facts = {(fact.code, fact.subject) for fact in found.facts}
    return facts | {(fault.code, i) for fault in found.contradictions for i in fault.evidence}


WHOLE = proven(assessed(FILE, NORTH, SOUTH))


def test_the_file_proves_what_junk_could_hide() -> None:
    assert {code for code, _ in WHOLE} >= {"opened", "disclosed", "fork", "released", "committed"}


@pytest.mark.parametrize("name", BEFORE)
def test_junk_hides_nothing_wherever_it_stands(name: str) -> None:
    """Ten thousand bytes before a fork, in the same file, made its evidence disappear."""
    junk = BEFORE[name](FILE)
    for around in (junk + FILE, FILE + junk, junk + FILE + junk, junk + FILE + b"\x80" + REVEALED[-66:]):
        assert proven(assessed(around, NORTH, SOUTH)) >= WHOLE
    apart = assessed([junk, FILE], NORTH, SOUTH)
    assert proven(apart) >= WHOLE
    if name != "a stranger's 11,000 statements":  # which can be read, and prove nothing
        assert apart.rejected


@pytest.mark.parametrize("name", BEFORE)
def test_junk_between_artefacts_hides_nothing(name: str) -> None:
    """As above, with something between any two artefacts."""
    pieces = [ONE.commitment, LIST.commitment, LIST.envelope, REVEALED, SHOWN, OTHER.both]
    for at in range(len(pieces)):
        rest = b"".join(pieces[at:])
        file = b"".join(pieces[:at]) + BEFORE[name](rest) + rest
        assert proven(assessed(file, NORTH, SOUTH)) >= WHOLE


@pytest.mark.parametrize("name", BEFORE)
def test_junk_around_armor_hides_nothing(name: str) -> None:
    """The same for a file that went through a messenger."""
    file = armor(FILE).encode()
    junk = BEFORE[name](file)
    for around in (junk + file, file + junk):
        assert proven(assessed(around, NORTH, SOUTH)) >= WHOLE


def test_a_value_in_a_list_cannot_spoil_its_disclosure() -> None:
    """Whoever gets a text into a list would make every disclosure of that entry unreadable, if it could begin one."""
    begin = LIST.commitment[:54]
    for text in (begin.decode("latin-1"), begin.decode("utf-8", "surrogateescape").encode("utf-8", "ignore").decode()):
        made = make(NORTH, people(2, word=text))
        shown = disclose(unseal(made.signed, made.envelope, made.cek), [0])
        assert "disclosed" in fact_codes(assessed(made.both + shown, NORTH))


def forked(body_of: Made, keys: range) -> list[bytes]:
    body = body_of.signed.body
    return [commit(SOUTH, body._replace(key=bytes([i]) * 32)) for i in keys]


def test_more_evidence_of_a_fork_replaces_none() -> None:
    """A third list with a lower id took the place of the two that a reader had shown to others."""
    many = forked(ONE, range(8))
    for count in range(2, len(many) + 1):
        before, after = (assessed(many[:n], SOUTH).contradictions for n in (count - 1, count))
        assert {i for fault in before for i in fault.evidence} <= {i for fault in after for i in fault.evidence}
        assert [len(fault.evidence) for fault in after] == [count]
